using Microsoft.Extensions.Logging;
using Samagam.Core.Geo;
using Samagam.Node.Routes;
using Samagam.Routing;
using Samagam.Routing.Osm;

namespace Samagam.Node.Host;

/// <summary>The map in force. Read beside the start, so that calls are taken before the map is there; a bad file leaves the sample in force and is said.</summary>
internal sealed partial class MapHolder(string? path, ILogger logger)
{
    /// <summary>Responders reckoned at once; who is beyond has no walking time and is asked by the wider rings.</summary>
    private const int MaxTargets = 200;

    private volatile LiveMap? _live;

    /// <summary>True once a map is in force.</summary>
    public bool IsLoaded => _live?.View is not null;

    /// <summary>Where the map is put when it is read.</summary>
    public void Serve(LiveMap live) => _live = live;

    /// <summary>What a technician should know; empty when the map asked for is in force.</summary>
    public string Problem { get; private set; } = "the map is being read";

    public Task LoadAsync(CancellationToken stop) => Task.Run(
        () =>
        {
            var map = Read(stop);
            (_live ?? throw new InvalidOperationException("the map is read before it is known where to put it")).Put(map);
            // Worked out here rather than while somebody waits for the first picture.
            _ = map.Drawn;
            Loaded(logger, map.Version, map.Amenities.Count);
        },
        stop);

    /// <summary>Walking seconds to one place from each of many; straight line at 4 km/h while no map is there: an offer must not wait for it.</summary>
    public IReadOnlyList<int?> WalkTimes(GeoPoint to, IReadOnlyList<GeoPoint> from)
    {
        const double StraightMetresPerSecond = 4_000.0 / 3_600;
        if (_live?.View is not { } map)
        {
            return [.. from.Select(f => (int?)(f.DistanceM(to) / StraightMetresPerSecond))];
        }
        var limit = Math.Min(from.Count, MaxTargets);
        var walks = map.WalkTimesTo(new Coordinate(to.LatitudeDeg, to.LongitudeDeg), [.. from.Take(limit).Select(f => new Coordinate(f.LatitudeDeg, f.LongitudeDeg))], WalkMetric.Emergency);
        return [.. from.Select((f, i) => i < limit && walks[i].Outcome is null ? (int)Math.Ceiling(walks[i].Seconds) : (int?)null)];
    }

    private MapSnapshot Read(CancellationToken stop)
    {
        try
        {
            var map = path is null ? MapSnapshot.Sample() : MapSnapshot.Load(() => File.OpenRead(path), cancel: stop);
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

    [LoggerMessage(4000, LogLevel.Information, "Map {Version} is in force, {Amenities} amenities")]
    private static partial void Loaded(ILogger logger, string version, int amenities);

    [LoggerMessage(4001, LogLevel.Error, "The map {Path} cannot be used: {Reason}")]
    private static partial void BadMap(ILogger logger, string path, string reason);
}
