using System.Runtime.InteropServices;
using Samagam.Routing.Conditions;
using Samagam.Routing.Graph;
using Samagam.Routing.Profiles;

namespace Samagam.Routing.Search;

/// <summary>What a walk is put together in before its length is known; reused.</summary>
internal sealed class WalkDraft
{
    public List<WalkPiece> Pieces { get; } = [];

    public List<Coordinate> Points { get; } = [];

    public List<RouteLeg> Legs { get; } = [];

    public List<int> Walked { get; } = [];

    public List<GroundLine> Lines { get; } = [];

    public void Clear()
    {
        Pieces.Clear();
        Points.Clear();
        Legs.Clear();
        Walked.Clear();
        Lines.Clear();
    }
}

/// <summary>Turns the arcs of a found walk into geometry, legs, length and time.</summary>
/// <param name="metric">The metric of the walk: what cannot be walked back under it is one-way.</param>
/// <param name="draft">For this walk alone.</param>
internal readonly struct RouteAssembly(WalkGround ground, WeighedPaths paths, ArcCosts metric, WalkDraft draft)
{
    private readonly WalkGraph graph = ground.Graph;

    /// <param name="arcs">As <see cref="IPathFinder"/> tells them.</param>
    /// <param name="from">The start.</param>
    /// <param name="to">The end.</param>
    /// <param name="cost">Of the whole.</param>
    public RouteFound Make(ReadOnlySpan<int> arcs, SnapPoint from, SnapPoint to, int cost)
    {
        draft.Clear();
        draft.Points.Add(from.On);
        ground.Pieces.Of(arcs, from, to, metric, draft.Pieces);
        foreach (ref readonly var piece in CollectionsMarshal.AsSpan(draft.Pieces))
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
        if (draft.Points.Count == 1)
        {
            draft.Points.Add(to.On);
        }
        var (length, seconds) = (0.0, 0.0);
        foreach (ref readonly var leg in CollectionsMarshal.AsSpan(draft.Legs))
        {
            (length, seconds) = (length + leg.LengthMetres, seconds + leg.Seconds);
        }
        return new RouteFound
        {
            Geometry = draft.Points.ToArray(),
            LengthMetres = length,
            Seconds = seconds,
            Start = from.Asked,
            End = to.Asked,
            StartGapMetres = from.GapMetres,
            EndGapMetres = to.GapMetres,
            Legs = draft.Legs.ToArray(),
            Arcs = draft.Walked.ToArray(),
            Lines = [.. draft.Lines],
            BeginsOnEdge = from.Spot is null,
            Cost = cost,
            EntersDanger = cost >= ArcCosts.DangerPenalty,
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
        if (point != draft.Points[^1])
        {
            draft.Points.Add(point);
        }
    }

    private void AddLine(GroundLine line, int mm)
    {
        draft.Lines.Add(line);
        // Where a part of an edge ends before it.
        AddPoint(line.From.Place);
        metric.Lines.Weigh(line, out var milliseconds, out var density);
        var columns = ground.OpenGround.Columns;
        var flags = (metric.Lines.Of(line.Back) < ArcCosts.Blocked ? 0 : LegFlags.OneWay) | FlagsOf(density)
            | (ground.Lines.StepFreeOf(line.Area) == StepFree.Unknown ? LegFlags.MaybeNotStepFree : 0);
        if (!LastLegGoesOn(columns.OsmId[line.Area], PathKind.AreaCrossing, flags, mm / 1000.0, milliseconds / 1000))
        {
            draft.Legs.Add(new RouteLeg(
                columns.OsmId[line.Area], columns.Names[line.Area], PathKind.AreaCrossing, draft.Points.Count - 1, mm / 1000.0, milliseconds / 1000, flags));
        }
        AddPoint(line.To.Place);
    }

    private void BeginLeg(int arc, int mm)
    {
        ref readonly var edge = ref graph.Facts[arc >> 1];
        draft.Walked.Add(arc);
        var seconds = (double)paths.TimeMs[arc] * mm / edge.LengthMm / 1000;
        var flags = FlagsOf(arc, edge);
        if (!LastLegGoesOn(edge.WayId, edge.Kind, flags, mm / 1000.0, seconds))
        {
            draft.Legs.Add(new RouteLeg(edge.WayId, graph.Names[edge.NameOf], edge.Kind, draft.Points.Count - 1, mm / 1000.0, seconds, flags));
        }
    }

    // Whether a piece is more of the same as the last leg; then it is added to it.
    private bool LastLegGoesOn(long way, PathKind kind, LegFlags flags, double metres, double seconds)
    {
        var legs = CollectionsMarshal.AsSpan(draft.Legs);
        if (legs.Length == 0)
        {
            return false;
        }
        ref var last = ref legs[^1];
        if (last.WayId != way || last.Kind != kind || last.Flags != flags)
        {
            return false;
        }
        last = last with { LengthMetres = last.LengthMetres + metres, Seconds = last.Seconds + seconds };
        return true;
    }

    private LegFlags FlagsOf(int arc, in EdgeFacts edge)
    {
        var climb = edge.Climb * ((arc & 1) == 0 ? 1 : -1);
        return (climb > 0 ? LegFlags.Up : climb < 0 ? LegFlags.Down : 0)
            | ((edge.Directions & WalkGraph.GatedFlag) != 0 ? LegFlags.Gate : 0)
            | (metric.MayWalk(arc ^ 1) ? 0 : LegFlags.OneWay)
            | FlagsOf(paths.DensityOf[arc >> 1])
            | (edge.StepFree == StepFree.Unknown ? LegFlags.MaybeNotStepFree : 0)
            | (edge.Kind == PathKind.Steps && edge.StepFree == StepFree.Yes ? LegFlags.Ramp : 0);
    }

    private static LegFlags FlagsOf(double density)
        => density >= ZoneCondition.DangerFrom ? LegFlags.Dangerous : density >= ZoneCondition.SafeBelow ? LegFlags.Crowded : 0;
}
