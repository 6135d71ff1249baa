using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Samagam.Node.Links.Notices;

/// <summary>Says to push services who we are (RFC 8292): a token of ES256 for one origin, good for half a day.</summary>
public sealed class VapidKey : IDisposable
{
    private static readonly TimeSpan Life = TimeSpan.FromHours(12);
    private readonly ECDsa _key;
    private readonly string _contact;

    private VapidKey(ECDsa key, string contact) => (_key, _contact, Public) = (key, contact, Base64Url.EncodeToString(PushCipher.PointOf(key)));

    /// <summary>The public key as browsers subscribe with it, base64url.</summary>
    public string Public { get; }

    /// <summary>Null for an empty text. Throws <see cref="FormatException"/> for one that is no private key of P-256.</summary>
    public static VapidKey? Read(string text, string contact)
    {
        if (text.Length == 0)
        {
            return null;
        }
        try
        {
            var d = Base64Url.DecodeFromChars(text);
            return d.Length == 32 ? new VapidKey(ECDsa.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, D = d }), contact) : throw new FormatException("32 bytes");
        }
        catch (Exception e) when (e is CryptographicException or FormatException)
        {
            throw new FormatException("NoticeRoads:VapidKey is no private key of P-256 in base64url", e);
        }
    }

    /// <summary>The value of the Authorization header.</summary>
    public string Authorization(Uri endpoint, DateTimeOffset now)
    {
        var header = """{"typ":"JWT","alg":"ES256"}"""u8;
        var claims = JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, object>
        {
            ["aud"] = endpoint.GetLeftPart(UriPartial.Authority), ["exp"] = (now + Life).ToUnixTimeSeconds(), ["sub"] = _contact,
        });
        var signed = $"{Base64Url.EncodeToString(header)}.{Base64Url.EncodeToString(claims)}";
        return $"vapid t={signed}.{Base64Url.EncodeToString(_key.SignData(Encoding.ASCII.GetBytes(signed), HashAlgorithmName.SHA256))}, k={Public}";
    }

    public void Dispose() => _key.Dispose();
}
