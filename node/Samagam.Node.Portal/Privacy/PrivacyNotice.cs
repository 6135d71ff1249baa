using System.Collections.Frozen;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Samagam.Core.Privacy;
using Samagam.Web.Languages;

namespace Samagam.Node.Portal.Privacy;

/// <summary>
/// The notice in each language it was written in (<c>Privacy/notice-*.json</c>), checked at start: the same version everywhere, every purpose explained. A
/// reader of another language gets Hindi on pages and English from the API. Times of keeping in it are the defaults of <see cref="PrivacyOptions"/>;
/// a test holds them together.
/// </summary>
internal sealed class PrivacyNotice
{
    private const string Prefix = "privacy/notice-";
    private readonly FrozenDictionary<string, NoticeView> _byTag;
    private readonly LanguageChoice _page;
    private readonly LanguageChoice _api;

    public PrivacyNotice(PortalParts parts)
    {
        var assembly = typeof(PrivacyNotice).Assembly;
        var read = new Dictionary<string, NoticeView>();
        foreach (var resource in assembly.GetManifestResourceNames().Where(n => n.StartsWith(Prefix, StringComparison.Ordinal)))
        {
            using var stream = assembly.GetManifestResourceStream(resource)!;
            var notice = JsonSerializer.Deserialize(stream, PrivacyJson.Default.NoticeView)!;
            var missing = Purposes.All.Where(p => !notice.Purposes.ContainsKey(p.Word())).ToList();
            if (missing.Count > 0 || notice.Version.Length > Consent.MaxVersionChars)
            {
                throw new InvalidOperationException($"{resource} does not explain [{string.Join(", ", missing)}], or its version is too long");
            }
            read[notice.Language] = parts.Node.Privacy.Contact is { Length: > 0 } contact ? notice with { Ask = contact } : notice;
        }
        if (read.Values.Select(n => (n.Version, n.InForceSince)).Distinct().Count() != 1)
        {
            throw new InvalidOperationException("the notice is of one version in all languages");
        }
        _byTag = read.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);
        Version = read["en"].Version;
        (_page, _api) = (new LanguageChoice(_byTag.Keys, "hi"), new LanguageChoice(_byTag.Keys, "en"));
    }

    public string Version { get; }

    public NoticeView OfPage(HttpContext http) => _byTag[_page.Remember(http)];

    public NoticeView OfApi(HttpContext http) => _byTag[_api.Of(http.Request, null)];
}
