using Microsoft.Extensions.Logging;
using Samagam.Core.Geo;
using Samagam.Node.Routes;
using Samagam.Routing;
using Samagam.Trust;

namespace Samagam.Node.Host;

/// <summary>
/// The map in force, and the file it comes from. Read beside the start, so that calls are taken before the map is there; a file that can not be used
/// leaves the map in force, at the start the sample, and is said.
/// </summary>
internal sealed partial class MapHolder(string? path, MapWatchOptions options, TimeProvider time, ILogger logger)
{
    /// <summary>Responders reckoned at once; who is beyond has no walking time and is asked by the wider rings.</summary>
    private const int MaxTargets = 200;

    private volatile LiveMap? _live;
    private volatile MapWatch? _watch;

    /// <summary>True once a map is in force.</summary>
    public bool IsLoaded => _live?.View is not null;

    /// <summary>Of the map in force; empty until there is one.</summary>
    public string Version => _live?.View?.Map.Version ?? "";

    /// <summary>Maps that came into force from the file.</summary>
    public long Swapped => _watch?.Swapped ?? 0;

    /// <summary>Files that could not be used.</summary>
    public long Refused => _watch?.Refused ?? 0;

    /// <summary>Where the map is put when it is read.</summary>
    public void Serve(LiveMap live) => _live = live;

    /// <summary>What a technician should know; empty when the map asked for is in force.</summary>
    public string Problem { get; private set; } = "the map is being read";

    /// <summary>Reads the map and goes on watching its file, until <paramref name="stop"/>.</summary>
    public Task RunAsync(CancellationToken stop)
    {
        var live = _live ?? throw new InvalidOperationException("the map is read before it is known where to put it");
        if (path is null)
        {
            return Task.Run(() => PutSample(live, ""), stop);
        }
        var watch = _watch = new MapWatch(new MapFile(Look, Read), live, options, time, Tell);
        return Task.Run(() => watch.RunAsync(stop), CancellationToken.None);
    }

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

    private MapStamp? Look()
    {
        try
        {
            var file = new FileInfo(path!);
            // A folder is there, too: it is read, and refused in words.
            return file.Exists ? new MapStamp(file.Length, file.LastWriteTimeUtc.Ticks)
                : Directory.Exists(path) ? new MapStamp(0, Directory.GetLastWriteTimeUtc(path).Ticks)
                : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It went between two questions, or nobody may ask for it.
            return null;
        }
    }

    // Read, not mapped: a file cut short under a mapping would end the process and its calls for help (docs/adr/0018).
    private MapSnapshot Read(CancellationToken stop) => MapSnapshot.Load(() => RegularFile.OpenRead(path!), cancel: stop);

    private void Tell(MapLook look)
    {
        switch (look)
        {
            case MapLook.TookOver took:
                Problem = "";
                TookOver(logger, took.Version, took.Before ?? "none");
                break;
            case MapLook.SameMap same:
                Problem = "";
                SameMap(logger, same.Version);
                break;
            case MapLook.Refused refused:
                BadMap(logger, path!, refused.Reason);
                StayWith($"cannot be used ({refused.Reason})");
                break;
            case MapLook.Gone:
                NoMap(logger, path!);
                StayWith("is not there");
                break;
            default:
                break;
        }
    }

    private void StayWith(string trouble)
    {
        if (IsLoaded)
        {
            Problem = $"{path} {trouble}; {Version} stays in force";
            return;
        }
        PutSample(_live!, $"{path} {trouble}; the built-in sample is in force");
    }

    private void PutSample(LiveMap live, string problem)
    {
        var sample = MapSnapshot.Sample();
        live.Put(sample);
        Problem = problem;
        TookOver(logger, sample.Version, "none");
    }

    [LoggerMessage(4000, LogLevel.Information, "Map {Version} is in force; before: {Before}")]
    private static partial void TookOver(ILogger logger, string version, string before);

    [LoggerMessage(4001, LogLevel.Error, "The map {Path} cannot be used: {Reason}")]
    private static partial void BadMap(ILogger logger, string path, string reason);

    [LoggerMessage(4002, LogLevel.Error, "There is no map {Path}; what is in force stays")]
    private static partial void NoMap(ILogger logger, string path);

    [LoggerMessage(4003, LogLevel.Information, "The map file was written anew; it is the same map {Version}")]
    private static partial void SameMap(ILogger logger, string version);
}
