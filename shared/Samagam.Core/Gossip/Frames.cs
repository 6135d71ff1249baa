using Samagam.Core.Facts;
using Samagam.Core.Ids;
using Samagam.Core.Time;

namespace Samagam.Core.Gossip;

/// <summary>Which streams a box wants beside those of the whole mesh.</summary>
/// <param name="Sector">Its own sector; 0 for none.</param>
/// <param name="Everything">True for the hub: every sector and the hub streams.</param>
public readonly record struct Following(ushort Sector, bool Everything)
{
    public bool Follows(StreamId stream) => stream.Scope switch
    {
        Scope.Mesh => true,
        Scope.Sector => Everything || stream.Sector == Sector,
        Scope.Hub => Everything,
        _ => false,
    };
}

/// <summary>What travels between two neighbours. Every frame also counts as a sign of life.</summary>
public abstract record GossipFrame
{
    /// <summary>
    /// Sign of life. <see cref="Heard"/> is the newest hello number heard from the receiver (0 for none), so that a link
    /// is used only when it is heard both ways; <see cref="Echo"/> gives back the receiver's own send time, for the round trip.
    /// </summary>
    public sealed record Hello : GossipFrame
    {
        public required ulong Number { get; init; }
        public required ulong Heard { get; init; }
        public required Following Following { get; init; }

        /// <summary>The sender's best time, ms since 1970, and how good it is.</summary>
        public required long WallMs { get; init; }
        public required ClockQuality Quality { get; init; }

        /// <summary>The sender's monotonic ms when it sent this; given back as <see cref="Echo"/>.</summary>
        public required long SentMs { get; init; }
        public required long Echo { get; init; }

        /// <summary>How long the sender held the echoed hello, ms.</summary>
        public required int HeldMs { get; init; }

        /// <summary>Root over all streams both follow, or null when this hello carries none.</summary>
        public ulong? Root { get; init; }
    }

    /// <summary>
    /// "This is what I know; send me what I lack." <paramref name="Skip"/> lists what was sent in an earlier round and not believed: it
    /// is not known, but must not stand in the way of what comes behind it. Null for nothing.
    /// </summary>
    public sealed record Want(Knowledge Known, uint Round, Knowledge? Skip = null) : GossipFrame;

    /// <summary>Facts, most urgent first. <paramref name="Round"/> is the exchange they answer, 0 when pushed unasked.</summary>
    public sealed record Facts(IReadOnlyList<Fact> Items, uint Round) : GossipFrame;

    /// <summary>End of one round. <paramref name="Cleared"/> lists what counts as known though it was dropped; only sent when nothing more is to come.</summary>
    public sealed record Done(uint Round, bool More, Knowledge Cleared) : GossipFrame;

    /// <summary>Hop acknowledgement: these are durable here.</summary>
    public sealed record Ack(Knowledge Durable) : GossipFrame;

    /// <summary>Places of people just now, and who asks for them. No part of gossip: carried beside it in the lane of ephemera, lost when a queue is full.</summary>
    public sealed record Live(Locations.LiveNews News) : GossipFrame;
}

/// <summary>What the machine is told.</summary>
public abstract record GossipInput
{
    /// <summary>A way to this neighbour exists (a stream is open).</summary>
    public sealed record Opened(NodeId Peer) : GossipInput;

    public sealed record Closed(NodeId Peer) : GossipInput;

    public sealed record Arrived(NodeId Peer, GossipFrame Frame) : GossipInput;

    /// <summary>Time passes. <paramref name="WallMs"/> and quality are the box's best time, for its hellos.</summary>
    public sealed record Tick(long WallMs, ClockQuality Quality) : GossipInput;

    /// <summary>These are durable here now. <paramref name="From"/> is null for facts authored here.</summary>
    public sealed record Committed(IReadOnlyList<Fact> Facts, NodeId? From) : GossipInput;

    /// <summary>An admission asked for is over: what could not be believed is not known.</summary>
    /// <param name="StoreFailed">True when the refusal was the store's and not a doubt about the facts: asking for more is of no use now.</param>
    public sealed record AdmissionOver(NodeId Peer, IReadOnlyList<FactId> NowKnown, IReadOnlyList<FactId> Refused, bool StoreFailed = false) : GossipInput;

    /// <summary>The cleared ranges are durable as known.</summary>
    public sealed record ClearedLearnt(Knowledge Cleared) : GossipInput;

    /// <summary>The read asked for. <paramref name="NotHeld"/>: asked for, known, but dropped.</summary>
    public sealed record ReadOver(NodeId Peer, uint Round, IReadOnlyList<Fact> Facts, bool More, Knowledge NotHeld) : GossipInput;

    /// <summary>The neighbour answered by another road (PUBACK) that it holds these.</summary>
    public sealed record HeldByPeer(NodeId Peer, IReadOnlyList<FactId> Facts) : GossipInput;
}

/// <summary>What the machine asks for.</summary>
public abstract record GossipOutput
{
    public sealed record Send(NodeId Peer, GossipFrame Frame, Lane Lane) : GossipOutput;

    /// <summary>Make these durable; answer with <see cref="GossipInput.Committed"/> and <see cref="GossipInput.AdmissionOver"/>.</summary>
    public sealed record Admit(NodeId Peer, IReadOnlyList<Fact> Facts) : GossipOutput;

    /// <summary>Read these, urgent first, at most so many bytes; answer with <see cref="GossipInput.ReadOver"/>.</summary>
    public sealed record Read(NodeId Peer, uint Round, Knowledge Wanted, int BudgetBytes) : GossipOutput;

    /// <summary>Make durable that these count as known; answer with <see cref="GossipInput.ClearedLearnt"/>.</summary>
    public sealed record LearnCleared(NodeId Peer, Knowledge Cleared) : GossipOutput;

    public sealed record LinkUp(NodeId Peer) : GossipOutput;

    public sealed record LinkDown(NodeId Peer) : GossipOutput;

    /// <summary>A neighbour has these on disk (A2).</summary>
    public sealed record Copied(NodeId Peer, IReadOnlyList<FactId> Facts) : GossipOutput;

    /// <summary>A neighbour knows facts of this box that this box does not: it was restored or re-imaged and must raise its epoch beyond.</summary>
    public sealed record OwnPastAhead(NodeId Peer, uint Epoch) : GossipOutput;
}
