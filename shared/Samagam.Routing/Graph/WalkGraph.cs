using Samagam.Routing.Profiles;

namespace Samagam.Routing.Graph;

/// <summary>
/// An immutable graph of everything a person can walk, as columns (struct of arrays). Vertices are junctions, edges run
/// between them and carry their geometry. Adjacency holds both directions of every edge; whether a direction may be
/// walked is a flag on the edge, so that opening, closing or reversing a path never changes the topology.
/// </summary>
/// <remarks>
/// An arc is <c>edge × 2</c> when the edge is followed from tail to head and <c>edge × 2 + 1</c> against it. Lengths are
/// whole millimetres rounded up, so a straight line is never longer than a path beneath it.
/// </remarks>
internal sealed class WalkGraph
{
    internal const byte ForwardFlag = 1;
    internal const byte BackwardFlag = 2;

    /// <summary>Closed by the map; an order may open it.</summary>
    internal const byte GatedFlag = 4;

    internal required int[] VertexLatE7 { get; init; }
    internal required int[] VertexLonE7 { get; init; }

    /// <summary>Vertex v has the arcs ArcOf[FirstArc[v] .. FirstArc[v + 1]).</summary>
    internal required int[] FirstArc { get; init; }
    internal required int[] ArcOf { get; init; }
    internal required int[] ArcHead { get; init; }

    internal required int[] Tail { get; init; }
    internal required int[] Head { get; init; }
    internal required int[] LengthMm { get; init; }
    internal required int[] TimeMs { get; init; }
    internal required byte[] Directions { get; init; }
    internal required PathKind[] Kinds { get; init; }
    internal required StepFree[] StepFree { get; init; }

    /// <summary>+1 when an edge climbs from tail to head, −1 when it falls, 0 when nothing is said.</summary>
    internal required sbyte[] Climb { get; init; }

    /// <summary>Edge e lies wholly inside the crowd zones of ZoneEntries[FirstZone[e] .. FirstZone[e + 1]).</summary>
    internal required int[] FirstZone { get; init; }
    internal required ZoneEntry[] ZoneEntries { get; init; }
    internal required int[] NameOf { get; init; }
    internal required long[] WayId { get; init; }

    /// <summary>Edge e has the points FirstPoint[e] .. FirstPoint[e + 1], both ends included.</summary>
    internal required int[] FirstPoint { get; init; }
    internal required int[] PointLatE7 { get; init; }
    internal required int[] PointLonE7 { get; init; }

    internal required PathName[] Names { get; init; }

    /// <summary>What is told of each edge, side by side: to tell a walk is to look at every one of its edges once. Made at the first use.</summary>
    internal EdgeFacts[] Facts => field ??= AllFacts();

    /// <summary>Strongly connected part of each vertex, numbered by falling total length.</summary>
    internal required int[] ComponentOf { get; init; }

    /// <summary>Parts 0 .. MainComponents − 1 are large enough to lead somewhere.</summary>
    internal required int MainComponents { get; init; }

    public int VertexCount => VertexLatE7.Length;

    public int EdgeCount => Tail.Length;

    /// <summary>How many mutually unreachable parts the graph has.</summary>
    public int ComponentCount { get; internal init; }

    /// <summary>The direction flag an arc needs on its edge.</summary>
    internal static byte FlagOf(int arc) => (arc & 1) == 0 ? ForwardFlag : BackwardFlag;

    /// <summary>Whether the map lets anybody walk an edge, without an order.</summary>
    internal bool IsWalkable(int edge) => (Directions[edge] & (ForwardFlag | BackwardFlag)) != 0;

    /// <summary>The vertex an arc starts at.</summary>
    internal int ComesFrom(int arc) => (arc & 1) == 0 ? Tail[arc >> 1] : Head[arc >> 1];

    internal Coordinate PointAt(int point) => Coordinate.FromE7(PointLatE7[point], PointLonE7[point]);

    internal Coordinate VertexAt(int vertex) => Coordinate.FromE7(VertexLatE7[vertex], VertexLonE7[vertex]);

    /// <summary>The part an edge belongs to; −1 for an edge that leads from one part to another and not back.</summary>
    internal int ComponentOfEdge(int edge)
        => ComponentOf[Tail[edge]] == ComponentOf[Head[edge]] ? ComponentOf[Tail[edge]] : -1;

    private EdgeFacts[] AllFacts()
    {
        var facts = new EdgeFacts[EdgeCount];
        for (var e = 0; e < facts.Length; e++)
        {
            facts[e] = new EdgeFacts(WayId[e], LengthMm[e], NameOf[e], Climb[e], Directions[e], Kinds[e], StepFree[e]);
        }
        return facts;
    }

    /// <summary>Metres from the tail of an edge to its point number <paramref name="point"/> (absolute).</summary>
    internal double MetresToPoint(int edge, int point)
    {
        double metres = 0;
        for (var p = FirstPoint[edge]; p < point; p++)
        {
            metres += PointAt(p).DistanceMetres(PointAt(p + 1));
        }
        return metres;
    }
}

/// <summary>The columns of one edge that a walk over it is told from.</summary>
internal readonly record struct EdgeFacts(long WayId, int LengthMm, int NameOf, sbyte Climb, byte Directions, PathKind Kind, StepFree StepFree);

/// <summary>That an edge lies inside a crowd zone.</summary>
/// <param name="Zone">The zone's place among the map's crowd zones.</param>
/// <param name="IsEntered">Flags as on the edge: whether walking it forward, or backward, comes in from the zone's border.</param>
internal readonly record struct ZoneEntry(int Zone, byte IsEntered);
