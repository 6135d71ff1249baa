using System.Security.Cryptography;

namespace Samagam.Trust;

/// <summary>
/// The mesh's sealing key: 32 random bytes every box of the mesh holds (<c>mesh.key</c>, base64). It never seals a body
/// itself; it wraps the keys of persons, and only through a key derived for that one purpose (HKDF-SHA-256, RFC 5869).
/// </summary>
public sealed class MeshKey : IDisposable
{
    /// <summary>Length of the key, bytes.</summary>
    public const int Bytes = 32;

    /// <summary>Longest key file, characters.</summary>
    public const int MaxTextChars = 64;

    private readonly byte[] _key;

    private MeshKey(byte[] key)
    {
        _key = key;
        WrapKey = HKDF.DeriveKey(HashAlgorithmName.SHA256, key, Bytes, info: "samagam-person-wrap-1"u8.ToArray());
    }

    /// <summary>Wraps the keys of persons.</summary>
    internal byte[] WrapKey { get; }

    public static MeshKey Create(RandomNumberGenerator luck)
    {
        var key = new byte[Bytes];
        luck.GetBytes(key);
        return new MeshKey(key);
    }

    /// <summary>Reads the text of <c>mesh.key</c>.</summary>
    public static Verdict<MeshKey> Read(string text)
    {
        var key = new byte[Bytes + 2];
        return text.Length <= MaxTextChars && Convert.TryFromBase64String(text.Trim(), key, out var length) && length == Bytes
            ? Verdict<MeshKey>.Accept(new MeshKey(key[..Bytes]))
            : Verdict<MeshKey>.Refuse(TrustProblem.Malformed, "mesh key is not base64 of 32 bytes");
    }

    /// <summary>A key for one further purpose, the same at every box of the mesh (HKDF-SHA-256); <paramref name="purpose"/> tells purposes apart.</summary>
    public byte[] Derive(ReadOnlySpan<byte> purpose)
    {
        var key = new byte[Bytes];
        HKDF.DeriveKey(HashAlgorithmName.SHA256, _key, key, salt: [], info: purpose);
        return key;
    }

    /// <summary>The text of <c>mesh.key</c>. Write it with mode 0600.</summary>
    public string ToText() => Convert.ToBase64String(_key) + "\n";

    public void Dispose()
    {
        CryptographicOperations.ZeroMemory(_key);
        CryptographicOperations.ZeroMemory(WrapKey);
    }
}
