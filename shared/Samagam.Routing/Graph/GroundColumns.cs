namespace Samagam.Routing.Graph;

/// <summary>
/// The open ground and the barriers of a map as plain columns: all that is needed to write them to a file and read them back.
/// Area a has the rings FirstRing[a] .. FirstRing[a + 1], ring r the points FirstPoint[r] .. FirstPoint[r + 1].
/// </summary>
internal sealed class GroundColumns
{
    internal required long[] OsmId { get; init; }
    internal required bool[] IsRelation { get; init; }
    internal required WalkAreaKind[] Kind { get; init; }

    /// <summary>By area.</summary>
    internal required PathName[] Names { get; init; }

    internal required int[] FirstRing { get; init; }
    internal required int[] FirstPoint { get; init; }
    internal required int[] PointLatE7 { get; init; }
    internal required int[] PointLonE7 { get; init; }

    /// <summary>Area a is crossed between the vertices of the walk graph Vertex[FirstVertex[a] .. FirstVertex[a + 1]); none where it is not crossed.</summary>
    internal required int[] FirstVertex { get; init; }
    internal required int[] Vertex { get; init; }

    /// <summary>On area a stand the barriers Standing[FirstStanding[a] .. FirstStanding[a + 1]), numbers of pieces.</summary>
    internal required int[] FirstStanding { get; init; }
    internal required int[] Standing { get; init; }

    /// <summary>All barriers of the map as straight pieces: from, to.</summary>
    internal required int[] BarrierLatE7 { get; init; }
    internal required int[] BarrierLonE7 { get; init; }

    public int Count => OsmId.Length;

    public int BarrierCount => BarrierLatE7.Length / 2;

    public ReadOnlySpan<int> VerticesOf(int area) => Vertex.AsSpan(FirstVertex[area]..FirstVertex[area + 1]);

    public GridSegment BarrierAt(int piece)
        => new(new GridPoint(BarrierLatE7[piece * 2], BarrierLonE7[piece * 2]), new GridPoint(BarrierLatE7[(piece * 2) + 1], BarrierLonE7[(piece * 2) + 1]));

    public GridSegment[] BarriersOf(int area) => Array.ConvertAll(Standing[FirstStanding[area]..FirstStanding[area + 1]], BarrierAt);

    public IReadOnlyList<GridPoint[]> RingsOf(int area)
        => [.. Enumerable.Range(FirstRing[area], FirstRing[area + 1] - FirstRing[area])
            .Select(r => Enumerable.Range(FirstPoint[r], FirstPoint[r + 1] - FirstPoint[r]).Select(p => new GridPoint(PointLatE7[p], PointLonE7[p])).ToArray())];
}
