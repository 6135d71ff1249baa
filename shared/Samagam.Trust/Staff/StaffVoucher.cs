using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Samagam.Trust;

/// <summary>
/// A paper that makes a person staff, at any box and without any network: signed by the mesh's authority, short enough
/// for a QR code on a badge. Text: <c>SV1.</c> + base64url(payload) + <c>.</c> + base64url(signature); payload, big-endian:
/// version 1 (1 B), id (8 B), role (1 B), valid from and until (4 B each, Unix seconds), mesh, name, and skills, each text
/// UTF-8 behind one length byte, the skills behind one count byte.
/// </summary>
/// <param name="Id">16 lower-case hex digits; the same voucher is the same person everywhere.</param>
/// <param name="DisplayName">Shown to callers and on the board; at most <see cref="MaxNameBytes"/> UTF-8 bytes.</param>
/// <param name="Skills">For dispatch, e.g. <c>first-aid</c>: at most <see cref="MaxSkills"/> lower-case words, each at most
/// <see cref="MaxSkillChars"/> characters; no word twice.</param>
/// <param name="ValidFromUnixS">First second of validity.</param>
/// <param name="ValidUntilUnixS">Last second of validity.</param>
public sealed record StaffVoucher(string Id, StaffRole Role, string DisplayName, IReadOnlyList<string> Skills, uint ValidFromUnixS,
    uint ValidUntilUnixS, string MeshName)
{
    /// <summary>Longest text, characters: fits a version 12 QR code at error level M.</summary>
    public const int MaxTextChars = 300;

    public const int MaxNameBytes = 60, MaxSkills = 6, MaxSkillChars = 16, IdChars = 16;

    private const string Head = "SV1.";
    private const int Version = 1, MaxPayloadBytes = 256;

    public DateTimeOffset ValidFrom => DateTimeOffset.FromUnixTimeSeconds(ValidFromUnixS);

    public DateTimeOffset ValidUntil => DateTimeOffset.FromUnixTimeSeconds(ValidUntilUnixS);

    /// <summary>A new voucher id.</summary>
    public static string NewId(RandomNumberGenerator luck)
    {
        Span<byte> id = stackalloc byte[IdChars / 2];
        luck.GetBytes(id);
        return Convert.ToHexStringLower(id);
    }

    /// <summary>Signs this voucher; refused when a field is not in form or the text would not fit a badge.</summary>
    /// <param name="issuer">The authority's key, or another key the boxes accept as issuer.</param>
    public Verdict<string> Issue(SigningKey issuer)
    {
        if (Problem() is { } problem)
        {
            return Verdict<string>.Refuse(TrustProblem.Malformed, problem);
        }
        var payload = Payload();
        var signed = SignedBlob.Sign(issuer, SignedKind.Voucher, payload);
        var text = $"{Head}{Base64Url.EncodeToString(payload)}.{Base64Url.EncodeToString(signed.Signature.Span)}";
        return text.Length <= MaxTextChars
            ? Verdict<string>.Accept(text)
            : Verdict<string>.Refuse(TrustProblem.TooLarge, $"voucher has {text.Length} characters, a badge takes {MaxTextChars}: shorten the name or the skills");
    }

    /// <summary>Believes a voucher, or says why not. The signature is checked before anything is read from it.</summary>
    public static Verdict<StaffVoucher> Verify(string text, string meshName, BestTime time, params ReadOnlySpan<VerifyKey> issuers)
    {
        if (text.Length > MaxTextChars)
        {
            return Verdict<StaffVoucher>.Refuse(TrustProblem.TooLarge, $"a voucher has at most {MaxTextChars} characters");
        }
        var dot = text.LastIndexOf('.');
        if (!text.StartsWith(Head, StringComparison.Ordinal) || dot < Head.Length
            || Base64Text.TryDecode(text.AsSpan(Head.Length, dot - Head.Length), MaxPayloadBytes) is not { } payload
            || Base64Text.TryDecode(text.AsSpan(dot + 1), VerifyKey.SignatureBytes) is not { Length: VerifyKey.SignatureBytes } signature)
        {
            return Verdict<StaffVoucher>.Refuse(TrustProblem.Malformed, "not a staff voucher");
        }
        var blob = new SignedBlob(payload, signature);
        var known = false;
        foreach (var issuer in issuers)
        {
            known |= blob.IsBy(issuer, SignedKind.Voucher);
        }
        if (!known)
        {
            return Verdict<StaffVoucher>.Refuse(TrustProblem.BadSignature, "the voucher was not signed for this mesh, or was changed");
        }
        if (Parse(payload) is not { } voucher || voucher.Problem() is not null)
        {
            return Verdict<StaffVoucher>.Refuse(TrustProblem.Malformed, "the voucher's content is not in form");
        }
        if (!string.Equals(voucher.MeshName, meshName, StringComparison.Ordinal))
        {
            return Verdict<StaffVoucher>.Refuse(TrustProblem.WrongMesh, $"the voucher is for '{voucher.MeshName}'");
        }
        return time.Judge(voucher.ValidFrom, voucher.ValidUntil) switch
        {
            TrustProblem.NotYetValid => Verdict<StaffVoucher>.Refuse(TrustProblem.NotYetValid, $"the voucher is valid from {voucher.ValidFrom:u}"),
            TrustProblem.Expired => Verdict<StaffVoucher>.Refuse(TrustProblem.Expired, $"the voucher ended at {voucher.ValidUntil:u}"),
            _ => Verdict<StaffVoucher>.Accept(voucher),
        };
    }

    /// <summary>What is not in form, for people; null when all is.</summary>
    public string? Problem() =>
        Id.Length != IdChars || !TextRules.IsLowerHex(Id, IdChars) ? $"a voucher id is {IdChars} lower-case hex digits"
        : !Enum.IsDefined(Role) ? "no such role"
        : !TextRules.IsLine(DisplayName, MaxNameBytes) ? $"a display name is one line of 1 to {MaxNameBytes} bytes"
        : Skills.Count > MaxSkills || Skills.Any(s => !TextRules.IsWord(s, MaxSkillChars)) || Skills.Distinct(StringComparer.Ordinal).Count() != Skills.Count
            ? $"skills are at most {MaxSkills} different lower-case words of at most {MaxSkillChars} characters"
        : ValidUntilUnixS < ValidFromUnixS ? "a voucher ends after it begins"
        : !MeshAuthority.IsMeshName(MeshName) ? "the mesh name is not in form"
        : null;

    private byte[] Payload()
    {
        using var bytes = new MemoryStream();
        bytes.WriteByte(Version);
        bytes.Write(Convert.FromHexString(Id));
        bytes.WriteByte((byte)Role);
        Span<byte> seconds = stackalloc byte[8];
        BinaryPrimitives.WriteUInt32BigEndian(seconds, ValidFromUnixS);
        BinaryPrimitives.WriteUInt32BigEndian(seconds[4..], ValidUntilUnixS);
        bytes.Write(seconds);
        WriteText(bytes, MeshName);
        WriteText(bytes, DisplayName);
        bytes.WriteByte((byte)Skills.Count);
        foreach (var skill in Skills)
        {
            WriteText(bytes, skill);
        }
        return bytes.ToArray();
    }

    private static void WriteText(MemoryStream bytes, string text)
    {
        var utf8 = Encoding.UTF8.GetBytes(text);
        bytes.WriteByte((byte)utf8.Length);
        bytes.Write(utf8);
    }

    private static StaffVoucher? Parse(ReadOnlySpan<byte> payload)
    {
        if (payload.Length < 18 || payload[0] != Version)
        {
            return null;
        }
        var id = Convert.ToHexStringLower(payload.Slice(1, 8));
        var role = (StaffRole)payload[9];
        var from = BinaryPrimitives.ReadUInt32BigEndian(payload[10..]);
        var until = BinaryPrimitives.ReadUInt32BigEndian(payload[14..]);
        var rest = payload[18..];
        if (ReadText(ref rest) is not { } mesh || ReadText(ref rest) is not { } name || rest.IsEmpty || rest[0] > MaxSkills)
        {
            return null;
        }
        var skills = new string[rest[0]];
        rest = rest[1..];
        for (var i = 0; i < skills.Length; i++)
        {
            if (ReadText(ref rest) is not { } skill)
            {
                return null;
            }
            skills[i] = skill;
        }
        return rest.IsEmpty ? new StaffVoucher(id, role, name, skills, from, until, mesh) : null;
    }

    private static string? ReadText(ref ReadOnlySpan<byte> rest)
    {
        if (rest.IsEmpty || rest.Length - 1 < rest[0])
        {
            return null;
        }
        var utf8 = rest.Slice(1, rest[0]);
        rest = rest[(1 + utf8.Length)..];
        return System.Text.Unicode.Utf8.IsValid(utf8) ? Encoding.UTF8.GetString(utf8) : null;
    }
}
