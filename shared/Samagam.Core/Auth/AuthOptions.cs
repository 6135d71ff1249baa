namespace Samagam.Core.Auth;

/// <summary>What an operator may set of accounts and sign-ins (section <c>Auth</c>). Every limit has a test that stands on it.</summary>
public sealed record AuthOptions
{
    /// <summary>Life of an access token, minutes: 15.</summary>
    public int AccessMinutes { get; init; } = 15;

    /// <summary>Life of a refresh token, days: 7. Each exchange begins it anew.</summary>
    public int RefreshDays { get; init; } = 7;

    /// <summary>Devices of one person signed in at once: 5; with one more the oldest leaves.</summary>
    public int MaxDevices { get; init; } = 5;

    /// <summary>How long the same exchange at the same box gets the same answer again, seconds: 10. Answers get lost on a crowded air.</summary>
    public int LostAnswerSeconds { get; init; } = 10;

    /// <summary>Most ended sign-ins and erased persons kept in memory; beyond, each check asks the disk. 500,000 × about 50 bytes.</summary>
    public int MaxEndedRemembered { get; init; } = 500_000;

    /// <summary>Longest device name, UTF-16 units; a longer one is cut.</summary>
    public int MaxDeviceName { get; init; } = 60;

    /// <summary>True on a bench: codes go to an outbox that everybody can read. Never at an event.</summary>
    public bool Outbox { get; init; }

    public OtpOptions Otp { get; init; } = new();

    /// <summary>Throws when a value makes no sense; called at start.</summary>
    public void Validate()
    {
        Require(AccessMinutes is >= 1 and <= 60, "Auth:AccessMinutes must be 1 to 60");
        Require(RefreshDays is >= 1 and <= 7, "Auth:RefreshDays must be 1 to 7");
        Require(MaxDevices is >= 1 and <= 50, "Auth:MaxDevices must be 1 to 50");
        Require(LostAnswerSeconds is >= 0 and <= 60, "Auth:LostAnswerSeconds must be 0 to 60");
        Require(MaxEndedRemembered is >= 1 and <= 10_000_000, "Auth:MaxEndedRemembered must be 1 to 10000000");
        Require(MaxDeviceName is >= 1 and <= 200, "Auth:MaxDeviceName must be 1 to 200");
        Otp.Validate(Require);
    }

    private static void Require(bool holds, string otherwise)
    {
        if (!holds)
        {
            throw new ArgumentException(otherwise);
        }
    }
}
