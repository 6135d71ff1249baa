using System.Collections.Frozen;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using StringWithQuality = Microsoft.Net.Http.Headers.StringWithQualityHeaderValue;

namespace Samagam.Node.Portal.Language;

/// <summary>
/// The languages of this build, one table each (<c>Language/*.json</c>): a further language is a further table. Choice: <c>?lang=</c>,
/// else the cookie it left, else <c>Accept-Language</c>, else Hindi for pages and English for the API.
/// </summary>
internal sealed class Languages
{
    public const string Query = "lang";
    public const string Cookie = "lang";
    private const string Prefix = "language/";
    private readonly FrozenDictionary<string, Words> _tables;

    public Languages()
    {
        var assembly = typeof(Languages).Assembly;
        var tables = new Dictionary<string, Words>();
        foreach (var resource in assembly.GetManifestResourceNames().Where(n => n.StartsWith(Prefix, StringComparison.Ordinal)))
        {
            using var stream = assembly.GetManifestResourceStream(resource)!;
            using var table = JsonDocument.Parse(stream);
            var tag = resource[Prefix.Length..^".json".Length];
            tables[tag] = new Words(tag, table.RootElement.EnumerateObject().ToDictionary(p => p.Name, p => p.Value.GetString()!));
        }
        _tables = tables.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);
        All = [.. _tables.Values.OrderBy(w => w.Tag == "hi" ? 0 : 1).ThenBy(w => w.Tag, StringComparer.Ordinal)];
    }

    /// <summary>Hindi first, then by tag.</summary>
    public IReadOnlyList<Words> All { get; }

    public Words this[string tag] => _tables[tag];

    /// <summary>The language of a page; a choice by <c>?lang=</c> is remembered in a cookie.</summary>
    public Words OfPage(HttpContext http)
    {
        if (http.Request.Query.TryGetValue(Query, out var asked) && Find(asked) is { } chosen)
        {
            http.Response.Cookies.Append(Cookie, chosen.Tag, new CookieOptions
            {
                HttpOnly = true,
                SameSite = SameSiteMode.Lax,
                Secure = http.Request.IsHttps,
                MaxAge = TimeSpan.FromDays(60),
                IsEssential = true,
            });
            return chosen;
        }
        return Preferred(http) ?? this["hi"];
    }

    /// <summary>The language of an API answer.</summary>
    public Words OfApi(HttpContext http) =>
        (http.Request.Query.TryGetValue(Query, out var asked) ? Find(asked) : null) ?? Preferred(http) ?? this["en"];

    private Words? Preferred(HttpContext http)
    {
        if (http.Request.Cookies.TryGetValue(Cookie, out var kept) && Find(kept) is { } known)
        {
            return known;
        }
        if (!StringWithQuality.TryParseList([.. http.Request.Headers.AcceptLanguage.OfType<string>()], out var wished))
        {
            return null;
        }
        return wished
            .Where(w => w.Quality is null or > 0)
            .OrderByDescending(w => w.Quality ?? 1)
            .Select(w => Find(w.Value.Value))
            .FirstOrDefault(w => w is not null);
    }

    private Words? Find(string? tag)
    {
        var dash = tag?.IndexOf('-', StringComparison.Ordinal) ?? -1;
        return tag is null ? null : _tables.GetValueOrDefault(dash < 0 ? tag : tag[..dash]);
    }
}
