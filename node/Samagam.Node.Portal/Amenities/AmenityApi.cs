using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Samagam.Node.Portal.Http;
using Samagam.Node.Portal.Language;
using Samagam.Routing;
using Samagam.Routing.Amenities;
using Samagam.Web.Json;

namespace Samagam.Node.Portal.Amenities;

/// <summary>An amenity and the walk to it.</summary>
internal sealed record NearbyView(
    string Id, string Type, string Name, string NameHi, double Lat, double Lng, int WalkSeconds, int DistanceMeters, IReadOnlyDictionary<string, string> Details);

/// <summary>The nearest amenities by walking time from a place; from this box when none is given (a phone in the sign-in sheet has no position).</summary>
internal sealed class AmenityApi(PortalParts parts, ApiReply reply, PacedCalls paced)
{
    private const int DefaultLimit = 5;
    private const int MaxLimit = 100;

    /// <summary>How long a phone may keep the answer, in seconds.</summary>
    private const int LifeSeconds = 300;

    public void Map(IEndpointRouteBuilder api) => api.MapGet("/amenities/nearest", paced.Before(NearestAsync));

    private Task NearestAsync(HttpContext http)
    {
        var query = http.Request.Query;
        if (Unknown(query) is { } unknown)
        {
            return RefuseAsync(http, unknown);
        }
        if (!TryPlace(query, out var from))
        {
            return RefuseAsync(http, query.ContainsKey("lat") ? "lng" : "lat");
        }
        if (!AmenityTypes.TryParse(query["type"], out var type))
        {
            return RefuseAsync(http, "type");
        }
        var limit = DefaultLimit;
        if (query.TryGetValue("limit", out var asked) && !(int.TryParse(asked, CultureInfo.InvariantCulture, out limit) && limit is >= 1 and <= MaxLimit))
        {
            return RefuseAsync(http, "limit");
        }
        if (parts.Node.Map.View is not { } map)
        {
            return reply.ErrorAsync(http, StatusCodes.Status503ServiceUnavailable, "NO_MAP", Say.ErrorNoMap);
        }
        if (map.Nearest(from, type, limit) is not AmenitiesNearby near)
        {
            return reply.ErrorAsync(http, StatusCodes.Status422UnprocessableEntity, "FAR_FROM_PATHS", Say.ErrorNoRoute, "lat");
        }
        http.Response.Headers.CacheControl = string.Create(CultureInfo.InvariantCulture, $"private, max-age={LifeSeconds}");
        return reply.OkAsync(http, [.. near.Found.Select(View)], PortalJson.Default.IReadOnlyListNearbyView, new Freshness("map " + map.Map.Version, parts.Node.Self.Node.ToString(), 0));
    }

    private static NearbyView View(NearbyAmenity near) => new(
        near.Amenity.Id,
        near.Amenity.Type.Word(),
        near.Amenity.Name.In("en"),
        near.Amenity.Name.In("hi"),
        near.Amenity.Point.LatitudeDeg,
        near.Amenity.Point.LongitudeDeg,
        (int)Math.Round(near.Seconds),
        (int)Math.Round(near.LengthMetres),
        near.Amenity.Tags);

    private bool TryPlace(IQueryCollection query, out Coordinate place)
    {
        if (!query.ContainsKey("lat") && !query.ContainsKey("lng"))
        {
            place = new Coordinate(parts.Node.Self.Point.LatitudeDeg, parts.Node.Self.Point.LongitudeDeg);
            return true;
        }
        var read = double.TryParse(query["lat"], NumberStyles.Float, CultureInfo.InvariantCulture, out var lat)
            & double.TryParse(query["lng"], NumberStyles.Float, CultureInfo.InvariantCulture, out var lng);
        place = new Coordinate(lat, lng);
        return read && place.IsValid;
    }

    private static string? Unknown(IQueryCollection query) => query.Keys.FirstOrDefault(k => k is not ("lat" or "lng" or "type" or "limit" or "lang"));

    private Task RefuseAsync(HttpContext http, string field) =>
        reply.ErrorAsync(http, StatusCodes.Status400BadRequest, "INVALID_FIELD", Say.ErrorField, field, field);
}
