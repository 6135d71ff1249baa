using Samagam.Core;
using Samagam.Core.Facts;
using Samagam.Core.Ids;
using Samagam.Mesh.Facts;

namespace Samagam.Simulation.Disk;

/// <summary>
/// The writer's view: what is durable, with the changes of this commit on top. A decision that throws is undone by cutting
/// the list of changes back to where it began.
/// </summary>
internal sealed class SimTransaction(FactState durable) : IFactTransaction
{
    private readonly List<StateChange> _changes = [];

    /// <summary>False outside a decision: the view must not leak.</summary>
    public bool Open { get; set; }

    public IReadOnlyList<StateChange> Changes => _changes;

    public int Savepoint => _changes.Count;

    public IReadOnlyList<Fact> Added => [.. _changes.OfType<StateChange.Inserted>().Select(c => c.Fact)];

    public void UndoTo(int savepoint) => _changes.RemoveRange(savepoint, _changes.Count - savepoint);

    public bool Knows(FactId id) =>
        durable.Known.Contains(id)
        || _changes.Exists(c => c is StateChange.Inserted i && i.Fact.Id == id || c is StateChange.Marked m && m.Key == id.Key && m.Ranges.Contains(id.Seq));

    public Fact? Find(FactId id)
    {
        CheckOpen();
        for (var i = _changes.Count - 1; i >= 0; i--)
        {
            switch (_changes[i])
            {
                case StateChange.Inserted inserted when inserted.Fact.Id == id:
                    return inserted.Fact;
                case StateChange.Dropped dropped when dropped.Id == id:
                    return null;
            }
        }
        return durable.Find(id);
    }

    public IReadOnlyList<Fact> BySubject(string subject) => WithChanges(durable.BySubject(subject), s => s == subject);

    public IReadOnlyList<Fact> Below(string subject) =>
        [.. WithChanges(durable.Below(subject), s => s != subject && Subjects.IsAtOrBelow(s, subject)).OrderBy(f => f.Subject, StringComparer.Ordinal)];

    private List<Fact> WithChanges(IReadOnlyList<Fact> held, Func<string, bool> asked)
    {
        CheckOpen();
        var facts = new List<Fact>(held);
        foreach (var change in _changes)
        {
            switch (change)
            {
                case StateChange.Inserted inserted when asked(inserted.Fact.Subject):
                    facts.Add(inserted.Fact);
                    break;
                case StateChange.Dropped dropped:
                    facts.RemoveAll(f => f.Id == dropped.Id);
                    break;
            }
        }
        return facts;
    }

    public ulong MaxSeq(StreamKey key)
    {
        CheckOpen();
        var max = durable.Known.Of(key).Max;
        foreach (var change in _changes)
        {
            max = change switch
            {
                StateChange.Inserted i when i.Fact.Id.Key == key => Math.Max(max, i.Fact.Id.Seq),
                StateChange.Marked m when m.Key == key => Math.Max(max, m.Ranges.Max),
                _ => max,
            };
        }
        return max;
    }

    public Fact? Newest(NodeId origin)
    {
        CheckOpen();
        var dropped = _changes.OfType<StateChange.Dropped>().Select(d => d.Id).ToHashSet();
        return _changes.OfType<StateChange.Inserted>()
            .Select(i => i.Fact)
            .Where(f => f.Id.Origin == origin && !dropped.Contains(f.Id))
            .Append(durable.Newest(origin, dropped.Contains))
            .MaxBy(f => f?.Id ?? default);
    }

    public void Insert(Fact fact)
    {
        Invariant.Hold(Find(fact.Id) is null, $"{fact.Id} is held already");
        _changes.Add(new StateChange.Inserted(fact));
    }

    public void Drop(FactId id)
    {
        Invariant.Hold(Find(id) is not null, $"{id} is not held");
        _changes.Add(new StateChange.Dropped(id));
    }

    public void MarkKnown(StreamKey key, RangeSet ranges)
    {
        CheckOpen();
        _changes.Add(new StateChange.Marked(key, ranges));
    }

    public void KeepApart(Fact conflicting)
    {
        CheckOpen();
        _changes.Add(new StateChange.SetApart(conflicting));
    }

    public byte[]? GetLocal(string scope, string key)
    {
        CheckOpen();
        for (var i = _changes.Count - 1; i >= 0; i--)
        {
            switch (_changes[i])
            {
                case StateChange.Noted noted when noted.Scope == scope && noted.Key == key:
                    return noted.Value;
                case StateChange.Unnoted unnoted when unnoted.Scope == scope && unnoted.Key == key:
                    return null;
            }
        }
        return durable.GetLocal(scope, key);
    }

    public void PutLocal(string scope, string key, ReadOnlySpan<byte> value)
    {
        CheckOpen();
        _changes.Add(new StateChange.Noted(scope, key, value.ToArray()));
    }

    public void RemoveLocal(string scope, string key)
    {
        CheckOpen();
        _changes.Add(new StateChange.Unnoted(scope, key));
    }

    public IReadOnlyList<KeyValuePair<string, byte[]>> ListLocal(string scope)
    {
        CheckOpen();
        var notes = new SortedDictionary<string, byte[]>(StringComparer.Ordinal);
        foreach (var (key, value) in durable.ListLocal(scope))
        {
            notes[key] = value;
        }
        foreach (var change in _changes)
        {
            switch (change)
            {
                case StateChange.Noted noted when noted.Scope == scope:
                    notes[noted.Key] = noted.Value;
                    break;
                case StateChange.Unnoted unnoted when unnoted.Scope == scope:
                    notes.Remove(unnoted.Key);
                    break;
            }
        }
        return [.. notes];
    }

    private void CheckOpen() => Invariant.Hold(Open, "a transaction is only valid inside its decision");
}
