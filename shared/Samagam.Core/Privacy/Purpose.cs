using Samagam.Core.Ids;

namespace Samagam.Core.Privacy;

/// <summary>For what something about a person may be kept or shared. The numbers are on the wire.</summary>
public enum Purpose : byte
{
    /// <summary>Being known at every box: account, profile, pins, groups. Given by registering; taking it back is erasure.</summary>
    Account = 1,

    /// <summary>The group sees where one is, while it lasts.</summary>
    LocationSharing = 2,

    /// <summary>Where one was is kept, for oneself, at the boxes one passed.</summary>
    LocationHistory = 3,

    /// <summary>Messages to one's telephone beside those that everybody gets.</summary>
    NoticesSms = 4,

    /// <summary>Messages to one's e-mail address.</summary>
    NoticesEmail = 5,

    /// <summary>Messages by the browser.</summary>
    NoticesPush = 6,

    /// <summary>One's use of the boxes is counted together with others', without a name.</summary>
    Analytics = 7,
}

/// <summary>The words of the API for purposes.</summary>
public static class Purposes
{
    private static readonly (Purpose Purpose, string Word)[] Words =
    [
        (Purpose.Account, "account"), (Purpose.LocationSharing, "location-sharing"), (Purpose.LocationHistory, "location-history"), (Purpose.NoticesSms, "notices-sms"),
        (Purpose.NoticesEmail, "notices-email"), (Purpose.NoticesPush, "notices-push"), (Purpose.Analytics, "analytics"),
    ];

    public static IReadOnlyList<Purpose> All { get; } = [.. Words.Select(w => w.Purpose)];

    public static string Word(this Purpose purpose) => Array.Find(Words, w => w.Purpose == purpose).Word ?? "";

    public static bool TryParse(string? word, out Purpose purpose)
    {
        purpose = Array.Find(Words, w => w.Word == word).Purpose;
        return purpose != default;
    }

    /// <summary><c>person/{id}/consent/{purpose}</c>.</summary>
    public static string SubjectOf(PersonId person, Purpose purpose) => RootOf(person) + "/" + purpose.Word();

    /// <summary>Where all consents of a person lie.</summary>
    public static string RootOf(PersonId person) => person.Subject + "/consent";
}
