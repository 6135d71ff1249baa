using Samagam.Core.Facts;
using Samagam.Core.Ids;
using Samagam.Core.Time;

namespace Samagam.Core.Gossip;

/// <summary>What the machine remembers of one neighbour. Data and estimates only; the rules are in <see cref="GossipMachine"/>.</summary>
internal sealed class PeerLink(NodeId peer)
{
    private double _srttMs = 100;
    private double _rttVarMs = 50;
    private double _loss;

    public NodeId Peer { get; } = peer;
    public bool Open { get; private set; }
    public bool Up { get; set; }

    public ulong SentHellos { get; set; }
    public long NextHelloMs { get; set; }
    public bool RootDue { get; set; }

    public ulong HeardNumber { get; private set; }
    public long HeardAtMs { get; set; }
    public bool HeardMe { get; set; }
    public Following Following { get; private set; }
    public long TheirSentMs { get; private set; }
    public long TheirHelloAtMs { get; private set; }
    public long TheirWallMs { get; private set; }
    public ClockQuality TheirQuality { get; private set; }

    /// <summary>Facts the neighbour is known to hold on disk.</summary>
    public Knowledge Has { get; set; } = new();

    /// <summary>Flooded facts it has not acknowledged yet.</summary>
    public SortedDictionary<FactId, PendingPush> Pending { get; } = [];

    /// <summary>Facts it sent that are being made durable here.</summary>
    public HashSet<FactId> OweAck { get; } = [];

    public uint Round { get; set; }
    public bool Exchanging { get; set; }
    public long ExchangeTouchedMs { get; set; }
    public long LastExchangeMs { get; set; } = long.MinValue / 2;
    public int AdmissionsOut { get; set; }
    public bool Progressed { get; set; }

    /// <summary>Facts of this exchange that were not believed here: not asked for again before the next one.</summary>
    public Knowledge Skip { get; set; } = new();

    /// <summary>True when the neighbour's last Want left something out that it did not believe.</summary>
    public bool TheySkip { get; set; }
    public GossipFrame.Done? Ending { get; set; }

    /// <summary>Retransmission time-out (RFC 6298 without its one-second floor): srtt + 4·rttvar.</summary>
    public int RetransmitMs(GossipOptions options) =>
        (int)Math.Clamp(_srttMs + (4 * _rttVarMs), options.MinRetransmitMs, options.MaxRetransmitMs);

    /// <summary>Hellos that may be missed before the link counts as down: more where loss was measured.</summary>
    public int MissesAllowed(GossipOptions options) =>
        options.MinMisses + (int)Math.Round((options.MaxMisses - options.MinMisses) * Math.Min(1, _loss * 2));

    public void Reset(long nowMs)
    {
        Open = true;
        Up = false;
        SentHellos = 0;
        NextHelloMs = nowMs;
        HeardNumber = 0;
        HeardMe = false;
        HeardAtMs = nowMs;
        _loss = 0;
        Has = new Knowledge();
        Pending.Clear();
        OweAck.Clear();
        Exchanging = false;
        Ending = null;
        AdmissionsOut = 0;
    }

    public void Close()
    {
        Open = false;
        Up = false;
        HeardMe = false;
        Pending.Clear();
        Exchanging = false;
        Ending = null;
    }

    public void Hear(GossipFrame.Hello hello, long nowMs)
    {
        if (hello.Number > HeardNumber && HeardNumber > 0)
        {
            var missed = Math.Min(20, hello.Number - HeardNumber - 1);
            for (ulong i = 0; i < missed; i++)
            {
                _loss += (1 - _loss) * 0.1;
            }
            _loss *= 0.9;
        }
        HeardNumber = Math.Max(HeardNumber, hello.Number);
        Following = hello.Following;
        (TheirSentMs, TheirHelloAtMs) = (hello.SentMs, nowMs);
        (TheirWallMs, TheirQuality) = (hello.WallMs, hello.Quality);
        if (hello.Echo > 0)
        {
            Measure(nowMs - hello.Echo - hello.HeldMs);
        }
    }

    private void Measure(long sampleMs)
    {
        if (sampleMs is < 0 or > 60_000)
        {
            return;
        }
        _rttVarMs = (0.75 * _rttVarMs) + (0.25 * Math.Abs(_srttMs - sampleMs));
        _srttMs = (0.875 * _srttMs) + (0.125 * sampleMs);
    }
}

/// <summary>A flooded fact on its way to one neighbour.</summary>
internal sealed class PendingPush(Fact fact, long sentMs, int waitMs)
{
    public Fact Fact { get; } = fact;
    public long DueMs { get; set; } = sentMs + waitMs;
    public int WaitMs { get; set; } = waitMs;
}
