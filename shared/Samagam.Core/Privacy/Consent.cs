using Samagam.Core.People;

namespace Samagam.Core.Privacy;

/// <summary>What a person said about one purpose: body of a <c>person.consent</c> fact, law <see cref="Facts.FoldingLaw.Latest"/>. Says nothing about the person but yes or no.</summary>
/// <param name="Given">False after taking it back.</param>
/// <param name="NoticeVersion">Of the notice that was shown.</param>
/// <param name="Language">In which it was shown.</param>
/// <param name="ByGuardian">Said by a parent or guardian who is answerable for a minor.</param>
public sealed record Consent(Purpose Purpose, bool Given, string NoticeVersion, string Language, bool ByGuardian)
{
    /// <summary>Longest version and language tag, characters.</summary>
    public const int MaxVersionChars = 20, MaxLanguageChars = 12;
}

/// <summary>Why a yes is not taken.</summary>
public enum ConsentVerdict
{
    Allowed,

    /// <summary>Of a minor only a guardian's yes counts (DPDP Act 2023, section 9(1)).</summary>
    GuardianNeeded,

    /// <summary>Minors are not followed and not counted, whoever says yes (DPDP Act 2023, section 9(3)).</summary>
    NotForMinors,
}

/// <summary>Whose yes counts for what. Law: taking back is always allowed; what is not said is not given; an age said later binds what was said before.</summary>
public static class ConsentRules
{
    /// <summary>What a minor's safety needs: to be found by their group, and to be told of danger.</summary>
    public static bool IsSafetyNeed(Purpose purpose) => purpose is Purpose.Account or Purpose.LocationSharing or Purpose.NoticesSms;

    /// <summary>Whether a yes is taken from this person.</summary>
    public static ConsentVerdict Judge(Purpose purpose, AgeGroup age, bool byGuardian) =>
        !age.IsMinor() || purpose == Purpose.Account ? ConsentVerdict.Allowed
        : !IsSafetyNeed(purpose) ? ConsentVerdict.NotForMinors
        : byGuardian ? ConsentVerdict.Allowed
        : ConsentVerdict.GuardianNeeded;

    /// <summary>Whether what was said, read today, allows it.</summary>
    /// <param name="said">Null when nothing was said about the purpose.</param>
    public static bool Allows(Purpose purpose, Consent? said, AgeGroup age) =>
        purpose == Purpose.Account ? said is null or { Given: true } : said is { Given: true } && Judge(purpose, age, said.ByGuardian) == ConsentVerdict.Allowed;
}
