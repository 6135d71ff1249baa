namespace Samagam.Core.Privacy;

/// <summary>
/// What an operator may set of privacy (section <c>Privacy</c>): whom people ask, and how long what is kept. Days count the time a box has seen a thing,
/// not its stamp; a box that stood without power counts on when it runs again.
/// </summary>
public sealed record PrivacyOptions
{
    /// <summary>Whom to ask about one's data, as the notice says it; empty names the nearest help desk.</summary>
    public string Contact { get; init; } = "";

    /// <summary>Words of an SOS (name, number, note) after it ended: 7 days. An open one keeps them however old.</summary>
    public int SosDetailsDays { get; init; } = 7;

    /// <summary>Where a person was, by their own consent: 3 days.</summary>
    public int TrailDays { get; init; } = 3;

    /// <summary>Sign-ins that nobody used any more after their tokens ended: 8 days since the last use, one more than a token lives.</summary>
    public int SignInDays { get; init; } = 8;

    /// <summary>Messages to a person and what became of them: 14 days.</summary>
    public int NoticeDays { get; init; } = 14;

    /// <summary>How long the hub leaves it to the box that led a case to forget its words, days: 1.</summary>
    public int HubGraceDays { get; init; } = 1;

    /// <summary>Between two looks at what is over, minutes: 10.</summary>
    public int LookEveryMinutes { get; init; } = 10;

    /// <summary>Most facts looked at in one transaction: 500. Nobody waits long behind it.</summary>
    public int MaxPerStep { get; init; } = 500;

    /// <summary>Entries of the audit that wait to be written: 4,096; one more is counted as lost.</summary>
    public int MaxAuditWaiting { get; init; } = 4_096;

    /// <summary>Most facts of one export: 20,000.</summary>
    public int MaxExported { get; init; } = 20_000;

    /// <summary>Longest name of whom to ask, characters.</summary>
    public const int MaxContactChars = 300;

    /// <summary>Throws when a value makes no sense; called at start.</summary>
    public void Validate()
    {
        Require(Contact.Length <= MaxContactChars, "Privacy:Contact must have at most 300 characters");
        Require(SosDetailsDays is >= 1 and <= 365, "Privacy:SosDetailsDays must be 1 to 365");
        Require(TrailDays is >= 1 and <= 90, "Privacy:TrailDays must be 1 to 90");
        Require(SignInDays is >= 8 and <= 365, "Privacy:SignInDays must be 8 to 365: tokens live 7");
        Require(NoticeDays is >= 1 and <= 365, "Privacy:NoticeDays must be 1 to 365");
        Require(HubGraceDays is >= 0 and <= 30, "Privacy:HubGraceDays must be 0 to 30");
        Require(LookEveryMinutes is >= 1 and <= 1_440, "Privacy:LookEveryMinutes must be 1 to 1440");
        Require(MaxPerStep is >= 1 and <= 10_000, "Privacy:MaxPerStep must be 1 to 10000");
        Require(MaxAuditWaiting is >= 1 and <= 1_000_000, "Privacy:MaxAuditWaiting must be 1 to 1000000");
        Require(MaxExported is >= 100 and <= 1_000_000, "Privacy:MaxExported must be 100 to 1000000");
    }

    private static void Require(bool holds, string otherwise)
    {
        if (!holds)
        {
            throw new ArgumentException(otherwise);
        }
    }
}
