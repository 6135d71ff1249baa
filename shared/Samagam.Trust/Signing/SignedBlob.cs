using System.Text;

namespace Samagam.Trust;

/// <summary>
/// What kind of document a signature is for. The kind is signed before the bytes (<c>samagam-kind-1\n</c>), so a roster
/// can never be passed off as a revocation list signed by the same key; no X.509 structure or JWT starts like that.
/// </summary>
public enum SignedKind
{
    Roster = 1,
    Revocations,
    Devices,
    Manifest,
    Voucher,

    /// <summary>The manifest of a content pack.</summary>
    Content,
}

/// <summary>A document as it travels: the exact bytes that were signed, and the signature over them. Never re-serialised.</summary>
/// <param name="Bytes">The document, UTF-8 JSON for all kinds but voucher and manifest.</param>
/// <param name="Signature">ES256, 64 bytes.</param>
public sealed record SignedBlob(ReadOnlyMemory<byte> Bytes, ReadOnlyMemory<byte> Signature)
{
    /// <summary>Characters of a signature in a <c>.sig</c> file: base64 of 64 bytes.</summary>
    private const int SignatureChars = 88;

    /// <summary>Signs <paramref name="bytes"/> as a document of <paramref name="kind"/>.</summary>
    public static SignedBlob Sign(SigningKey key, SignedKind kind, ReadOnlyMemory<byte> bytes) =>
        new(bytes, key.Sign(ToSign(kind, bytes.Span)));

    /// <summary>Whether <paramref name="key"/> signed exactly these bytes as this kind.</summary>
    public bool IsBy(VerifyKey key, SignedKind kind) => key.Verify(ToSign(kind, Bytes.Span), Signature.Span);

    /// <summary>Reads <c>name.json</c> and its detached <c>name.sig</c>; checks sizes and form, not the signature.</summary>
    public static Verdict<SignedBlob> ReadFiles(string documentPath, int maxBytes)
    {
        var document = LimitedFile.Read(documentPath, maxBytes);
        if (!document.Ok)
        {
            return document.As<SignedBlob>();
        }
        var signature = LimitedFile.ReadText(SignaturePath(documentPath), SignatureChars + 2);
        if (!signature.Ok)
        {
            return signature.As<SignedBlob>();
        }
        var bytes = new byte[VerifyKey.SignatureBytes + 2];
        return Convert.TryFromBase64String(signature.Value.TrimEnd('\n', '\r'), bytes, out var length) && length == VerifyKey.SignatureBytes
            ? Verdict<SignedBlob>.Accept(new SignedBlob(document.Value, bytes.AsMemory(0, length)))
            : Verdict<SignedBlob>.Refuse(TrustProblem.Malformed, $"{SignaturePath(documentPath)} does not hold base64 of a 64-byte signature");
    }

    /// <summary>Writes the document and its detached signature beside it (<c>.json</c> and <c>.sig</c>).</summary>
    public void WriteFiles(string documentPath)
    {
        LimitedFile.Replace(documentPath, Bytes.Span, secret: false);
        LimitedFile.Replace(SignaturePath(documentPath), Encoding.ASCII.GetBytes(Convert.ToBase64String(Signature.Span) + "\n"), secret: false);
    }

    /// <summary><c>roster.json</c> → <c>roster.sig</c>.</summary>
    public static string SignaturePath(string documentPath) => Path.ChangeExtension(documentPath, ".sig");

    private static byte[] ToSign(SignedKind kind, ReadOnlySpan<byte> bytes)
    {
        var head = kind switch
        {
            SignedKind.Roster => "samagam-roster-1\n"u8,
            SignedKind.Revocations => "samagam-revocations-1\n"u8,
            SignedKind.Devices => "samagam-devices-1\n"u8,
            SignedKind.Manifest => "samagam-manifest-1\n"u8,
            SignedKind.Voucher => "samagam-voucher-1\n"u8,
            SignedKind.Content => "samagam-content-1\n"u8,
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "no such document"),
        };
        var all = new byte[head.Length + bytes.Length];
        head.CopyTo(all);
        bytes.CopyTo(all.AsSpan(head.Length));
        return all;
    }
}
