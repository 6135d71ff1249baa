using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;
using Samagam.Node.Portal.Language;
using Samagam.Routing;
using Samagam.Web.Json;

namespace Samagam.Node.Portal.Http;

/// <summary>Answers of this box's API: the envelope of the contract, with errors in the caller's language and the best time the mesh knows.</summary>
internal sealed class ApiReply(PortalParts parts, Languages languages)
{
    private readonly Envelope _envelope = new(() => DateTimeOffset.FromUnixTimeMilliseconds(parts.Node.Desk.BestTime().WallMs));

    public Task OkAsync<T>(
        HttpContext http, T data, JsonTypeInfo<T> type, Freshness? freshness = null, int status = StatusCodes.Status200OK, Pagination? pagination = null, MapMoment? map = null) =>
        _envelope.SendAsync(http, data, type, freshness, pagination, status, map);

    /// <param name="code">For programs, upper case.</param>
    /// <param name="message">For people, in their language.</param>
    /// <param name="field">The field at fault, as a path.</param>
    public Task ErrorAsync(HttpContext http, int status, string code, Say message, string? field = null, params ReadOnlySpan<object?> values)
    {
        var w = languages.OfApi(http);
        http.Response.Headers.ContentLanguage = w.Tag;
        return _envelope.FailAsync(http, new Problem(status, code, w.With(message, values), field));
    }

    /// <summary>Refuses a call that is there, but not in this way (RFC 9110, section 15.5.6).</summary>
    /// <param name="allow">The methods it is there for; what the framework found out when null.</param>
    public Task WrongMethodAsync(HttpContext http, string? allow = null)
    {
        if (allow is not null)
        {
            http.Response.Headers.Allow = allow;
        }
        return ErrorAsync(http, StatusCodes.Status405MethodNotAllowed, "METHOD_NOT_ALLOWED", Say.ErrorMethod, null, http.Response.Headers.Allow.ToString());
    }

    /// <summary>Refuses a word over something that has changed, and says how it stands now, as JSON in <c>details</c>.</summary>
    public Task ConflictAsync(HttpContext http, string code, Say message, string standing)
    {
        var w = languages.OfApi(http);
        http.Response.Headers.ContentLanguage = w.Tag;
        return _envelope.FailAsync(http, new Problem(StatusCodes.Status409Conflict, code, w[message], Details: standing));
    }

    /// <summary>Refuses what comes too often or too soon, and says when to come again.</summary>
    public Task WaitAsync(HttpContext http, long seconds, string code = "TOO_MANY_REQUESTS", Say message = Say.ErrorSlowDown)
    {
        http.Response.Headers.RetryAfter = seconds.ToString(System.Globalization.CultureInfo.InvariantCulture);
        return ErrorAsync(http, StatusCodes.Status429TooManyRequests, code, message, null, seconds);
    }

    /// <summary>Refuses what needs a map while none is in force.</summary>
    public Task NoMapAsync(HttpContext http) => ErrorAsync(http, StatusCodes.Status503ServiceUnavailable, "NO_MAP", Say.ErrorNoMap);

    /// <summary>Freshness of what comes from a map: which one, and how old the crowd's newest word is.</summary>
    public Freshness Of(MapView view) => new("map " + view.Map.Version, parts.Node.Self.Node.ToString(), (parts.Node.Map.CrowdAgeMs ?? 0) / 1000);

    /// <summary>Freshness of what this box knows by facts: it is current as far as they have arrived.</summary>
    public Freshness Now => new("facts", parts.Node.Self.Node.ToString(), 0);
}
