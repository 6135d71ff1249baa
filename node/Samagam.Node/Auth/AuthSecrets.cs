using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Samagam.Core.Auth;

namespace Samagam.Node.Auth;

/// <summary>
/// Keyed hashes of sign-in. A number is found by its tag, which is the same at every box of the mesh and means nothing without the mesh's key; what
/// this box keeps of codes means nothing without it either.
/// </summary>
public sealed class AuthSecrets
{
    private readonly byte[] _tagKey;
    private readonly byte[] _codeKey;

    /// <param name="meshSecret">32 bytes derived from the mesh's key for signing people in; the same at every box.</param>
    /// <param name="box">This box's number: codes of one box say nothing about those of another.</param>
    public AuthSecrets(ReadOnlySpan<byte> meshSecret, ushort box)
    {
        _tagKey = Derive(meshSecret, "phone-tag-1");
        _codeKey = Derive(meshSecret, $"otp-1/{box}");
    }

    /// <summary>First 16 bytes of HMAC-SHA-256 over the number in E.164.</summary>
    public UInt128 TagOf(PhoneNumber phone) => BinaryPrimitives.ReadUInt128BigEndian(HMACSHA256.HashData(_tagKey, Encoding.ASCII.GetBytes(phone.Text)));

    internal byte[] HashOfCode(UInt128 tag, Guid challenge, string code) => Hash($"code|{tag:x32}|{challenge:D}|{code}");

    internal byte[] HashOfChallenge(Guid challenge) => Hash($"challenge|{challenge:D}");

    /// <summary>Key of a note about an address; the address itself is not kept.</summary>
    internal string NameOfAddress(string address) => Convert.ToHexStringLower(Hash("address|" + address).AsSpan(0, 16));

    private byte[] Hash(string text) => HMACSHA256.HashData(_codeKey, Encoding.UTF8.GetBytes(text));

    private static byte[] Derive(ReadOnlySpan<byte> secret, string purpose)
    {
        var key = new byte[32];
        HKDF.DeriveKey(HashAlgorithmName.SHA256, secret, key, salt: [], info: Encoding.ASCII.GetBytes("samagam-auth|" + purpose));
        return key;
    }
}
