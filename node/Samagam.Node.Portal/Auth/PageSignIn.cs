using Microsoft.AspNetCore.Http;
using Samagam.Core.Ids;
using Samagam.Node.Auth;
using Samagam.Node.Portal.Access;
using Samagam.Web.Requests;

namespace Samagam.Node.Portal.Auth;

/// <summary>
/// The sign-in of pages without script: the refresh token of one sign-in in a cookie, believed for pages while it is good and the sign-in has not ended. It is never
/// turned: a page that is asked for twice at once would look like a stolen token. For the API the cookie is nothing.
/// </summary>
internal sealed class PageSignIn(PortalParts parts, AuthAnswers answers)
{
    public const string Cookie = "person";

    /// <summary>True for a form that a page of another site sent.</summary>
    public static bool IsForeign(HttpContext http) => HttpMethods.IsPost(http.Request.Method) && RequestOrigin.IsForeign(http.Request);

    /// <summary>Null for a phone nobody is signed in on. A form of another site does not count, whatever cookie the browser adds.</summary>
    public PersonSession? SessionOf(HttpContext http)
    {
        return !IsForeign(http) && http.Request.Cookies.TryGetValue(Cookie, out var token) && parts.People?.Refreshable(token) is { } read
            && new PersonId(read.Person) is var person && !parts.Node.People.Index.IsEnded(person, read.Family)
                ? new PersonSession(person, read.Family, read.Expires)
                : null;
    }

    /// <summary>Whoever is signed in, or a new account by a device pass; null for a foreign form, and when this box cannot write or takes nobody in.</summary>
    public async ValueTask<PersonId?> EnsureAsync(HttpContext http, string language)
    {
        if (IsForeign(http))
        {
            return null;
        }
        if (SessionOf(http) is { } session)
        {
            return session.Person;
        }
        var (person, signIn) = (answers.NewPerson(), answers.NewSignIn(null));
        if (parts.People is not { } gate
            || await parts.Node.People.Register.RunAsync(new RegisterCommand(person, signIn, null, language), http.RequestAborted).ConfigureAwait(false) != RegisterOutcome.Registered)
        {
            return null;
        }
        var pair = gate.Issue(person, signIn.Family, 0, signIn.TokenId);
        http.Response.Cookies.Append(Cookie, pair.Refresh, new CookieOptions
        {
            HttpOnly = true,
            // Lax, not strict: the link behind a group's QR code comes from outside and must arrive signed in.
            SameSite = SameSiteMode.Lax,
            Secure = http.Request.IsHttps,
            Expires = pair.RefreshExpires,
            Path = "/",
            IsEssential = true,
        });
        return person;
    }
}
