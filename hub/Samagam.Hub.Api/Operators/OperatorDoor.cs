using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Samagam.Web.Requests;

namespace Samagam.Hub.Api.Operators;

/// <summary>
/// Knows who asks: by a cookie of our own pages (HttpOnly, SameSite=Strict), or by <c>Authorization: Bearer</c> (RFC 6750) of a program. Forms carry a
/// token drawn from the session besides, so that a page elsewhere cannot press for an operator.
/// </summary>
public sealed class OperatorDoor(IOperatorGate gate, TimeProvider time)
{
    public const string CookieName = "operator";
    public const string FormTokenField = "form";

    /// <summary>Vouchers shown per address and minute. Ten: a slip of the finger, not a guesser.</summary>
    public const int AttemptsPerMinute = 10;

    private const int MaxTokenChars = 4096;
    private const int MaxAddresses = 10_000;
    private readonly Pace _attempts = new(AttemptsPerMinute, MaxAddresses, time);

    /// <summary>Null for a reader without a session.</summary>
    public OperatorSession? Who(HttpRequest request) => TokenOf(request) is { } token ? gate.Recognise(token) : null;

    /// <summary>What a form of this session must carry; empty without a session.</summary>
    public static string FormToken(HttpRequest request) =>
        request.Cookies[CookieName] is { Length: > 0 and <= MaxTokenChars } token
            ? Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes("board form\n" + token)).AsSpan(0, 16))
            : "";

    /// <summary>The session behind a form post; null when there is none, or the form is not one of our pages'.</summary>
    public OperatorSession? WhoPressed(HttpRequest request, FormFields form) =>
        !RequestOrigin.IsForeign(request)
        && FormToken(request) is { Length: > 0 } expected
        && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(expected), Encoding.UTF8.GetBytes(form[FormTokenField]))
            ? Who(request)
            : null;

    /// <summary>How long this address must wait before it may show another voucher; zero when it may, which counts.</summary>
    public TimeSpan MustWait(HttpContext http) => _attempts.Take(http.Connection.RemoteIpAddress?.ToString() ?? "");

    public async ValueTask<EnterOutcome> EnterAsync(HttpContext http, string voucher, CancellationToken cancellation)
    {
        var outcome = await gate.EnterAsync(voucher, cancellation).ConfigureAwait(false);
        if (outcome is EnterOutcome.Entered entered)
        {
            http.Response.Cookies.Append(CookieName, entered.Token, Settings(http, entered.Session.Ends));
        }
        return outcome;
    }

    public static void Leave(HttpContext http) => http.Response.Cookies.Delete(CookieName, Settings(http, null));

    private static CookieOptions Settings(HttpContext http, DateTimeOffset? ends) => new()
    {
        HttpOnly = true,
        SameSite = SameSiteMode.Strict,
        Secure = http.Request.IsHttps,
        Path = "/",
        Expires = ends,
        IsEssential = true,
    };

    private static string? TokenOf(HttpRequest request)
    {
        const string bearer = "Bearer ";
        var header = request.Headers.Authorization.ToString();
        var token = header.StartsWith(bearer, StringComparison.OrdinalIgnoreCase) ? header[bearer.Length..].Trim() : request.Cookies[CookieName];
        return token is { Length: > 0 and <= MaxTokenChars } ? token : null;
    }
}
