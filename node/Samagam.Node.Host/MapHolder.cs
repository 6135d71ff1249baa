using Microsoft.Extensions.Logging;
using Samagam.Core.Geo;
using Samagam.Routing;
using Samagam.Routing.Osm;

namespace Samagam.Node.Host;

/// <summary>The map in force. Read beside the start, so that calls are taken before the map is there; a bad file leaves the sample in force and is said.</summary>
internal sealed partial class MapHolder(string? path, ILogger logger)
{
    /// <summary>Responders reckoned at once; who is beyond has no walking time and is asked by the wider rings.</summary>
    private const int MaxTargets = 200;

    private volatile MapSnapshot? _map;

    /// <summary>Null until the first map is read.</summary>
    public MapSnapshot? Map => _map;

    /// <summary>What a technician should know; empty when the map asked for is in force.</summary>
    public string Problem { get; private set; } = "the map is being read";

    public Task LoadAsync(CancellationToken stop) => Task.Run(
        () =>
        {
            try
            {
                _map = path is null ? MapSnapshot.Sample() : MapSnapshot.Load(() => File.OpenRead(path), cancel: stop);
                Problem = "";
            }
            catch (Exception e) when (e is MapFormatException or IOException or UnauthorizedAccessException)
            {
                Problem = $"{path} cannot be used ({e.Message}); the built-in sample is in force";
                BadMap(logger, path ?? "", e.Message);
                _map = MapSnapshot.Sample();
            }
            Loaded(logger, _map.Version, _map.Amenities.Count);
        },
        stop);

    /// <summary>Walking seconds to one place from each of many; straight line at 4 km/h while no map is there: an offer must not wait for it.</summary>
    public IReadOnlyList<int?> WalkTimes(GeoPoint to, IReadOnlyList<GeoPoint> from)
    {
        const double StraightMetresPerSecond = 4_000.0 / 3_600;
        if (_map is not { } map)
        {
            return [.. from.Select(f => (int?)(f.DistanceM(to) / StraightMetresPerSecond))];
        }
        var limit = Math.Min(from.Count, MaxTargets);
        var walks = map.WalkTimesTo(new Coordinate(to.LatitudeDeg, to.LongitudeDeg), [.. from.Take(limit).Select(f => new Coordinate(f.LatitudeDeg, f.LongitudeDeg))]);
        return [.. from.Select((f, i) => i < limit && walks[i].Outcome is null ? (int)Math.Ceiling(walks[i].Seconds) : (int?)null)];
    }

    [LoggerMessage(4000, LogLevel.Information, "Map {Version} is in force, {Amenities} amenities")]
    private static partial void Loaded(ILogger logger, string version, int amenities);

    [LoggerMessage(4001, LogLevel.Error, "The map {Path} cannot be used: {Reason}")]
    private static partial void BadMap(ILogger logger, string path, string reason);
}
