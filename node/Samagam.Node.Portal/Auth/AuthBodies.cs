using System.Text.Json.Serialization;
using Samagam.Core.Auth;
using Samagam.Core.Content;

namespace Samagam.Node.Portal.Auth;

/// <summary>Body of registering; all of it may be left out: then the account is a device pass.</summary>
internal sealed record RegisterRequest(string? PhoneNumber = null, string? PilgrimType = null, string? LanguagePreference = null, string? DeviceName = null)
{
    /// <summary>The field without a valid value; null when all are in form.</summary>
    public string? Wrong(string countryCode) =>
        PhoneNumber is not null && !Core.Auth.PhoneNumber.TryParse(PhoneNumber, countryCode, out _) ? "$.phoneNumber"
        : PilgrimType is not null && !ContentWords.TryParse(PilgrimType, out PilgrimType _) ? "$.pilgrimType"
        : LanguagePreference is not null && !IsLanguage(LanguagePreference) ? "$.languagePreference"
        : null;

    public PilgrimType? Type => ContentWords.TryParse(PilgrimType, out PilgrimType type) ? type : null;

    /// <summary>A language tag as far as ours go (RFC 5646): two or three letters, maybe more after dashes.</summary>
    public static bool IsLanguage(string tag) =>
        tag.Length <= Account.MaxLanguageChars && tag.Split('-') is [{ Length: 2 or 3 } first, ..] parts && first.All(char.IsAsciiLetterLower)
        && parts.Skip(1).All(p => p.Length is >= 2 and <= 8 && p.All(char.IsAsciiLetterOrDigit));
}

/// <summary>Body of signing in by a number.</summary>
internal sealed record LoginRequest(string? PhoneNumber = null);

/// <summary>Body of giving a code.</summary>
/// <param name="ChallengeId">As answered to whoever asked for the code.</param>
internal sealed record VerifyRequest(string? PhoneNumber = null, string? ChallengeId = null, string? Otp = null, string? DeviceName = null);

/// <summary>Body of refreshing.</summary>
internal sealed record RefreshRequest(string? RefreshToken = null);

/// <summary>A code is on its way. Says nothing about whether anybody has the number.</summary>
/// <param name="ChallengeId">To be given with the code.</param>
/// <param name="SentBy"><c>modem</c>, <c>hub</c> or <c>outbox</c>.</param>
internal sealed record OtpSent(string ChallengeId, string SentBy, DateTimeOffset ExpiresAt);

/// <summary>Signed in: tokens for this phone.</summary>
/// <param name="UserId">The person.</param>
/// <param name="SessionId">This sign-in; all its tokens have it.</param>
/// <param name="Verification"><c>none</c>: no number; <c>verified</c>: proved; <c>unavailable</c>: a number that could not be proved here.</param>
/// <param name="IsNew">Whether the account was made just now; absent on refreshing.</param>
/// <param name="MergePending">True when another account has proved the same number: signing in by it once more makes them one.</param>
internal sealed record SignedIn(
    string UserId, string SessionId, string TokenType, string AccessToken, DateTimeOffset AccessExpiresAt, string RefreshToken, DateTimeOffset RefreshExpiresAt,
    bool PhoneVerified, string Verification, bool? IsNew, bool MergePending);

/// <summary>How registering ended: signed in (201), or a code is on its way (202) and <see cref="Otp"/> is there in place of the rest.</summary>
internal sealed record Registered(
    string Verification, string? UserId = null, string? SessionId = null, string? TokenType = null, string? AccessToken = null, DateTimeOffset? AccessExpiresAt = null,
    string? RefreshToken = null, DateTimeOffset? RefreshExpiresAt = null, bool PhoneVerified = false, OtpSent? Otp = null);

/// <summary>One of the caller's own sign-ins.</summary>
/// <param name="IsCurrent">Whether the call was made by it.</param>
/// <param name="LastAt">The box where it was last used to get tokens.</param>
internal sealed record SessionView(string SessionId, string? DeviceName, DateTimeOffset? StartedAt, DateTimeOffset LastUsedAt, string LastAt, DateTimeOffset ExpiresAt, bool IsCurrent);

/// <summary>A message in the outbox of a bench.</summary>
internal sealed record OutboxView(DateTimeOffset At, string To, string Text);

/// <summary>Shapes of this feature, compiled; as strict as those of the rest of the API.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    AllowDuplicateProperties = false,
    RespectNullableAnnotations = true,
    MaxDepth = 16)]
[JsonSerializable(typeof(RegisterRequest))]
[JsonSerializable(typeof(LoginRequest))]
[JsonSerializable(typeof(VerifyRequest))]
[JsonSerializable(typeof(RefreshRequest))]
[JsonSerializable(typeof(OtpSent))]
[JsonSerializable(typeof(SignedIn))]
[JsonSerializable(typeof(Registered))]
[JsonSerializable(typeof(IReadOnlyList<SessionView>))]
[JsonSerializable(typeof(IReadOnlyList<OutboxView>))]
internal sealed partial class AuthJson : JsonSerializerContext;
