using Samagam.Routing.Conditions;
using Samagam.Routing.Graph;

namespace Samagam.Routing.Search;

/// <summary>
/// A place on open ground: a straight line leads from it to every entry and inner corner it sees, so nobody in the middle of a square
/// or at the water of a ghat is put on its rim first.
/// </summary>
internal sealed class GroundSpot
{
    public required GridPoint At { get; init; }

    /// <summary>The areas it lies on; more than one where they overlap.</summary>
    public required int[] Areas { get; init; }

    /// <summary>What it sees, by area and vertex.</summary>
    public required SpotLine[] Lines { get; init; }

    /// <summary>The nearest path that is no part of an area, if it leads across this ground in sight; and the area.</summary>
    public (SnapPoint Place, int Area)? Beside { get; init; }

    /// <summary>A line from here to a vertex.</summary>
    public GroundLine LineTo(SpotLine line, WalkGraph graph) => new(line.Area, At, new GridPoint(graph.VertexLatE7[line.Vertex], graph.VertexLonE7[line.Vertex]));

    /// <summary>The line from here to the path beside.</summary>
    public GroundLine LineBeside((SnapPoint Place, int Area) beside) => new(beside.Area, At, GridOf(beside.Place.On));

    public static GridPoint GridOf(Coordinate point) => new((int)Math.Round(point.LatitudeDeg * 1e7), (int)Math.Round(point.LongitudeDeg * 1e7));
}

/// <summary>That a spot sees a vertex across an area.</summary>
internal readonly record struct SpotLine(int Area, int Vertex);
