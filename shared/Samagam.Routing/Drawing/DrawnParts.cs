using Samagam.Routing.Graph;

namespace Samagam.Routing.Drawing;

/// <summary>
/// What a map keeps only to be drawn, as plain columns: how its ways look, and its water. Paths, areas, zones and amenities are drawn from
/// what routes use anyway.
/// </summary>
internal sealed record DrawnParts
{
    public static readonly DrawnParts None = new();

    /// <summary>Ways by rising OSM id, with the <see cref="WayClass"/> of each beside it.</summary>
    public long[] WayIds { get; init; } = [];

    public byte[] WayClasses { get; init; } = [];

    /// <summary><see cref="WaterKind"/> of each piece of water; piece w has the lines FirstLine[w] .. FirstLine[w + 1].</summary>
    public byte[] Water { get; init; } = [];

    public PathName[] WaterNames { get; init; } = [];

    public int[] FirstLine { get; init; } = [0];

    /// <summary>Line l has the points FirstPoint[l] .. FirstPoint[l + 1]; of an area, a ring whose first point is not repeated.</summary>
    public int[] FirstPoint { get; init; } = [0];

    public int[] LatE7 { get; init; } = [];

    public int[] LonE7 { get; init; } = [];

    /// <summary>How a way looks; one that is not known looks like a path.</summary>
    public WayClass ClassOf(long wayId) => Array.BinarySearch(WayIds, wayId) is >= 0 and var at ? (WayClass)WayClasses[at] : WayClass.Path;

    /// <summary>The drawable rest of a file.</summary>
    public static DrawnParts Of(ReadOnlySpan<WayDraft> ways, IEnumerable<OutlineDraft> outlines, NodeIndex index, NodeCollector nodes, int maxPoints, DropCounts dropped)
    {
        var (ids, looks) = (new long[ways.Length], new byte[ways.Length]);
        for (var i = 0; i < ids.Length; i++)
        {
            (ids[i], looks[i]) = (ways[i].Id, (byte)ways[i].Look);
        }
        Array.Sort(ids, looks);
        var (kinds, names) = (new List<byte>(), new List<PathName>());
        var (firstLine, firstPoint) = (new List<int> { 0 }, new List<int> { 0 });
        var (lat, lon) = (new GrowList<int>(1024), new GrowList<int>(1024));
        foreach (var outline in outlines)
        {
            if (outline.Water is not { } kind)
            {
                continue;
            }
            Add(kind, outline.Name, outline.Rings, isRing: kind == WaterKind.Area);
            Add(WaterKind.Shore, outline.Name, outline.OpenLines, isRing: false);
        }
        return new DrawnParts
        {
            WayIds = ids,
            WayClasses = looks,
            Water = [.. kinds],
            WaterNames = [.. names],
            FirstLine = [.. firstLine],
            FirstPoint = [.. firstPoint],
            LatE7 = lat.ToArray(),
            LonE7 = lon.ToArray(),
        };

        void Add(WaterKind kind, PathName name, List<long[]> lines, bool isRing)
        {
            var before = firstPoint.Count;
            foreach (var line in lines)
            {
                if (lat.Count + line.Length > maxPoints)
                {
                    dropped.Add("water beyond the limit");
                    continue;
                }
                var start = lat.Count;
                foreach (var node in line)
                {
                    var at = index.Find(node);
                    if (nodes.LatE7[at] != NodeCollector.Missing)
                    {
                        lat.Add(nodes.LatE7[at]);
                        lon.Add(nodes.LonE7[at]);
                    }
                }
                if (lat.Count - start < (isRing ? 3 : 2))
                {
                    lat.Cut(start);
                    lon.Cut(start);
                    continue;
                }
                firstPoint.Add(lat.Count);
            }
            if (firstPoint.Count > before)
            {
                kinds.Add((byte)kind);
                names.Add(name);
                firstLine.Add(firstPoint.Count - 1);
            }
        }
    }
}
