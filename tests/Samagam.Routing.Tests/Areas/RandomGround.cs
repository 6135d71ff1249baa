using NetTopologySuite.Geometries;
using NetTopologySuite.Geometries.Prepared;
using Polygon = NetTopologySuite.Geometries.Polygon;

namespace Samagam.Routing.Tests.Areas;

/// <summary>
/// A random piece of open ground with holes, on whole 1e-7 degrees, and what an independent library says of it: which lines stay on it, and
/// how long the shortest walk is.
/// </summary>
internal sealed class RandomGround
{
    private static readonly GeometryFactory Factory = new();

    private readonly IPreparedGeometry _prepared;
    private readonly NetTopologySuite.Geometries.Coordinate[] _corners;
    private readonly bool?[,] _sees;

    private RandomGround(Polygon polygon)
    {
        Polygon = polygon;
        _prepared = PreparedGeometryFactory.Prepare(polygon);
        Rings = [.. new[] { polygon.ExteriorRing }.Concat(polygon.InteriorRings).Select(r => r.Coordinates[..^1])];
        _corners = [.. Rings.SelectMany(r => r)];
        _sees = new bool?[_corners.Length, _corners.Length];
    }

    public Polygon Polygon { get; }

    /// <summary>X is longitude, Y latitude, both in 1e-7 degrees.</summary>
    public NetTopologySuite.Geometries.Coordinate[][] Rings { get; }

    /// <summary>A star with holes, or a maze of cells with narrow passages, straight rims of many points, and pillars.</summary>
    public static RandomGround Any(Random luck, int south = 500_000_000, int west = 80_000_000)
    {
        while (true)
        {
            var polygon = luck.Next(2) == 0 ? Star(luck, south, west) : Maze(luck, south, west);
            var points = polygon is null ? [] : polygon.Coordinates.ToList();
            // A ring that touches another, or itself, is a passage of no width: which way that is meant nobody can say.
            if (polygon is { IsValid: true } && points.Distinct().Count() == points.Count - 1 - polygon.NumInteriorRings)
            {
                return new RandomGround(polygon);
            }
        }
    }

    public bool Covers(NetTopologySuite.Geometries.Coordinate a, NetTopologySuite.Geometries.Coordinate b)
        => _prepared.Covers(a.Equals2D(b) ? Factory.CreatePoint(a) : Factory.CreateLineString([a, b]));

    /// <summary>Somewhere on the ground; now and then on its rim.</summary>
    public NetTopologySuite.Geometries.Coordinate Somewhere(Random luck)
    {
        if (luck.Next(8) == 0)
        {
            return _corners[luck.Next(_corners.Length)];
        }
        var box = Polygon.EnvelopeInternal;
        while (true)
        {
            var at = new NetTopologySuite.Geometries.Coordinate(
                Math.Round(box.MinX + (luck.NextDouble() * box.Width)), Math.Round(box.MinY + (luck.NextDouble() * box.Height)));
            if (_prepared.Covers(Factory.CreatePoint(at)))
            {
                return at;
            }
        }
    }

    /// <summary>The length of the shortest walk on the ground, metres: Dijkstra over all corners.</summary>
    public double Shortest(NetTopologySuite.Geometries.Coordinate from, NetTopologySuite.Geometries.Coordinate to)
    {
        if (Covers(from, to))
        {
            return Metres(from, to);
        }
        var cost = Array.ConvertAll(_corners, c => Covers(from, c) ? Metres(from, c) : double.PositiveInfinity);
        var closed = new bool[_corners.Length];
        var best = double.PositiveInfinity;
        while (true)
        {
            var v = -1;
            for (var i = 0; i < cost.Length; i++)
            {
                v = !closed[i] && cost[i] < best && (v < 0 || cost[i] < cost[v]) ? i : v;
            }
            if (v < 0)
            {
                return best;
            }
            closed[v] = true;
            if (Covers(_corners[v], to))
            {
                best = Math.Min(best, cost[v] + Metres(_corners[v], to));
            }
            for (var i = 0; i < cost.Length; i++)
            {
                if (!closed[i] && (_sees[v, i] ??= _sees[i, v] ??= Covers(_corners[v], _corners[i])))
                {
                    cost[i] = Math.Min(cost[i], cost[v] + Metres(_corners[v], _corners[i]));
                }
            }
        }
    }

    public static double Metres(NetTopologySuite.Geometries.Coordinate a, NetTopologySuite.Geometries.Coordinate b) => Place(a).DistanceMetres(Place(b));

    public static Coordinate Place(NetTopologySuite.Geometries.Coordinate at) => new(at.Y / 1e7, at.X / 1e7);

    public static NetTopologySuite.Geometries.Coordinate Back(Coordinate place)
        => new(Math.Round(place.LongitudeDeg * 1e7), Math.Round(place.LatitudeDeg * 1e7));

    /// <summary>Draws the ground, nodes from <paramref name="id"/> on, as a relation of that number; tells the node of each corner.</summary>
    public Dictionary<NetTopologySuite.Geometries.Coordinate, long> Draw(OsmText text, long id, string tags)
    {
        var nodes = new Dictionary<NetTopologySuite.Geometries.Coordinate, long>();
        foreach (var corner in _corners)
        {
            nodes[corner] = id + nodes.Count;
            text.Node(nodes[corner], corner.Y / 1e7, corner.X / 1e7);
        }
        for (var r = 0; r < Rings.Length; r++)
        {
            text.Way(id + 10_000 + r, "", [.. Rings[r].Select(c => nodes[c]), nodes[Rings[r][0]]]);
        }
        text.Relation(id, "type=multipolygon;" + tags, [.. Rings.Select((_, r) => (id + 10_000 + r, r == 0 ? "outer" : "inner"))]);
        return nodes;
    }

    /// <summary>A line from a corner away from the ground; null where there is no room.</summary>
    public NetTopologySuite.Geometries.Coordinate? Outward(Random luck, NetTopologySuite.Geometries.Coordinate corner)
    {
        for (var attempt = 0; attempt < 8; attempt++)
        {
            var (sin, cos) = Math.SinCos(luck.NextDouble() * Math.Tau);
            var end = new NetTopologySuite.Geometries.Coordinate(Math.Round(corner.X + (700 * cos)), Math.Round(corner.Y + (700 * sin)));
            if (Polygon.Intersection(Factory.CreateLineString([corner, end])).Length < 1e-9)
            {
                return end;
            }
        }
        return null;
    }

    private static Polygon? Star(Random luck, int south, int west)
    {
        var corners = luck.Next(4, 14);
        var middle = (Y: south + 15_000, X: west + 15_000);
        var shell = Ring(luck, corners, middle.Y, middle.X, 4_000, 15_000);
        Geometry ground = Factory.CreatePolygon(shell);
        for (var hole = luck.Next(0, 4); hole > 0; hole--)
        {
            var (y, x) = (middle.Y + luck.Next(-6_000, 6_000), middle.X + luck.Next(-6_000, 6_000));
            var pillar = Factory.CreatePolygon(Ring(luck, luck.Next(3, 6), y, x, 300, 2_500));
            ground = pillar.IsValid && ground.IsValid && ((Polygon)ground).Contains(pillar)
                ? Holed((Polygon)ground, pillar) ?? ground
                : ground;
        }
        return ground as Polygon;
    }

    private static Polygon? Holed(Polygon ground, Polygon pillar)
        => Factory.CreatePolygon(ground.Shell, [.. ground.Holes, pillar.Shell]) is { IsValid: true } holed ? holed : null;

    private static NetTopologySuite.Geometries.Coordinate[] Ring(Random luck, int corners, int y, int x, int least, int most)
    {
        var angles = Enumerable.Range(0, corners).Select(_ => luck.NextDouble() * Math.Tau).Order().ToList();
        var points = angles.ConvertAll(a =>
        {
            var reach = least + (luck.NextDouble() * (most - least));
            return new NetTopologySuite.Geometries.Coordinate(Math.Round(x + (reach * Math.Cos(a))), Math.Round(y + (reach * Math.Sin(a))));
        });
        return [.. points, points[0]];
    }

    // Cells of a grid that hang together; what lies between them are walls and pillars. Half of them bent, half with straight rims of many points.
    private static Polygon? Maze(Random luck, int south, int west)
    {
        var side = luck.Next(3, 6);
        var cell = 6_000 / side * 5;
        var open = new List<Geometry>();
        for (var i = 0; i < side * side; i++)
        {
            if (luck.Next(10) < 7)
            {
                var (y, x) = (south + (i / side * cell), west + (i % side * cell));
                open.Add(Factory.CreatePolygon([new(x, y), new(x + cell, y), new(x + cell, y + cell), new(x, y + cell), new(x, y)]));
            }
        }
        var joined = NetTopologySuite.Operation.Union.CascadedPolygonUnion.Union(open);
        var largest = Enumerable.Range(0, joined?.NumGeometries ?? 0).Select(i => joined!.GetGeometryN(i)).OfType<Polygon>().OrderByDescending(p => p.Area).FirstOrDefault();
        if (largest is null)
        {
            return null;
        }
        var bend = luck.Next(2) == 0 ? 0 : cell / 5;
        LinearRing Bent(LineString ring)
        {
            var points = new List<NetTopologySuite.Geometries.Coordinate>();
            foreach (var p in ring.Coordinates[..^1])
            {
                if (bend == 0 && points.Count > 0 && luck.Next(3) == 0)
                {
                    // A point in the middle of a straight rim.
                    points.Add(new(Math.Round((points[^1].X + p.X) / 2), Math.Round((points[^1].Y + p.Y) / 2)));
                }
                points.Add(new(p.X + luck.Next(-bend, bend + 1), p.Y + luck.Next(-bend, bend + 1)));
            }
            return Factory.CreateLinearRing([.. points, points[0]]);
        }
        return Factory.CreatePolygon(Bent(largest.ExteriorRing), [.. largest.InteriorRings.Select(Bent)]);
    }
}
