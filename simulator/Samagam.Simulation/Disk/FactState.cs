using Samagam.Core;
using Samagam.Core.Facts;
using Samagam.Core.Ids;
using Samagam.Mesh.Facts;

namespace Samagam.Simulation.Disk;

/// <summary>The contents of a store: what its file would say. Not durable by itself; <see cref="SimDisk"/> decides what is.</summary>
public sealed class FactState
{
    /// <summary>Facts kept apart at most.</summary>
    public const int KeptApartLimit = 1_000;

    private readonly List<Fact?> _arrived = [];
    private readonly Dictionary<FactId, int> _held = [];
    private readonly Dictionary<StreamKey, SortedSet<ulong>> _byStream = [];
    private readonly Dictionary<string, List<int>> _bySubject = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, SortedDictionary<string, byte[]>> _locals = new(StringComparer.Ordinal);
    private readonly List<Fact> _apart = [];

    public Knowledge Known { get; private init; } = new();

    public int HeldCount => _held.Count;

    public IReadOnlyList<Fact> KeptApart => _apart;

    public IEnumerable<Fact> Held => _arrived.OfType<Fact>();

    public Fact? Find(FactId id) => _held.TryGetValue(id, out var at) ? _arrived[at] : null;

    public IReadOnlyList<Fact> BySubject(string subject) =>
        _bySubject.TryGetValue(subject, out var places) ? places.ConvertAll(at => _arrived[at]!) : [];

    public IReadOnlyList<Fact> Below(string subject) =>
        [.. _bySubject.Keys.Where(s => s.StartsWith(subject + "/", StringComparison.Ordinal)).Order(StringComparer.Ordinal).SelectMany(BySubject)];

    /// <summary>The greatest identity held of this origin, leaving out what <paramref name="dropped"/> names.</summary>
    public Fact? Newest(NodeId origin, Func<FactId, bool> dropped)
    {
        Fact? newest = null;
        foreach (var (key, seqs) in _byStream)
        {
            if (key.Origin != origin || (newest is not null && key.CompareTo(newest.Id.Key) < 0))
            {
                continue;
            }
            foreach (var seq in seqs.Reverse())
            {
                var id = new FactId(key, seq);
                if (!dropped(id))
                {
                    newest = Find(id);
                    break;
                }
            }
        }
        return newest;
    }

    public (IReadOnlyList<Fact> Facts, long Cursor) ReadFrom(long cursor, int limit)
    {
        var facts = new List<Fact>();
        var at = (int)Math.Min(cursor, _arrived.Count);
        while (at < _arrived.Count && facts.Count < limit)
        {
            if (_arrived[at++] is { } fact)
            {
                facts.Add(fact);
            }
        }
        return (facts, at);
    }

    public FactPage Read(Knowledge wanted, int budgetBytes)
    {
        var found = new List<(Fact Fact, int At)>();
        var notHeld = new Knowledge();
        foreach (var (key, ranges) in wanted.Streams)
        {
            var known = Known.Of(key);
            var asked = known.Except(known.Except(ranges));
            if (asked.IsEmpty)
            {
                continue;
            }
            var here = new List<SeqRange>();
            foreach (var seq in _byStream.GetValueOrDefault(key) ?? [])
            {
                if (asked.Contains(seq))
                {
                    here.Add(new SeqRange(seq, seq));
                    var at = _held[new FactId(key, seq)];
                    found.Add((_arrived[at]!, at));
                }
            }
            notHeld.Add(key, asked.Except(RangeSet.From(here)));
        }
        found.Sort((a, b) =>
        {
            var byLane = a.Fact.Lane.CompareTo(b.Fact.Lane);
            return byLane != 0 ? byLane : a.Fact.Lane <= Lane.Warning ? b.At.CompareTo(a.At) : a.At.CompareTo(b.At);
        });
        var page = new List<Fact>();
        var bytes = 0;
        foreach (var (fact, _) in found)
        {
            if (page.Count > 0 && bytes + fact.Statement.Length > budgetBytes)
            {
                break;
            }
            page.Add(fact);
            bytes += fact.Statement.Length;
        }
        return new FactPage(page, page.Count < found.Count, notHeld);
    }

    public byte[]? GetLocal(string scope, string key) => _locals.GetValueOrDefault(scope)?.GetValueOrDefault(key);

    public IReadOnlyList<KeyValuePair<string, byte[]>> ListLocal(string scope) => _locals.TryGetValue(scope, out var notes) ? [.. notes] : [];

    public FactState Copy()
    {
        var copy = new FactState { Known = Known.Copy() };
        foreach (var fact in _arrived)
        {
            copy._arrived.Add(fact);
        }
        foreach (var (id, at) in _held)
        {
            copy._held[id] = at;
        }
        foreach (var (key, seqs) in _byStream)
        {
            copy._byStream[key] = [.. seqs];
        }
        foreach (var (subject, places) in _bySubject)
        {
            copy._bySubject[subject] = [.. places];
        }
        foreach (var (scope, notes) in _locals)
        {
            copy._locals[scope] = new SortedDictionary<string, byte[]>(notes, StringComparer.Ordinal);
        }
        copy._apart.AddRange(_apart);
        return copy;
    }

    internal void Insert(Fact fact)
    {
        Invariant.Hold(!_held.ContainsKey(fact.Id), $"{fact.Id} is held already");
        var at = _arrived.Count;
        _arrived.Add(fact);
        _held[fact.Id] = at;
        SeqsOf(fact.Id.Key).Add(fact.Id.Seq);
        if (!_bySubject.TryGetValue(fact.Subject, out var places))
        {
            _bySubject[fact.Subject] = places = [];
        }
        places.Add(at);
        Known.Add(fact.Id);
    }

    internal void Drop(FactId id)
    {
        Invariant.Hold(_held.Remove(id, out var at), $"{id} is not held");
        var fact = _arrived[at]!;
        _arrived[at] = null;
        SeqsOf(id.Key).Remove(id.Seq);
        _bySubject[fact.Subject].Remove(at);
    }

    internal void MarkKnown(StreamKey key, RangeSet ranges) => Known.Add(key, ranges);

    internal void KeepApart(Fact fact)
    {
        if (_apart.Count < KeptApartLimit)
        {
            _apart.Add(fact);
        }
    }

    internal void PutLocal(string scope, string key, byte[] value)
    {
        if (!_locals.TryGetValue(scope, out var notes))
        {
            _locals[scope] = notes = new SortedDictionary<string, byte[]>(StringComparer.Ordinal);
        }
        notes[key] = value;
    }

    internal void RemoveLocal(string scope, string key) => _locals.GetValueOrDefault(scope)?.Remove(key);

    private SortedSet<ulong> SeqsOf(StreamKey key)
    {
        if (!_byStream.TryGetValue(key, out var seqs))
        {
            _byStream[key] = seqs = [];
        }
        return seqs;
    }
}
