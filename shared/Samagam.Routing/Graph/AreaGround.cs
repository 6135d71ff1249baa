using Samagam.Routing.Profiles;
using Samagam.Routing.Zones;

namespace Samagam.Routing.Graph;

/// <summary>
/// The open ground of a map: first decides which rim points become junctions, then adds rims and the lines across, and keeps in
/// columns what questions need later.
/// </summary>
internal sealed class AreaGround(WalkGraphBuilder builder, NodeCollector nodes, AreaMesh mesh, Barriers barriers, IReadOnlyList<Zone> crowdZones)
{
    // On one area; finer zones are walked round by the area's own points.
    private const int MostZoneCorners = 64;

    private readonly List<Ground> _areas = [];

    public int Count => _areas.Count;

    public void Add(List<int[]> rings, FootRule rule, WalkAreaKind kind, int name, long osmId, bool isRelation)
    {
        var usable = rings.Where(r => r.Length >= 3 && r.All(builder.IsPresent)).ToList();
        if (usable.Count == 0)
        {
            return;
        }
        foreach (var ring in usable)
        {
            builder.CountUse(ring, isRing: true);
        }
        _areas.Add(new Ground(usable, rule, kind, name, osmId, isRelation));
    }

    /// <summary>Call once, after every way and area has counted its nodes.</summary>
    public void FindJunctions()
    {
        foreach (var area in _areas.Where(a => mesh.IsCrossable(a.Rings)))
        {
            // A corner that only this area uses is a bend: no walk begins or ends there.
            area.Corners = RingCorners.Inner(area.Rings, At).Select(c => (c, IsBend: !builder.IsJunction(c.Node))).ToList();
        }
        foreach (var area in _areas)
        {
            foreach (var (corner, _) in area.Corners)
            {
                builder.ForceJunction(corner.Node);
            }
            foreach (var ring in area.Rings)
            {
                // A rim nobody touches still needs an end for its loop.
                if (!Array.Exists(ring, builder.IsJunction))
                {
                    builder.ForceJunction(ring[0]);
                }
            }
        }
    }

    /// <summary>Adds rims and crossings; returns how many crossings.</summary>
    public int AddEdges(GroundDraft draft)
    {
        var crossings = 0;
        foreach (var area in _areas)
        {
            var rings = area.Rings.ConvertAll(r => Array.ConvertAll(r, At));
            var open = new SightField(rings, []);
            var standing = StandingOn(area, rings, open);
            var field = standing.Pieces.Count == 0 ? open : new SightField(rings, [.. standing.Pieces.Select(p => barriers.Segments[p])]);
            foreach (var ring in area.Rings)
            {
                AddRim(ring, area, field, standing.Ends);
            }
            var vertices = new List<int>();
            crossings += AddCrossings(area, field, standing, vertices);
            draft.Add(area.OsmId, area.IsRelation, area.Kind, area.Name, rings, vertices, standing.Pieces);
        }
        return crossings;
    }

    private int AddCrossings(Ground area, SightField field, Standing standing, List<int> vertices)
    {
        if (!mesh.IsCrossable(area.Rings))
        {
            // The mesh says why.
            mesh.Refuse();
            return 0;
        }
        var points = Points(area, field, standing);
        if (mesh.Crossings(field, points, RimPairs(area, field, standing, points)) is not { } pairs)
        {
            return 0;
        }
        var vertexOf = points.ConvertAll(p => p.Node >= 0 ? builder.VertexOf(p.Node) : -1);
        var added = 0;
        foreach (var (from, to) in pairs)
        {
            added += builder.AddLine(VertexAt(from), VertexAt(to), area.Rule with { Kind = PathKind.AreaCrossing }, area.Name, area.OsmId) ? 1 : 0;
        }
        vertices.AddRange(vertexOf.Where(v => v >= 0).Distinct().Order());
        return added;

        // What is no node becomes a vertex with its first line.
        int VertexAt(int point) => vertexOf[point] >= 0 ? vertexOf[point] : vertexOf[point] = builder.AddVertex(points[point].At);
    }

    private List<MeshPoint> Points(Ground area, SightField field, Standing standing)
    {
        var points = new List<MeshPoint>();
        var bends = area.Corners.Where(c => c.IsBend).ToDictionary(c => c.Corner.Node, c => c.Corner);
        foreach (var node in area.Rings.SelectMany(r => r).Distinct())
        {
            // Where a fence meets the rim nobody gets from one side to the other, unless a path leads through.
            if (!standing.Ends.Contains(node) && builder.IsJunction(node))
            {
                points.Add(bends.TryGetValue(node, out var bend)
                    ? new MeshPoint(At(node), node, (At(bend.Before), At(bend.After)))
                    : new MeshPoint(At(node), node));
            }
            else if (!standing.Ends.Contains(node) && bends.TryGetValue(node, out var blocked))
            {
                // What stops walkers on the rim stops nobody beside it.
                points.Add(new MeshPoint(At(node), -1, (At(blocked.Before), At(blocked.After))));
            }
        }
        points.AddRange(ZoneCorners(field).Select(p => new MeshPoint(p, -1)));
        points.AddRange(standing.Bends.Where(field.ContainsStrictly).Select(p => new MeshPoint(p, -1)));
        return points;
    }

    // A crush in the middle of a square is walked round by its corners, which lie on its border and so outside.
    private IEnumerable<GridPoint> ZoneCorners(SightField field)
    {
        var corners = new HashSet<GridPoint>();
        foreach (var zone in crowdZones.Where(z => z.Bounds.Touches(field.Bounds)))
        {
            var own = zone.Rings.SelectMany(r => r).Select(p => new GridPoint((int)Math.Round(p.LatitudeDeg * 1e7), (int)Math.Round(p.LongitudeDeg * 1e7)))
                .Where(field.ContainsStrictly).ToList();
            if (corners.Count + own.Count <= MostZoneCorners)
            {
                corners.UnionWith(own);
            }
        }
        return corners;
    }

    // Which points the rim joins, one after the other.
    private IEnumerable<(int From, int To)> RimPairs(Ground area, SightField field, Standing standing, List<MeshPoint> points)
    {
        var number = new Dictionary<int, int>();
        for (var i = 0; i < points.Count; i++)
        {
            if (points[i].Node >= 0)
            {
                number[points[i].Node] = i;
            }
        }
        foreach (var ring in area.Rings)
        {
            var last = -1;
            // Once round and on to the first point again.
            for (var i = 0; i < ring.Length * 2; i++)
            {
                var (node, next) = (ring[i % ring.Length], ring[(i + 1) % ring.Length]);
                if (number.TryGetValue(node, out var here))
                {
                    if (last >= 0 && last != here)
                    {
                        yield return (last, here);
                    }
                    last = here;
                }
                if (IsCut(node, next, field, standing.Ends))
                {
                    last = -1;
                }
            }
        }
    }

    private bool IsCut(int node, int next, SightField field, HashSet<int> ends)
        => ends.Contains(node) || ends.Contains(next) || nodes.Blocks[node] || nodes.Blocks[next] || field.IsBarred(At(node), At(next));

    // The rim, but where a fence crosses it or ends on it.
    private void AddRim(int[] ring, Ground area, SightField field, HashSet<int> ends)
    {
        var start = Math.Max(0, Array.FindIndex(ring, builder.IsJunction));
        int[] round = [.. ring[start..], .. ring[..start], ring[start]];
        var from = 0;
        for (var i = 0; i + 1 < round.Length; i++)
        {
            if (ends.Contains(round[i]) || ends.Contains(round[i + 1]) || field.IsBarred(At(round[i]), At(round[i + 1])))
            {
                builder.AddWay(round.AsSpan(from..(i + 1)), area.Rule, area.Name, area.OsmId);
                from = i + 1;
            }
        }
        builder.AddWay(round.AsSpan(from..), area.Rule, area.Name, area.OsmId);
    }

    // The fences that stand on an area, not along its rim; where they end on the rim; and where one walks round them.
    private Standing StandingOn(Ground area, List<GridPoint[]> rings, SightField open)
    {
        var standing = new Standing([], [], []);
        if (barriers.Segments.Length == 0)
        {
            return standing;
        }
        var points = rings.SelectMany(r => r).ToList();
        var near = barriers.In(points.Min(p => p.LatE7), points.Min(p => p.LonE7), points.Max(p => p.LatE7), points.Max(p => p.LonE7));
        if (near.Count == 0)
        {
            return standing;
        }
        var rim = area.Rings.SelectMany(r => r.Select((n, i) => (n, r[(i + 1) % r.Length]))).SelectMany(p => new[] { p, (p.Item2, p.n) }).ToHashSet();
        standing.Pieces.AddRange(near.Where(p => !rim.Contains(barriers.Ends(p)) && IsOnGround(barriers.Segments[p], open)));
        var onRim = area.Rings.SelectMany(r => r).ToHashSet();
        foreach (var piece in standing.Pieces)
        {
            var (from, to) = barriers.Ends(piece);
            standing.Ends.UnionWith(new[] { from, to }.Where(n => onRim.Contains(n) && !builder.IsOnWay(n)));
        }
        standing.Bends.AddRange(FenceCorners.Of([.. standing.Pieces.Select(barriers.Ends)], At));
        return standing;
    }

    private static bool IsOnGround(GridSegment piece, SightField open)
    {
        foreach (var rim in open.RimsAlong(piece.A, piece.B))
        {
            if (SightField.Crosses(rim, piece.A, piece.B))
            {
                return true;
            }
        }
        return open.ContainsStrictly(piece.A) || open.ContainsStrictly(piece.B)
            || open.ContainsStrictly(new((int)(((long)piece.A.LatE7 + piece.B.LatE7) / 2), (int)(((long)piece.A.LonE7 + piece.B.LonE7) / 2)));
    }

    private GridPoint At(int node) => new(nodes.LatE7[node], nodes.LonE7[node]);

    private sealed record Ground(List<int[]> Rings, FootRule Rule, WalkAreaKind Kind, int Name, long OsmId, bool IsRelation)
    {
        public List<(RingCorner Corner, bool IsBend)> Corners { get; set; } = [];
    }

    /// <param name="Pieces">Numbers of barrier pieces.</param>
    /// <param name="Ends">Nodes of the rim at which they end, with no path there.</param>
    /// <param name="Bends">Where walks bend round them.</param>
    private sealed record Standing(List<int> Pieces, HashSet<int> Ends, List<GridPoint> Bends);
}
