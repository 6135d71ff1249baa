using System.Text;
using Microsoft.AspNetCore.Http;

namespace Samagam.Web.Html;

/// <summary>Sends a page.</summary>
public static class Page
{
    /// <summary>HTML in UTF-8. Never stored by a cache: what a page says ages in seconds.</summary>
    public static async Task SendAsync(HttpContext http, Markup page, int status = StatusCodes.Status200OK)
    {
        var bytes = Encoding.UTF8.GetBytes(page.ToString());
        http.Response.StatusCode = status;
        http.Response.ContentType = "text/html; charset=utf-8";
        http.Response.Headers.CacheControl = "no-store";
        http.Response.ContentLength = bytes.Length;
        if (!HttpMethods.IsHead(http.Request.Method))
        {
            await http.Response.Body.WriteAsync(bytes, http.RequestAborted).ConfigureAwait(false);
        }
    }
}
