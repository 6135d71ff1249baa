using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace Samagam.Trust;

/// <summary>
/// The compact form (JWS, RFC 7515 §3.1) all our tokens have: signed by a box, ES256 only. The algorithm is fixed, not read; the header must be
/// exactly ours; the body is given out only after the signature holds.
/// </summary>
/// <param name="IssuerNumber">Box that signed it; the header's <c>kid</c>.</param>
/// <param name="Body">The claims, not yet read.</param>
internal sealed record CompactToken(int IssuerNumber, byte[] Body)
{
    /// <summary>Longest token text, characters.</summary>
    public const int MaxTextChars = 2048;

    /// <summary>Last second a <see cref="DateTimeOffset"/> holds: 9999-12-31.</summary>
    public const long MaxUnixS = 253_402_300_799;

    private const string HeadBefore = "{\"alg\":\"ES256\",\"kid\":\"", HeadAfter = "\",\"typ\":\"JWT\"}";

    public static string Write(NodeIdentity issuer, byte[] claims)
    {
        var head = Base64Url.EncodeToString(Encoding.ASCII.GetBytes(HeadBefore + issuer.Number.ToString(CultureInfo.InvariantCulture) + HeadAfter));
        var body = Base64Url.EncodeToString(claims);
        var signature = issuer.Sign(Encoding.ASCII.GetBytes($"{head}.{body}"));
        return $"{head}.{body}.{Base64Url.EncodeToString(signature)}";
    }

    /// <param name="what">What it should be, for the refusal.</param>
    /// <param name="keyOf">Key of a box by number; null when unknown or revoked.</param>
    public static Verdict<CompactToken> Open(string text, string what, Func<int, VerifyKey?> keyOf)
    {
        if (text.Length > MaxTextChars)
        {
            return Verdict<CompactToken>.Refuse(TrustProblem.TooLarge, $"a token has at most {MaxTextChars} characters");
        }
        var first = text.IndexOf('.', StringComparison.Ordinal);
        var last = text.LastIndexOf('.');
        if (first <= 0 || last == first || IssuerOf(text.AsSpan(0, first)) is not { } number
            || Base64Text.TryDecode(text.AsSpan(last + 1), VerifyKey.SignatureBytes) is not { } signature
            || Base64Text.TryDecode(text.AsSpan(first + 1, last - first - 1), MaxTextChars) is not { } body)
        {
            return Verdict<CompactToken>.Refuse(TrustProblem.Malformed, $"not a {what}");
        }
        if (keyOf(number) is not { } key)
        {
            return Verdict<CompactToken>.Refuse(TrustProblem.UnknownIssuer, $"box {number} is unknown or revoked");
        }
        return key.Verify(Encoding.ASCII.GetBytes(text[..last]), signature)
            ? Verdict<CompactToken>.Accept(new CompactToken(number, body))
            : Verdict<CompactToken>.Refuse(TrustProblem.BadSignature, "the token was not signed by the box it names");
    }

    /// <summary>Whether three claims of time are in form: seconds that exist, an end not before its beginning, a life of at most <paramref name="maxLife"/>.</summary>
    public static bool AreTimes(long issuedAt, long notBefore, long expires, TimeSpan maxLife) =>
        notBefore is >= 0 and <= MaxUnixS && issuedAt is >= 0 and <= MaxUnixS && expires <= MaxUnixS && expires >= notBefore
        && expires - notBefore <= (long)maxLife.TotalSeconds;

    /// <summary>Judges the window of a token: <c>exp</c> is exclusive (RFC 7519 §4.1.4); the leeway is only for the beginning.</summary>
    public static TrustProblem JudgeWindow(long notBefore, long expires, BestTime time) => time.Judge(
        DateTimeOffset.FromUnixTimeSeconds(notBefore) - StaffToken.ClockLeeway, DateTimeOffset.FromUnixTimeSeconds(expires).AddTicks(-1));

    private static int? IssuerOf(ReadOnlySpan<char> head)
    {
        if (Base64Text.TryDecode(head, 64) is not { } bytes)
        {
            return null;
        }
        var json = Encoding.Latin1.GetString(bytes);
        if (!json.StartsWith(HeadBefore, StringComparison.Ordinal) || !json.EndsWith(HeadAfter, StringComparison.Ordinal)
            || json.Length <= HeadBefore.Length + HeadAfter.Length)
        {
            return null;
        }
        var kid = json[HeadBefore.Length..^HeadAfter.Length];
        return NodeName.TryRead("node-" + kid, out var number, out _) ? number : null;
    }
}
