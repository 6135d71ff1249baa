using Samagam.Routing.Conditions;
using Samagam.Routing.Graph;
using Samagam.Routing.Profiles;

namespace Samagam.Routing.Search;

/// <summary>Turns the arcs of a found walk into geometry, legs, length and time.</summary>
/// <param name="metric">The metric of the walk: what cannot be walked back under it is one-way.</param>
internal sealed class RouteAssembly(WalkGround ground, WeighedPaths paths, ArcCosts metric)
{
    private readonly WalkGraph graph = ground.Graph;
    private readonly List<Coordinate> _points = [];
    private readonly List<RouteLeg> _legs = [];
    private readonly List<int> _walked = [];
    private readonly List<GroundLine> _lines = [];

    /// <param name="arcs">As <see cref="IPathFinder"/> tells them.</param>
    /// <param name="from">The start.</param>
    /// <param name="to">The end.</param>
    public RouteFound Make(IReadOnlyList<int> arcs, SnapPoint from, SnapPoint to)
    {
        _points.Add(from.On);
        foreach (var piece in ground.Pieces.Of(arcs, from, to, metric))
        {
            if (piece.IsLine)
            {
                AddLine(piece.Line, piece.Mm);
                continue;
            }
            BeginLeg(piece.Arc, piece.Mm);
            AddPoints(piece.Arc, piece.FirstPoint, piece.LastPoint);
        }
        AddPoint(to.On);
        if (_points.Count == 1)
        {
            _points.Add(to.On);
        }
        return new RouteFound
        {
            Geometry = [.. _points],
            LengthMetres = _legs.Sum(l => l.LengthMetres),
            Seconds = _legs.Sum(l => l.Seconds),
            Start = from.Asked,
            End = to.Asked,
            StartGapMetres = from.GapMetres,
            EndGapMetres = to.GapMetres,
            Legs = [.. _legs],
            Arcs = [.. _walked],
            Lines = [.. _lines],
            BeginsOnEdge = from.Spot is null,
        };
    }

    private void AddPoints(int arc, int first, int last)
    {
        var step = (arc & 1) == 0 ? 1 : -1;
        for (var p = first; step > 0 ? p <= last : p >= last; p += step)
        {
            AddPoint(graph.PointAt(p));
        }
    }

    private void AddPoint(Coordinate point)
    {
        if (point != _points[^1])
        {
            _points.Add(point);
        }
    }

    private void AddLine(GroundLine line, int mm)
    {
        _lines.Add(line);
        // Where a part of an edge ends before it.
        AddPoint(line.From.Place);
        metric.Lines.Weigh(line, out var milliseconds, out var density);
        var columns = ground.OpenGround.Columns;
        var flags = (metric.Lines.Of(line.Back) < ArcCosts.Blocked ? 0 : LegFlags.OneWay) | FlagsOf(density)
            | (ground.Lines.StepFreeOf(line.Area) == StepFree.Unknown ? LegFlags.MaybeNotStepFree : 0);
        AddLeg(new RouteLeg(
            columns.OsmId[line.Area], columns.Names[line.Area], PathKind.AreaCrossing, _points.Count - 1, mm / 1000.0, milliseconds / 1000, flags));
        AddPoint(line.To.Place);
    }

    private void BeginLeg(int arc, int mm)
    {
        var edge = arc >> 1;
        _walked.Add(arc);
        var seconds = (double)paths.TimeMs[arc] * mm / graph.LengthMm[edge] / 1000;
        AddLeg(new RouteLeg(graph.WayId[edge], graph.Names[graph.NameOf[edge]], graph.Kinds[edge], _points.Count - 1, mm / 1000.0, seconds, FlagsOf(arc)));
    }

    private void AddLeg(RouteLeg leg)
    {
        if (_legs.Count > 0 && _legs[^1] is var last && last.WayId == leg.WayId && last.Kind == leg.Kind && last.Flags == leg.Flags)
        {
            _legs[^1] = last with { LengthMetres = last.LengthMetres + leg.LengthMetres, Seconds = last.Seconds + leg.Seconds };
        }
        else
        {
            _legs.Add(leg);
        }
    }

    private LegFlags FlagsOf(int arc)
    {
        var edge = arc >> 1;
        var climb = graph.Climb[edge] * ((arc & 1) == 0 ? 1 : -1);
        return (climb > 0 ? LegFlags.Up : climb < 0 ? LegFlags.Down : 0)
            | ((graph.Directions[edge] & WalkGraph.GatedFlag) != 0 ? LegFlags.Gate : 0)
            | (metric.MayWalk(arc ^ 1) ? 0 : LegFlags.OneWay)
            | FlagsOf(paths.DensityOf[edge])
            | (graph.StepFree[edge] == StepFree.Unknown ? LegFlags.MaybeNotStepFree : 0)
            | (graph.Kinds[edge] == PathKind.Steps && graph.StepFree[edge] == StepFree.Yes ? LegFlags.Ramp : 0);
    }

    private static LegFlags FlagsOf(double density)
        => density >= ZoneCondition.DangerFrom ? LegFlags.Dangerous : density >= ZoneCondition.SafeBelow ? LegFlags.Crowded : 0;
}
