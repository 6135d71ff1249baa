namespace Samagam.Core.Auth;

/// <summary>What an operator may set of one-time codes (section <c>Auth:Otp</c>).</summary>
public sealed record OtpOptions
{
    /// <summary>How long a code is good, seconds: 300.</summary>
    public int CodeSeconds { get; init; } = 300;

    /// <summary>Wrong tries that end a code: 3.</summary>
    public int TriesPerCode { get; init; } = 3;

    /// <summary>Codes for one number in an hour: 3.</summary>
    public int PerPhoneAndHour { get; init; } = 3;

    /// <summary>Codes asked for from one address in an hour: 10.</summary>
    public int PerAddressAndHour { get; init; } = 10;

    /// <summary>Wrong codes in 24 hours that block a number: 10.</summary>
    public int FailuresPerDay { get; init; } = 10;

    /// <summary>Most numbers, and most addresses, remembered at once: 20,000 × about 200 bytes on disk. Beyond, no code is sent until some are over.</summary>
    public int MaxRemembered { get; init; } = 20_000;

    /// <summary>How long one channel may take to send, seconds: 20. A modem far from its mast takes ten.</summary>
    public int SendSeconds { get; init; } = 20;

    /// <summary>Codes on their way at once: 8. Each holds a call open.</summary>
    public int MaxSending { get; init; } = 8;

    /// <summary>Channels by name, the first that is ready is tried first: <c>modem hub outbox</c>.</summary>
    public string Channels { get; init; } = "modem hub outbox";

    /// <summary>The country of numbers typed without one: 91.</summary>
    public string CountryCode { get; init; } = "91";

    internal void Validate(Action<bool, string> require)
    {
        require(CodeSeconds is >= 30 and <= 3_600, "Auth:Otp:CodeSeconds must be 30 to 3600");
        require(TriesPerCode is >= 1 and <= 10, "Auth:Otp:TriesPerCode must be 1 to 10");
        require(PerPhoneAndHour is >= 1 and <= 100, "Auth:Otp:PerPhoneAndHour must be 1 to 100");
        require(PerAddressAndHour is >= 1 and <= 10_000, "Auth:Otp:PerAddressAndHour must be 1 to 10000");
        require(FailuresPerDay is >= 1 and <= 1_000, "Auth:Otp:FailuresPerDay must be 1 to 1000");
        require(MaxRemembered is >= 1 and <= 1_000_000, "Auth:Otp:MaxRemembered must be 1 to 1000000");
        require(SendSeconds is >= 1 and <= 120, "Auth:Otp:SendSeconds must be 1 to 120");
        require(MaxSending is >= 1 and <= 1_000, "Auth:Otp:MaxSending must be 1 to 1000");
        require(Channels.Length <= 200, "Auth:Otp:Channels names at most 200 characters of channels");
        require(CountryCode.Length is >= 1 and <= 3 && CountryCode.All(char.IsAsciiDigit), "Auth:Otp:CountryCode must be 1 to 3 digits");
    }
}
