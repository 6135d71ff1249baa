using System.Diagnostics;
using System.Text.Json;

namespace Samagam.Launcher;

/// <summary>What <c>status</c> and <c>down</c> need to know of a running mesh: <c>mesh.json</c> in its folder.</summary>
internal sealed record RunningMesh(int ProcessId, IReadOnlyList<RunningMesh.Box> Boxes)
{
    private const string FileName = "mesh.json";

    internal sealed record Box(string Name, string Place, string Http);

    /// <summary>True while the process that started the mesh lives.</summary>
    public bool IsAlive
    {
        get
        {
            try
            {
                using var process = Process.GetProcessById(ProcessId);
                return !process.HasExited && process.ProcessName.Contains("dotnet", StringComparison.OrdinalIgnoreCase);
            }
            catch (ArgumentException)
            {
                return false;
            }
        }
    }

    public void Write(string folder) => File.WriteAllText(Path.Combine(folder, FileName), JsonSerializer.Serialize(this));

    public static void Remove(string folder) => File.Delete(Path.Combine(folder, FileName));

    /// <summary>Null when no mesh was started from this folder, or it has ended.</summary>
    public static RunningMesh? Read(string folder)
    {
        var path = Path.Combine(folder, FileName);
        if (!File.Exists(path))
        {
            return null;
        }
        try
        {
            return JsonSerializer.Deserialize<RunningMesh>(File.ReadAllText(path)) is { IsAlive: true } mesh ? mesh : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
