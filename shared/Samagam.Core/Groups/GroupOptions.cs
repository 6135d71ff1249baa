namespace Samagam.Core.Groups;

/// <summary>What an operator may set of groups.</summary>
public sealed record GroupOptions
{
    /// <summary>Most members a group may ask for, and those of one that asks for none: 10, by the API contract.</summary>
    public int MaxMembers { get; init; } = 10;

    /// <summary>Most groups one person is in at a time: 10.</summary>
    public int MaxGroupsPerPerson { get; init; } = 10;

    /// <summary>Longest name of a group: 60 UTF-16 units.</summary>
    public int MaxNameLength { get; init; } = 60;

    /// <summary>Longest nickname: 40 UTF-16 units.</summary>
    public int MaxNicknameLength { get; init; } = 40;

    /// <summary>Days after which a group ends that did not say: 30, the length of the event.</summary>
    public int DefaultDays { get; init; } = 30;

    /// <summary>Most days a group may ask for: 90.</summary>
    public int MaxDays { get; init; } = 90;

    /// <summary>Groups that are listened to at this box at once: 5,000. Beyond, streams are told nothing and read the list.</summary>
    public int MaxListened { get; init; } = 5_000;

    /// <summary>Throws when a value makes no sense; called at start.</summary>
    public void Validate()
    {
        Require(MaxMembers is >= 2 and <= 50, "Groups:MaxMembers must be 2 to 50");
        Require(MaxGroupsPerPerson is >= 1 and <= 100, "Groups:MaxGroupsPerPerson must be 1 to 100");
        Require(MaxNameLength is >= 1 and <= 500 && MaxNicknameLength is >= 1 and <= 500, "Groups:MaxNameLength and MaxNicknameLength must be 1 to 500");
        Require(DefaultDays >= 1 && DefaultDays <= MaxDays && MaxDays <= 400, "Groups:DefaultDays must be 1 to MaxDays, which is at most 400");
        Require(MaxListened is >= 1 and <= 1_000_000, "Groups:MaxListened must be 1 to 1000000");
    }

    private static void Require(bool holds, string otherwise)
    {
        if (!holds)
        {
            throw new ArgumentException(otherwise);
        }
    }
}
