using Samagam.Core.Facts;
using Samagam.Core.Ids;
using Samagam.Core.Time;
using Samagam.Mesh.Facts;

namespace Samagam.Hub.Board;

/// <summary>When a box last gave a sign of life.</summary>
/// <param name="LastMs">Ms since 1970 by the hub's clock; null when nothing tells.</param>
/// <param name="Linked">Heard both ways on a link of the hub's own, right now.</param>
public sealed record BoxHeard(long? LastMs, bool Linked);

/// <summary>
/// Follows the signs of life of every box: the links that are up, and the newest statement of each. A statement tells of the moment
/// it was made, not of the moment it came (a relay may bring old news), so its stamp counts, never beyond now; where its clock
/// was never set, the moment it came counts instead. Safe for concurrent use.
/// </summary>
public sealed class HeardBoxes
{
    private const int PageSize = 5_000;
    private readonly Lock _gate = new();
    private readonly SortedDictionary<NodeId, long> _lastMs = [];
    private readonly Func<IReadOnlyList<NodeId>> _upLinks;
    private readonly TimeProvider _time;
    private IReadOnlyList<NodeId> _wereUp = [];

    /// <param name="upLinks">Neighbours heard both ways at this moment.</param>
    public HeardBoxes(IFactLog log, Func<IReadOnlyList<NodeId>> upLinks, TimeProvider time)
    {
        (_upLinks, _time) = (upLinks, time);
        log.OnCommitted(commit => Take(commit.Added, live: true));
        long cursor = 0;
        while (true)
        {
            var (facts, next) = log.ReadFrom(cursor, PageSize);
            if (facts.Count == 0)
            {
                return;
            }
            Take(facts, live: false);
            cursor = next;
        }
    }

    /// <summary>Notes who is linked now, so that a link that goes down leaves its last moment behind. Called now and then by the board's pump.</summary>
    public void Step()
    {
        var nowMs = _time.GetUtcNow().ToUnixTimeMilliseconds();
        var up = _upLinks();
        lock (_gate)
        {
            foreach (var node in up)
            {
                _lastMs[node] = nowMs;
            }
            _wereUp = up;
        }
    }

    public IReadOnlyDictionary<NodeId, BoxHeard> Snapshot()
    {
        Step();
        lock (_gate)
        {
            var heard = _lastMs.ToDictionary(e => e.Key, e => new BoxHeard(e.Value, Linked: false));
            foreach (var node in _wereUp)
            {
                heard[node] = new BoxHeard(_lastMs[node], Linked: true);
            }
            return heard;
        }
    }

    private void Take(IReadOnlyList<Fact> facts, bool live)
    {
        var nowMs = _time.GetUtcNow().ToUnixTimeMilliseconds();
        lock (_gate)
        {
            foreach (var fact in facts)
            {
                var known = fact.Time.Quality != ClockQuality.Unknown;
                if (known || live)
                {
                    var at = known ? Math.Min(fact.Time.WallMs, nowMs) : nowMs;
                    _lastMs[fact.Id.Origin] = Math.Max(at, _lastMs.GetValueOrDefault(fact.Id.Origin, long.MinValue));
                }
            }
        }
    }
}
