using System.Security.Cryptography;

namespace Samagam.Trust;

/// <summary>
/// Seals what is personal: AES-256-GCM (NIST SP 800-38D) under a random key of that person, which is itself kept only
/// wrapped by the mesh's key. Destroying the wrapped key everywhere erases the person, however many copies of the sealed
/// bodies exist. Form: <c>nonce(12) | ciphertext | tag(16)</c>. The associated data binds a body to its place (say, the
/// fact's subject), so that one person's sealed field cannot be moved into another's record.
/// </summary>
/// <param name="luck">Gives keys and nonces. Random nonces are safe for 2^32 uses of one key (SP 800-38D §8.3).</param>
public sealed class SealedFields(MeshKey meshKey, RandomNumberGenerator luck)
{
    /// <summary>Bytes a sealed form is longer than its plaintext.</summary>
    public const int Overhead = NonceBytes + TagBytes;

    /// <summary>Length of a person's key, bytes.</summary>
    public const int PersonKeyBytes = 32;

    /// <summary>Length of a wrapped person's key, bytes.</summary>
    public const int WrappedKeyBytes = PersonKeyBytes + Overhead;

    /// <summary>Longest plaintext, bytes.</summary>
    public const int MaxPlaintextBytes = 64 * 1024;

    /// <summary>Longest associated data, bytes.</summary>
    public const int MaxAssociatedBytes = 1024;

    private const int NonceBytes = 12, TagBytes = 16;

    /// <summary>A new person's key. Keep it only wrapped.</summary>
    public byte[] NewPersonKey()
    {
        var key = new byte[PersonKeyBytes];
        luck.GetBytes(key);
        return key;
    }

    /// <summary>Wraps a person's key for storing and sending; <paramref name="person"/> (the person's id) is bound to it.</summary>
    public byte[] Wrap(ReadOnlySpan<byte> personKey, ReadOnlySpan<byte> person)
    {
        RequireKey(personKey);
        return Encrypt(meshKey.WrapKey, personKey, person);
    }

    /// <summary>Unwraps a person's key; refused when it is of another mesh, of another person or damaged.</summary>
    public Verdict<byte[]> Unwrap(ReadOnlySpan<byte> wrapped, ReadOnlySpan<byte> person) =>
        wrapped.Length == WrappedKeyBytes
            ? Decrypt(meshKey.WrapKey, wrapped, person, "person's key")
            : Verdict<byte[]>.Refuse(TrustProblem.Malformed, $"a wrapped person's key has {WrappedKeyBytes} bytes");

    /// <summary>
    /// Seals a field. Throws <see cref="ArgumentOutOfRangeException"/> beyond <see cref="MaxPlaintextBytes"/>: what is
    /// sealed comes from ourselves, already within limits.
    /// </summary>
    public byte[] Seal(ReadOnlySpan<byte> plaintext, ReadOnlySpan<byte> personKey, ReadOnlySpan<byte> associatedData)
    {
        RequireKey(personKey);
        return Encrypt(personKey, plaintext, associatedData);
    }

    /// <summary>Opens a sealed field; refused when the key, the place or a single bit is another.</summary>
    public static Verdict<byte[]> Open(ReadOnlySpan<byte> sealedBytes, ReadOnlySpan<byte> personKey, ReadOnlySpan<byte> associatedData)
    {
        if (personKey.Length != PersonKeyBytes)
        {
            return Verdict<byte[]>.Refuse(TrustProblem.Malformed, $"a person's key has {PersonKeyBytes} bytes");
        }
        return Decrypt(personKey, sealedBytes, associatedData, "sealed field");
    }

    private byte[] Encrypt(ReadOnlySpan<byte> key, ReadOnlySpan<byte> plaintext, ReadOnlySpan<byte> associatedData)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(plaintext.Length, MaxPlaintextBytes);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(associatedData.Length, MaxAssociatedBytes);
        var whole = new byte[plaintext.Length + Overhead];
        var nonce = whole.AsSpan(0, NonceBytes);
        luck.GetBytes(nonce);
        using var gcm = new AesGcm(key, TagBytes);
        gcm.Encrypt(nonce, plaintext, whole.AsSpan(NonceBytes, plaintext.Length), whole.AsSpan(NonceBytes + plaintext.Length), associatedData);
        return whole;
    }

    private static Verdict<byte[]> Decrypt(ReadOnlySpan<byte> key, ReadOnlySpan<byte> whole, ReadOnlySpan<byte> associatedData, string what)
    {
        if (whole.Length < Overhead)
        {
            return Verdict<byte[]>.Refuse(TrustProblem.Malformed, $"{what} is shorter than {Overhead} bytes");
        }
        if (whole.Length > MaxPlaintextBytes + Overhead || associatedData.Length > MaxAssociatedBytes)
        {
            return Verdict<byte[]>.Refuse(TrustProblem.TooLarge, $"{what} is larger than {MaxPlaintextBytes} bytes");
        }
        var plaintext = new byte[whole.Length - Overhead];
        try
        {
            using var gcm = new AesGcm(key, TagBytes);
            gcm.Decrypt(whole[..NonceBytes], whole[NonceBytes..^TagBytes], whole[^TagBytes..], plaintext, associatedData);
            return Verdict<byte[]>.Accept(plaintext);
        }
        catch (AuthenticationTagMismatchException)
        {
            return Verdict<byte[]>.Refuse(TrustProblem.WrongSecret, $"{what} does not open: other key, other place, or damaged");
        }
    }

    private static void RequireKey(ReadOnlySpan<byte> personKey)
    {
        if (personKey.Length != PersonKeyBytes)
        {
            throw new ArgumentException($"a person's key has {PersonKeyBytes} bytes", nameof(personKey));
        }
    }
}
