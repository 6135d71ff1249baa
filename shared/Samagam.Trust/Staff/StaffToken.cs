using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Samagam.Trust;

/// <summary>The claims inside a token, by their registered names (RFC 7519 §4.1) and three of ours.</summary>
internal sealed record StaffClaims(
    [property: JsonPropertyName("iss")] string Issuer,
    [property: JsonPropertyName("aud")] string Audience,
    [property: JsonPropertyName("sub")] string Subject,
    [property: JsonPropertyName("jti")] string TokenId,
    [property: JsonPropertyName("iat")] long IssuedAt,
    [property: JsonPropertyName("nbf")] long NotBefore,
    [property: JsonPropertyName("exp")] long Expires,
    [property: JsonPropertyName("role")] string Role,
    [property: JsonPropertyName("name")] string Name,
    [property: JsonPropertyName("skills")] string[] Skills);

/// <summary>
/// A member of staff at work: what an access token says. Issued by the box that took the voucher, accepted by every box,
/// because the roster (signed by the mesh's authority) gives each box's key. JWT (RFC 7519) in compact form, ES256 only.
/// </summary>
/// <param name="IssuerNumber">Box that issued it; the header's <c>kid</c>.</param>
/// <param name="Subject">The voucher's id.</param>
/// <param name="TokenId">16 hex digits, new for each token.</param>
public sealed record StaffToken(int IssuerNumber, string Subject, string TokenId, StaffRole Role, string DisplayName,
    IReadOnlyList<string> Skills, DateTimeOffset IssuedAt, DateTimeOffset Expires)
{
    /// <summary>Longest token text, characters.</summary>
    public const int MaxTextChars = CompactToken.MaxTextChars;

    /// <summary>Longest life a token may claim; a longer one is refused even when rightly signed.</summary>
    public static readonly TimeSpan MaxLife = TimeSpan.FromHours(24);

    /// <summary>How far two boxes' clocks may differ before a fresh token of one is not yet valid at the other.</summary>
    public static readonly TimeSpan ClockLeeway = TimeSpan.FromSeconds(60);

    /// <summary>
    /// Issues a token for a verified voucher. It never outlives the voucher when the clock is trusted. Throws
    /// <see cref="ArgumentOutOfRangeException"/> for a life beyond <see cref="MaxLife"/>.
    /// </summary>
    public static string Issue(NodeIdentity issuer, StaffVoucher voucher, BestTime time, TimeSpan life, RandomNumberGenerator luck)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(life, MaxLife);
        ArgumentOutOfRangeException.ThrowIfLessThan(life, TimeSpan.FromSeconds(1));
        var now = time.Now.ToUnixTimeSeconds();
        var expires = now + (long)life.TotalSeconds;
        var claims = new StaffClaims(NodeName.Of(issuer.Number, issuer.Role), issuer.MeshName, voucher.Id, StaffVoucher.NewId(luck), now, now,
            time.Trusted ? Math.Min(expires, voucher.ValidUntilUnixS) : expires, StaffRoleName.Of(voucher.Role), voucher.DisplayName, [.. voucher.Skills]);
        return CompactToken.Write(issuer, JsonSerializer.SerializeToUtf8Bytes(claims, StaffClaimsJson.Default.StaffClaims));
    }

    /// <summary>
    /// Believes a token, or says why not. The algorithm is fixed, not read; the header must be exactly ours; nothing of
    /// the body is parsed before the signature holds.
    /// </summary>
    /// <param name="keyOf">Key of a box by number; null when unknown or revoked (<see cref="RosterKeys.Find"/>).</param>
    public static Verdict<StaffToken> Verify(string text, string meshName, BestTime time, Func<int, VerifyKey?> keyOf)
    {
        var token = CompactToken.Open(text, "staff token", keyOf);
        if (!token.Ok)
        {
            return token.As<StaffToken>();
        }
        var claims = StrictJson.Read(token.Value.Body, StrictJson.Default.StaffClaims, "token");
        return claims.Ok ? Judge(token.Value.IssuerNumber, claims.Value, meshName, time) : claims.As<StaffToken>();
    }

    private static Verdict<StaffToken> Judge(int number, StaffClaims claims, string meshName, BestTime time)
    {
        if (!string.Equals(claims.Audience, meshName, StringComparison.Ordinal))
        {
            return Verdict<StaffToken>.Refuse(TrustProblem.WrongMesh, "the token is for another mesh");
        }
        if (!StaffRoleName.TryRead(claims.Role, out var role) || !CompactToken.AreTimes(claims.IssuedAt, claims.NotBefore, claims.Expires, MaxLife)
            || !NodeName.TryRead(claims.Issuer, out var issuer, out _) || issuer != number
            || claims.Subject.Length != StaffVoucher.IdChars || !TextRules.IsLowerHex(claims.Subject, StaffVoucher.IdChars)
            || claims.TokenId.Length != StaffVoucher.IdChars || !TextRules.IsLowerHex(claims.TokenId, StaffVoucher.IdChars)
            || !TextRules.IsLine(claims.Name, StaffVoucher.MaxNameBytes)
            || claims.Skills.Length > StaffVoucher.MaxSkills || claims.Skills.Any(s => !TextRules.IsWord(s, StaffVoucher.MaxSkillChars)))
        {
            return Verdict<StaffToken>.Refuse(TrustProblem.Malformed, "the token's claims are not in form");
        }
        return CompactToken.JudgeWindow(claims.NotBefore, claims.Expires, time) switch
        {
            TrustProblem.NotYetValid => Verdict<StaffToken>.Refuse(TrustProblem.NotYetValid, "the token is not valid yet"),
            TrustProblem.Expired => Verdict<StaffToken>.Refuse(TrustProblem.Expired, "the token has ended"),
            _ => Verdict<StaffToken>.Accept(new StaffToken(number, claims.Subject, claims.TokenId, role, claims.Name, claims.Skills,
                DateTimeOffset.FromUnixTimeSeconds(claims.IssuedAt), DateTimeOffset.FromUnixTimeSeconds(claims.Expires))),
        };
    }
}

/// <summary>Writes the claims on one line; reading is <see cref="StrictJson"/>'s.</summary>
[JsonSerializable(typeof(StaffClaims))]
internal sealed partial class StaffClaimsJson : JsonSerializerContext;
