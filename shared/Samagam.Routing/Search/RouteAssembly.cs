using Samagam.Routing.Conditions;
using Samagam.Routing.Graph;
using Samagam.Routing.Profiles;

namespace Samagam.Routing.Search;

/// <summary>Turns the arcs of a found walk into geometry, legs, length and time.</summary>
/// <param name="metric">The metric of the walk: what cannot be walked back under it is one-way.</param>
internal sealed class RouteAssembly(WalkGraph graph, WeighedPaths paths, ArcCosts metric)
{
    private readonly List<Coordinate> _points = [];
    private readonly List<RouteLeg> _legs = [];
    private readonly List<int> _walked = [];

    /// <param name="arcs">The arcs in walking order, the first and last of them partial; empty when the walk stays on one edge.</param>
    /// <param name="from">The start.</param>
    /// <param name="to">The end.</param>
    public RouteFound Make(IReadOnlyList<int> arcs, SnapPoint from, SnapPoint to)
    {
        _points.Add(from.On);
        if (arcs.Count == 0)
        {
            AddStay(from, to);
        }
        for (var i = 0; i < arcs.Count; i++)
        {
            var arc = arcs[i];
            var length = graph.LengthMm[arc >> 1];
            if (i == 0)
            {
                var forward = (arc & 1) == 0;
                BeginLeg(arc, forward ? length - from.OffsetMm : from.OffsetMm);
                AddPoints(arc, forward ? from.Point + 1 : from.Point, forward ? graph.FirstPoint[(arc >> 1) + 1] - 1 : graph.FirstPoint[arc >> 1]);
            }
            else if (i == arcs.Count - 1)
            {
                var forward = (arc & 1) == 0;
                BeginLeg(arc, forward ? to.OffsetMm : length - to.OffsetMm);
                AddPoints(arc, forward ? graph.FirstPoint[arc >> 1] : graph.FirstPoint[(arc >> 1) + 1] - 1, forward ? to.Point : to.Point + 1);
            }
            else
            {
                var (first, last) = (graph.FirstPoint[arc >> 1], graph.FirstPoint[(arc >> 1) + 1] - 1);
                BeginLeg(arc, length);
                AddPoints(arc, (arc & 1) == 0 ? first : last, (arc & 1) == 0 ? last : first);
            }
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
        };
    }

    private void AddStay(SnapPoint from, SnapPoint to)
    {
        BeginLeg((from.Edge * 2) + (to.OffsetMm >= from.OffsetMm ? 0 : 1), Math.Abs(to.OffsetMm - from.OffsetMm));
        if (to.Point > from.Point)
        {
            AddPoints(from.Edge * 2, from.Point + 1, to.Point);
        }
        else if (to.Point < from.Point)
        {
            AddPoints((from.Edge * 2) + 1, from.Point, to.Point + 1);
        }
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

    private void BeginLeg(int arc, int mm)
    {
        var edge = arc >> 1;
        if (mm == 0)
        {
            // A junction is left by any of its edges, even by one that may not be walked.
            return;
        }
        _walked.Add(arc);
        var metres = mm / 1000.0;
        var seconds = (double)paths.TimeMs[arc] * mm / graph.LengthMm[edge] / 1000;
        var name = graph.Names[graph.NameOf[edge]];
        var flags = FlagsOf(arc);
        if (_legs.Count > 0 && _legs[^1] is var last && last.WayId == graph.WayId[edge] && last.Kind == graph.Kinds[edge] && last.Flags == flags)
        {
            _legs[^1] = last with { LengthMetres = last.LengthMetres + metres, Seconds = last.Seconds + seconds };
        }
        else
        {
            _legs.Add(new RouteLeg(graph.WayId[edge], name, graph.Kinds[edge], _points.Count - 1, metres, seconds, flags));
        }
    }

    private LegFlags FlagsOf(int arc)
    {
        var edge = arc >> 1;
        var climb = graph.Climb[edge] * ((arc & 1) == 0 ? 1 : -1);
        var density = paths.DensityOf[edge];
        return (climb > 0 ? LegFlags.Up : climb < 0 ? LegFlags.Down : 0)
            | ((graph.Directions[edge] & WalkGraph.GatedFlag) != 0 ? LegFlags.Gate : 0)
            | (metric.MayWalk(arc ^ 1) ? 0 : LegFlags.OneWay)
            | (density >= ZoneCondition.DangerFrom ? LegFlags.Dangerous : density >= ZoneCondition.SafeBelow ? LegFlags.Crowded : 0)
            | (graph.StepFree[edge] == StepFree.Unknown ? LegFlags.MaybeNotStepFree : 0)
            | (graph.Kinds[edge] == PathKind.Steps && graph.StepFree[edge] == StepFree.Yes ? LegFlags.Ramp : 0);
    }
}
