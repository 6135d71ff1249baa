using System.Text.Json.Serialization;
using Samagam.Core.Auth;
using Samagam.Core.Content;

namespace Samagam.Node.Portal.Auth;

/// <summary>Body of registering; all of it may be left out: then the account is a device pass.</summary>
internal sealed record RegisterRequest(string? PilgrimType = null, string? LanguagePreference = null, string? DeviceName = null)
{
    /// <summary>The field without a valid value; null when all are in form.</summary>
    public string? Wrong() =>
        PilgrimType is not null && !ContentWords.TryParse(PilgrimType, out PilgrimType _) ? "$.pilgrimType"
        : LanguagePreference is not null && !IsLanguage(LanguagePreference) ? "$.languagePreference"
        : null;

    public PilgrimType? Type => ContentWords.TryParse(PilgrimType, out PilgrimType type) ? type : null;

    /// <summary>A language tag as far as ours go (RFC 5646): two or three letters, maybe more after dashes.</summary>
    public static bool IsLanguage(string tag) =>
        tag.Length <= Account.MaxLanguageChars && tag.Split('-') is [{ Length: 2 or 3 } first, ..] parts && first.All(char.IsAsciiLetterLower)
        && parts.Skip(1).All(p => p.Length is >= 2 and <= 8 && p.All(char.IsAsciiLetterOrDigit));
}

/// <summary>Body of refreshing.</summary>
internal sealed record RefreshRequest(string? RefreshToken = null);

/// <summary>Signed in: tokens for this phone.</summary>
/// <param name="UserId">The person.</param>
/// <param name="SessionId">This sign-in; all its tokens have it.</param>
/// <param name="PhoneVerified">Whether the person proved a phone number.</param>
internal sealed record SignedIn(
    string UserId, string SessionId, string TokenType, string AccessToken, DateTimeOffset AccessExpiresAt, string RefreshToken, DateTimeOffset RefreshExpiresAt, bool PhoneVerified);

/// <summary>One of the caller's own sign-ins.</summary>
/// <param name="IsCurrent">Whether the call was made by it.</param>
/// <param name="LastAt">The box where it was last used to get tokens.</param>
internal sealed record SessionView(string SessionId, string? DeviceName, DateTimeOffset? StartedAt, DateTimeOffset LastUsedAt, string LastAt, DateTimeOffset ExpiresAt, bool IsCurrent);

/// <summary>Shapes of this feature, compiled; as strict as those of the rest of the API.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    AllowDuplicateProperties = false,
    RespectNullableAnnotations = true,
    MaxDepth = 16)]
[JsonSerializable(typeof(RegisterRequest))]
[JsonSerializable(typeof(RefreshRequest))]
[JsonSerializable(typeof(SignedIn))]
[JsonSerializable(typeof(IReadOnlyList<SessionView>))]
internal sealed partial class AuthJson : JsonSerializerContext;
