using System.Text;
using Microsoft.AspNetCore.Http;
using Samagam.Web.Requests;

namespace Samagam.Web.Html;

/// <summary>Sends a page.</summary>
public static class Page
{
    /// <summary>HTML in UTF-8, compressed where the reader takes it, not stored by caches.</summary>
    public static Task SendAsync(HttpContext http, Markup page, int status = StatusCodes.Status200OK) =>
        Answer.SendAsync(http, status, "text/html; charset=utf-8", Encoding.UTF8.GetBytes(page.ToString()));
}
