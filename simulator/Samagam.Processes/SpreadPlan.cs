using Samagam.Routing;
using Samagam.Routing.Conditions;
using Samagam.Routing.Zones;

namespace Samagam.Processes;

/// <summary>
/// A walk of a map with something on it that can be closed or crowded while another way is left, so that every question has an answer
/// before and after. Found by our own look at the same map.
/// </summary>
/// <param name="Ring">What an order closes: a few steps of the walk.</param>
/// <param name="Zone">What is reported full; empty for a plan about an order.</param>
/// <param name="Uses">Whether a geometry comes into the ring or the zone.</param>
public sealed record SpreadPlan(Coordinate From, Coordinate To, IReadOnlyList<Coordinate> Ring, string Zone, Func<IReadOnlyList<Coordinate>, bool> Uses)
{
    private const double HalfSideDeg = 0.00006;

    /// <summary>A walk and a small square on it with a way round. Throws <see cref="InvalidOperationException"/> when the map has none.</summary>
    public static SpreadPlan OfClosure(MapSnapshot map, IReadOnlyList<Coordinate> places)
    {
        foreach (var (from, to) in Pairs(places))
        {
            if (map.Usual.Route(from, to, WalkMetric.Amenity) is not RouteFound walk)
            {
                continue;
            }
            for (var i = walk.Geometry.Count / 2; i > 0; i--)
            {
                var middle = Middle(walk.Geometry[i - 1], walk.Geometry[i]);
                IReadOnlyList<Coordinate> ring = Square(middle);
                if (Crosses(ring, walk.Geometry) && map.Usual.Route([from, to], WalkMetric.Amenity, [ring]) is RouteFound)
                {
                    return new SpreadPlan(from, to, ring, "", geometry => Crosses(ring, geometry));
                }
            }
        }
        throw new InvalidOperationException("the map has no walk between these places with a way round");
    }

    /// <summary>A walk that comes through a crowd zone, and that leads round it once the zone is dangerous.</summary>
    public static SpreadPlan OfCrowd(MapSnapshot map, IReadOnlyList<Coordinate> places)
    {
        foreach (var zone in map.Zones.Where(z => z.Kind == ZoneKind.Crowd))
        {
            var full = map.Under(PathConditions.Usual with
            {
                Epoch = 1,
                Zones = new Dictionary<string, ZoneCondition> { [zone.Id] = new(ZoneCondition.DangerFrom, IsDangerous: true) },
            });
            foreach (var (from, to) in Pairs(places))
            {
                if (!zone.Contains(from) && !zone.Contains(to)
                    && map.Usual.Route(from, to, WalkMetric.Amenity) is RouteFound walk && ComesInto(zone, walk.Geometry)
                    && full.Route(from, to, WalkMetric.Amenity) is RouteFound { EntersDanger: false } round && !ComesInto(zone, round.Geometry))
                {
                    return new SpreadPlan(from, to, [], zone.Id, geometry => ComesInto(zone, geometry));
                }
            }
        }
        throw new InvalidOperationException("the map has no walk between these places that comes through a crowd zone and has a way round");
    }

    /// <summary>Each pair of places, far ones first.</summary>
    private static IEnumerable<(Coordinate From, Coordinate To)> Pairs(IReadOnlyList<Coordinate> places) =>
        places.SelectMany(_ => places, (a, b) => (From: a, To: b)).Where(p => p.From != p.To).OrderByDescending(p => p.From.DistanceMetres(p.To));

    // Paths are cut at the borders of zones, so the middle of a piece lies on the side the piece lies on.
    private static bool ComesInto(Zone zone, IReadOnlyList<Coordinate> geometry)
    {
        for (var i = 1; i < geometry.Count; i++)
        {
            if (geometry[i - 1].DistanceMetres(geometry[i]) > 1 && zone.Contains(Middle(geometry[i - 1], geometry[i])))
            {
                return true;
            }
        }
        return false;
    }

    private static Coordinate Middle(Coordinate a, Coordinate b) => new((a.LatitudeDeg + b.LatitudeDeg) / 2, (a.LongitudeDeg + b.LongitudeDeg) / 2);

    private static Coordinate[] Square(Coordinate c) =>
    [
        new(c.LatitudeDeg - HalfSideDeg, c.LongitudeDeg - HalfSideDeg), new(c.LatitudeDeg - HalfSideDeg, c.LongitudeDeg + HalfSideDeg),
        new(c.LatitudeDeg + HalfSideDeg, c.LongitudeDeg + HalfSideDeg), new(c.LatitudeDeg + HalfSideDeg, c.LongitudeDeg - HalfSideDeg),
    ];

    /// <summary>Whether a line comes into an upright square, by Liang and Barsky's clipping (1984).</summary>
    private static bool Crosses(IReadOnlyList<Coordinate> square, IReadOnlyList<Coordinate> line)
    {
        var (south, north) = (square[0].LatitudeDeg, square[2].LatitudeDeg);
        var (west, east) = (square[0].LongitudeDeg, square[2].LongitudeDeg);
        for (var i = 1; i < line.Count; i++)
        {
            var (a, b) = (line[i - 1], line[i]);
            var (dx, dy) = (b.LongitudeDeg - a.LongitudeDeg, b.LatitudeDeg - a.LatitudeDeg);
            var (enter, leave) = (0.0, 1.0);
            if (Clip(-dx, a.LongitudeDeg - west) && Clip(dx, east - a.LongitudeDeg) && Clip(-dy, a.LatitudeDeg - south) && Clip(dy, north - a.LatitudeDeg))
            {
                return true;
            }

            bool Clip(double towards, double room)
            {
                if (towards == 0)
                {
                    return room >= 0;
                }
                var at = room / towards;
                (enter, leave) = towards < 0 ? (Math.Max(enter, at), leave) : (enter, Math.Min(leave, at));
                return enter <= leave;
            }
        }
        return false;
    }
}
