using Samagam.Processes;

namespace Samagam.Launcher;

/// <summary>What the boxes say, one readable line each, with the box's name in its own colour on a terminal.</summary>
internal sealed class Lines
{
    // ANSI colours 1 to 6 and their bright forms: told apart on dark and on light ground.
    private static readonly int[] Colours = [36, 32, 33, 35, 34, 31, 96, 92, 93, 95, 94, 91];
    private readonly Lock _gate = new();

    public void Show(int number, string line)
    {
        var name = MeshFiles.NameOf(number).PadRight(8);
        if (!Console.IsOutputRedirected)
        {
            var colour = number == MeshLayout.HubNumber ? 1 : Colours[(number - 1) % Colours.Length];
            name = $"\e[{colour}m{name}\e[0m";
        }
        lock (_gate)
        {
            Console.WriteLine($"{name} {line}");
        }
    }
}
