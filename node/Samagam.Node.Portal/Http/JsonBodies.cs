using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;
using Samagam.Node.Portal.Language;

namespace Samagam.Node.Portal.Http;

/// <summary>Bodies of the strict part of the API.</summary>
internal sealed class JsonBodies(PortalParts parts, ApiEnvelope envelope, PortalCounters counters)
{
    /// <summary>The body, an empty one as <c>{}</c>. Null when it was refused: then the answer has been written.</summary>
    public async Task<T?> ReadAsync<T>(HttpContext http, JsonTypeInfo<T> type) where T : class
    {
        var (state, bytes) = await Bodies.ReadAsync(http, parts.Options.MaxBodyBytes).ConfigureAwait(false);
        if (state == BodyState.TooLarge)
        {
            counters.Refused("too-large");
            http.Response.Headers.Connection = "close";
            await envelope.ErrorAsync(http, StatusCodes.Status413PayloadTooLarge, "BODY_TOO_LARGE", Say.ErrorTooLarge, null, parts.Options.MaxBodyBytes / 1024).ConfigureAwait(false);
            return null;
        }
        if (bytes.Length > 0 && !http.Request.HasJsonContentType())
        {
            counters.Refused("content-type");
            await envelope.ErrorAsync(http, StatusCodes.Status415UnsupportedMediaType, "JSON_EXPECTED", Say.ErrorContentType).ConfigureAwait(false);
            return null;
        }
        var (value, field) = StrictJson.Read(bytes.Length == 0 ? "{}"u8 : bytes.Span, type);
        if (value is null)
        {
            counters.Refused("field");
            await envelope.ErrorAsync(http, StatusCodes.Status400BadRequest, "INVALID_FIELD", Say.ErrorField, field, field).ConfigureAwait(false);
        }
        return value;
    }
}
