namespace Samagam.Core.Plans;

/// <summary>How far a person came on an itinerary, as they told one box (kind <c>plan.progressed</c>), or as all boxes together know.</summary>
/// <param name="StartedMs">Milliseconds since 1970.</param>
/// <param name="Completed">Ids of places, sorted, each once.</param>
/// <param name="CurrentIndex">Place in the itinerary's order they are at or on their way to; its length at the end.</param>
/// <param name="AtMs">When it was last told.</param>
public sealed record PlanProgress(long StartedMs, IReadOnlyList<string> Completed, int CurrentIndex, long AtMs)
{
    /// <summary>Places of one itinerary.</summary>
    public const int MaxCompleted = 100;

    public bool IsValid =>
        StartedMs >= 0 && AtMs >= StartedMs && Completed.Count <= MaxCompleted && CurrentIndex is >= 0 and <= MaxCompleted
        && Completed.All(c => c.Length is > 0 and <= 100) && Completed.SequenceEqual(Completed.Distinct().Order(StringComparer.Ordinal));

    /// <summary>
    /// What was told at all boxes together. Law: a set of reports, in whatever order and number, gives one state; what was completed anywhere is completed; the
    /// current place is that of the report with most completed, of the latest among equals.
    /// </summary>
    public static PlanProgress? Of(IEnumerable<PlanProgress> told)
    {
        PlanProgress? furthest = null;
        var completed = new SortedSet<string>(StringComparer.Ordinal);
        var (started, at) = (long.MaxValue, 0L);
        foreach (var one in told)
        {
            completed.UnionWith(one.Completed);
            (started, at) = (Math.Min(started, one.StartedMs), Math.Max(at, one.AtMs));
            if (furthest is null || (one.Completed.Count, one.AtMs, one.CurrentIndex).CompareTo((furthest.Completed.Count, furthest.AtMs, furthest.CurrentIndex)) > 0)
            {
                furthest = one;
            }
        }
        return furthest is null ? null : new PlanProgress(started, [.. completed.Take(MaxCompleted)], furthest.CurrentIndex, at);
    }

    /// <summary>This box's report with what is told now: what was completed stays so.</summary>
    public static PlanProgress Told(PlanProgress? before, IEnumerable<string> completed, int currentIndex, long nowMs) => new(
        Math.Min(before?.StartedMs ?? nowMs, nowMs), [.. (before?.Completed ?? []).Concat(completed).Distinct().Order(StringComparer.Ordinal).Take(MaxCompleted)], currentIndex, Math.Max(before?.AtMs ?? 0, nowMs));

    public bool Equals(PlanProgress? other) =>
        other is not null && StartedMs == other.StartedMs && CurrentIndex == other.CurrentIndex && AtMs == other.AtMs && Completed.SequenceEqual(other.Completed);

    public override int GetHashCode() => HashCode.Combine(StartedMs, CurrentIndex, AtMs, Completed.Count);
}
