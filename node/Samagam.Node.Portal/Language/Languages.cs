using System.Collections.Frozen;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Samagam.Web.Languages;

namespace Samagam.Node.Portal.Language;

/// <summary>
/// The languages of this build, one table each (<c>Language/*.json</c>): a further language is a further table. Where a reader
/// names none of them: Hindi for pages, English for the API. Errors of the API are said in further languages, of which a table holds nothing but these
/// (<c>Language/Errors/*.json</c>).
/// </summary>
internal sealed class Languages
{
    private const string Prefix = "language/";
    private const string ErrorPrefix = "errors/";
    private readonly FrozenDictionary<string, Words> _errors;
    private readonly LanguageChoice _error;
    private readonly FrozenDictionary<string, Words> _tables;
    private readonly LanguageChoice _page;
    private readonly LanguageChoice _api;

    public Languages()
    {
        _tables = Tables(Prefix).ToFrozenDictionary(t => t.Tag, t => new Words(t.Tag, t.Texts), StringComparer.OrdinalIgnoreCase);
        _errors = Tables(ErrorPrefix).Select(t => new Words(t.Tag, t.Texts, _tables["en"])).Concat(_tables.Values).ToFrozenDictionary(w => w.Tag, StringComparer.OrdinalIgnoreCase);
        All = [.. _tables.Values.OrderBy(w => w.Tag == "hi" ? 0 : 1).ThenBy(w => w.Tag, StringComparer.Ordinal)];
        (_page, _api, _error) = (new LanguageChoice(_tables.Keys, "hi"), new LanguageChoice(_tables.Keys, "en"), new LanguageChoice(_errors.Keys, "en"));
    }

    /// <summary>In which errors are said: those of <see cref="All"/>, then the rest by tag.</summary>
    public IReadOnlyList<Words> OfErrors => [.. All, .. _errors.Values.Where(w => !_tables.ContainsKey(w.Tag)).OrderBy(w => w.Tag, StringComparer.Ordinal)];

    /// <summary>The language in which an error is said.</summary>
    public Words OfError(HttpContext http) => _errors[_error.Of(http.Request)];

    /// <summary>Hindi first, then by tag.</summary>
    public IReadOnlyList<Words> All { get; }

    public Words this[string tag] => _tables[tag];

    /// <summary>The language of a page; a choice by <c>?lang=</c> is remembered in a cookie.</summary>
    public Words OfPage(HttpContext http) => this[_page.Remember(http)];

    /// <summary>The language of an API answer.</summary>
    /// <param name="asked">What the body asks for; before <c>?lang=</c>, and like it passed over when we have no texts in it.</param>
    public Words OfApi(HttpContext http, string? asked = null) => this[_api.Of(http.Request, asked)];

    private static IEnumerable<(string Tag, Dictionary<string, string> Texts)> Tables(string prefix)
    {
        var assembly = typeof(Languages).Assembly;
        foreach (var resource in assembly.GetManifestResourceNames().Where(n => n.StartsWith(prefix, StringComparison.Ordinal)))
        {
            using var stream = assembly.GetManifestResourceStream(resource)!;
            using var table = JsonDocument.Parse(stream);
            yield return (resource[prefix.Length..^".json".Length], table.RootElement.EnumerateObject().ToDictionary(p => p.Name, p => p.Value.GetString()!));
        }
    }
}
