using System.Security.Cryptography;

namespace Samagam.Trust;

/// <summary>
/// A device that speaks MQTT (panic button, people counter, sign board) as the boxes know it: where it is, what it may
/// publish and subscribe, and a salted hash of its secret; the secret itself is only in the device.
/// </summary>
/// <param name="Id">Its MQTT user name: lower-case letters, digits, '-', '_'; at most <see cref="MaxIdChars"/>.</param>
/// <param name="Label">What people call it; at most <see cref="MaxLabelBytes"/> UTF-8 bytes.</param>
/// <param name="Topics">MQTT topic filters it may use, at most <see cref="MaxTopics"/>.</param>
/// <param name="Iterations">PBKDF2 rounds (RFC 8018). Secrets are 160 random bits, so few rounds suffice: they do not
/// make guessing harder, only a stolen file slower to try, and a reconnect storm must not stall a small box.</param>
/// <param name="Salt">Base64 of 16 bytes.</param>
/// <param name="SecretHash">Base64 of PBKDF2-HMAC-SHA-256, 32 bytes.</param>
public sealed record DeviceCredential(string Id, string Label, double LatitudeDeg, double LongitudeDeg, string[] Topics, int Iterations,
    string Salt, string SecretHash)
{
    public const int MaxIdChars = 32, MaxLabelBytes = 120, MaxTopics = 8, MaxTopicChars = 128;

    /// <summary>Longest secret that is tried, characters; ours have <see cref="SecretChars"/>.</summary>
    public const int MaxSecretChars = 128;

    /// <summary>Length of a secret of ours: base64url of 20 bytes.</summary>
    public const int SecretChars = 27;

    public const int DefaultIterations = 10_000, MinIterations = 1_000, MaxIterations = 1_000_000;

    private const int SaltBytes = 16, HashBytes = 32;

    /// <summary>A new device and its secret, which is told once and kept nowhere.</summary>
    public static (DeviceCredential Device, string Secret) Create(string id, string label, double latitudeDeg, double longitudeDeg,
        IReadOnlyList<string> topics, RandomNumberGenerator luck)
    {
        var random = new byte[20];
        luck.GetBytes(random);
        var secret = System.Buffers.Text.Base64Url.EncodeToString(random);
        var salt = new byte[SaltBytes];
        luck.GetBytes(salt);
        return (new DeviceCredential(id, label, latitudeDeg, longitudeDeg, [.. topics], DefaultIterations, Convert.ToBase64String(salt),
            Convert.ToBase64String(Hash(secret, salt, DefaultIterations))), secret);
    }

    /// <summary>The topics of a device that is given none: all below its own name.</summary>
    public static string OwnTopics(string id) => $"samagam/v1/devices/{id}/#";

    /// <summary>Whether this is the device's secret; compares in constant time.</summary>
    public bool Accepts(string secret)
    {
        if (secret.Length is 0 or > MaxSecretChars)
        {
            return false;
        }
        var salt = Convert.FromBase64String(Salt);
        return CryptographicOperations.FixedTimeEquals(Hash(secret, salt, Iterations), Convert.FromBase64String(SecretHash));
    }

    /// <summary>What is not in form, for people; null when all is.</summary>
    public string? Problem() =>
        !TextRules.IsWord(Id, MaxIdChars) ? $"a device id is 1 to {MaxIdChars} lower-case letters, digits, '-' or '_'"
        : !TextRules.IsLine(Label, MaxLabelBytes) ? $"a label is one line of 1 to {MaxLabelBytes} bytes"
        : !TextRules.IsPlace(LatitudeDeg, LongitudeDeg) ? "a place is latitude -90 to 90 and longitude -180 to 180 degrees"
        : Topics.Length is 0 or > MaxTopics || !Array.TrueForAll(Topics, IsFilter) ? $"a device has 1 to {MaxTopics} valid MQTT topic filters of at most {MaxTopicChars} characters"
        : Iterations is < MinIterations or > MaxIterations ? $"PBKDF2 rounds are {MinIterations} to {MaxIterations}"
        : !IsBase64(Salt, SaltBytes) ? $"a salt is base64 of {SaltBytes} bytes"
        : !IsBase64(SecretHash, HashBytes) ? $"a secret's hash is base64 of {HashBytes} bytes"
        : null;

    // MQTT 5.0 §4.7.1: '#' alone as the last level, '+' alone in a level.
    private static bool IsFilter(string filter)
    {
        if (!TextRules.IsLine(filter, MaxTopicChars))
        {
            return false;
        }
        var levels = filter.Split('/');
        for (var i = 0; i < levels.Length; i++)
        {
            if ((levels[i].Contains('#', StringComparison.Ordinal) && (levels[i].Length > 1 || i < levels.Length - 1))
                || (levels[i].Contains('+', StringComparison.Ordinal) && levels[i].Length > 1))
            {
                return false;
            }
        }
        return true;
    }

    private static bool IsBase64(string text, int bytes)
    {
        Span<byte> buffer = stackalloc byte[bytes + 2];
        return Convert.TryFromBase64String(text, buffer, out var length) && length == bytes;
    }

    private static byte[] Hash(string secret, byte[] salt, int iterations) =>
        Rfc2898DeriveBytes.Pbkdf2(secret, salt, iterations, HashAlgorithmName.SHA256, HashBytes);
}
