using System.Net;
using Samagam.Core.Ids;

namespace Samagam.Mesh.Links.Peers;

/// <summary>A neighbour to dial.</summary>
public sealed record PeerAddress(NodeId Node, string Host, int Port)
{
    public EndPoint EndPoint => IPAddress.TryParse(Host, out var address) ? new IPEndPoint(address, Port) : new DnsEndPoint(Host, Port);
}

/// <summary>Limits of the peer links.</summary>
public sealed record PeerOptions
{
    /// <summary>Frames waiting for one neighbour, per lane; beyond it a frame is dropped and gossip repairs it.</summary>
    public int QueuePerLane { get; init; } = 2_048;

    /// <summary>Links open at once, dialled and accepted.</summary>
    public int MaxPeers { get; init; } = 64;

    /// <summary>First wait after a failed dial.</summary>
    public TimeSpan FirstRetry { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>Longest wait between dials: dead neighbours are retried for ever, and a living one is back within this.</summary>
    public TimeSpan LongestRetry { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>How long the box of the higher number leaves the dialling to the other.</summary>
    public TimeSpan Courtesy { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>A link without any frame for this long is closed and dialled anew: half-open connections look alive.</summary>
    public TimeSpan Silence { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Longest wait for a neighbour to take a call for a box that cannot write.</summary>
    public TimeSpan CarryTimeout { get; init; } = TimeSpan.FromSeconds(3);

    public void Validate()
    {
        if (QueuePerLane is < 1 or > 1_000_000 || MaxPeers is < 1 or > 1_000 || FirstRetry <= TimeSpan.Zero || LongestRetry < FirstRetry
            || Silence <= TimeSpan.Zero || CarryTimeout <= TimeSpan.Zero || Courtesy < TimeSpan.Zero)
        {
            throw new ArgumentOutOfRangeException(nameof(PeerOptions), "Peers: queue 1 to 1000000, peers 1 to 1000, times positive and rising");
        }
    }
}
