using Samagam.Routing.Conditions;
using Samagam.Routing.Graph;

namespace Samagam.Routing.Search;

/// <summary>A piece of a found walk: an arc or a part of one, or a straight line across open ground.</summary>
/// <param name="Arc">The arc; −1 for a line.</param>
/// <param name="Mm">How much of it, millimetres.</param>
/// <param name="FirstPoint">The first geometry point it passes, in walking direction.</param>
/// <param name="LastPoint">The last; before the first when it passes none.</param>
/// <param name="Line">The line, when it is one.</param>
internal readonly record struct WalkPiece(int Arc, int Mm, int FirstPoint, int LastPoint, GroundLine Line)
{
    public bool IsLine => Arc < 0;
}

/// <summary>Lays out what finders find, piece by piece.</summary>
internal sealed class WalkPieces(WalkGraph graph, Exits exits)
{
    /// <summary>Puts the pieces in walking order; those of no length are left out.</summary>
    /// <param name="arcs">As <see cref="IPathFinder"/> tells them.</param>
    /// <param name="from">The start.</param>
    /// <param name="to">The end.</param>
    /// <param name="costs">They were found under.</param>
    /// <param name="pieces">Holds them afterwards, and nothing else.</param>
    public void Of(ReadOnlySpan<int> arcs, SnapPoint from, SnapPoint to, ArcCosts costs, List<WalkPiece> pieces)
    {
        pieces.Clear();
        if (arcs.Length == 0)
        {
            AddDirect(from, to, costs, pieces);
            return;
        }
        if (arcs[0] < 0)
        {
            AddLine(from.Spot!.LineTo(from.Spot.Lines[~arcs[0]], graph), pieces);
        }
        else
        {
            AddBeside(from, isBack: false, pieces);
            AddFrom(Exits.OnPath(from)!.Value, arcs[0], pieces);
        }
        for (var i = 1; i + 1 < arcs.Length; i++)
        {
            var (first, last) = (graph.FirstPoint[arcs[i] >> 1], graph.FirstPoint[(arcs[i] >> 1) + 1] - 1);
            AddArc(arcs[i], graph.LengthMm[arcs[i] >> 1], (arcs[i] & 1) == 0 ? first : last, (arcs[i] & 1) == 0 ? last : first, pieces);
        }
        if (arcs[^1] < 0)
        {
            AddLine(to.Spot!.LineTo(to.Spot.Lines[~arcs[^1]], graph).Back, pieces);
        }
        else
        {
            AddTo(Exits.OnPath(to)!.Value, arcs[^1], pieces);
            AddBeside(to, isBack: true, pieces);
        }
    }

    private void AddDirect(SnapPoint from, SnapPoint to, ArcCosts costs, List<WalkPiece> pieces)
    {
        if (exits.Direct(from, to, costs) is { Area: >= 0 } across)
        {
            AddLine(new GroundLine(across.Area, from.Spot!.At, to.Spot!.At), pieces);
            return;
        }
        AddBeside(from, isBack: false, pieces);
        var (a, b) = (Exits.OnPath(from)!.Value, Exits.OnPath(to)!.Value);
        var mm = Math.Abs(b.OffsetMm - a.OffsetMm);
        if (b.OffsetMm >= a.OffsetMm)
        {
            AddArc(a.Edge * 2, mm, a.Point + 1, b.Point, pieces);
        }
        else
        {
            AddArc((a.Edge * 2) + 1, mm, a.Point, b.Point + 1, pieces);
        }
        AddBeside(to, isBack: true, pieces);
    }

    private void AddFrom(SnapPoint place, int arc, List<WalkPiece> pieces)
    {
        var edge = arc >> 1;
        if ((arc & 1) == 0)
        {
            AddArc(arc, graph.LengthMm[edge] - place.OffsetMm, place.Point + 1, graph.FirstPoint[edge + 1] - 1, pieces);
        }
        else
        {
            AddArc(arc, place.OffsetMm, place.Point, graph.FirstPoint[edge], pieces);
        }
    }

    private void AddTo(SnapPoint place, int arc, List<WalkPiece> pieces)
    {
        var edge = arc >> 1;
        if ((arc & 1) == 0)
        {
            AddArc(arc, place.OffsetMm, graph.FirstPoint[edge], place.Point, pieces);
        }
        else
        {
            AddArc(arc, graph.LengthMm[edge] - place.OffsetMm, graph.FirstPoint[edge + 1] - 1, place.Point + 1, pieces);
        }
    }

    private static void AddBeside(SnapPoint place, bool isBack, List<WalkPiece> pieces)
    {
        if (place.Spot is { Beside: { } beside } spot)
        {
            AddLine(isBack ? spot.LineBeside(beside).Back : spot.LineBeside(beside), pieces);
        }
    }

    // A junction is left by any of its edges, even by one that may not be walked: that is no piece.
    private static void AddArc(int arc, int mm, int first, int last, List<WalkPiece> pieces)
    {
        if (mm > 0)
        {
            pieces.Add(new WalkPiece(arc, mm, first, last, default));
        }
    }

    private static void AddLine(GroundLine line, List<WalkPiece> pieces)
    {
        if (line.From != line.To)
        {
            pieces.Add(new WalkPiece(-1, line.LengthMm, 0, -1, line));
        }
    }
}
