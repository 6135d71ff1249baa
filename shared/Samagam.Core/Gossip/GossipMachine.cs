using Samagam.Core.Facts;
using Samagam.Core.Ids;
using Samagam.Core.Time;

namespace Samagam.Core.Gossip;

/// <summary>
/// Gossip of one box as a machine without input or output of its own: inputs are frames, ticks and commits, outputs are sends, reads
/// and admissions. The field drives it with sockets, the simulator with an event heap. Single-threaded.
/// Laws: only what is durable here is advertised or acknowledged; every flooded fact is sent to every neighbour that follows it
/// until that neighbour says it holds it or the link ends; whatever was missed is repaired by exchange of knowledge.
/// </summary>
public sealed partial class GossipMachine
{
    private readonly NodeId _self;
    private readonly Following _following;
    private readonly GossipOptions _options;
    private readonly Random _luck;
    private readonly Knowledge _known;
    private readonly SortedDictionary<NodeId, PeerLink> _links = [];
    private readonly HashSet<FactId> _admitting = [];
    private readonly List<GossipOutput> _outputs = [];
    private long _nowMs;
    private long _lastTickMs = long.MinValue;
    private long _wallMs;
    private ClockQuality _quality;

    /// <param name="durable">What is durable here at start; copied.</param>
    public GossipMachine(NodeId self, Following following, GossipOptions options, Random luck, Knowledge durable)
    {
        (_self, _following, _options, _luck) = (self, following, options, luck);
        _known = durable.Copy();
    }

    /// <summary>Neighbours heard both ways just now.</summary>
    public IEnumerable<NodeId> UpLinks => _links.Values.Where(l => l.Up).Select(l => l.Peer);

    /// <summary>Frames refused because they broke a limit.</summary>
    public long RefusedFrames { get; private set; }

    /// <summary>How many neighbours are known to hold this fact on disk.</summary>
    public int CopiesOf(FactId id) => _links.Values.Count(l => l.Has.Contains(id));

    /// <summary>What the neighbours with a known clock say the time is now, ms since 1970.</summary>
    public IReadOnlyList<long> NeighbourWallMs(long nowMs) =>
        [.. _links.Values.Where(l => l.Up && l.TheirQuality != ClockQuality.Unknown).Select(l => l.TheirWallMs + (nowMs - l.TheirHelloAtMs))];

    /// <summary>Takes one input at monotonic time <paramref name="nowMs"/>; gives what is to be done, in order.</summary>
    public IReadOnlyList<GossipOutput> On(GossipInput input, long nowMs)
    {
        _nowMs = nowMs;
        switch (input)
        {
            case GossipInput.Opened(var peer):
                LinkTo(peer).Reset(nowMs);
                SendHello(LinkTo(peer));
                break;
            case GossipInput.Closed(var peer):
                TakeDown(LinkTo(peer));
                LinkTo(peer).Close();
                break;
            case GossipInput.Arrived(var peer, var frame) when LinkTo(peer).Open:
                LinkTo(peer).HeardAtMs = nowMs;
                Take(LinkTo(peer), frame);
                break;
            case GossipInput.Tick tick:
                Tick(tick);
                break;
            case GossipInput.Committed(var facts, _):
                Commit(facts);
                break;
            case GossipInput.AdmissionOver over:
                EndAdmission(over);
                break;
            case GossipInput.ClearedLearnt(var cleared):
                _known.Add(cleared);
                break;
            case GossipInput.ReadOver read:
                Answer(read);
                break;
            case GossipInput.HeldByPeer(var peer, var held):
                Holds(LinkTo(peer), new Knowledge(held));
                break;
        }
        var outputs = _outputs.ToArray();
        _outputs.Clear();
        return outputs;
    }

    private PeerLink LinkTo(NodeId peer)
    {
        if (!_links.TryGetValue(peer, out var link))
        {
            _links[peer] = link = new PeerLink(peer);
        }
        return link;
    }

    private void Take(PeerLink link, GossipFrame frame)
    {
        switch (frame)
        {
            case GossipFrame.Hello hello:
                TakeHello(link, hello);
                break;
            case GossipFrame.Want want:
                TakeWant(link, want);
                break;
            case GossipFrame.Facts facts:
                TakeFacts(link, facts);
                break;
            case GossipFrame.Ack ack:
                Holds(link, ack.Durable);
                break;
            case GossipFrame.Done done when link.Exchanging && done.Round == link.Round:
                link.Ending = done;
                link.ExchangeTouchedMs = _nowMs;
                EndRoundIfDone(link);
                break;
        }
    }

    private void TakeHello(PeerLink link, GossipFrame.Hello hello)
    {
        var first = link.HeardNumber == 0;
        link.Hear(hello, _nowMs);
        link.HeardMe = hello.Heard > 0;
        if (first || !link.HeardMe)
        {
            SendHello(link);
        }
        if (link.HeardMe && !link.Up)
        {
            link.Up = true;
            _outputs.Add(new GossipOutput.LinkUp(link.Peer));
            StartExchange(link);
        }
        if (link.Up && !link.Exchanging && hello.Root is { } root)
        {
            var wait = root == _known.Root(Shared(link)) ? _options.EqualMs : _options.DifferMs;
            if (_nowMs - link.LastExchangeMs >= wait)
            {
                StartExchange(link);
            }
        }
    }

    private void Tick(GossipInput.Tick tick)
    {
        (_wallMs, _quality) = (tick.WallMs, tick.Quality);
        // Self-doubt (after Lifeguard): if this box itself was late, nobody else is blamed for the silence.
        var late = _lastTickMs == long.MinValue ? 0 : Math.Max(0, _nowMs - _lastTickMs - _options.HelloMs);
        _lastTickMs = _nowMs;
        foreach (var link in _links.Values.Where(l => l.Open))
        {
            link.HeardAtMs += late;
            if (link.Up && _nowMs - link.HeardAtMs > (long)link.MissesAllowed(_options) * _options.HelloMs)
            {
                TakeDown(link);
            }
            if (_nowMs >= link.NextHelloMs)
            {
                SendHello(link);
            }
            if (link.Exchanging && _nowMs - link.ExchangeTouchedMs > _options.ExchangeTimeoutMs)
            {
                link.Exchanging = false;
                link.Ending = null;
                link.LastExchangeMs = _nowMs;
            }
            if (link.Up)
            {
                Retransmit(link);
            }
        }
    }

    private void TakeDown(PeerLink link)
    {
        if (link.Up)
        {
            link.Up = false;
            link.HeardMe = false;
            link.Exchanging = false;
            link.Ending = null;
            link.Pending.Clear();
            _outputs.Add(new GossipOutput.LinkDown(link.Peer));
        }
    }

    private void SendHello(PeerLink link)
    {
        link.SentHellos++;
        var withRoot = link.Up && (link.RootDue || link.SentHellos % (ulong)_options.RootEvery == 0);
        link.RootDue = false;
        link.NextHelloMs = _nowMs + (int)(_options.HelloMs * (0.9 + (0.2 * _luck.NextDouble())));
        Send(link, new GossipFrame.Hello
        {
            Number = link.SentHellos,
            Heard = link.HeardNumber,
            Following = _following,
            WallMs = _wallMs,
            Quality = _quality,
            SentMs = _nowMs,
            Echo = link.HeardNumber == 0 ? 0 : link.TheirSentMs,
            HeldMs = (int)Math.Clamp(_nowMs - link.TheirHelloAtMs, 0, int.MaxValue),
            Root = withRoot ? _known.Root(Shared(link)) : null,
        }, Lane.Life);
    }

    /// <summary>Streams both ends follow: what their roots are compared over.</summary>
    private Func<StreamId, bool> Shared(PeerLink link)
    {
        var theirs = link.Following;
        return stream => _following.Follows(stream) && theirs.Follows(stream);
    }

    private void Send(PeerLink link, GossipFrame frame, Lane lane) => _outputs.Add(new GossipOutput.Send(link.Peer, frame, lane));
}
