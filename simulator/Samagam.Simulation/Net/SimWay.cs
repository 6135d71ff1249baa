using Samagam.Core.Facts;
using Samagam.Core.Gossip;

namespace Samagam.Simulation.Net;

/// <summary>How one direction of a link behaves. Changed by faults while a story runs.</summary>
public sealed class SimWay
{
    /// <summary>Most bytes waiting per lane; more is dropped, as a bounded queue does.</summary>
    public const int MaxQueuedBytes = 1 << 20;

    /// <summary>Nothing passes, nobody is told.</summary>
    public bool Cut { get; set; }

    /// <summary>Share of frames that vanish.</summary>
    public double Loss { get; set; }

    /// <summary>Share of frames that arrive twice.</summary>
    public double Duplication { get; set; }

    public double MinDelayMs { get; set; } = 1;
    public double MaxDelayMs { get; set; } = 5;

    /// <summary>True when a later frame may overtake an earlier one.</summary>
    public bool Reorders { get; set; }

    /// <summary>Bytes per second; 0 for no limit.</summary>
    public double BytesPerSecond { get; set; }

    /// <summary>Arrival of the last frame, so that frames stay in order unless <see cref="Reorders"/>.</summary>
    internal long LastArrivalTicks { get; set; }

    internal bool Sending { get; set; }

    internal Queue<QueuedFrame>[] Queues { get; } = [.. Enumerable.Range(0, Lanes.Count).Select(_ => new Queue<QueuedFrame>())];

    internal int[] QueuedBytes { get; } = new int[Lanes.Count];

    internal void ForgetQueues()
    {
        foreach (var queue in Queues)
        {
            queue.Clear();
        }
        Array.Clear(QueuedBytes);
    }
}

/// <summary>A frame on its way, in the bytes that would be on the wire.</summary>
internal readonly record struct QueuedFrame(byte[] Bytes, Lane Lane, long Session);

/// <summary>A station as its links see it.</summary>
public interface ISimEnd
{
    Core.Ids.NodeId Node { get; }

    /// <summary>Runs and takes connections.</summary>
    bool Listens { get; }

    void Opened(Core.Ids.NodeId peer);

    void Closed(Core.Ids.NodeId peer);

    void Receive(Core.Ids.NodeId peer, GossipFrame frame);
}
