using System.IO.Compression;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Builder;
using Samagam.Node.Portal.Access;
using Samagam.Node.Portal.Http;
using Samagam.Node.Portal.Language;
using Samagam.Web.Requests;

namespace Samagam.Node.Portal.Reference;

/// <summary><c>GET /openapi/v1.json</c>: written when first asked for, since few boxes are ever asked, and kept packed.</summary>
internal sealed class OpenApiDoor(ApiSurface surface, Languages languages, PacedCalls paced)
{
    public const string Path = "/openapi/v1.json";

    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };

    private readonly Lock _gate = new();
    private Packed? _packed;

    public void Map(IEndpointRouteBuilder routes) => routes.MapMethods(Path, [HttpMethods.Get, HttpMethods.Head], paced.Before(SendAsync));

    private async Task SendAsync(HttpContext http)
    {
        var packed = Document();
        var headers = http.Response.Headers;
        headers.CacheControl = "no-cache";
        headers.Vary = "Accept-Encoding";
        if (EntityTags.IsKnown(http, packed.Tag))
        {
            return;
        }
        http.Response.ContentType = "application/json; charset=utf-8";
        var encoding = Answer.Accepts(http.Request, "br") ? "br" : Answer.Accepts(http.Request, "gzip") ? "gzip" : null;
        if (encoding is not null)
        {
            headers.ContentEncoding = encoding;
            var bytes = encoding == "br" ? packed.Brotli : packed.Gzip;
            http.Response.ContentLength = bytes.Length;
            if (!HttpMethods.IsHead(http.Request.Method))
            {
                await http.Response.Body.WriteAsync(bytes, http.RequestAborted).ConfigureAwait(false);
            }
            return;
        }
        http.Response.ContentLength = packed.Length;
        if (!HttpMethods.IsHead(http.Request.Method))
        {
            await using var unpacked = new GZipStream(new MemoryStream(packed.Gzip), CompressionMode.Decompress);
            await unpacked.CopyToAsync(http.Response.Body, http.RequestAborted).ConfigureAwait(false);
        }
    }

    private Packed Document()
    {
        lock (_gate)
        {
            return _packed ??= Pack(Encoding.UTF8.GetBytes(OpenApiDocument.Write(surface.Read(), languages["en"]).ToJsonString(Plain)));
        }
    }

    private static Packed Pack(byte[] text) => new(
        // Weak: the same document, packed in one way or another.
        "W/" + EntityTags.Of(text),
        Compress(text, to => new BrotliStream(to, CompressionLevel.Optimal)),
        Compress(text, to => new GZipStream(to, CompressionLevel.Optimal)),
        text.Length);

    private static byte[] Compress(byte[] bytes, Func<Stream, Stream> over)
    {
        using var packed = new MemoryStream();
        using (var stream = over(packed))
        {
            stream.Write(bytes);
        }
        return packed.ToArray();
    }

    private sealed record Packed(string Tag, byte[] Brotli, byte[] Gzip, int Length);
}
