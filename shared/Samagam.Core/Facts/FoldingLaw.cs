namespace Samagam.Core.Facts;

/// <summary>
/// How facts of one kind about one subject become state. Each law is commutative, associative and idempotent, so the
/// order and number of arrivals do not matter (property tests hold them).
/// </summary>
public enum FoldingLaw
{
    /// <summary>A growing set: every fact is kept and the state is a fold of the set.</summary>
    All,

    /// <summary>A register: the fact greatest by (edit count, clock quality, time, origin, identity) stands, the others are dropped.</summary>
    Latest,

    /// <summary>
    /// A register that people type into: as <see cref="Latest"/>, but of what was typed at the same time at two boxes (the same edit count) all is
    /// kept until somebody who saw both types again, so that the loser stays readable.
    /// </summary>
    Typed,

    /// <summary>A register of one writer per subject: the fact with the greatest (epoch, sequence) stands. Needs no clock.</summary>
    Own,

    /// <summary>A tombstone: beats every other fact about its subject and about all below it (<see cref="Subjects"/>), whenever it comes.</summary>
    Gone,
}

/// <summary>What one kind is: its law, its lane and how far it goes.</summary>
public sealed record FactKind(string Name, FoldingLaw Law, Lane Lane, Scope Scope);
