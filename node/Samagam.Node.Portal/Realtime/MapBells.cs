using Samagam.Node.Portal.Drawing;
using Samagam.Routing;
using Samagam.Web.Streams;

namespace Samagam.Node.Portal.Realtime;

/// <summary>What a stream about the map is woken by: that another view is in force. Which, it looks up itself.</summary>
internal enum MapNews : byte
{
    Changed,
}

/// <summary>
/// Wakes the streams about routes and crowd when another view of the map is in force. Here, on the map's own pump, a stream costs one ring; what a
/// change means to it is worked out on the stream's side.
/// </summary>
internal sealed class MapBells
{
    private readonly Lock _gate = new();
    private readonly HashSet<SseQueue<MapNews>> _open = [];
    private readonly CrowdTrail _trail;
    private volatile Tuple<MapView, IReadOnlyDictionary<string, int>, string>? _last;

    public MapBells(PortalParts parts)
    {
        _trail = new CrowdTrail(parts.Options.MaxCrowdTrail);
        parts.Node.Map.OnChanged(OnView);
    }

    /// <summary>The levels of a view and their name; worked out once for all readers.</summary>
    public (IReadOnlyDictionary<string, int> Levels, string Cursor) LevelsOf(MapView view)
    {
        if (_last is not { } last || !ReferenceEquals(last.Item1, view))
        {
            var levels = LiveLayer.LevelsOf(view).ToDictionary(z => z.ZoneId, z => z.Level, StringComparer.Ordinal);
            _last = last = new(view, levels, CrowdTrail.Cursor(view, levels));
        }
        return (last.Item2, last.Item3);
    }

    /// <summary>A queue that is rung at once for the whole state.</summary>
    public SseQueue<MapNews> Open()
    {
        var queue = new SseQueue<MapNews>(capacity: 1);
        queue.RingAll();
        lock (_gate)
        {
            _open.Add(queue);
        }
        return queue;
    }

    public void Close(SseQueue<MapNews> queue)
    {
        lock (_gate)
        {
            _open.Remove(queue);
        }
    }

    /// <summary>The levels a reader had at a cursor of this box and life; null when that is not known any more.</summary>
    public IReadOnlyDictionary<string, int>? LevelsAt(string? cursor)
    {
        lock (_gate)
        {
            return cursor is null ? null : _trail.At(cursor);
        }
    }

    /// <summary>Kept to be resumed from: a reader has been told these levels.</summary>
    public void Told(string cursor, IReadOnlyDictionary<string, int> levels)
    {
        lock (_gate)
        {
            _trail.Add(cursor, levels);
        }
    }

    private void OnView(MapView now, MapView? before)
    {
        lock (_gate)
        {
            foreach (var queue in _open)
            {
                // A stream that has not looked yet will see this view when it does.
                queue.TryRing(MapNews.Changed);
            }
        }
    }
}
