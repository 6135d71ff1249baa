namespace Samagam.Core.Facts;

/// <summary>What becomes of an arriving fact, beside those already held about its subject.</summary>
/// <param name="Keep">False when the arriving fact is already superseded: it counts as known, but is not stored.</param>
/// <param name="Drop">Held facts that it supersedes.</param>
public readonly record struct SupersessionVerdict(bool Keep, IReadOnlyList<FactId> Drop);

/// <summary>
/// Law: whatever the order of arrival, and however often each arrives, the set held at the end is the same.
/// </summary>
public static class Supersession
{
    /// <summary>
    /// Pure. <paramref name="held"/> are the facts held about the subject of <paramref name="arriving"/> and about those above it
    /// (<see cref="Subjects.Above"/>); for a tombstone also all below it.
    /// </summary>
    public static SupersessionVerdict Judge(IReadOnlyList<Fact> held, Fact arriving)
    {
        var law = FactKinds.LawOf(arriving.Kind);
        if (law == FoldingLaw.Gone)
        {
            // Two tombstones of one subject may both stay: each stops the resurrection on its own.
            return new(true, [.. held.Where(f => FactKinds.LawOf(f.Kind) != FoldingLaw.Gone && Subjects.IsAtOrBelow(f.Subject, arriving.Subject)).Select(f => f.Id)]);
        }
        if (held.Any(f => FactKinds.LawOf(f.Kind) == FoldingLaw.Gone))
        {
            return new(false, []);
        }
        if (law == FoldingLaw.All)
        {
            return new(true, []);
        }
        var drop = new List<FactId>();
        foreach (var rival in held)
        {
            if (rival.Kind != arriving.Kind || rival.Subject != arriving.Subject || (law == FoldingLaw.Own && rival.Id.Origin != arriving.Id.Origin))
            {
                continue;
            }
            var order = law == FoldingLaw.Typed ? rival.Edits.CompareTo(arriving.Edits) : Compare(law, rival, arriving);
            if (order > 0 || (order == 0 && law != FoldingLaw.Typed))
            {
                return new(false, []);
            }
            if (order < 0)
            {
                drop.Add(rival.Id);
            }
        }
        return new(true, drop);
    }

    /// <summary>Positive when <paramref name="a"/> stands against <paramref name="b"/>: a total order, so one always stands.</summary>
    public static int Compare(FoldingLaw law, Fact a, Fact b)
    {
        if (law is FoldingLaw.Latest or FoldingLaw.Typed)
        {
            var byEdits = a.Edits.CompareTo(b.Edits);
            if (byEdits != 0)
            {
                return byEdits;
            }
            var byTime = a.Time.CompareRecency(b.Time);
            if (byTime != 0)
            {
                return byTime;
            }
        }
        return a.Id.CompareTo(b.Id);
    }
}
