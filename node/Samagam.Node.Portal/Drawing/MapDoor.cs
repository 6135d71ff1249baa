using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Samagam.Node.Portal.Access;
using Samagam.Node.Portal.Http;
using Samagam.Routing.Drawing;
using Samagam.Routing;
using Samagam.Web.Json;
using Samagam.Web.Requests;

namespace Samagam.Node.Portal.Drawing;

/// <summary>
/// The map for pages that draw it themselves: <c>GET map</c> says what there is, <c>GET map/{version}/{z}/{x}/{y}</c> gives the still layers tile by tile,
/// for ever under their version's name, <c>GET map/live</c> crowd and orders, for seconds.
/// </summary>
internal sealed class MapDoor(PortalParts parts, ApiReply reply, TileStore tiles, PacedCalls paced, PortalCounters counters)
{
    private const string Current = "current";
    private volatile Live? _live;

    public void Map(IEndpointRouteBuilder api)
    {
        string[] reads = [HttpMethods.Get, HttpMethods.Head];
        api.MapMethods("/map", reads, paced.Before(IndexAsync)).Says(new("map.index", "The map in force and its pieces", Who.Everybody) { Gives = typeof(MapIndex), IsTagged = true, Errors = ["NO_MAP"] });
        api.MapMethods("/map/live", reads, paced.Before(LiveAsync)).Says(new("map.live", "Crowd and orders to draw", Who.Everybody) { Gives = typeof(LiveLayer), IsTagged = true, Errors = ["NO_MAP"] });
        api.MapMethods("/map/{version}/{z:int}/{x:int}/{y:int}", reads, paced.BeforeTile(TileAsync)).Says(new("map.tile", "One piece of the map", Who.Everybody) { GivesType = "application/json", IsTagged = true, AlsoStatus = [302], Errors = ["NO_MAP", "NO_SUCH_TILE", "MAP_REPLACED"] });
    }

    private Task IndexAsync(HttpContext http)
    {
        if (parts.Node.Map.View is not { } view)
        {
            return reply.NoMapAsync(http);
        }
        http.Response.Headers.CacheControl = "no-cache";
        return EntityTags.IsKnown(http, $"\"{view.Map.Drawn.Version}\"") ? Task.CompletedTask
            : reply.OkAsync(http, MapIndex.Of(view.Map), PortalJson.Default.MapIndex);
    }

    private Task LiveAsync(HttpContext http)
    {
        if (parts.Node.Map.View is not { } view)
        {
            return reply.NoMapAsync(http);
        }
        var live = _live;
        if (live is null || !ReferenceEquals(live.View, view))
        {
            var layer = LiveLayer.Of(view);
            _live = live = new Live(view, layer, EntityTags.Of(Encoding.UTF8.GetBytes(Envelope.Text(layer, PortalJson.Default.LiveLayer))));
        }
        http.Response.Headers.CacheControl = string.Create(CultureInfo.InvariantCulture, $"public, max-age={parts.Options.LiveMapSeconds}");
        return EntityTags.IsKnown(http, live.Tag) ? Task.CompletedTask
            : reply.OkAsync(http, live.Layer, PortalJson.Default.LiveLayer, new Freshness("facts", parts.Node.Self.Node.ToString(), (parts.Node.Map.CrowdAgeMs ?? 0) / 1000));
    }

    private async Task TileAsync(HttpContext http)
    {
        if (parts.Node.Map.View is not { } view)
        {
            await reply.NoMapAsync(http).ConfigureAwait(false);
            return;
        }
        var values = http.Request.RouteValues;
        var address = new TileAddress(Number(values["z"]), Number(values["x"]), Number(values["y"]));
        var drawn = view.Map.Drawn;
        var version = (string)values["version"]!;
        if (version == Current)
        {
            http.Response.Headers.CacheControl = "no-store";
            http.Response.Redirect(string.Create(CultureInfo.InvariantCulture, $"/api/v1/map/{drawn.Version}/{address.Zoom}/{address.Column}/{address.Row}"));
            return;
        }
        if (version != drawn.Version)
        {
            // Another map's tile in this one's place would show streets where there are none.
            counters.Refused("map-version");
            await reply.ErrorAsync(http, ApiError.MapReplaced, "version").ConfigureAwait(false);
            return;
        }
        if (tiles.Of(drawn, address) is not { } tile)
        {
            await reply.ErrorAsync(http, ApiError.NoSuchTile, "z", DrawnMap.MinZoom, DrawnMap.MaxZoom).ConfigureAwait(false);
            return;
        }
        await SendAsync(http, tile, string.Create(CultureInfo.InvariantCulture, $"\"{drawn.Version}-{address.Zoom}-{address.Column}-{address.Row}\"")).ConfigureAwait(false);
    }

    private static async Task SendAsync(HttpContext http, PackedTile tile, string tag)
    {
        var headers = http.Response.Headers;
        headers.CacheControl = "public, max-age=31536000, immutable";
        headers.Vary = "Accept-Encoding";
        headers.XContentTypeOptions = "nosniff";
        if (EntityTags.IsKnown(http, tag))
        {
            return;
        }
        var encoding = Answer.Accepts(http.Request, "br") ? "br" : Answer.Accepts(http.Request, "gzip") ? "gzip" : null;
        var bytes = encoding switch { "br" => tile.Brotli, "gzip" => tile.Gzip, _ => tile.Plain() };
        if (encoding is not null)
        {
            headers.ContentEncoding = encoding;
        }
        http.Response.ContentType = "application/json; charset=utf-8";
        http.Response.ContentLength = bytes.Length;
        if (!HttpMethods.IsHead(http.Request.Method))
        {
            await http.Response.Body.WriteAsync(bytes, http.RequestAborted).ConfigureAwait(false);
        }
    }

    // As the address is told apart: its int takes a sign and spaces.
    private static int Number(object? value) => int.Parse((string)value!, NumberStyles.Integer, CultureInfo.InvariantCulture);

    private sealed record Live(MapView View, LiveLayer Layer, string Tag);
}
