using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;
using QRCoder;
using Samagam.Core.Groups;
using Samagam.Node.Portal.Http;
using Samagam.Node.Portal.Language;

namespace Samagam.Node.Portal.Groups;

/// <summary>Draws codes and shows them: as signs, as a picture to scan, as words to say across a crowd.</summary>
internal sealed class Invites(PortalParts parts, DevicePass passes)
{
    /// <summary>Where a phone without an application joins; the code goes along in the link.</summary>
    public const string JoinPath = "/group";

    /// <summary>Codes drawn for one group: were half of all codes taken, one in 250 groups would find none.</summary>
    private const int Drawn = 8;

    public GroupId NewId() => new(passes.NewId());

    /// <summary>Codes nobody can guess.</summary>
    public IReadOnlyList<GroupCode> Draw()
    {
        var luck = new byte[8 * Drawn];
        parts.Luck.GetBytes(luck);
        return [.. Enumerable.Range(0, Drawn).Select(i => GroupCode.Of(BinaryPrimitives.ReadUInt64BigEndian(luck.AsSpan(8 * i))))];
    }

    public static InviteView Of(HttpContext http, Words w, GroupCode code)
    {
        var url = UrlOf(http, code);
        var signs = code.Text.Select(sign => new SpokenSign(sign.ToString(CultureInfo.InvariantCulture), WordOf(w, sign))).ToList();
        return new(code.Text, code.Shown, url, QrOf(url), string.Join(", ", signs.Select(s => s.Word)), signs);
    }

    public static string UrlOf(HttpContext http, GroupCode code) => $"{http.Request.Scheme}://{http.Request.Host}{JoinPath}?code={code.Text}";

    /// <summary>A QR code as an SVG of its own viewBox, which scales to wherever it is put.</summary>
    public static string QrOf(string url)
    {
        using var code = QRCodeGenerator.GenerateQrCode(url, QRCodeGenerator.ECCLevel.M);
        return new SvgQRCode(code).GetGraphic(1, "#000000", "#ffffff", drawQuietZones: true, SvgQRCode.SizingMode.ViewBoxAttribute);
    }

    /// <summary>The word of a sign in this language: places everybody knows in Hindi, the spelling alphabet of ICAO Annex 10 in English.</summary>
    public static string WordOf(Words w, char sign)
    {
        var words = w[Say.GroupSpelling].Split(' ');
        return words[GroupCode.Signs.IndexOf(sign, StringComparison.Ordinal)];
    }
}
