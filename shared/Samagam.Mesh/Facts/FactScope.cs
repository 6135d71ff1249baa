using Samagam.Core;
using Samagam.Core.Facts;
using Samagam.Core.Time;
using Samagam.Wire.Facts;

namespace Samagam.Mesh.Facts;

/// <summary>
/// One decision inside the single writer: reads, authors facts of this box, admits facts of others. Everything it writes
/// becomes durable together or not at all.
/// </summary>
public sealed class FactScope
{
    private readonly FactDesk _desk;
    private readonly IFactTransaction _tx;

    internal FactScope(FactDesk desk, IFactTransaction tx) => (_desk, _tx) = (desk, tx);

    /// <summary>This box.</summary>
    public Core.Ids.NodeId Self => _desk.Self;

    /// <summary>True when a stamp was made or seen.</summary>
    internal bool MovedClock { get; private set; }

    /// <summary>The life of this box in which it states.</summary>
    public uint Epoch => _desk.Epoch;

    /// <summary>Local notes and raw reads.</summary>
    public IFactTransaction Rows => _tx;

    /// <summary>Best time now, for decisions; stamps of facts are made by <see cref="Author"/>.</summary>
    public HybridTime Now => new(_desk.BestWallMs(), 0, _desk.Quality);

    /// <summary>
    /// States a fact of this box: next in its stream, stamped, signed where its lane is. When something held already supersedes it
    /// (a tombstone, a newer register) it is given back and not said.
    /// </summary>
    /// <param name="stream">Defaults to the stream of the kind's scope.</param>
    public Fact Author(FactKind kind, string subject, ReadOnlySpan<byte> body, uint edits = 0, StreamId? stream = null, long? expiresMs = null)
    {
        var key = new StreamKey(_desk.Self, _desk.Epoch, stream ?? _desk.StreamOf(kind.Scope));
        var id = new FactId(key, _tx.MaxSeq(key) + 1);
        var time = _desk.Stamp();
        MovedClock = true;
        var statement = FactCodec.Serialise(id, time, kind.Lane, kind.Name, subject, edits, expiresMs, body);
        Invariant.Hold(statement.Length <= Fact.MaxStatementBytes, "a use case keeps its facts within the limit");
        var fact = new Fact
        {
            Id = id,
            Time = time,
            Lane = kind.Lane,
            Kind = kind.Name,
            Subject = subject,
            Edits = edits,
            ExpiresMs = expiresMs,
            Body = body.ToArray(),
            Statement = statement,
            Signature = kind.Lane.IsSigned() ? _desk.Sign(statement) : ReadOnlyMemory<byte>.Empty,
        };
        // What is superseded before it is said takes no number: a number that only this box knows would be a hole for all others.
        Fold(fact);
        return fact;
    }

    /// <summary>Takes an already believed fact of another box.</summary>
    public Admission Admit(Fact fact)
    {
        _desk.Witness(fact.Time);
        MovedClock = true;
        return Put(fact);
    }

    private Admission Put(Fact fact)
    {
        if (_tx.Find(fact.Id) is { } held)
        {
            if (held.SaysTheSameAs(fact))
            {
                return Admission.Known;
            }
            _tx.KeepApart(fact);
            return Admission.Conflict;
        }
        if (_tx.Knows(fact.Id))
        {
            return Admission.Known;
        }
        if (!Fold(fact))
        {
            _tx.MarkKnown(fact.Id.Key, RangeSet.Of(fact.Id.Seq, fact.Id.Seq));
            return Admission.Known;
        }
        return Admission.Accepted;
    }

    /// <summary>False when it is superseded already and was not stored.</summary>
    private bool Fold(Fact fact)
    {
        var beside = Beside(fact);
        var verdict = Supersession.Judge(beside, fact);
        foreach (var id in verdict.Drop)
        {
            _tx.Drop(id);
        }
        if (verdict.Keep)
        {
            _tx.Insert(fact);
        }
        if (fact.Kind == FactKinds.PersonErased.Name)
        {
            var gone = verdict.Drop.ToHashSet();
            _desk.Erased(this, fact, [.. beside.Where(f => gone.Contains(f.Id))]);
        }
        return verdict.Keep;
    }

    private IReadOnlyList<Fact> Beside(Fact fact)
    {
        var held = _tx.BySubject(fact.Subject);
        foreach (var above in Subjects.Above(fact.Subject))
        {
            held = [.. held, .. _tx.BySubject(above)];
        }
        return FactKinds.LawOf(fact.Kind) == FoldingLaw.Gone ? [.. held, .. _tx.Below(fact.Subject)] : held;
    }
}
