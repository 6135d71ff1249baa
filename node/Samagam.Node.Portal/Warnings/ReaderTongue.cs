using Microsoft.AspNetCore.Http;
using Samagam.Core.Warnings;
using Samagam.Web.Languages;

namespace Samagam.Node.Portal.Warnings;

/// <summary>
/// In which of its languages a warning is shown to a reader. A warning may speak languages the portal has no words in: a Tamil reader gets Tamil where there
/// is any.
/// </summary>
/// <param name="Otherwise">Primary tag for a reader who names none of the warning's languages.</param>
internal sealed record ReaderTongue(string? Asked, string? Remembered, string? Accepted, string Otherwise)
{
    public static ReaderTongue Of(HttpContext http, string otherwise) => new(
        http.Request.Query[LanguageChoice.QueryName].ToString(), http.Request.Cookies[LanguageChoice.CookieName], http.Request.Headers.AcceptLanguage.ToString(), otherwise);

    public string For(WarningMessage message) =>
        new LanguageChoice(message.Infos.Select(i => i.Language.Split('-')[0].ToLowerInvariant()).Distinct(), Otherwise).Of(Asked, Remembered, Accepted);
}
