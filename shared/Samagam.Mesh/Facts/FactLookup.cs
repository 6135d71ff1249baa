using Samagam.Core.Facts;

namespace Samagam.Mesh.Facts;

/// <summary>
/// Reading by subject, the same in the log and in the writer's own view inside a decision: what a thing adds up to is one function, wherever it is asked.
/// </summary>
/// <param name="About">Facts about a subject.</param>
/// <param name="Below">Facts about what belongs to it.</param>
public readonly record struct FactLookup(Func<string, IReadOnlyList<Fact>> About, Func<string, IReadOnlyList<Fact>> Below)
{
    public static FactLookup Of(IFactLog log) => new(log.BySubject, log.Below);

    public static FactLookup Of(FactScope scope) => new(scope.Rows.BySubject, scope.Rows.Below);

    /// <summary>The fact of a register that stands (<see cref="FoldingLaw.Latest"/>); null for none.</summary>
    public Fact? Latest(string subject, FactKind kind) => LatestIn(About(subject), kind);

    /// <summary>The same among facts already read.</summary>
    public static Fact? LatestIn(IEnumerable<Fact> facts, FactKind kind) =>
        facts.Where(f => f.Kind == kind.Name).MaxBy(f => f, Comparer<Fact>.Create((a, b) => Supersession.Compare(FoldingLaw.Latest, a, b)));
}
