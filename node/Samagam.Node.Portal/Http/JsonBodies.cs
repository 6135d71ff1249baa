using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;
using Samagam.Node.Portal.Access;
using Samagam.Web.Requests;

namespace Samagam.Node.Portal.Http;

/// <summary>Bodies of the strict part of the API.</summary>
internal sealed class JsonBodies(PortalParts parts, ApiReply reply, PortalCounters counters)
{
    /// <summary>The body, an empty one as <c>{}</c>. Null when it was refused: then the answer has been written.</summary>
    public async Task<T?> ReadAsync<T>(HttpContext http, JsonTypeInfo<T> type) where T : class
    {
        var (value, refused) = await Body.ReadJsonAsync(http.Request, type, parts.Options.MaxBodyBytes, http.RequestAborted).ConfigureAwait(false);
        if (refused is { } why)
        {
            (string Reason, ApiError Error, object? Hole) told = why.Code switch
            {
                Body.TooLargeCode => ("too-large", ApiError.BodyTooLarge, parts.Options.MaxBodyBytes / 1024),
                Body.NotJsonCode => ("content-type", ApiError.JsonExpected, null),
                _ => ("field", ApiError.InvalidField, why.Field),
            };
            counters.Refused(told.Reason);
            await reply.ErrorAsync(http, told.Error, why.Field, told.Hole).ConfigureAwait(false);
        }
        return value;
    }
}
