using Samagam.Routing;
using Samagam.Routing.Osm;

namespace Samagam.Node.Routes;

/// <summary>How the map file of a box is watched.</summary>
public sealed class MapWatchOptions
{
    /// <summary>Seconds between two looks at the file, 1 to 3,600. A new map is taken at the second look that finds it unchanged.</summary>
    public int LookEverySeconds { get; init; } = 3;

    /// <exception cref="ArgumentOutOfRangeException">A value is outside its limits; the message names it.</exception>
    public void Validate()
    {
        if (LookEverySeconds is < 1 or > 3_600)
        {
            throw new ArgumentOutOfRangeException(nameof(LookEverySeconds), LookEverySeconds, "1 to 3,600 seconds");
        }
    }
}

/// <summary>By what a file is known to have changed.</summary>
/// <param name="Bytes">How long it is.</param>
/// <param name="ModifiedTicks">When it was written last, in units of 100 ns of any clock.</param>
public readonly record struct MapStamp(long Bytes, long ModifiedTicks);

/// <summary>A map somewhere outside; the host knows where.</summary>
/// <param name="Look">Its stamp, quickly; null when there is none.</param>
/// <param name="Read">Reads it whole. Throws <see cref="MapFormatException"/>, <see cref="IOException"/> or <see cref="UnauthorizedAccessException"/> when it can not be used.</param>
public sealed record MapFile(Func<MapStamp?> Look, Func<CancellationToken, MapSnapshot> Read);

/// <summary>What a look at the map file came to.</summary>
public abstract record MapLook
{
    private MapLook()
    {
    }

    /// <summary>As it was.</summary>
    public sealed record Unchanged : MapLook;

    /// <summary>Somebody is writing it, or has just ended: the next look tells.</summary>
    public sealed record Settling : MapLook;

    /// <summary>It is not there; what is in force stays. Said once.</summary>
    public sealed record Gone : MapLook;

    /// <summary>A map came into force.</summary>
    /// <param name="Version">The new one.</param>
    /// <param name="Before">The one before; null for the first.</param>
    public sealed record TookOver(string Version, string? Before) : MapLook;

    /// <summary>The file was written anew with the same map: nothing to do.</summary>
    public sealed record SameMap(string Version) : MapLook;

    /// <summary>It can not be used; what is in force stays. Not tried again until it changes.</summary>
    public sealed record Refused(string Reason) : MapLook;
}

/// <summary>
/// Keeps the map in force the one in the file: looks every few seconds whether the file changed, reads a new one beside the one that is in force, and
/// puts it in its place when all of it is good. Looking is enough: notices of file systems get lost, and not all have them.
/// </summary>
public sealed class MapWatch
{
    private readonly MapFile _file;
    private readonly LiveMap _live;
    private readonly MapWatchOptions _options;
    private readonly TimeProvider _time;
    private readonly Action<MapLook> _told;
    private MapStamp? _tried;
    private MapStamp? _seen;
    private bool _isFirst = true;
    private bool _wasGone;
    private long _swapped;
    private long _refused;

    /// <param name="told">Told of every look that came to something, on the pump.</param>
    public MapWatch(MapFile file, LiveMap live, MapWatchOptions options, TimeProvider time, Action<MapLook> told)
    {
        options.Validate();
        (_file, _live, _options, _time, _told) = (file, live, options, time, told);
    }

    /// <summary>Maps that came into force.</summary>
    public long Swapped => Interlocked.Read(ref _swapped);

    /// <summary>Files that could not be used, each once.</summary>
    public long Refused => Interlocked.Read(ref _refused);

    /// <summary>Looks once, and takes a new map over. The first look does not wait for the file to settle. One caller at a time.</summary>
    public MapLook Step(CancellationToken stop = default)
    {
        var look = Look(stop);
        if (look is not (MapLook.Unchanged or MapLook.Settling))
        {
            _told(look);
        }
        return look;
    }

    public async Task RunAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                Step(stop);
                await Task.Delay(TimeSpan.FromSeconds(_options.LookEverySeconds), _time, stop).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                return;
            }
        }
    }

    private MapLook Look(CancellationToken stop)
    {
        var now = _file.Look();
        var (isFirst, isSettled) = (_isFirst, now == _seen);
        (_isFirst, _seen) = (false, now);
        if (now is null)
        {
            var isNews = !_wasGone;
            // When it comes back it is tried, though it may be the same.
            (_wasGone, _tried) = (true, null);
            return isNews ? new MapLook.Gone() : new MapLook.Unchanged();
        }
        _wasGone = false;
        if (now == _tried)
        {
            return new MapLook.Unchanged();
        }
        if (!isFirst && !isSettled)
        {
            return new MapLook.Settling();
        }
        _tried = now;
        return Take(stop);
    }

    private MapLook Take(CancellationToken stop)
    {
        try
        {
            var map = _file.Read(stop);
            var before = _live.View?.Map.Version;
            if (before == map.Version)
            {
                return new MapLook.SameMap(map.Version);
            }
            _live.Put(map);
            Interlocked.Increment(ref _swapped);
            return new MapLook.TookOver(map.Version, before);
        }
        // A map too large for this box must not end it either.
        catch (Exception e) when (e is MapFormatException or IOException or UnauthorizedAccessException or OutOfMemoryException)
        {
            Interlocked.Increment(ref _refused);
            return new MapLook.Refused(e.Message);
        }
    }
}
