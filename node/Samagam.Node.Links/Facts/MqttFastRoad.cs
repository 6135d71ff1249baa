using Microsoft.Extensions.Logging;
using Samagam.Core.Gossip;
using Samagam.Core.Ids;
using Samagam.Mesh.Facts;
using Samagam.Mesh.Gossip;
using Samagam.Mesh.Links.Peers;
using Samagam.Mqtt.Client;
using Samagam.Trust;

namespace Samagam.Node.Links.Facts;

/// <summary>A neighbour's MQTT door, over TLS.</summary>
public sealed record MqttAddress(NodeId Node, string Host, int Port);

/// <summary>
/// Pushes flooded facts to the neighbours' MQTT doors: one connection each, with this box's certificate, QoS 1. A PUBACK means "on
/// disk there" and is told to the gossip machine. Each fact goes this way once; whatever is not acknowledged in time goes the sure
/// road (gRPC), by the machine's own retransmission. Law: a fact that is in flight here is never taken a second time, so that a
/// fast road that leads nowhere delays nothing.
/// </summary>
public sealed class MqttFastRoad : IFastRoad
{
    private readonly SortedDictionary<NodeId, FastLane> _lanes = [];
    private readonly IOriginTrust _trust;

    public MqttFastRoad(
        NodeId self, IEnumerable<MqttAddress> neighbours, MeshTls tls, IOriginTrust trust, FastRoadOptions options, TimeProvider time, Random luck, ILoggerFactory loggers)
    {
        options.Validate();
        _trust = trust;
        foreach (var neighbour in neighbours)
        {
            _lanes[neighbour.Node] = new FastLane(self, neighbour, tls, options, time, new Random(luck.Next()), loggers.CreateLogger<MqttClient>());
        }
    }

    /// <summary>Frames acknowledged by a neighbour since start.</summary>
    public long Acknowledged => _lanes.Values.Sum(l => l.Acknowledged);

    /// <summary>Frames refused or not answered since start; the sure road has carried them.</summary>
    public long GivenUp => _lanes.Values.Sum(l => l.GivenUp);

    /// <summary>Neighbours whose MQTT door is open to us just now.</summary>
    public IEnumerable<NodeId> Connected => _lanes.Where(l => l.Value.IsConnected).Select(l => l.Key);

    /// <summary>Ties the road to the pump it serves; once, before <see cref="RunAsync"/>.</summary>
    public void Serve(MeshPump pump)
    {
        foreach (var lane in _lanes.Values)
        {
            lane.Serve(pump);
        }
        // A neighbour heard on one road is there on the other too.
        pump.OnNotice(notice =>
        {
            if (notice is GossipOutput.LinkUp(var peer) && _lanes.TryGetValue(peer, out var lane))
            {
                lane.TryNow();
            }
        });
    }

    public bool TrySend(NodeId peer, GossipFrame.Facts facts) =>
        _lanes.TryGetValue(peer, out var lane) && _trust.MayConnect(peer) && lane.TrySend(facts);

    /// <summary>Keeps the connections until <paramref name="stop"/>.</summary>
    public Task RunAsync(CancellationToken stop) => Task.WhenAll(_lanes.Values.Select(l => l.RunAsync(stop)));
}
