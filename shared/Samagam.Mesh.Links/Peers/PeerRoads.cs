using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Samagam.Core.Facts;
using Samagam.Core.Gossip;
using Samagam.Core.Ids;
using Samagam.Mesh.Facts;
using Samagam.Mesh.Gossip;
using Samagam.Rpc;
using Samagam.Wire;
using Samagam.Wire.Mesh.V1;

namespace Samagam.Mesh.Links.Peers;

/// <summary>
/// The roads to the neighbours over gRPC: who has an open stream, and which. A neighbour may have two for a moment (both
/// dialled); both are read, the newest is written. The gossip machine is told when the first opens and the last closes.
/// </summary>
public sealed class PeerRoads(PeerOptions options, TimeProvider time, ILogger logger) : IPeerRoads
{
    private readonly Lock _gate = new();
    private ImmutableSortedDictionary<NodeId, ImmutableList<Road>> _streams = ImmutableSortedDictionary<NodeId, ImmutableList<Road>>.Empty;
    private MeshPump? _pump;
    private IFastRoad? _fast;
    private long _poison;

    /// <summary>Neighbours with an open stream.</summary>
    public IEnumerable<NodeId> Connected => _streams.Keys;

    /// <summary>Facts left out of frames because they could not be read.</summary>
    public long Poison => Interlocked.Read(ref _poison);

    /// <summary>Ties the roads to the pump they serve; once, before any stream is opened.</summary>
    public void Serve(MeshPump pump, IFastRoad? fast = null) => (_pump, _fast) = (pump, fast);

    public bool Send(NodeId peer, GossipFrame frame, Lane lane)
    {
        if (frame is GossipFrame.Facts { Round: 0 } pushed && lane.IsFlooded() && _fast?.TrySend(peer, pushed) == true)
        {
            return true;
        }
        return _streams.TryGetValue(peer, out var roads) && roads[^1].Stream.TrySend(frame, lane);
    }

    /// <summary>Ends every stream with neighbours that may not speak any more.</summary>
    public void CloseUnless(Func<NodeId, bool> mayConnect)
    {
        foreach (var (peer, roads) in _streams)
        {
            if (!mayConnect(peer))
            {
                roads.ForEach(r => r.Stop());
            }
        }
    }

    /// <summary>Carries one stream until it ends. Never throws for what a neighbour does; <c>false</c> when it was refused at the door.</summary>
    internal async Task<bool> CarryAsync(NodeId peer, IRpcWriter<Frame> writer, Func<CancellationToken, ValueTask<Frame?>> read, CancellationToken stop)
    {
        var pump = _pump ?? throw new InvalidOperationException("roads carry streams only once they serve a pump");
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var road = new Road(new PeerStream(peer, writer, read, options, time), () => Cancel(ended));
        if (!Add(road, pump))
        {
            return false;
        }
        PeersLog.Opened(logger, peer.Number);
        try
        {
            await road.Stream.RunAsync(frame => pump.Receive(peer, frame), ended.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (e is OperationCanceledException or RpcException or MalformedException or IOException or ObjectDisposedException or InvalidOperationException)
        {
            PeersLog.Closed(logger, peer.Number, e.Message);
        }
        finally
        {
            Interlocked.Add(ref _poison, road.Stream.Poison);
            Remove(road, pump);
        }
        return true;
    }

    private static void Cancel(CancellationTokenSource source)
    {
        try
        {
            source.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // It has ended by itself meanwhile.
            return;
        }
    }

    // The pump is told under the gate, so that an end and a new beginning are heard in the order they happened.
    private bool Add(Road road, MeshPump pump)
    {
        lock (_gate)
        {
            var roads = _streams.GetValueOrDefault(road.Stream.Peer, []);
            if ((roads.IsEmpty && _streams.Count >= options.MaxPeers) || roads.Count >= 4)
            {
                return false;
            }
            _streams = _streams.SetItem(road.Stream.Peer, roads.Add(road));
            if (roads.IsEmpty)
            {
                pump.Post(new GossipInput.Opened(road.Stream.Peer));
            }
            return true;
        }
    }

    private void Remove(Road road, MeshPump pump)
    {
        lock (_gate)
        {
            var roads = _streams[road.Stream.Peer].Remove(road);
            _streams = roads.IsEmpty ? _streams.Remove(road.Stream.Peer) : _streams.SetItem(road.Stream.Peer, roads);
            if (roads.IsEmpty)
            {
                pump.Post(new GossipInput.Closed(road.Stream.Peer));
            }
        }
    }

    private sealed record Road(PeerStream Stream, Action Stop);
}

/// <summary>A faster road for flooded facts (MQTT), whose acknowledgement comes back as <see cref="GossipInput.HeldByPeer"/>.</summary>
public interface IFastRoad
{
    /// <summary>False when the road is closed or full: then the sure road takes them.</summary>
    bool TrySend(NodeId peer, GossipFrame.Facts facts);
}
