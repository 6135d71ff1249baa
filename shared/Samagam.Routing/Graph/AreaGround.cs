using Samagam.Routing.Profiles;

namespace Samagam.Routing.Graph;

/// <summary>
/// The open ground of a map: first decides which rim points become junctions, then adds rims and the lines across.
/// </summary>
internal sealed class AreaGround(WalkGraphBuilder builder, NodeCollector nodes, AreaMesh mesh)
{
    private readonly List<Ground> _areas = [];

    public int Count => _areas.Count;

    public void Add(List<int[]> rings, FootRule rule, int name, long osmId)
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
        _areas.Add(new Ground(usable, rule, name, osmId));
    }

    /// <summary>Call once, after every way and area has counted its nodes.</summary>
    public void FindJunctions()
    {
        foreach (var area in _areas)
        {
            foreach (var corner in mesh.IsCrossable(area.Rings) ? AreaMesh.InnerCorners(area.Rings, nodes.LatE7, nodes.LonE7) : [])
            {
                builder.ForceJunction(corner);
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
    public int AddEdges()
    {
        var crossings = 0;
        foreach (var area in _areas)
        {
            foreach (var ring in area.Rings)
            {
                var start = Math.Max(0, Array.FindIndex(ring, builder.IsJunction));
                builder.AddWay([.. ring[start..], .. ring[..start], ring[start]], area.Rule, area.Name, area.OsmId);
            }
            var points = area.Rings.SelectMany(r => r).Where(builder.IsJunction).Distinct().ToList();
            foreach (var (from, to) in mesh.Crossings(area.Rings, points, nodes.LatE7, nodes.LonE7))
            {
                builder.AddWay([from, to], area.Rule with { Kind = PathKind.AreaCrossing }, area.Name, area.OsmId);
                crossings++;
            }
        }
        return crossings;
    }

    private sealed record Ground(List<int[]> Rings, FootRule Rule, int Name, long OsmId);
}
