using Microsoft.AspNetCore.Http;

namespace Samagam.Web.Requests;

/// <summary>Tells a form on another site from ours. A second wall behind SameSite cookies and form tokens, not the first.</summary>
public static class RequestOrigin
{
    /// <summary>
    /// True when a browser says that a page of another origin sent this (Fetch Metadata, or <c>Origin</c> of RFC 6454). Programs send neither header;
    /// a page that tells nothing of itself (<c>Origin: null</c>, our own referrer policy) is not foreign by that.
    /// </summary>
    public static bool IsForeign(HttpRequest request)
    {
        if (request.Headers["Sec-Fetch-Site"].ToString() is { Length: > 0 } site)
        {
            return site is not ("same-origin" or "none");
        }
        return request.Headers.Origin.ToString() is { Length: > 0 } origin && origin != "null"
            && !(Uri.TryCreate(origin, UriKind.Absolute, out var from)
                && string.Equals(from.Authority, request.Host.Value, StringComparison.OrdinalIgnoreCase));
    }
}
