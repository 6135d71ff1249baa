using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;

namespace Samagam.Node.Portal.Http;

/// <summary>
/// The pass of a phone: 128 random bits in a cookie, given at the first visit, nothing to sign up for. It lets a second press
/// of the same phone be the same call. Only its hash is ever stored.
/// </summary>
internal sealed class DevicePass(RandomNumberGenerator luck)
{
    public const string Cookie = "pass";
    private const int Bytes = 16;
    private static readonly TimeSpan Life = TimeSpan.FromDays(60);

    /// <summary>Name of this phone's pass, made and set when it has none.</summary>
    public string Ensure(HttpContext http)
    {
        if (NameOf(http) is { } known)
        {
            return known;
        }
        var pass = Convert.ToHexStringLower(RandomBytes());
        http.Response.Cookies.Append(Cookie, pass, new CookieOptions
        {
            HttpOnly = true,
            SameSite = SameSiteMode.Lax,
            Secure = http.Request.IsHttps,
            MaxAge = Life,
            IsEssential = true,
        });
        var name = Hash(pass);
        http.Items[typeof(DevicePass)] = name;
        return name;
    }

    /// <summary>First 32 hexadecimal digits of the SHA-256 of the pass; null when the phone has none, or not one of ours in form.</summary>
    public static string? NameOf(HttpContext http)
    {
        if (http.Items.TryGetValue(typeof(DevicePass), out var made))
        {
            return (string?)made;
        }
        return http.Request.Cookies.TryGetValue(Cookie, out var pass) && pass is { Length: Bytes * 2 } && pass.All(char.IsAsciiHexDigitLower)
            ? Hash(pass)
            : null;
    }

    /// <summary>A new id for a call.</summary>
    public Guid NewId()
    {
        var bytes = RandomBytes();
        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x40);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new Guid(bytes, bigEndian: true);
    }

    private static string Hash(string pass) => Convert.ToHexStringLower(SHA256.HashData(System.Text.Encoding.ASCII.GetBytes(pass)).AsSpan(0, 16));

    private byte[] RandomBytes()
    {
        var bytes = new byte[Bytes];
        luck.GetBytes(bytes);
        return bytes;
    }
}
