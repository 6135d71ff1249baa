using Samagam.Core.Facts;
using Samagam.Core.Groups;
using Samagam.Core.Ids;
using Samagam.Core.Locations;
using Samagam.Mesh.Facts;
using Samagam.Mesh.Gossip;

namespace Samagam.Node.Locations;

/// <summary>
/// Brings live places to the boxes whose people look at them, beside gossip, in the lane of ephemera: bounded, droppable, over the same mutually authenticated links.
/// The first point of a person goes at once, further ones at most every <see cref="LocationOptions.RelayEveryMs"/>.
/// </summary>
public sealed class LiveRoad
{
    private static readonly TimeSpan StepEvery = TimeSpan.FromMilliseconds(200);

    private readonly Lock _gate = new();
    private readonly LiveRelay _relay;
    private readonly MeshPump _mesh;
    private readonly FactDesk _desk;
    private readonly LivePlaces _places;
    private readonly LocationOptions _options;
    private readonly TimeProvider _time;
    private readonly Dictionary<(PersonId, GroupId), long> _toldAt = [];
    private readonly Dictionary<(PersonId, GroupId), LivePlace> _waiting = [];
    private long _askedAt = long.MinValue / 2;
    private long _sweptAt;
    private long _dropped;

    public LiveRoad(NodeId self, MeshPump mesh, FactDesk desk, LivePlaces places, LocationOptions options, TimeProvider time)
    {
        (_mesh, _desk, _places, _options, _time) = (mesh, desk, places, options, time);
        _relay = new LiveRelay(self, options);
        mesh.OnLive(Take);
        places.OnWanted(group => Ask([group]));
        places.OnShared(Tell);
    }

    /// <summary>Frames no link could take.</summary>
    public long Dropped => Interlocked.Read(ref _dropped);

    public LiveRelayCounts Counts
    {
        get
        {
            lock (_gate)
            {
                return _relay.Counts;
            }
        }
    }

    /// <summary>Says what waited, asks again when it is time, forgets what has run out.</summary>
    public void Step()
    {
        List<LivePlace> due;
        bool ask, sweep;
        lock (_gate)
        {
            due = [.. _waiting.Where(w => IsDue(w.Key)).Select(w => w.Value).OrderBy(p => p.Group).ThenBy(p => p.Person)];
            due.ForEach(p => _waiting.Remove((p.Person, p.Group)));
            ask = NowMs - _askedAt >= _options.AskEverySeconds * 1_000L;
            sweep = NowMs - _sweptAt >= 1_000;
            if (sweep)
            {
                _sweptAt = NowMs;
                _relay.Sweep(NowMs);
                foreach (var key in _toldAt.Where(t => NowMs - t.Value >= _options.RelayEveryMs).Select(t => t.Key).ToList())
                {
                    _toldAt.Remove(key);
                }
            }
        }
        if (due.Count > 0)
        {
            Pass(due);
        }
        if (sweep)
        {
            _places.Sweep();
        }
        if (ask)
        {
            lock (_gate)
            {
                _askedAt = NowMs;
            }
            Ask(_places.Wanted());
        }
    }

    /// <summary>Steps until <paramref name="stop"/>.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        using var timer = new PeriodicTimer(StepEvery, _time);
        try
        {
            while (await timer.WaitForNextTickAsync(stop).ConfigureAwait(false))
            {
                Step();
            }
        }
        catch (OperationCanceledException)
        {
            return;
        }
    }

    private long NowMs => (long)_time.GetElapsedTime(0).TotalMilliseconds;

    private bool IsDue((PersonId, GroupId) key) => !_toldAt.TryGetValue(key, out var at) || NowMs - at >= _options.RelayEveryMs;

    private void Ask(IReadOnlyList<GroupId> groups)
    {
        if (groups.Count == 0)
        {
            return;
        }
        IReadOnlyList<(NodeId, LiveNews)> sends;
        lock (_gate)
        {
            sends = _relay.Ask(groups, _mesh.UpLinks, _desk.BestTime().WallMs, NowMs);
        }
        Send(sends);
    }

    private void Tell(LivePlace place)
    {
        lock (_gate)
        {
            if (!_relay.IsAsked(place.Group, NowMs))
            {
                return;
            }
            if (!IsDue((place.Person, place.Group)))
            {
                // One waits for each person and group: bounded by those whose place is kept.
                _waiting[(place.Person, place.Group)] = place;
                return;
            }
            _waiting.Remove((place.Person, place.Group));
        }
        Pass([place]);
    }

    private void Pass(IReadOnlyList<LivePlace> places)
    {
        IReadOnlyList<(NodeId, LiveNews)> sends;
        lock (_gate)
        {
            foreach (var place in places)
            {
                _toldAt[(place.Person, place.Group)] = NowMs;
            }
            sends = _relay.Tell(places, _mesh.UpLinks, NowMs);
        }
        Send(sends);
    }

    private void Take(NodeId from, LiveNews news)
    {
        IReadOnlyList<(NodeId, LiveNews)> sends;
        IReadOnlyList<LivePlace> here;
        IReadOnlyList<GroupId> newlyAsked;
        lock (_gate)
        {
            (sends, here, newlyAsked) = _relay.Take(from, news, _mesh.UpLinks, NowMs);
        }
        Send(sends);
        foreach (var place in here)
        {
            _places.Heard(place);
        }
        // Who begins to look sees at once what is known.
        List<LivePlace> known = [.. newlyAsked.Distinct().SelectMany(_places.OwnIn)];
        if (known.Count > 0)
        {
            Pass(known);
        }
    }

    private void Send(IReadOnlyList<(NodeId To, LiveNews News)> sends)
    {
        foreach (var (to, news) in sends)
        {
            if (!_mesh.SendLive(to, news))
            {
                Interlocked.Increment(ref _dropped);
            }
        }
    }
}
