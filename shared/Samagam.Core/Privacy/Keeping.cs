using Samagam.Core.Facts;

namespace Samagam.Core.Privacy;

/// <summary>What becomes of a fact when its time of keeping is over.</summary>
public enum Farewell
{
    /// <summary>Kept as long as its person is.</summary>
    Kept,

    /// <summary>Of the box's own stream, which nobody else follows: dropped here, and still counted as known.</summary>
    DroppedHere,

    /// <summary>A tombstone of the box that stated it takes it from every box alike.</summary>
    Tombstone,

    /// <summary>The sign-in is ended, if it was not used since.</summary>
    SignInEnds,

    /// <summary>The words of the case are erased with their key, by the box that led it.</summary>
    CaseWordsErased,
}

/// <summary>One row of the table of keeping.</summary>
/// <param name="Days">Since this box got the fact.</param>
public readonly record struct KeepingRule(Farewell Farewell, int Days);

/// <summary>
/// How long what is kept (the table of ADR 0030). Pure. What this build does not name is kept until its person is erased; location history
/// is whatever lies below <c>person/{id}/trail</c>, messages below <c>person/{id}/notice</c>.
/// </summary>
public static class Keeping
{
    private const string Trail = "/trail", Notice = "/notice/";

    public static KeepingRule Of(Fact fact, PrivacyOptions options)
    {
        if (FactKinds.LawOf(fact.Kind) == FoldingLaw.Gone)
        {
            return default;
        }
        if (fact.Kind == FactKinds.SosResolved.Name || fact.Kind == FactKinds.SosCancelled.Name)
        {
            return new(Farewell.CaseWordsErased, options.SosDetailsDays);
        }
        if (!fact.Subject.StartsWith("person/", StringComparison.Ordinal))
        {
            return default;
        }
        if (fact.Id.Key.Stream == StreamId.Self)
        {
            return Below(fact.Subject, Trail) ? new(Farewell.DroppedHere, options.TrailDays) : default;
        }
        if (fact.Kind == FactKinds.SessionBegun.Name || fact.Kind == FactKinds.SessionTurned.Name)
        {
            return new(Farewell.SignInEnds, options.SignInDays);
        }
        return Below(fact.Subject, Notice) ? new(Farewell.Tombstone, options.NoticeDays) : default;
    }

    /// <summary>Every time that occurs in the table, longest first.</summary>
    public static int LongestDays(PrivacyOptions options) =>
        Math.Max(Math.Max(options.SosDetailsDays + options.HubGraceDays, options.TrailDays), Math.Max(options.SignInDays, options.NoticeDays));

    private static bool Below(string subject, string segment)
    {
        var at = subject.IndexOf('/', "person/".Length);
        return at >= 0 && subject.AsSpan(at).StartsWith(segment, StringComparison.Ordinal);
    }
}
