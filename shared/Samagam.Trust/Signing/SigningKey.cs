using System.Security.Cryptography;

namespace Samagam.Trust;

/// <summary>
/// A P-256 private key that signs ES256 in low-s form, and the public key that goes with it. Safe to use from many
/// threads. The private half leaves it only as PKCS#8 PEM, for the file provisioning writes.
/// </summary>
public sealed class SigningKey : IDisposable
{
    /// <summary>Longest PEM text that is read, characters.</summary>
    public const int MaxPemChars = 4096;

    private readonly Lock _gate = new();
    private readonly ECDsa _key;

    private SigningKey(ECDsa key, VerifyKey @public)
    {
        _key = key;
        Public = @public;
    }

    /// <summary>The public half; lives as long as this key.</summary>
    public VerifyKey Public { get; }

    /// <summary>The key itself, for certificate requests and TLS inside this library.</summary>
    internal ECDsa Ecdsa => _key;

    /// <summary>A new key from the operating system's own randomness.</summary>
    public static SigningKey Create() => Wrap(ECDsa.Create(ECCurve.NamedCurves.nistP256));

    /// <summary>Reads a PKCS#8 or SEC 1 PEM of a P-256 private key.</summary>
    public static Verdict<SigningKey> ReadPem(string pem)
    {
        if (pem.Length > MaxPemChars)
        {
            return Verdict<SigningKey>.Refuse(TrustProblem.TooLarge, $"key text is longer than {MaxPemChars} characters");
        }
        var key = ECDsa.Create();
        try
        {
            key.ImportFromPem(pem);
            // Exporting proves the private half is there; a public PEM would import just as well.
            var parameters = key.ExportParameters(includePrivateParameters: true);
            CryptographicOperations.ZeroMemory(parameters.D);
            if (VerifyKey.Read(key.ExportSubjectPublicKeyInfo()) is { Ok: true, Value: { } half })
            {
                return Verdict<SigningKey>.Accept(new SigningKey(key, half));
            }
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException)
        {
            key.Dispose();
            return Verdict<SigningKey>.Refuse(TrustProblem.Malformed, $"not a P-256 private key in PEM form: {e.Message}");
        }
        key.Dispose();
        return Verdict<SigningKey>.Refuse(TrustProblem.Malformed, "the private key is not on the curve P-256");
    }

    /// <summary>The private key as PKCS#8 PEM. Write it with mode 0600.</summary>
    public string ToPem() => _key.ExportPkcs8PrivateKeyPem() + "\n";

    /// <summary>Signs exactly these bytes; 64 bytes, r‖s, low s.</summary>
    public byte[] Sign(ReadOnlySpan<byte> bytes)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(bytes, hash);
        byte[] signature;
        lock (_gate)
        {
            signature = _key.SignHash(hash, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
        }
        LowS.Normalise(signature);
        return signature;
    }

    public void Dispose()
    {
        Public.Dispose();
        _key.Dispose();
    }

    private static SigningKey Wrap(ECDsa key)
    {
        var half = VerifyKey.Read(key.ExportSubjectPublicKeyInfo());
        return new SigningKey(key, half.Value ?? throw new InvalidOperationException("a fresh P-256 key must read back: " + half.Reason));
    }
}
