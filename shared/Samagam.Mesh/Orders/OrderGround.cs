using Samagam.Core.Geo;
using Samagam.Core.Orders;
using Samagam.Routing;
using Samagam.Routing.Zones;

namespace Samagam.Mesh.Orders;

/// <summary>The rings of orders that were not drawn corner by corner: a zone of the map, or everything round a point.</summary>
public static class OrderGround
{
    public const double MinRadiusM = 5;
    public const double MaxRadiusM = 2_000;

    private const int CircleCorners = 24;
    private const double MetresPerDegree = 111_195;

    // Paths are cut where a zone begins: the ring stays this far inside, so that the piece outside, which ends on the border, is not meant.
    private const double InsideM = 0.5;

    /// <summary>
    /// The outer ring of a zone, a hand's breadth inside its border, with at most <see cref="WayOrder.MaxPoints"/> corners (the least sharp ones are
    /// left out first); a hole in it is closed as well.
    /// </summary>
    public static IReadOnlyList<GeoPoint> Of(Zone zone)
    {
        var ring = zone.Rings.MaxBy(r => Math.Abs(TwiceArea(Flat(r)).Sum()))!;
        var corners = Flat(ring).ToList();
        while (corners.Count > WayOrder.MaxPoints)
        {
            corners.RemoveAt(Flattest(corners));
        }
        var sense = Math.Sign(TwiceArea(corners).Sum());
        var (latScale, lngScale) = Scales(ring[0].LatitudeDeg);
        return [.. Enumerable.Range(0, corners.Count).Select(i => Inside(corners, i, sense)).Select(p => new GeoPoint(p.Y / latScale, p.X / lngScale))];
    }

    /// <summary>A circle of <see cref="MinRadiusM"/> to <see cref="MaxRadiusM"/> as a ring; null for another radius or no place on the earth.</summary>
    public static IReadOnlyList<GeoPoint>? Round(GeoPoint middle, double radiusM)
    {
        if (!middle.IsValid || Math.Abs(middle.LatitudeDeg) > 85 || radiusM is not (>= MinRadiusM and <= MaxRadiusM))
        {
            return null;
        }
        var (latScale, lngScale) = Scales(middle.LatitudeDeg);
        return
        [
            .. Enumerable.Range(0, CircleCorners).Select(i => Math.SinCos(i * 2 * Math.PI / CircleCorners)).Select(a =>
                new GeoPoint(Math.Round(middle.LatitudeDeg + (a.Cos * radiusM / latScale), 7), Math.Round(middle.LongitudeDeg + (a.Sin * radiusM / lngScale), 7))),
        ];
    }

    private static (double Lat, double Lng) Scales(double latitudeDeg) => (MetresPerDegree, MetresPerDegree * Math.Cos(double.DegreesToRadians(latitudeDeg)));

    private static IReadOnlyList<(double X, double Y)> Flat(IReadOnlyList<Coordinate> ring)
    {
        var (lat, lng) = Scales(ring[0].LatitudeDeg);
        return [.. ring.Select(p => (p.LongitudeDeg * lng, p.LatitudeDeg * lat))];
    }

    private static IEnumerable<double> TwiceArea(IReadOnlyList<(double X, double Y)> ring) => ring.Select((p, i) =>
    {
        var next = ring[(i + 1) % ring.Count];
        return ((p.X - ring[0].X) * (next.Y - ring[0].Y)) - ((next.X - ring[0].X) * (p.Y - ring[0].Y));
    });

    private static int Flattest(List<(double X, double Y)> ring) => Enumerable.Range(0, ring.Count).MinBy(i =>
    {
        var (a, b, c) = (ring[(i + ring.Count - 1) % ring.Count], ring[i], ring[(i + 1) % ring.Count]);
        return Math.Abs(((b.X - a.X) * (c.Y - a.Y)) - ((c.X - a.X) * (b.Y - a.Y)));
    });

    // Along the middle of the two inward normals; at a sharp corner no further than four times the distance.
    private static (double X, double Y) Inside(List<(double X, double Y)> ring, int i, int sense)
    {
        var (a, b, c) = (ring[(i + ring.Count - 1) % ring.Count], ring[i], ring[(i + 1) % ring.Count]);
        var (n1, n2) = (Normal(a, b), Normal(b, c));
        var (x, y) = (n1.X + n2.X, n1.Y + n2.Y);
        var length = Math.Sqrt((x * x) + (y * y));
        if (length == 0)
        {
            return b;
        }
        var reach = InsideM * Math.Min(4, 2 / length);
        return (b.X + (x / length * reach), b.Y + (y / length * reach));

        (double X, double Y) Normal((double X, double Y) from, (double X, double Y) to)
        {
            var (dx, dy) = (to.X - from.X, to.Y - from.Y);
            var far = Math.Sqrt((dx * dx) + (dy * dy));
            return far == 0 ? (0, 0) : (-dy * sense / far, dx * sense / far);
        }
    }
}
