using Samagam.Core.Facts;
using Samagam.Core.Gossip;
using Samagam.Core.Ids;
using Samagam.Mesh.Gossip;
using Samagam.Simulation.World;

namespace Samagam.Simulation.Net;

/// <summary>All links of a story.</summary>
public sealed class SimNetwork(SimWorld world)
{
    private readonly Random _luck = world.LuckOf("net");
    private readonly List<SimLink> _links = [];
    private readonly Dictionary<ISimEnd, SortedDictionary<NodeId, SimLink>> _roads = [];

    public IReadOnlyList<SimLink> Links => _links;

    public SimLink Connect(ISimEnd a, ISimEnd b)
    {
        var link = new SimLink(world, new Random(_luck.Next()), a, b);
        _links.Add(link);
        RoadsFrom(a)[b.Node] = link;
        RoadsFrom(b)[a.Node] = link;
        world.Every(TimeSpan.FromMilliseconds(_luck.Next(400, 1_500)), () =>
        {
            link.Dial();
            return !link.Removed;
        });
        return link;
    }

    public IEnumerable<SimLink> LinksOf(ISimEnd end) => _links.Where(l => l.Ends[0] == end || l.Ends[1] == end);

    public bool AreConnected(NodeId a, NodeId b) =>
        _links.Exists(l => (l.Ends[0].Node == a && l.Ends[1].Node == b) || (l.Ends[0].Node == b && l.Ends[1].Node == a));

    /// <summary>The roads of one station.</summary>
    public IPeerRoads RoadsOf(ISimEnd end) => new Roads(RoadsFrom(end), end);

    private SortedDictionary<NodeId, SimLink> RoadsFrom(ISimEnd end)
    {
        if (!_roads.TryGetValue(end, out var roads))
        {
            _roads[end] = roads = [];
        }
        return roads;
    }

    private sealed class Roads(SortedDictionary<NodeId, SimLink> roads, ISimEnd from) : IPeerRoads
    {
        public bool Send(NodeId peer, GossipFrame frame, Lane lane) =>
            roads.TryGetValue(peer, out var link) && !link.Removed && link.Send(from, frame, lane);
    }
}
