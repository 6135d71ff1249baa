using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Samagam.Node.Links.Notices;

/// <summary>Message encryption for Web Push: RFC 8291 over the content coding aes128gcm of RFC 8188, one record.</summary>
public static class PushCipher
{
    /// <summary>Size of the one record; what push services take at least (RFC 8030 §7.2).</summary>
    public const int RecordBytes = 4_096;

    /// <summary>Most bytes of a message: the record without header, delimiter and tag.</summary>
    public const int MaxPlainBytes = RecordBytes - HeaderBytes - 1 - TagBytes;

    private const int HeaderBytes = 16 + 4 + 1 + PointBytes;
    private const int PointBytes = 65;
    private const int TagBytes = 16;

    /// <summary>The body of a push: salt, record size, our public key, one record.</summary>
    /// <param name="ours">A fresh key pair of P-256; not used again.</param>
    /// <param name="salt">16 random bytes.</param>
    /// <param name="theirs">The browser's public key, 65 bytes. Throws <see cref="CryptographicException"/> when it is no point of the curve.</param>
    /// <param name="auth">The browser's secret, 16 bytes.</param>
    public static byte[] Seal(ReadOnlySpan<byte> plain, ECDiffieHellman ours, ReadOnlySpan<byte> salt, ReadOnlySpan<byte> theirs, ReadOnlySpan<byte> auth)
    {
        if (plain.Length > MaxPlainBytes)
        {
            throw new ArgumentException("longer than one record", nameof(plain));
        }
        var us = PointOf(ours);
        using var other = ECDiffieHellman.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, Q = new ECPoint { X = theirs[1..33].ToArray(), Y = theirs[33..].ToArray() } });
        var shared = ours.DeriveRawSecretAgreement(other.PublicKey);
        var (key, nonce) = Keys(shared, auth, salt, theirs, us);
        var body = new byte[HeaderBytes + plain.Length + 1 + TagBytes];
        salt.CopyTo(body);
        BinaryPrimitives.WriteUInt32BigEndian(body.AsSpan(16), RecordBytes);
        body[20] = PointBytes;
        us.CopyTo(body, 21);
        // The delimiter of the last record (RFC 8188 §2).
        byte[] padded = [.. plain, 2];
        using var gcm = new AesGcm(key, TagBytes);
        gcm.Encrypt(nonce, padded, body.AsSpan(HeaderBytes, padded.Length), body.AsSpan(HeaderBytes + padded.Length));
        CryptographicOperations.ZeroMemory(shared);
        return body;
    }

    /// <summary>An uncompressed point.</summary>
    public static byte[] PointOf(ECAlgorithm key)
    {
        var q = key.ExportParameters(includePrivateParameters: false).Q;
        return [4, .. q.X!, .. q.Y!];
    }

    /// <summary>RFC 8291 §3.4.</summary>
    private static (byte[] Key, byte[] Nonce) Keys(byte[] shared, ReadOnlySpan<byte> auth, ReadOnlySpan<byte> salt, ReadOnlySpan<byte> theirs, ReadOnlySpan<byte> us)
    {
        byte[] info = [.. "WebPush: info\0"u8, .. theirs, .. us];
        var ikm = HKDF.DeriveKey(HashAlgorithmName.SHA256, shared, 32, auth.ToArray(), info);
        return (
            HKDF.DeriveKey(HashAlgorithmName.SHA256, ikm, 16, salt.ToArray(), Encoding.ASCII.GetBytes("Content-Encoding: aes128gcm\0")),
            HKDF.DeriveKey(HashAlgorithmName.SHA256, ikm, 12, salt.ToArray(), Encoding.ASCII.GetBytes("Content-Encoding: nonce\0")));
    }
}
