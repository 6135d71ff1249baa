using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Samagam.Trust;

/// <summary>
/// A P-256 public key that checks ES256 signatures (RFC 7518 §3.4: ECDSA, SHA-256, IEEE P1363 form r‖s, 64 bytes), in
/// low-s form only. Safe to use from many threads.
/// </summary>
public sealed class VerifyKey : IDisposable
{
    /// <summary>Length of every signature, bytes.</summary>
    public const int SignatureBytes = 64;

    /// <summary>Length of <see cref="Spki"/>, bytes: SubjectPublicKeyInfo of an uncompressed P-256 point (RFC 5480).</summary>
    public const int SpkiBytes = 91;

    private static readonly byte[] SpkiHead = Convert.FromHexString("3059301306072A8648CE3D020106082A8648CE3D03010703420004");
    private readonly Lock _gate = new();
    private readonly ECDsa _key;
    private readonly byte[] _spki;

    private VerifyKey(ECDsa key, byte[] spki)
    {
        _key = key;
        _spki = spki;
    }

    /// <summary>The key as DER SubjectPublicKeyInfo, <see cref="SpkiBytes"/> long.</summary>
    public ReadOnlyMemory<byte> Spki => _spki;

    /// <summary>Reads a key; anything but an uncompressed point on P-256 is malformed.</summary>
    public static Verdict<VerifyKey> Read(ReadOnlySpan<byte> spki)
    {
        if (spki.Length != SpkiBytes || !spki.StartsWith(SpkiHead))
        {
            return Verdict<VerifyKey>.Refuse(TrustProblem.Malformed, "not a P-256 public key");
        }
        var key = ECDsa.Create();
        try
        {
            key.ImportSubjectPublicKeyInfo(spki, out _);
            return Verdict<VerifyKey>.Accept(new VerifyKey(key, spki.ToArray()));
        }
        catch (CryptographicException e)
        {
            key.Dispose();
            return Verdict<VerifyKey>.Refuse(TrustProblem.Malformed, $"not a point on P-256: {e.Message}");
        }
    }

    /// <summary>Reads a key from base64 of its SubjectPublicKeyInfo, as the roster carries it.</summary>
    public static Verdict<VerifyKey> ReadBase64(string text)
    {
        Span<byte> spki = stackalloc byte[SpkiBytes + 2];
        return Convert.TryFromBase64String(text, spki, out var length)
            ? Read(spki[..length])
            : Verdict<VerifyKey>.Refuse(TrustProblem.Malformed, "public key is not base64 of 91 bytes");
    }

    /// <summary>The key a certificate speaks for.</summary>
    public static Verdict<VerifyKey> Of(X509Certificate2 certificate)
    {
        try
        {
            return Read(certificate.PublicKey.ExportSubjectPublicKeyInfo());
        }
        catch (CryptographicException e)
        {
            return Verdict<VerifyKey>.Refuse(TrustProblem.Malformed, $"the certificate's key cannot be read: {e.Message}");
        }
    }

    /// <summary>Whether <paramref name="signature"/> is by this key over exactly <paramref name="bytes"/>. False for any wrong length.</summary>
    public bool Verify(ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> signature)
    {
        if (signature.Length != SignatureBytes || !LowS.Is(signature))
        {
            return false;
        }
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(bytes, hash);
        // Instances of ECDsa promise no thread safety.
        lock (_gate)
        {
            return _key.VerifyHash(hash, signature, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
        }
    }

    public void Dispose() => _key.Dispose();
}
