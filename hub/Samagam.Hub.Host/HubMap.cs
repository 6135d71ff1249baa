using Microsoft.Extensions.Logging;
using Samagam.Hub.Crowd;
using Samagam.Routing;
using Samagam.Routing.Osm;
using Samagam.Trust;

namespace Samagam.Hub.Host;

/// <summary>The map of the nodes, for the names and grounds of its zones. Read beside the start; a bad file leaves the sample in force and is said.</summary>
internal sealed partial class HubMap(string? path, ZoneWatch zones, ILogger logger)
{
    /// <summary>What a technician should know; empty when the map asked for is in force.</summary>
    public string Problem { get; private set; } = "the map is being read";

    public Task LoadAsync(CancellationToken stop) => Task.Run(
        () =>
        {
            var map = Read(stop);
            zones.Put(map);
            Loaded(logger, map.Version, map.Zones.Count);
        },
        stop);

    private MapSnapshot Read(CancellationToken stop)
    {
        try
        {
            var map = path is null ? MapSnapshot.Sample() : MapSnapshot.Load(() => RegularFile.OpenRead(path), cancel: stop);
            Problem = "";
            return map;
        }
        catch (Exception e) when (e is MapFormatException or IOException or UnauthorizedAccessException)
        {
            Problem = $"{path} cannot be used ({e.Message}); the built-in sample is in force";
            BadMap(logger, path ?? "", e.Message);
            return MapSnapshot.Sample();
        }
    }

    [LoggerMessage(4010, LogLevel.Information, "Map {Version} is in force, {Zones} zones and sectors")]
    private static partial void Loaded(ILogger logger, string version, int zones);

    [LoggerMessage(4011, LogLevel.Error, "The map {Path} cannot be used: {Reason}")]
    private static partial void BadMap(ILogger logger, string path, string reason);
}
