using System.Globalization;
using Samagam.Routing;

namespace Samagam.Node.Portal.Routes;

/// <summary>A place in a query string: <c>23.1844,75.7652</c>, latitude first.</summary>
internal static class PlaceText
{
    public static bool TryParse(string? text, out Coordinate place)
    {
        place = default;
        var parts = text?.Split(',', 3);
        if (parts is not [var first, var second]
            || !double.TryParse(first, NumberStyles.Float, CultureInfo.InvariantCulture, out var lat)
            || !double.TryParse(second, NumberStyles.Float, CultureInfo.InvariantCulture, out var lng))
        {
            return false;
        }
        place = new Coordinate(lat, lng);
        return place.IsValid;
    }
}
