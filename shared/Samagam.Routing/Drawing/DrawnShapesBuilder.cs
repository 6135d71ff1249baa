using Samagam.Routing.Graph;
using Samagam.Routing.Profiles;
using Samagam.Routing.Zones;

namespace Samagam.Routing.Drawing;

/// <summary>Puts what a map draws into the plane and ranks its points. Used once.</summary>
internal sealed class DrawnShapesBuilder
{
    private readonly List<Shape> _shapes = [];
    private readonly List<int> _firstPoint = [0];
    private readonly GrowList<int> _x = new(4096);
    private readonly GrowList<int> _y = new(4096);
    private readonly List<PathName> _names = [];
    private PlaneBox _box = PlaneBox.Nothing;
    private int _firstLine;

    public static DrawnShapes Of(MapSnapshot map, DrawnParts parts)
    {
        var builder = new DrawnShapesBuilder();
        builder._names.AddRange(map.Graph.Names);
        builder.AddWater(parts);
        foreach (var area in map.Areas)
        {
            builder.AddArea(area);
        }
        builder.AddPaths(map.Graph, parts);
        for (var z = 0; z < map.Zones.Count; z++)
        {
            builder.AddZone(map.Zones[z], z);
        }
        for (var a = 0; a < map.Amenities.Count; a++)
        {
            var point = map.Amenities[a].Point;
            builder.Point(WebMercator.X(point.LongitudeDeg), WebMercator.Y(point.LatitudeDeg));
            builder.EndLine();
            builder.EndShape(DrawLayer.Amenities, (byte)map.Amenities[a].Type, a);
        }
        return builder.Build();
    }

    private void AddWater(DrawnParts parts)
    {
        for (var w = 0; w < parts.Water.Length; w++)
        {
            var isArea = parts.Water[w] == (byte)WaterKind.Area;
            for (var l = parts.FirstLine[w]; l < parts.FirstLine[w + 1]; l++)
            {
                for (var p = parts.FirstPoint[l]; p < parts.FirstPoint[l + 1]; p++)
                {
                    PointE7(parts.LatE7[p], parts.LonE7[p]);
                }
                if (isArea)
                {
                    CloseRing();
                }
                EndLine();
            }
            EndShape(DrawLayer.Water, parts.Water[w], NameNumber(parts.WaterNames[w]));
        }
    }

    // The edges of one way stand one behind the other and are one line to the eye; open ground is drawn as what it is.
    private void AddPaths(WalkGraph graph, DrawnParts parts)
    {
        for (var first = 0; first < graph.EdgeCount;)
        {
            var last = first + 1;
            while (last < graph.EdgeCount && graph.WayId[last] == graph.WayId[first] && graph.Kinds[last] == graph.Kinds[first] && IsGate(graph, last) == IsGate(graph, first))
            {
                last++;
            }
            if (graph.Kinds[first] is not (PathKind.AreaRim or PathKind.AreaCrossing))
            {
                var look = IsGate(graph, first) ? WayClass.Gate : graph.Kinds[first] switch
                {
                    PathKind.Steps => WayClass.Steps,
                    PathKind.Ferry => WayClass.Ferry,
                    _ => parts.ClassOf(graph.WayId[first]),
                };
                AddChains(graph, first, last);
                EndShape(DrawLayer.Ways, (byte)look, graph.NameOf[first] == 0 ? -1 : graph.NameOf[first]);
            }
            first = last;
        }
    }

    private void AddChains(WalkGraph graph, int first, int last)
    {
        for (var e = first; e < last; e++)
        {
            var (from, to) = (graph.FirstPoint[e], graph.FirstPoint[e + 1]);
            var goesOn = e > first && graph.PointAt(from) == graph.PointAt(from - 1);
            if (e > first && !goesOn)
            {
                EndLine();
            }
            for (var p = goesOn ? from + 1 : from; p < to; p++)
            {
                PointE7(graph.PointLatE7[p], graph.PointLonE7[p]);
            }
        }
        EndLine();
    }

    private void AddArea(WalkArea area)
    {
        AddRings(area.Rings);
        EndShape(DrawLayer.Areas, (byte)area.Kind, NameNumber(area.Name));
    }

    private void AddZone(Zone zone, int number)
    {
        AddRings(zone.Rings);
        EndShape(DrawLayer.Zones, (byte)zone.Kind, number);
    }

    private void AddRings(IReadOnlyList<IReadOnlyList<Coordinate>> rings)
    {
        foreach (var ring in rings)
        {
            foreach (var point in ring)
            {
                Point(WebMercator.X(point.LongitudeDeg), WebMercator.Y(point.LatitudeDeg));
            }
            CloseRing();
            EndLine();
        }
    }

    private static bool IsGate(WalkGraph graph, int edge) => (graph.Directions[edge] & WalkGraph.GatedFlag) != 0;

    private int NameNumber(PathName name)
    {
        if (name.IsEmpty)
        {
            return -1;
        }
        _names.Add(name);
        return _names.Count - 1;
    }

    private void PointE7(int latE7, int lonE7) => Point(WebMercator.X(lonE7 / 1e7), WebMercator.Y(latE7 / 1e7));

    private void Point(int x, int y)
    {
        _x.Add(x);
        _y.Add(y);
    }

    private void CloseRing()
    {
        var first = _firstPoint[^1];
        Point(_x[first], _y[first]);
    }

    private void EndLine()
    {
        for (var p = _firstPoint[^1]; p < _x.Count; p++)
        {
            _box = _box.With(_x[p], _y[p]);
        }
        _firstPoint.Add(_x.Count);
    }

    private void EndShape(DrawLayer layer, byte kind, int subject)
    {
        _shapes.Add(new Shape(layer, kind, subject, _firstLine, _firstPoint.Count - 1 - _firstLine, _box));
        (_firstLine, _box) = (_firstPoint.Count - 1, PlaneBox.Nothing);
    }

    private DrawnShapes Build()
    {
        var (x, y) = (_x.ToArray(), _y.ToArray());
        var zooms = new byte[x.Length];
        for (var l = 0; l + 1 < _firstPoint.Count; l++)
        {
            var (from, count) = (_firstPoint[l], _firstPoint[l + 1] - _firstPoint[l]);
            LineThinning.Rank(x.AsSpan(from, count), y.AsSpan(from, count), zooms.AsSpan(from, count));
        }
        return new DrawnShapes { All = [.. _shapes], FirstPoint = [.. _firstPoint], X = x, Y = y, FromZoom = zooms, Names = [.. _names] };
    }
}
