using Samagam.Core.Facts;
using Samagam.Core.Ids;
using Samagam.Mesh.Facts;

namespace Samagam.Node.Portal.Tests.Support;

/// <summary>A real single-writer log in memory: commits in order, rings doorbells, undoes what throws, and can refuse as a full disk does.</summary>
internal sealed class MemoryLog : IFactLog
{
    private readonly Lock _gate = new();
    private readonly SortedDictionary<FactId, Fact> _facts = [];
    private readonly List<Fact> _order = [];
    private readonly Dictionary<(string, string), byte[]> _notes = [];
    private readonly Knowledge _known = new();
    private Action<FactCommit> _committed = _ => { };

    public string StoreIdentity { get; } = "memory-1";

    /// <summary>True: every write is refused, as by a full disk.</summary>
    public bool Refuses { get; set; }

    public StoreCondition Condition => Refuses ? new StoreCondition(false, "disk full") : StoreCondition.Ok;

    public ValueTask<T> WriteAsync<T>(Lane lane, Func<IFactTransaction, T> decide, CancellationToken cancellation)
    {
        lock (_gate)
        {
            if (Refuses)
            {
                throw new StoreRefusedException("disk full");
            }
            var tx = new Transaction(this);
            var result = decide(tx);
            foreach (var gone in tx.Dropped)
            {
                _facts.Remove(gone);
                _order.RemoveAll(f => f.Id == gone);
            }
            foreach (var fact in tx.Inserted)
            {
                _facts[fact.Id] = fact;
                _order.Add(fact);
                _known.Add(fact.Id);
            }
            _known.Add(tx.Known);
            foreach (var (key, value) in tx.Notes)
            {
                if (value is null)
                {
                    _notes.Remove(key);
                }
                else
                {
                    _notes[key] = value;
                }
            }
            if (tx.Inserted.Count > 0)
            {
                _committed(new FactCommit(tx.Inserted));
            }
            return ValueTask.FromResult(result);
        }
    }

    public void OnCommitted(Action<FactCommit> handler) => _committed += handler;

    public Knowledge Known()
    {
        lock (_gate)
        {
            return _known.Copy();
        }
    }

    /// <summary>How many facts it has ever been given: a call that changes nothing leaves it as it was.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _order.Count;
            }
        }
    }

    public Fact? Find(FactId id)
    {
        lock (_gate)
        {
            return _facts.GetValueOrDefault(id);
        }
    }

    public IReadOnlyList<Fact> BySubject(string subject)
    {
        lock (_gate)
        {
            return [.. _facts.Values.Where(f => f.Subject == subject)];
        }
    }

    public IReadOnlyList<Fact> Below(string subject)
    {
        lock (_gate)
        {
            return Below(_facts.Values, subject);
        }
    }

    private static IReadOnlyList<Fact> Below(IEnumerable<Fact> held, string subject) =>
        [.. held.Where(f => f.Subject != subject && Subjects.IsAtOrBelow(f.Subject, subject)).OrderBy(f => f.Subject, StringComparer.Ordinal)];

    public (IReadOnlyList<Fact> Facts, long Cursor) ReadFrom(long cursor, int limit)
    {
        lock (_gate)
        {
            var page = _order.Skip((int)cursor).Take(limit).ToList();
            return (page, cursor + page.Count);
        }
    }

    public FactPage Read(Knowledge wanted, int budgetBytes)
    {
        lock (_gate)
        {
            return new FactPage([.. _facts.Values.Where(f => wanted.Contains(f.Id)).OrderBy(f => f.Lane)], More: false, new Knowledge());
        }
    }

    private sealed class Transaction(MemoryLog log) : IFactTransaction
    {
        public List<Fact> Inserted { get; } = [];
        public List<FactId> Dropped { get; } = [];
        public Knowledge Known { get; } = new();
        public Dictionary<(string Scope, string Key), byte[]?> Notes { get; } = [];

        public bool Knows(FactId id) => Inserted.Any(f => f.Id == id) || log._known.Contains(id) || Known.Contains(id);

        public Fact? Find(FactId id) => Held.FirstOrDefault(f => f.Id == id);

        public IReadOnlyList<Fact> BySubject(string subject) => [.. Held.Where(f => f.Subject == subject)];

        public IReadOnlyList<Fact> Below(string subject) => MemoryLog.Below(Held, subject);

        public ulong MaxSeq(StreamKey key) => Math.Max(log._known.Of(key).Max, Inserted.Where(f => f.Id.Key == key).Select(f => f.Id.Seq).DefaultIfEmpty().Max());

        public Fact? Newest(NodeId origin) => Held.Where(f => f.Id.Origin == origin).MaxBy(f => f.Time.Packed);

        public void Insert(Fact fact) => Inserted.Add(fact);

        public void Drop(FactId id) => Dropped.Add(id);

        public void MarkKnown(StreamKey key, RangeSet ranges) => Known.Add(key, ranges);

        public void KeepApart(Fact conflicting) => throw new InvalidOperationException("no box is cloned in these tests");

        public byte[]? GetLocal(string scope, string key) => Notes.TryGetValue((scope, key), out var value) ? value : log._notes.GetValueOrDefault((scope, key));

        public void PutLocal(string scope, string key, ReadOnlySpan<byte> value) => Notes[(scope, key)] = value.ToArray();

        public void RemoveLocal(string scope, string key) => Notes[(scope, key)] = null;

        public IReadOnlyList<KeyValuePair<string, byte[]>> ListLocal(string scope) =>
            [.. log._notes.Where(n => n.Key.Item1 == scope).OrderBy(n => n.Key.Item2, StringComparer.Ordinal).Select(n => new KeyValuePair<string, byte[]>(n.Key.Item2, n.Value))];

        private IEnumerable<Fact> Held => log._facts.Values.Where(f => !Dropped.Contains(f.Id)).Concat(Inserted);
    }
}
