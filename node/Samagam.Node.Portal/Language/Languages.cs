using System.Collections.Frozen;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Samagam.Web.Languages;

namespace Samagam.Node.Portal.Language;

/// <summary>
/// The languages of this build, one table each (<c>Language/*.json</c>): a further language is a further table. Where a reader
/// names none of them: Hindi for pages, English for the API.
/// </summary>
internal sealed class Languages
{
    private const string Prefix = "language/";
    private readonly FrozenDictionary<string, Words> _tables;
    private readonly LanguageChoice _page;
    private readonly LanguageChoice _api;

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
        (_page, _api) = (new LanguageChoice(_tables.Keys, "hi"), new LanguageChoice(_tables.Keys, "en"));
    }

    /// <summary>Hindi first, then by tag.</summary>
    public IReadOnlyList<Words> All { get; }

    public Words this[string tag] => _tables[tag];

    /// <summary>The language of a page; a choice by <c>?lang=</c> is remembered in a cookie.</summary>
    public Words OfPage(HttpContext http) => this[_page.Remember(http)];

    /// <summary>The language of an API answer.</summary>
    /// <param name="asked">What the body asks for; before <c>?lang=</c>, and like it passed over when we have no texts in it.</param>
    public Words OfApi(HttpContext http, string? asked = null) => this[_api.Of(http.Request, asked)];
}
