using Microsoft.AspNetCore.Http;

namespace Samagam.Node.Portal.Duty;

/// <summary>Who of the staff is asking: a bearer token, or the cookie of the volunteer page.</summary>
internal sealed class StaffDoor(PortalParts parts)
{
    public const string Cookie = "staff";
    private const string Bearer = "Bearer ";

    /// <summary>Null for everybody else. A form of another site does not count, whatever cookie the browser adds.</summary>
    public StaffSession? SessionOf(HttpContext http)
    {
        var authorization = http.Request.Headers.Authorization.ToString();
        if (authorization.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase))
        {
            return parts.Staff.Check(authorization[Bearer.Length..].Trim());
        }
        var foreign = !HttpMethods.IsGet(http.Request.Method) && http.Request.Headers["Sec-Fetch-Site"] == "cross-site";
        return !foreign && http.Request.Cookies.TryGetValue(Cookie, out var token) && token.Length > 0 ? parts.Staff.Check(token) : null;
    }

    public void SignIn(HttpContext http, string token) => http.Response.Cookies.Append(Cookie, token, Options(http, TimeSpan.FromHours(parts.Options.StaffSessionHours)));

    public void SignOut(HttpContext http) => http.Response.Cookies.Delete(Cookie, Options(http, null));

    // Lax, not strict: the link behind a badge's QR code comes from outside and must arrive signed in.
    private static CookieOptions Options(HttpContext http, TimeSpan? life) => new()
    {
        HttpOnly = true,
        SameSite = SameSiteMode.Lax,
        Secure = http.Request.IsHttps,
        MaxAge = life,
        Path = "/",
        IsEssential = true,
    };
}
