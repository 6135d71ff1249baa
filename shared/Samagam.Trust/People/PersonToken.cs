using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Samagam.Trust;

/// <summary>What a person's token is for.</summary>
public enum PersonTokenUse
{
    /// <summary>Shown with each call.</summary>
    Access = 1,

    /// <summary>Exchanged for the next pair, once.</summary>
    Refresh = 2,
}

/// <summary>The claims inside a token, by their registered names (RFC 7519 §4.1) and three of ours.</summary>
internal sealed record PersonClaims(
    [property: JsonPropertyName("iss")] string Issuer,
    [property: JsonPropertyName("aud")] string Audience,
    [property: JsonPropertyName("sub")] string Subject,
    [property: JsonPropertyName("sid")] string Family,
    [property: JsonPropertyName("jti")] string TokenId,
    [property: JsonPropertyName("iat")] long IssuedAt,
    [property: JsonPropertyName("nbf")] long NotBefore,
    [property: JsonPropertyName("exp")] long Expires,
    [property: JsonPropertyName("use")] string Use,
    [property: JsonPropertyName("turn")] uint Turn);

/// <summary>
/// A person signed in: what an access or refresh token says. Issued by the box that took the person in, believed by every box, because the
/// roster (signed by the mesh's authority) gives each box's key; a revoked box's tokens are believed nowhere. JWT (RFC 7519) in compact form,
/// ES256 only. Says nothing about the person but an id.
/// </summary>
/// <param name="IssuerNumber">Box that issued it; the header's <c>kid</c>.</param>
/// <param name="Family">The sign-in it belongs to; all tokens that follow from one sign-in have the same.</param>
/// <param name="TokenId">16 hex digits, new for each refresh token; an access token has that of its pair.</param>
/// <param name="Turn">How often the refresh token of this sign-in was exchanged before.</param>
public sealed record PersonToken(
    int IssuerNumber, Guid Person, Guid Family, string TokenId, PersonTokenUse Use, uint Turn, DateTimeOffset IssuedAt, DateTimeOffset Expires)
{
    /// <summary>Characters of a token's id.</summary>
    public const int IdChars = 16;

    /// <summary>Longest lives a token may claim; a longer one is refused even when rightly signed.</summary>
    public static readonly TimeSpan MaxAccessLife = TimeSpan.FromHours(1), MaxRefreshLife = TimeSpan.FromDays(7);

    /// <summary>A new id of a pair of tokens.</summary>
    public static string NewId(RandomNumberGenerator luck)
    {
        Span<byte> id = stackalloc byte[IdChars / 2];
        luck.GetBytes(id);
        return Convert.ToHexStringLower(id);
    }

    /// <summary>Issues a token. Throws <see cref="ArgumentOutOfRangeException"/> for a life beyond what its use allows.</summary>
    public static string Issue(NodeIdentity issuer, Guid person, Guid family, string tokenId, PersonTokenUse use, uint turn, BestTime time, TimeSpan life)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(life, MaxLifeOf(use));
        ArgumentOutOfRangeException.ThrowIfLessThan(life, TimeSpan.FromSeconds(1));
        var now = time.Now.ToUnixTimeSeconds();
        var claims = new PersonClaims(
            NodeName.Of(issuer.Number, issuer.Role), issuer.MeshName, person.ToString("D"), family.ToString("D"), tokenId, now, now, now + (long)life.TotalSeconds, WordOf(use), turn);
        return CompactToken.Write(issuer, JsonSerializer.SerializeToUtf8Bytes(claims, PersonClaimsJson.Default.PersonClaims));
    }

    /// <summary>Believes a token, or says why not. Nothing of the body is parsed before the signature holds.</summary>
    /// <param name="keyOf">Key of a box by number; null when unknown or revoked (<see cref="RosterKeys.Find"/>).</param>
    public static Verdict<PersonToken> Verify(string text, string meshName, BestTime time, Func<int, VerifyKey?> keyOf)
    {
        var token = CompactToken.Open(text, "person's token", keyOf);
        if (!token.Ok)
        {
            return token.As<PersonToken>();
        }
        var claims = StrictJson.Read(token.Value.Body, StrictJson.Default.PersonClaims, "token");
        return claims.Ok ? Judge(token.Value.IssuerNumber, claims.Value, meshName, time) : claims.As<PersonToken>();
    }

    private static Verdict<PersonToken> Judge(int number, PersonClaims claims, string meshName, BestTime time)
    {
        if (!string.Equals(claims.Audience, meshName, StringComparison.Ordinal))
        {
            return Verdict<PersonToken>.Refuse(TrustProblem.WrongMesh, "the token is for another mesh");
        }
        if (UseOf(claims.Use) is not { } use || !CompactToken.AreTimes(claims.IssuedAt, claims.NotBefore, claims.Expires, MaxLifeOf(use))
            || !NodeName.TryRead(claims.Issuer, out var issuer, out _) || issuer != number
            || !TryId(claims.Subject, out var person) || !TryId(claims.Family, out var family)
            || claims.TokenId.Length != IdChars || !TextRules.IsLowerHex(claims.TokenId, IdChars))
        {
            return Verdict<PersonToken>.Refuse(TrustProblem.Malformed, "the token's claims are not in form");
        }
        return CompactToken.JudgeWindow(claims.NotBefore, claims.Expires, time) switch
        {
            TrustProblem.NotYetValid => Verdict<PersonToken>.Refuse(TrustProblem.NotYetValid, "the token is not valid yet"),
            TrustProblem.Expired => Verdict<PersonToken>.Refuse(TrustProblem.Expired, "the token has ended"),
            _ => Verdict<PersonToken>.Accept(new PersonToken(
                number, person, family, claims.TokenId, use, claims.Turn, DateTimeOffset.FromUnixTimeSeconds(claims.IssuedAt), DateTimeOffset.FromUnixTimeSeconds(claims.Expires))),
        };
    }

    private static bool TryId(string text, out Guid id) => Guid.TryParseExact(text, "D", out id) && id != Guid.Empty && id.ToString("D") == text;

    private static TimeSpan MaxLifeOf(PersonTokenUse use) => use == PersonTokenUse.Access ? MaxAccessLife : MaxRefreshLife;

    private static string WordOf(PersonTokenUse use) => use == PersonTokenUse.Access ? "access" : "refresh";

    private static PersonTokenUse? UseOf(string word) => word switch { "access" => PersonTokenUse.Access, "refresh" => PersonTokenUse.Refresh, _ => null };
}

/// <summary>Writes the claims on one line; reading is <see cref="StrictJson"/>'s.</summary>
[JsonSerializable(typeof(PersonClaims))]
internal sealed partial class PersonClaimsJson : JsonSerializerContext;
