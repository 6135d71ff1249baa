using Samagam.Processes;
using Spectre.Console;

namespace Samagam.Launcher;

/// <summary>What the boxes say, one readable line each, with the box's name in its own colour.</summary>
internal sealed class Lines
{
    private static readonly string[] Colours = ["aqua", "green", "yellow", "fuchsia", "blue", "olive", "teal", "purple", "lime", "maroon", "navy", "silver"];
    private readonly Lock _gate = new();

    public void Show(int number, string line)
    {
        var colour = number == MeshLayout.HubNumber ? "white" : Colours[(number - 1) % Colours.Length];
        lock (_gate)
        {
            AnsiConsole.MarkupLine($"[{colour}]{MeshFiles.NameOf(number),-8}[/] {Markup.Escape(line)}");
        }
    }
}
