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
    /// <summary>Pure. <paramref name="held"/> are the facts held with the same subject as <paramref name="arriving"/>.</summary>
    public static SupersessionVerdict Judge(IReadOnlyList<Fact> held, Fact arriving)
    {
        var law = FactKinds.LawOf(arriving.Kind);
        if (law == FoldingLaw.Gone)
        {
            // Two tombstones of one subject may both stay: each stops the resurrection on its own.
            return new(true, [.. held.Where(f => FactKinds.LawOf(f.Kind) != FoldingLaw.Gone).Select(f => f.Id)]);
        }
        if (held.Any(f => FactKinds.LawOf(f.Kind) == FoldingLaw.Gone))
        {
            return new(false, []);
        }
        if (law == FoldingLaw.All)
        {
            return new(true, []);
        }
        var rivals = held.Where(f => f.Kind == arriving.Kind && (law == FoldingLaw.Latest || f.Id.Origin == arriving.Id.Origin));
        var drop = new List<FactId>();
        foreach (var rival in rivals)
        {
            if (Compare(law, rival, arriving) >= 0)
            {
                return new(false, []);
            }
            drop.Add(rival.Id);
        }
        return new(true, drop);
    }

    /// <summary>Positive when <paramref name="a"/> stands against <paramref name="b"/>: a total order, so one always stands.</summary>
    public static int Compare(FoldingLaw law, Fact a, Fact b)
    {
        if (law == FoldingLaw.Latest)
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
