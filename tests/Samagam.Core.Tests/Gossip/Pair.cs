using Samagam.Core.Facts;
using Samagam.Core.Gossip;
using Samagam.Core.Ids;
using Samagam.Core.Time;

namespace Samagam.Core.Tests.Gossip;

/// <summary>
/// One machine whose neighbour is played by the test, in the simplest surroundings: every admission is made durable at once, every read
/// answered from what was committed.
/// </summary>
internal sealed class Pair
{
    public static readonly NodeId Self = new(1);
    public static readonly NodeId Peer = new(2);

    private readonly GossipMachine _machine;
    private readonly SortedDictionary<FactId, Fact> _held = [];
    private ulong _hellos;

    public Pair(GossipOptions? options = null, IEnumerable<Fact>? held = null, Following? following = null)
    {
        var known = new Knowledge();
        foreach (var fact in held ?? [])
        {
            _held[fact.Id] = fact;
            known.Add(fact.Id);
        }
        _machine = new GossipMachine(Self, following ?? new Following(1, false), options ?? new GossipOptions(), new Random(1), known);
    }

    public long NowMs { get; set; } = 1;

    /// <summary>What the store knows and has dropped.</summary>
    public Knowledge Dropped { get; init; } = new();

    /// <summary>False when the store refuses what arrives.</summary>
    public bool StoreWrites { get; set; } = true;

    /// <summary>False when what arrives is not believed.</summary>
    public bool Believes { get; set; } = true;
    public List<GossipOutput> Said { get; } = [];
    public GossipMachine Machine => _machine;

    public IEnumerable<T> Sent<T>() where T : GossipFrame => Said.OfType<GossipOutput.Send>().Select(s => s.Frame).OfType<T>();

    public IEnumerable<FactId> SentFacts => Sent<GossipFrame.Facts>().SelectMany(f => f.Items).Select(f => f.Id);

    public Pair Hears(GossipInput input)
    {
        foreach (var output in _machine.On(input, NowMs))
        {
            Said.Add(output);
            switch (output)
            {
                case GossipOutput.Admit admit when !Believes:
                    Hears(new GossipInput.AdmissionOver(admit.Peer, [], [.. admit.Facts.Select(f => f.Id)]));
                    break;
                case GossipOutput.Admit admit when StoreWrites:
                    foreach (var fact in admit.Facts)
                    {
                        _held[fact.Id] = fact;
                    }
                    Hears(new GossipInput.Committed(admit.Facts, admit.Peer));
                    Hears(new GossipInput.AdmissionOver(admit.Peer, [.. admit.Facts.Select(f => f.Id)], []));
                    break;
                case GossipOutput.Admit admit:
                    Hears(new GossipInput.AdmissionOver(admit.Peer, [], [.. admit.Facts.Select(f => f.Id)], StoreFailed: true));
                    break;
                case GossipOutput.Read read:
                    var facts = _held.Values.Where(f => read.Wanted.Contains(f.Id)).ToList();
                    Hears(new GossipInput.ReadOver(read.Peer, read.Round, facts, More: false, Dropped));
                    break;
            }
        }
        return this;
    }

    public Pair Gets(GossipFrame frame) => Hears(new GossipInput.Arrived(Peer, frame));

    public Pair Ticks(long ms)
    {
        for (var at = NowMs + 20; at <= NowMs + ms; at += 20)
        {
            Hears(new GossipInput.Tick(Given.NoonMs + at, ClockQuality.Trusted), at);
        }
        NowMs += ms;
        return this;
    }

    /// <summary>A hello of the neighbour; <paramref name="heard"/> says that it hears this box.</summary>
    public Pair Hello(bool heard = true, ulong? root = null, Following? following = null, long sentMs = 5, ulong skip = 0) =>
        Gets(new GossipFrame.Hello
        {
            Number = _hellos += 1 + skip,
            Heard = heard ? 1UL : 0,
            Following = following ?? new Following(1, false),
            WallMs = Given.NoonMs,
            Quality = ClockQuality.Trusted,
            SentMs = sentMs,
            Echo = 0,
            HeldMs = 0,
            Root = root,
        });

    /// <summary>Open, heard both ways, first exchange over.</summary>
    public Pair Up()
    {
        Hears(new GossipInput.Opened(Peer)).Hello();
        return Gets(new GossipFrame.Done(Sent<GossipFrame.Want>().Last().Round, false, new Knowledge()));
    }

    public Pair Commits(params Fact[] facts)
    {
        foreach (var fact in facts)
        {
            _held[fact.Id] = fact;
        }
        return Hears(new GossipInput.Committed(facts, null));
    }

    private void Hears(GossipInput input, long atMs)
    {
        var now = NowMs;
        NowMs = atMs;
        Hears(input);
        NowMs = now;
    }
}
