using Samagam.Core.Groups;
using Samagam.Core.Ids;

namespace Samagam.Core.Locations;

/// <summary>What the relay counted since start.</summary>
public sealed record LiveRelayCounts(long Sent, long Delivered, long OverBudget, long Repeats, long Stale, long NoRoom);

/// <summary>
/// Carries live places to the boxes that asked for them, and to no others: askings spread a few hops and leave a way back at each box they pass, places follow it
/// (directed diffusion; Intanagonwiwat, Govindan, Estrin 2000). Sans-IO: time and frames are arguments, what is to be sent is given back. All of it may be lost: the
/// next asking and the next place mend it. Bounded in ways back, in what is remembered and in bytes to each neighbour. Not safe for concurrent use.
/// </summary>
public sealed class LiveRelay(NodeId self, LocationOptions options)
{
    // About what a place or a group takes on the wire, with its frame.
    private const int PlaceBytes = 64;
    private const int GroupBytes = 18;

    private readonly SortedDictionary<GroupId, SortedDictionary<NodeId, Way>> _asked = [];
    private readonly SortedDictionary<NodeId, (ulong Number, long UntilMs)> _askers = [];
    private readonly Dictionary<(PersonId, GroupId), (long RecordedMs, long UntilMs)> _seen = [];
    private readonly SortedDictionary<NodeId, (double Tokens, long AtMs)> _budgets = [];
    private ulong _number;
    private int _ways;
    private long _sent;
    private long _delivered;
    private long _overBudget;
    private long _repeats;
    private long _stale;
    private long _noRoom;

    public LiveRelayCounts Counts => new(_sent, _delivered, _overBudget, _repeats, _stale, _noRoom);

    private long AskHoldsMs => options.AskEverySeconds * 3_000L;

    private long LivesMs => options.OwnFreshSeconds * 1_000L;

    /// <summary>Askings of this box, to all neighbours.</summary>
    /// <param name="startMs">Best time known, ms since 1970: askings of an earlier life are older.</param>
    public IReadOnlyList<(NodeId To, LiveNews News)> Ask(IReadOnlyList<GroupId> groups, IReadOnlyList<NodeId> up, long startMs, long nowMs)
    {
        var asks = new List<LiveAsk>();
        foreach (var part in groups.Chunk(LiveAsk.MaxGroups))
        {
            _number = Math.Max(_number + 1, (ulong)Math.Max(0, startMs));
            asks.Add(new LiveAsk(self, _number, options.MaxHops, part));
        }
        return [.. asks.SelectMany(ask => up.Where(to => Pay(to, ask.Groups.Count * GroupBytes, nowMs)).Select(to => (to, new LiveNews([ask], []))))];
    }

    /// <summary>Takes what a neighbour sent.</summary>
    /// <returns>What is to be sent on; the places that are news here; the groups asked for by somebody new, for which what is known here is worth telling at once.</returns>
    public (IReadOnlyList<(NodeId To, LiveNews News)> Sends, IReadOnlyList<LivePlace> Here, IReadOnlyList<GroupId> NewlyAsked) Take(
        NodeId from, LiveNews news, IReadOnlyList<NodeId> up, long nowMs)
    {
        var sends = new List<(NodeId, LiveNews)>();
        var newly = new List<GroupId>();
        foreach (var ask in news.Asks)
        {
            if (ask.From == self || (_askers.TryGetValue(ask.From, out var last) && last.Number >= ask.Number && last.UntilMs > nowMs))
            {
                _repeats++;
                continue;
            }
            _askers[ask.From] = (ask.Number, nowMs + AskHoldsMs);
            newly.AddRange(ask.Groups.Where(group => Remember(group, ask.From, from, nowMs)));
            if (ask.Hops > 0)
            {
                sends.AddRange(up.Where(to => to != from && to != ask.From && Pay(to, ask.Groups.Count * GroupBytes, nowMs))
                    .Select(to => (to, new LiveNews([ask with { Hops = Math.Min(ask.Hops, options.MaxHops) - 1 }], []))));
            }
        }
        var here = new List<LivePlace>();
        foreach (var place in news.Places)
        {
            if (place.AgeMs >= LivesMs)
            {
                _stale++;
            }
            else if (!IsNews(place, nowMs))
            {
                _repeats++;
            }
            else
            {
                here.Add(place);
                _delivered++;
            }
        }
        sends.AddRange(Pass([.. here.Where(p => p.Hops > 0).Select(p => p with { Hops = Math.Min(p.Hops, options.MaxHops) - 1 })], from, up, nowMs));
        return (sends, here, newly);
    }

    /// <summary>Places heard from phones of this box, to those who asked.</summary>
    public IReadOnlyList<(NodeId To, LiveNews News)> Tell(IReadOnlyList<LivePlace> places, IReadOnlyList<NodeId> up, long nowMs)
    {
        foreach (var place in places)
        {
            // What comes back by a loop is known.
            IsNews(place, nowMs);
        }
        return Pass([.. places.Select(p => p with { Hops = options.MaxHops })], self, up, nowMs);
    }

    /// <summary>True when some box but the one given asks for this group.</summary>
    public bool IsAsked(GroupId group, long nowMs) => _asked.TryGetValue(group, out var ways) && ways.Values.Any(w => w.UntilMs > nowMs);

    /// <summary>Forgets what has run out; once a second or so.</summary>
    public void Sweep(long nowMs)
    {
        foreach (var (group, ways) in _asked.ToList())
        {
            foreach (var asker in ways.Where(w => w.Value.UntilMs <= nowMs).Select(w => w.Key).ToList())
            {
                ways.Remove(asker);
                _ways--;
            }
            if (ways.Count == 0)
            {
                _asked.Remove(group);
            }
        }
        foreach (var asker in _askers.Where(a => a.Value.UntilMs <= nowMs).Select(a => a.Key).ToList())
        {
            _askers.Remove(asker);
        }
        foreach (var key in _seen.Where(s => s.Value.UntilMs <= nowMs).Select(s => s.Key).ToList())
        {
            _seen.Remove(key);
        }
    }

    private List<(NodeId, LiveNews)> Pass(IReadOnlyList<LivePlace> places, NodeId from, IReadOnlyList<NodeId> up, long nowMs)
    {
        var byPeer = new SortedDictionary<NodeId, List<LivePlace>>();
        foreach (var place in places)
        {
            if (!_asked.TryGetValue(place.Group, out var ways))
            {
                continue;
            }
            foreach (var to in ways.Values.Where(w => w.UntilMs > nowMs && w.Back != from && up.Contains(w.Back)).Select(w => w.Back).Distinct())
            {
                if (!Pay(to, PlaceBytes, nowMs))
                {
                    continue;
                }
                if (!byPeer.TryGetValue(to, out var list))
                {
                    byPeer[to] = list = [];
                }
                list.Add(place);
                _sent++;
            }
        }
        return [.. byPeer.SelectMany(p => p.Value.Chunk(LiveNews.MaxPlaces).Select(part => (p.Key, new LiveNews([], part))))];
    }

    /// <summary>True when nobody at that box asked for it of late.</summary>
    private bool Remember(GroupId group, NodeId asker, NodeId back, long nowMs)
    {
        if (!_asked.TryGetValue(group, out var ways))
        {
            if (_ways >= options.MaxAsked)
            {
                _noRoom++;
                return false;
            }
            _asked[group] = ways = [];
        }
        var isNew = !ways.TryGetValue(asker, out var known) || known.UntilMs <= nowMs || known.Back != back;
        if (!ways.ContainsKey(asker))
        {
            if (_ways >= options.MaxAsked)
            {
                _noRoom++;
                return false;
            }
            _ways++;
        }
        ways[asker] = new Way(back, nowMs + AskHoldsMs);
        return isNew;
    }

    private bool IsNews(LivePlace place, long nowMs)
    {
        var key = (place.Person, place.Group);
        if (_seen.TryGetValue(key, out var seen) && seen.UntilMs > nowMs && seen.RecordedMs >= place.RecordedMs)
        {
            return false;
        }
        if (_seen.Count >= options.MaxLive && !_seen.ContainsKey(key))
        {
            _noRoom++;
            return false;
        }
        _seen[key] = (place.RecordedMs, nowMs + LivesMs - place.AgeMs);
        return true;
    }

    // A bucket that holds one second.
    private bool Pay(NodeId to, int bytes, long nowMs)
    {
        var full = (double)options.RelayBytesPerSecond;
        var (tokens, at) = _budgets.TryGetValue(to, out var budget) ? budget : (full, nowMs);
        tokens = Math.Min(full, tokens + ((nowMs - at) / 1_000.0 * full));
        var pays = tokens >= bytes;
        _budgets[to] = (pays ? tokens - bytes : tokens, nowMs);
        _overBudget += pays ? 0 : 1;
        return pays;
    }

    private readonly record struct Way(NodeId Back, long UntilMs);
}
