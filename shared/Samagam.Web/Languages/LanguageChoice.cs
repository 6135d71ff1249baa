using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace Samagam.Web.Languages;

/// <summary>
/// In which of the languages we have texts for a reader is answered: <c>?lang=</c> first, then the cookie of an earlier choice, then
/// <c>Accept-Language</c> (RFC 9110 §12.5.4, matched by primary subtag), then the fallback.
/// </summary>
public sealed class LanguageChoice
{
    public const string QueryName = "lang";
    public const string CookieName = "lang";

    /// <summary>Longest header read, characters, and most ranges in it: a stranger's header costs nothing.</summary>
    public const int MaxHeaderChars = 512;
    public const int MaxRanges = 32;

    private readonly string[] _languages;
    private readonly string _fallback;

    /// <param name="languages">Primary subtags we have texts for, lower case, in our order of preference.</param>
    public LanguageChoice(IEnumerable<string> languages, string fallback)
    {
        _languages = [.. languages];
        _fallback = fallback;
    }

    public string Of(HttpRequest request) =>
        Of(request.Query[QueryName].ToString(), request.Cookies[CookieName], request.Headers.AcceptLanguage.ToString());

    /// <summary>The same, with what a body asks for before everything.</summary>
    public string Of(HttpRequest request, string? asked) => Known(asked) ?? Of(request);

    public string Of(string? asked, string? remembered, string? acceptLanguage) =>
        Known(asked) ?? Known(remembered) ?? Accepted(acceptLanguage) ?? _fallback;

    /// <summary>Remembers a language chosen by <c>?lang=</c> for a year, and tells caches what the answer depends on; once a request, however often it is asked.</summary>
    public string Remember(HttpContext http)
    {
        if (!http.Items.TryAdd(typeof(LanguageChoice), this))
        {
            return Of(http.Request);
        }
        http.Response.Headers.Append("Vary", "Accept-Language, Cookie");
        if (Known(http.Request.Query[QueryName].ToString()) is { } chosen)
        {
            http.Response.Cookies.Append(CookieName, chosen, new CookieOptions
            {
                MaxAge = TimeSpan.FromDays(365),
                SameSite = SameSiteMode.Lax,
                HttpOnly = true,
                Secure = http.Request.IsHttps,
                IsEssential = true,
            });
        }
        return Of(http.Request);
    }

    private string? Known(string? tag)
    {
        if (string.IsNullOrEmpty(tag) || tag.Length > 35)
        {
            return null;
        }
        var primary = tag.Split('-', 2)[0].ToLowerInvariant();
        return _languages.FirstOrDefault(l => l == primary);
    }

    private string? Accepted(string? header)
    {
        if (string.IsNullOrEmpty(header) || header.Length > MaxHeaderChars)
        {
            return null;
        }
        var best = (Language: (string?)null, Weight: 0.0);
        foreach (var range in header.Split(',').Take(MaxRanges))
        {
            var parts = range.Split(';');
            var language = parts[0].Trim() is var tag && tag == "*" ? _fallback : Known(tag);
            var weight = Weight(parts);
            if (language is not null && weight > best.Weight)
            {
                best = (language, weight);
            }
        }
        return best.Language;
    }

    private static double Weight(string[] parts)
    {
        foreach (var part in parts.Skip(1))
        {
            var trimmed = part.Trim();
            if (trimmed.StartsWith("q=", StringComparison.OrdinalIgnoreCase))
            {
                return double.TryParse(trimmed.AsSpan(2), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var q) && q <= 1 ? q : 0;
            }
        }
        return 1;
    }
}
