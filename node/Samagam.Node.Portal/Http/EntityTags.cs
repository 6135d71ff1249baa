using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;

namespace Samagam.Node.Portal.Http;

/// <summary>Answers that a reader may already have (RFC 9110 §13.1.2).</summary>
internal static class EntityTags
{
    /// <summary>A tag for these bytes.</summary>
    public static string Of(ReadOnlySpan<byte> bytes) => $"\"{Convert.ToHexStringLower(SHA256.HashData(bytes).AsSpan(0, 8))}\"";

    /// <summary>Puts the tag on the answer; true, with 304 set, when the reader has that already.</summary>
    public static bool IsKnown(HttpContext http, string tag)
    {
        http.Response.Headers.ETag = tag;
        // Compared weakly, as the section asks for.
        var known = http.Request.Headers.IfNoneMatch.ToString().Split(',').Select(t => t.Trim()).Any(t => t == "*" || t == tag || (t.StartsWith("W/", StringComparison.Ordinal) && t[2..] == tag));
        if (known)
        {
            http.Response.StatusCode = StatusCodes.Status304NotModified;
        }
        return known;
    }
}
