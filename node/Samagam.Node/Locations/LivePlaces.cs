using Samagam.Core.Facts;
using Samagam.Core.Groups;
using Samagam.Core.Ids;
using Samagam.Core.Locations;
using Samagam.Mesh.Facts;
using Samagam.Node.Groups;

namespace Samagam.Node.Locations;

/// <summary>A place with its age now.</summary>
public readonly record struct SeenPlace(LivePlace Place, int AgeMs);

/// <summary>
/// Where people are just now, in memory and nowhere else: bounded, seconds to live. Shown to a group only while the member's word of sharing stands; a commit that
/// takes it back hides the place at once. Safe for concurrent use.
/// </summary>
public sealed class LivePlaces
{
    private readonly Lock _gate = new();
    private readonly LocationOptions _options;
    private readonly TimeProvider _time;
    private readonly FactDesk _desk;
    private readonly GroupBook _book;
    private readonly Dictionary<PersonId, Own> _own = [];
    private readonly LinkedList<PersonId> _byAge = [];
    private readonly Dictionary<GroupId, Shown> _groups = [];
    private readonly SortedDictionary<FenceId, int> _inside = [];
    private Action<GroupId> _wanted = _ => { };
    private Action<LivePlace> _shared = _ => { };
    private long _gone;

    public LivePlaces(FactDesk desk, GroupBook book, LocationOptions options, TimeProvider time)
    {
        (_desk, _book, _options, _time) = (desk, book, options, time);
        desk.Log.OnCommitted(commit => Hide(commit.Added));
    }

    /// <summary>People whose last place is remembered.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _own.Count;
            }
        }
    }

    /// <summary>Remembered ones that had to go for newer ones.</summary>
    public long Gone => Interlocked.Read(ref _gone);

    /// <summary>Called when somebody begins to look at a group; must be quick.</summary>
    public void OnWanted(Action<GroupId> handler) => _wanted += handler;

    /// <summary>Called for each place of a phone of this box that a group may see; must be quick.</summary>
    public void OnShared(Action<LivePlace> handler) => _shared += handler;

    /// <summary>People whose phone says so are inside, by fence; those not heard of late are left out.</summary>
    public int InsideOf(FenceId fence)
    {
        lock (_gate)
        {
            return _inside.GetValueOrDefault(fence);
        }
    }

    /// <summary>Takes a point of a phone of this box. What it means at fences is given back.</summary>
    public (FixVerdict Verdict, IReadOnlyList<FenceStep> Steps) Move(PersonId person, PositionFix fix, long wallMs, IReadOnlyDictionary<FenceId, FenceGeometry> fences)
    {
        lock (_gate)
        {
            var own = _own.GetValueOrDefault(person);
            if (own?.Track.Last is { } last && last == fix)
            {
                // Sent again since an answer was lost.
                return (FixVerdict.Good, []);
            }
            var (verdict, track) = (own?.Track ?? FixTrack.Empty).Move(fix, wallMs, _options.MaxLiveAgeSeconds * 1_000L, _options);
            if (own is null)
            {
                if (verdict != FixVerdict.Good)
                {
                    return (verdict, []);
                }
                _own[person] = own = new Own(_byAge.AddLast(person));
                Shrink();
            }
            own.Track = track;
            if (verdict != FixVerdict.Good)
            {
                return (verdict, []);
            }
            _byAge.Remove(own.Turn);
            _byAge.AddLast(own.Turn);
            own.HeardMs = NowMs;
            var (watch, steps) = own.Watch.Move(fix, fences, _options);
            own.Watch = watch;
            foreach (var step in steps.Where(s => s.Change is FenceChange.Entered or FenceChange.Left))
            {
                Tally(step.Fence, step.Change == FenceChange.Entered ? 1 : -1);
            }
            return (verdict, steps);
        }
    }

    /// <summary>The person's own place while it is current.</summary>
    public (PositionFix Fix, int AgeMs)? OwnOf(PersonId person)
    {
        lock (_gate)
        {
            return _own.TryGetValue(person, out var own) && own.Track.Last is { } fix && NowMs - own.HeardMs is var age && age < _options.OwnFreshSeconds * 1_000L ? (fix, (int)age) : null;
        }
    }

    /// <summary>Fences a person of this box is in.</summary>
    public IReadOnlyList<FenceId> FencesOf(PersonId person, IReadOnlyDictionary<FenceId, FenceGeometry> fences)
    {
        lock (_gate)
        {
            return _own.TryGetValue(person, out var own) ? [.. own.Watch.Inside(fences)] : [];
        }
    }

    /// <summary>Shows a point to every group the person lets see it. Reads memberships from the disk after they changed, else from memory.</summary>
    public void Share(PersonId person, PositionFix fix)
    {
        foreach (var group in SharingOf(person))
        {
            var place = new LivePlace(person, group, fix.Point, fix.AccuracyM, fix.RecordedMs, 0, _options.MaxHops);
            if (Show(place))
            {
                _shared(place);
            }
        }
    }

    /// <summary>A place another box heard. False when nobody here looks at the group, the member does not share, or it is not newer.</summary>
    public bool Heard(LivePlace place)
    {
        lock (_gate)
        {
            if (!_groups.TryGetValue(place.Group, out var group) || !IsWanted(group))
            {
                return false;
            }
        }
        return IsSharing(place.Group, place.Person) && Show(place);
    }

    /// <summary>What is known of a group now, none older than <see cref="LocationOptions.OwnFreshSeconds"/>; asks other boxes for what comes next.</summary>
    public IReadOnlyList<SeenPlace> In(GroupId group)
    {
        bool isNew;
        List<SeenPlace> seen;
        lock (_gate)
        {
            var shown = Of(group);
            isNew = !IsWanted(shown);
            shown.WantedMs = NowMs;
            seen = [.. shown.Places.Values.Select(p => new SeenPlace(p.Place, (int)Math.Min(int.MaxValue, NowMs - p.HeardMs))).Where(p => p.AgeMs < _options.OwnFreshSeconds * 1_000L)];
        }
        if (isNew)
        {
            _wanted(group);
        }
        return [.. seen.OrderBy(p => p.Place.Person)];
    }

    /// <summary>Calls for each newer place in the group until disposed of; one at a time for each person, must be quick.</summary>
    public IDisposable Listen(GroupId group, Action<LivePlace> handler)
    {
        bool isNew;
        lock (_gate)
        {
            var shown = Of(group);
            isNew = !IsWanted(shown);
            shown.Handlers.Add(handler);
        }
        if (isNew)
        {
            _wanted(group);
        }
        return new Listening(this, group, handler);
    }

    /// <summary>Groups somebody looks at here.</summary>
    public IReadOnlyList<GroupId> Wanted()
    {
        lock (_gate)
        {
            return [.. _groups.Where(g => IsWanted(g.Value)).Select(g => g.Key).Order()];
        }
    }

    /// <summary>Current places of phones of this box in a group.</summary>
    public IReadOnlyList<LivePlace> OwnIn(GroupId group)
    {
        lock (_gate)
        {
            return _groups.TryGetValue(group, out var shown)
                ? [.. shown.Places.Values.Where(p => p.Place.AgeMs == 0 && NowMs - p.HeardMs < _options.OwnFreshSeconds * 1_000L)
                    .Select(p => p.Place with { AgeMs = (int)(NowMs - p.HeardMs) }).OrderBy(p => p.Person)]
                : [];
        }
    }

    /// <summary>Forgets what has run out; every few seconds.</summary>
    public void Sweep()
    {
        lock (_gate)
        {
            while (_byAge.First is { } first && NowMs - _own[first.Value].HeardMs >= _options.RememberSeconds * 1_000L)
            {
                Drop(first.Value);
            }
            foreach (var (id, group) in _groups.ToList())
            {
                foreach (var person in group.Places.Where(p => NowMs - p.Value.HeardMs >= _options.OwnFreshSeconds * 1_000L).Select(p => p.Key).ToList())
                {
                    group.Places.Remove(person);
                }
                if (group.Places.Count == 0 && !IsWanted(group))
                {
                    _groups.Remove(id);
                }
            }
        }
    }

    private long NowMs => (long)_time.GetElapsedTime(0).TotalMilliseconds;

    private bool Show(LivePlace place)
    {
        List<Action<LivePlace>> handlers;
        lock (_gate)
        {
            if (!_groups.ContainsKey(place.Group) && _groups.Count >= _options.MaxLive)
            {
                return false;
            }
            var group = Of(place.Group);
            if (group.Places.TryGetValue(place.Person, out var seen) && seen.Place.RecordedMs >= place.RecordedMs)
            {
                return false;
            }
            group.Places[place.Person] = (place, NowMs - place.AgeMs);
            handlers = [.. group.Handlers];
        }
        handlers.ForEach(h => h(place));
        return true;
    }

    private IReadOnlyList<GroupId> SharingOf(PersonId person)
    {
        Own? own;
        int turn;
        lock (_gate)
        {
            if (!_own.TryGetValue(person, out own))
            {
                return [];
            }
            turn = own.Changes;
            if (own.Sharing is { } known)
            {
                return [.. known.Where(k => k.ExpiresMs > _desk.BestTime().WallMs).Select(k => k.Group)];
            }
        }
        var read = _book.GroupsOf(person).Where(g => g.Find(person) is { IsSharing: true }).Select(g => (g.Id, g.Said.ExpiresMs)).ToList();
        lock (_gate)
        {
            if (own.Changes == turn)
            {
                own.Sharing = read;
            }
        }
        return [.. read.Where(k => k.ExpiresMs > _desk.BestTime().WallMs).Select(k => k.Id)];
    }

    private bool IsSharing(GroupId id, PersonId person)
    {
        Shown group;
        int turn;
        lock (_gate)
        {
            group = Of(id);
            turn = group.Changes;
            if (group.Sharing is { } known)
            {
                return known.Contains(person);
            }
        }
        var read = _book.Find(id) is { } found && !found.HasExpired(_desk.BestTime().WallMs) ? found.Members.Where(m => m.IsSharing).Select(m => m.Person).ToHashSet() : [];
        lock (_gate)
        {
            if (group.Changes == turn)
            {
                group.Sharing = read;
            }
        }
        return read.Contains(person);
    }

    private void Hide(IReadOnlyList<Fact> added)
    {
        lock (_gate)
        {
            if (_own.Count + _groups.Count == 0)
            {
                return;
            }
            foreach (var fact in added)
            {
                if (GroupId.OfSubject(fact.Subject) is { } group)
                {
                    if (_groups.TryGetValue(group, out var shown))
                    {
                        shown.Changes++;
                        shown.Sharing = null;
                        // Whoever still shares is seen again with the next point.
                        if (group.MemberOf(fact.Subject) is { } member)
                        {
                            shown.Places.Remove(member);
                        }
                        else
                        {
                            shown.Places.Clear();
                        }
                    }
                    if (group.MemberOf(fact.Subject) is { } person && _own.TryGetValue(person, out var own))
                    {
                        own.Changes++;
                        own.Sharing = null;
                    }
                    else if (fact.Kind == FactKinds.GroupEnded.Name)
                    {
                        foreach (var other in _own.Values)
                        {
                            other.Changes++;
                            other.Sharing = null;
                        }
                    }
                }
                else if (fact.Kind == FactKinds.PersonErased.Name && PersonId.OfSubject(fact.Subject) is { } erased)
                {
                    if (_own.ContainsKey(erased))
                    {
                        Drop(erased);
                    }
                    foreach (var shownTo in _groups.Values)
                    {
                        shownTo.Changes++;
                        shownTo.Sharing = null;
                        shownTo.Places.Remove(erased);
                    }
                }
            }
        }
    }

    private Shown Of(GroupId id)
    {
        if (!_groups.TryGetValue(id, out var group))
        {
            _groups[id] = group = new Shown();
        }
        return group;
    }

    private bool IsWanted(Shown group) => group.Handlers.Count > 0 || (group.WantedMs is { } at && NowMs - at < _options.OwnFreshSeconds * 1_000L);

    private void Shrink()
    {
        while (_own.Count > _options.MaxLive)
        {
            Drop(_byAge.First!.Value);
            Interlocked.Increment(ref _gone);
        }
    }

    private void Drop(PersonId person)
    {
        var own = _own[person];
        foreach (var (fence, side) in own.Watch.Sides.Where(s => s.Value.IsIn))
        {
            Tally(fence, _inside.ContainsKey(fence) ? -1 : 0);
        }
        _byAge.Remove(own.Turn);
        _own.Remove(person);
    }

    private void Tally(FenceId fence, int by)
    {
        var now = Math.Max(0, _inside.GetValueOrDefault(fence) + by);
        if (now == 0)
        {
            _inside.Remove(fence);
        }
        else
        {
            _inside[fence] = now;
        }
    }

    private void Silence(GroupId id, Action<LivePlace> handler)
    {
        lock (_gate)
        {
            if (_groups.TryGetValue(id, out var group))
            {
                group.Handlers.Remove(handler);
            }
        }
    }

    private sealed class Own(LinkedListNode<PersonId> turn)
    {
        public LinkedListNode<PersonId> Turn => turn;
        public FixTrack Track { get; set; } = FixTrack.Empty;
        public FenceWatch Watch { get; set; } = FenceWatch.Nowhere;
        public long HeardMs { get; set; }
        public int Changes { get; set; }
        public IReadOnlyList<(GroupId Group, long ExpiresMs)>? Sharing { get; set; }
    }

    private sealed class Shown
    {
        public Dictionary<PersonId, (LivePlace Place, long HeardMs)> Places { get; } = [];
        public List<Action<LivePlace>> Handlers { get; } = [];
        public HashSet<PersonId>? Sharing { get; set; }
        public int Changes { get; set; }
        public long? WantedMs { get; set; }
    }

    private sealed class Listening(LivePlaces places, GroupId group, Action<LivePlace> handler) : IDisposable
    {
        public void Dispose() => places.Silence(group, handler);
    }
}
