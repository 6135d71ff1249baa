using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Samagam.Node.Portal.Access;
using Samagam.Node.Portal.Duty;
using Samagam.Node.Portal.Http;
using Samagam.Routing;
using Samagam.Web.Json;

namespace Samagam.Node.Portal.Routes;

/// <summary>GeoJSON (RFC 7946): outlines of where one can be, the widest first, so that drawn in order none hides another.</summary>
/// <param name="Type"><c>FeatureCollection</c>.</param>
internal sealed record IsochroneCollection(string Type, IReadOnlyList<IsochroneFeature> Features, string MapVersion, long Epoch, long? CrowdAgeSeconds);

/// <summary>One outline.</summary>
/// <param name="Type"><c>Feature</c>.</param>
/// <param name="Geometry">Null where not even the nearest path is reached in time: an unlocated feature (section 3.2).</param>
internal sealed record IsochroneFeature(string Type, IsochroneProperties Properties, [property: System.Text.Json.Serialization.JsonIgnore(Condition = System.Text.Json.Serialization.JsonIgnoreCondition.Never)] Polygon? Geometry);

/// <summary>Of an outline.</summary>
internal sealed record IsochroneProperties(int Minutes, string Profile, int MarginMeters);

/// <summary>GeoJSON Polygon: rings of longitude and latitude, the outer one anticlockwise, then holes.</summary>
internal sealed record Polygon(string Type, IReadOnlyList<IReadOnlyList<double[]>> Coordinates);

/// <summary>Where one can be on foot in some minutes: <c>?from=23.18,75.76&amp;minutes=5,10&amp;profile=crowd</c>.</summary>
internal sealed class IsochroneApi(PortalParts parts, ApiReply reply, StaffDoor staff, PacedCalls paced)
{
    public const int MaxOutlines = 4;
    public const int MaxMinutes = 60;

    public void Map(IEndpointRouteBuilder api) => api.MapGet("/routes/isochrone", paced.Before(DrawAsync))
        .Says(new("routes.isochrone", "How far one walks in so many minutes", Who.Everybody)
        {
            Gives = typeof(IsochroneCollection), Query = [new("from", "string", "lat,lng", true, "23.1850,75.7670"), new("minutes", "string", "Up to four numbers from 1 to 60", true, "5,10"), new("profile", "string", "How one walks; emergency for staff only") { Words = ["crowd", "shortest", "amenity", "accessible", "emergency"] }], Errors = ["NO_MAP", "FAR_FROM_PATHS", "TOO_FAR", "NOT_SIGNED_IN"],
        });

    private Task DrawAsync(HttpContext http)
    {
        var query = http.Request.Query;
        if (query.Keys.FirstOrDefault(k => k is not ("from" or "minutes" or "profile" or "lang")) is { } unknown)
        {
            return RefuseAsync(http, unknown);
        }
        if (!PlaceText.TryParse(query["from"], out var from))
        {
            return RefuseAsync(http, "from");
        }
        if (!TryMinutes(query["minutes"], out var minutes))
        {
            return RefuseAsync(http, "minutes");
        }
        var metric = WalkMetric.Crowd;
        if (query.TryGetValue("profile", out var profile) && !WalkMetrics.TryParse(profile, out metric))
        {
            return RefuseAsync(http, "profile");
        }
        if (metric == WalkMetric.Emergency && staff.SessionOf(http) is null)
        {
            return reply.ErrorAsync(http, ApiError.NotSignedIn, "profile");
        }
        if (parts.Node.Map.View is not { } view)
        {
            return reply.NoMapAsync(http);
        }
        return view.Isochrones(from, [.. minutes.Select(m => m * 60.0)], metric) switch
        {
            IsochronesFound found => reply.OkAsync(http, View(found, minutes, metric, view), PortalJson.Default.IsochroneCollection, reply.Of(view)),
            NoIsochrones { Reason: NoRouteReason.LimitReached } => reply.ErrorAsync(http, ApiError.TooFar),
            _ => reply.ErrorAsync(http, ApiError.FarFromPaths, "from", "from"),
        };
    }

    private IsochroneCollection View(IsochronesFound found, List<int> minutes, WalkMetric metric, MapView view) => new(
        "FeatureCollection",
        [
            .. minutes.Zip(found.Outlines).OrderByDescending(o => o.First).Select(o => new IsochroneFeature(
                "Feature",
                new IsochroneProperties(o.First, metric.Word(), (int)Math.Ceiling(o.Second.MarginMetres)),
                o.Second.Rings.Count == 0
                    ? null
                    : new Polygon("Polygon", [.. o.Second.Rings.Select(ring => (IReadOnlyList<double[]>)[.. ring.Select(p => new[] { p.LongitudeDeg, p.LatitudeDeg })])]))),
        ],
        view.Map.Version,
        view.Conditions.Epoch,
        parts.Node.Map.CrowdAgeMs / 1000);

    private static bool TryMinutes(string? text, out List<int> minutes)
    {
        minutes = [];
        foreach (var part in (text ?? "").Split(',', MaxOutlines + 1))
        {
            if (!int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var whole) || whole is < 1 or > MaxMinutes || minutes.Count == MaxOutlines)
            {
                return false;
            }
            minutes.Add(whole);
        }
        return true;
    }

    private Task RefuseAsync(HttpContext http, string field) =>
        reply.ErrorAsync(http, ApiError.InvalidField, field, field);
}
