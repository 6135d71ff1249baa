using System.IO.Compression;
using Microsoft.AspNetCore.Http;

namespace Samagam.Web.Requests;

/// <summary>Sends a finished body: compressed when the reader unpacks it and it is worth it, nothing for HEAD.</summary>
public static class Answer
{
    /// <summary>Shorter bodies fit one packet anyway.</summary>
    public const int CompressFromBytes = 1_200;

    public static async Task SendAsync(HttpContext http, int status, string contentType, ReadOnlyMemory<byte> body)
    {
        var headers = http.Response.Headers;
        http.Response.StatusCode = status;
        http.Response.ContentType = contentType;
        if (headers.CacheControl.Count == 0)
        {
            // What these answers say ages in seconds.
            headers.CacheControl = "no-store";
        }
        headers.Append("Vary", "Accept-Encoding");
        if (body.Length >= CompressFromBytes && Encoding(http.Request) is { } encoding)
        {
            headers.ContentEncoding = encoding;
            body = Compress(body, encoding);
        }
        http.Response.ContentLength = body.Length;
        if (!HttpMethods.IsHead(http.Request.Method))
        {
            await http.Response.Body.WriteAsync(body, http.RequestAborted).ConfigureAwait(false);
        }
    }

    /// <summary>True when the reader unpacks this coding (RFC 9110 §12.5.3, as far as ours goes: named, and not refused by q=0).</summary>
    public static bool Accepts(HttpRequest request, string coding) =>
        request.Headers.AcceptEncoding.ToString().Split(',').Select(p => p.Split(';')).Any(p =>
            string.Equals(p[0].Trim(), coding, StringComparison.OrdinalIgnoreCase)
            && !p.Skip(1).Any(q => q.Trim() is "q=0" or "q=0.0" or "q=0.00" or "q=0.000"));

    private static string? Encoding(HttpRequest request) => Accepts(request, "br") ? "br" : Accepts(request, "gzip") ? "gzip" : null;

    private static ReadOnlyMemory<byte> Compress(ReadOnlyMemory<byte> body, string encoding)
    {
        var packed = new MemoryStream(body.Length / 3);
        // Fastest: a box has more network than processor to spare.
        using (Stream stream = encoding == "br" ? new BrotliStream(packed, CompressionLevel.Fastest, leaveOpen: true) : new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            stream.Write(body.Span);
        }
        return packed.GetBuffer().AsMemory(0, (int)packed.Length);
    }
}
