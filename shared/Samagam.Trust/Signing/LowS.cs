using System.Numerics;

namespace Samagam.Trust;

/// <summary>
/// Makes ECDSA P-256 signatures unique per message and nonce. With (r, s) also (r, n−s) verifies, so a relay could give a
/// signed fact a second, different and valid signature and make it look like a cloned box. Ours always carry the smaller
/// s, and the larger is refused. Order n: FIPS 186-5 / SEC 2 v2, secp256r1.
/// </summary>
internal static class LowS
{
    private static readonly BigInteger Order = new(
        Convert.FromHexString("FFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551"), isUnsigned: true, isBigEndian: true);
    private static readonly BigInteger Half = Order >> 1;

    /// <summary>Replaces s by the smaller of s and n−s, in place.</summary>
    public static void Normalise(Span<byte> signature)
    {
        var tail = signature[32..];
        var s = new BigInteger(tail, isUnsigned: true, isBigEndian: true);
        if (s <= Half)
        {
            return;
        }
        var bytes = (Order - s).ToByteArray(isUnsigned: true, isBigEndian: true);
        tail.Clear();
        bytes.CopyTo(tail[(32 - bytes.Length)..]);
    }

    public static bool Is(ReadOnlySpan<byte> signature) =>
        new BigInteger(signature[32..], isUnsigned: true, isBigEndian: true) <= Half;
}
