using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Samagam.Trust;

/// <summary>
/// Codes of an authenticator app: TOTP (RFC 6238) over HOTP (RFC 4226), SHA-1, steps of 30 s from 1970, 6 digits. The secret follows from the mesh's key and the
/// voucher's id, so that any box checks a code offline and provisioning can show it without anything being kept.
/// </summary>
public static class Totp
{
    public const int SecretBytes = 20, Digits = 6, StepSeconds = 30;

    /// <summary>Steps a phone's clock may be early or late.</summary>
    public const int Drift = 1;

    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    /// <summary>The secret of one voucher.</summary>
    public static byte[] SecretOf(MeshKey mesh, string voucherId) => mesh.Derive(Encoding.ASCII.GetBytes("samagam-staff-totp-1|" + voucherId))[..SecretBytes];

    /// <summary>The step of a moment.</summary>
    public static long StepAt(DateTimeOffset now) => now.ToUnixTimeSeconds() / StepSeconds;

    /// <summary>The code of a step (RFC 4226 §5.3).</summary>
    public static string CodeOf(ReadOnlySpan<byte> secret, long step)
    {
        Span<byte> counter = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(counter, step);
        Span<byte> hash = stackalloc byte[HMACSHA1.HashSizeInBytes];
#pragma warning disable CA5350 // What authenticator apps speak; HMAC-SHA-1 as a pseudo-random function is not broken.
        HMACSHA1.HashData(secret, counter, hash);
#pragma warning restore CA5350
        var number = BinaryPrimitives.ReadUInt32BigEndian(hash[(hash[^1] & 0xF)..]) & 0x7FFF_FFFF;
        return (number % 1_000_000).ToString("D6", CultureInfo.InvariantCulture);
    }

    /// <summary>The step whose code this is, at most <see cref="Drift"/> from now; null for none. Takes as long for each code.</summary>
    public static long? StepOf(ReadOnlySpan<byte> secret, string code, DateTimeOffset now)
    {
        long? found = null;
        var given = Encoding.ASCII.GetBytes(code.Length == Digits ? code : new string('x', Digits));
        for (var step = StepAt(now) - Drift; step <= StepAt(now) + Drift; step++)
        {
            if (CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(CodeOf(secret, step)), given))
            {
                found = step;
            }
        }
        return found;
    }

    /// <summary>What an authenticator app scans (Key URI Format of google-authenticator).</summary>
    /// <param name="account">Whose it is, as the app shows it.</param>
    public static string UriOf(ReadOnlySpan<byte> secret, string issuer, string account) =>
        $"otpauth://totp/{Uri.EscapeDataString(issuer)}:{Uri.EscapeDataString(account)}?secret={Base32(secret)}&issuer={Uri.EscapeDataString(issuer)}&algorithm=SHA1&digits={Digits}&period={StepSeconds}";

    /// <summary>RFC 4648 §6, without padding: 20 bytes need none.</summary>
    public static string Base32(ReadOnlySpan<byte> bytes)
    {
        var text = new StringBuilder(((bytes.Length * 8) + 4) / 5);
        var (held, bits) = (0, 0);
        foreach (var b in bytes)
        {
            (held, bits) = ((held << 8) | b, bits + 8);
            while (bits >= 5)
            {
                bits -= 5;
                text.Append(Alphabet[(held >> bits) & 31]);
            }
        }
        return bits > 0 ? text.Append(Alphabet[(held << (5 - bits)) & 31]).ToString() : text.ToString();
    }
}
