using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Net.Http.Headers;
using Samagam.Core.Content;
using Samagam.Node.Portal.Access;
using Samagam.Node.Portal.Http;
using Samagam.Node.Portal.Language;

namespace Samagam.Node.Portal.Content;

/// <summary>What is told at a place, as sound: whole or in ranges (RFC 9110, section 14), tagged by its content.</summary>
internal sealed class AudioDoor(PortalParts parts, ApiReply reply, PacedCalls paced, Languages languages)
{
    private const int KeptSeconds = 86_400;

    public void Map(IEndpointRouteBuilder api) => api.MapGet("/pois/{poiId}/audio", paced.Before(PlayAsync)).Says(new("pois.audio", "What is told at a place, to be heard", Who.Everybody)
    {
        GivesType = "audio/mpeg",
        Query = [new("language", "string", "Primary language tag; the reader's when left out", Example: "hi")],
        Errors = ["POI_UNKNOWN", "AUDIO_UNKNOWN", "RANGE_NOT_SATISFIABLE"],
    });

    /// <summary>Where a guide is played from.</summary>
    public static string AddressOf(AudioGuide audio) => $"{PortalRegistration.ApiRoot}/pois/{audio.Poi}/audio?language={audio.Language}";

    private async Task PlayAsync(HttpContext http)
    {
        var query = http.Request.Query;
        if (query.Keys.Any(k => k != "language") || query["language"].Count > 1)
        {
            var field = query.Keys.FirstOrDefault(k => k != "language") ?? "language";
            await reply.ErrorAsync(http, StatusCodes.Status400BadRequest, "INVALID_FIELD", Say.ErrorField, field, field).ConfigureAwait(false);
            return;
        }
        var shelved = parts.Node.Content.Shelved;
        if (shelved.Pack.Poi((string)http.Request.RouteValues["poiId"]!) is not { } poi)
        {
            await reply.ErrorAsync(http, StatusCodes.Status404NotFound, "POI_UNKNOWN", Say.ErrorPoiUnknown).ConfigureAwait(false);
            return;
        }
        var named = query["language"].Count == 1 ? query["language"].ToString() : languages.OfApi(http).Tag;
        var audio = shelved.Pack.AudioOf(poi.Id).FirstOrDefault(a => a.Language == named);
        if (audio is null || shelved.Pack.File(audio.File) is not { } file || shelved.Open(file) is not { } sound)
        {
            await reply.ErrorAsync(http, StatusCodes.Status404NotFound, "AUDIO_UNKNOWN", Say.ErrorAudioUnknown, "language").ConfigureAwait(false);
            return;
        }
        http.Response.Headers.ContentLanguage = audio.Language;
        http.Response.Headers.CacheControl = $"public, max-age={KeptSeconds.ToString(System.Globalization.CultureInfo.InvariantCulture)}";
        if (query["language"].Count == 0)
        {
            http.Response.Headers.Append("Vary", "Accept-Language");
        }
        // The same sound has the same tag in every edition and at every box, so that a download goes on anywhere.
        await TypedResults.Stream(sound, audio.ContentType, entityTag: new EntityTagHeaderValue($"\"{file.Sha256[..32]}\""), enableRangeProcessing: true).ExecuteAsync(http).ConfigureAwait(false);
        if (http.Response is { HasStarted: false, StatusCode: StatusCodes.Status416RangeNotSatisfiable })
        {
            http.Response.ContentLength = null;
            await reply.ErrorAsync(http, StatusCodes.Status416RangeNotSatisfiable, "RANGE_NOT_SATISFIABLE", Say.ErrorRange).ConfigureAwait(false);
        }
    }
}
