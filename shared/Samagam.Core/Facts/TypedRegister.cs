namespace Samagam.Core.Facts;

/// <summary>What a register people type into (<see cref="FoldingLaw.Typed"/>) holds.</summary>
public static class TypedRegister
{
    /// <summary>
    /// All that stands, by <see cref="Supersession.Compare"/>: the first is what holds, the others were typed at the same time elsewhere and stay readable
    /// until somebody who saw them types again. The same on every box that holds the same facts.
    /// </summary>
    public static IReadOnlyList<Fact> Standing(IEnumerable<Fact> aboutSubject, FactKind kind)
    {
        var held = aboutSubject.Where(f => f.Kind == kind.Name).ToList();
        var newest = held.Count == 0 ? 0 : held.Max(f => f.Edits);
        return [.. held.Where(f => f.Edits == newest).OrderDescending(Comparer<Fact>.Create((a, b) => Supersession.Compare(FoldingLaw.Typed, a, b)))];
    }
}
