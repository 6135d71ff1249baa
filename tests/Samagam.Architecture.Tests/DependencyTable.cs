namespace Samagam.Architecture.Tests;

/// <summary>Who may name whom. A room that is not listed here may not exist; an arrow that is not listed may not be drawn.</summary>
internal static class DependencyTable
{
    /// <summary>Rooms that decide: no clock, luck, socket or file of their own.</summary>
    public static readonly string[] Deterministic =
    [
        "Samagam.Core", "Samagam.Wire", "Samagam.Routing", "Samagam.Mesh", "Samagam.Node", "Samagam.Hub", "Samagam.Simulation",
    ];

    /// <summary>Rooms that compose: they alone read configuration and say what the time is.</summary>
    public static readonly string[] Composing =
    [
        "Samagam.BoxHost", "Samagam.Node.Host", "Samagam.Hub.Host", "Samagam.Launcher", "Samagam.Processes", "Samagam.Simulator", "Samagam.Provisioning",
    ];

    private static readonly string[] Kernel = ["Samagam.Core", "Samagam.Wire", "Samagam.Routing"];
    private static readonly string[] Tools = ["Samagam.Rpc", "Samagam.Mqtt", "Samagam.Sqlite", "Samagam.Trust", "Samagam.Hosting", "Samagam.Web", "Samagam.Modem"];
    private static readonly string[] SharedDoors = ["Samagam.Mesh.Store", "Samagam.Mesh.Links"];

    public static readonly IReadOnlyDictionary<string, string[]> MayName = new SortedDictionary<string, string[]>(StringComparer.Ordinal)
    {
        // Kernel.
        ["Samagam.Core"] = [],
        ["Samagam.Routing"] = [],
        ["Samagam.Wire"] = ["Samagam.Core"],

        // Tools name nothing of ours.
        ["Samagam.Rpc"] = [],
        ["Samagam.Mqtt"] = [],
        ["Samagam.Sqlite"] = [],
        ["Samagam.Trust"] = [],
        ["Samagam.Hosting"] = [],
        ["Samagam.Web"] = [],
        ["Samagam.Modem"] = [],

        // Applications; Mesh is the part node and hub share.
        ["Samagam.Mesh"] = Kernel,
        ["Samagam.Node"] = [.. Kernel, "Samagam.Mesh"],
        ["Samagam.Hub"] = [.. Kernel, "Samagam.Mesh"],

        // Doors translate and never name each other; those of Mesh are shared by node and hub.
        ["Samagam.Mesh.Store"] = [.. Kernel, "Samagam.Mesh", "Samagam.Sqlite"],
        ["Samagam.Mqtt.Store"] = ["Samagam.Mqtt", "Samagam.Sqlite"],
        ["Samagam.Mesh.Links"] = [.. Kernel, "Samagam.Mesh", "Samagam.Rpc", "Samagam.Trust"],
        ["Samagam.Node.Portal"] = [.. Kernel, .. Tools, "Samagam.Mesh", "Samagam.Node"],
        ["Samagam.Node.Links"] = [.. Kernel, .. Tools, "Samagam.Mesh", "Samagam.Mesh.Links", "Samagam.Node"],
        ["Samagam.Node.Store"] = [.. Kernel, "Samagam.Mesh", "Samagam.Mesh.Store", "Samagam.Sqlite", "Samagam.Node"],
        ["Samagam.Hub.Api"] = [.. Kernel, .. Tools, "Samagam.Mesh", "Samagam.Hub"],
        ["Samagam.Hub.Store"] = [.. Kernel, "Samagam.Mesh", "Samagam.Mesh.Store", "Samagam.Sqlite", "Samagam.Hub"],

        // Hosts compose.
        ["Samagam.BoxHost"] = [.. Kernel, .. Tools, .. SharedDoors, "Samagam.Mesh"],
        ["Samagam.Node.Host"] =
            [.. Kernel, .. Tools, .. SharedDoors, "Samagam.Mqtt.Store", "Samagam.Mesh", "Samagam.BoxHost", "Samagam.Node", "Samagam.Node.Portal", "Samagam.Node.Links", "Samagam.Node.Store"],
        ["Samagam.Hub.Host"] =
            [.. Kernel, .. Tools, .. SharedDoors, "Samagam.Mesh", "Samagam.BoxHost", "Samagam.Hub", "Samagam.Hub.Api", "Samagam.Hub.Store"],

        // Beside them.
        ["Samagam.Provisioning"] = [.. Kernel, "Samagam.Trust"],
        ["Samagam.Simulation"] = [.. Kernel, "Samagam.Mesh", "Samagam.Node", "Samagam.Hub"],
        ["Samagam.Processes"] = [.. Kernel, .. Tools, "Samagam.Mesh", "Samagam.Mesh.Store", "Samagam.Provisioning"],
        ["Samagam.Launcher"] = [.. Kernel, .. Tools, "Samagam.Processes", "Samagam.Provisioning"],
        ["Samagam.Simulator"] = [.. Kernel, .. Tools, "Samagam.Mesh", "Samagam.Mesh.Store", "Samagam.Simulation", "Samagam.Processes", "Samagam.Node", "Samagam.Hub"],
    };

    /// <summary>What breaks the table, one sentence each.</summary>
    public static IEnumerable<string> Violations(IEnumerable<(string Room, IEnumerable<string> Names)> rooms)
    {
        foreach (var (room, names) in rooms)
        {
            if (!MayName.TryGetValue(room, out var allowed))
            {
                yield return $"{room} is not in the dependency table: write its line, then build it";
                continue;
            }
            foreach (var name in names.Where(n => !allowed.Contains(n)))
            {
                yield return $"{room} names {name}, which the dependency table does not allow";
            }
        }
    }
}
