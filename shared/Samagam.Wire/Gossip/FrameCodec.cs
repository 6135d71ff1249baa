using Google.Protobuf;
using Samagam.Core.Facts;
using Samagam.Core.Gossip;
using Samagam.Core.Time;
using Samagam.Wire.Facts;
using Samagam.Wire.Locations;
using Samagam.Wire.Mesh.V1;

namespace Samagam.Wire.Gossip;

/// <summary>Gossip frames and their wire form (<c>samagam/mesh/v1/mesh.proto</c>).</summary>
public static class FrameCodec
{
    /// <summary>Most facts we read in one frame.</summary>
    public const int MaxFacts = 10_000;

    public static Frame ToWire(GossipFrame frame) => frame switch
    {
        GossipFrame.Hello hello => new Frame { Hello = ToWire(hello) },
        GossipFrame.Want want => new Frame
        {
            Want = new Want
            {
                Known = KnowledgeCodec.ToWire(want.Known),
                Round = want.Round,
                Skip = want.Skip is null ? null : KnowledgeCodec.ToWire(want.Skip),
            },
        },
        GossipFrame.Facts facts => new Frame { Facts = ToWire(facts) },
        GossipFrame.Done done => new Frame { Done = new Done { Round = done.Round, More = done.More, Cleared = KnowledgeCodec.ToWire(done.Cleared) } },
        GossipFrame.Ack ack => new Frame { Ack = new Ack { Durable = KnowledgeCodec.ToWire(ack.Durable) } },
        GossipFrame.Live live => new Frame { Live = LiveCodec.ToWire(live.News) },
        _ => throw new ArgumentOutOfRangeException(nameof(frame)),
    };

    /// <summary>
    /// Reads a frame. A fact that is malformed is left out and counted in <paramref name="poison"/>: one bad record must not
    /// stop its neighbours in the frame. A frame of a kind this box does not know gives null.
    /// </summary>
    public static GossipFrame? FromWire(Frame frame, ref long poison)
    {
        switch (frame.FrameCase)
        {
            case Frame.FrameOneofCase.Hello:
                return FromWire(frame.Hello);
            case Frame.FrameOneofCase.Want:
                return new GossipFrame.Want(
                    KnowledgeCodec.FromWire(frame.Want.Known),
                    frame.Want.Round,
                    frame.Want.Skip is null ? null : KnowledgeCodec.FromWire(frame.Want.Skip));
            case Frame.FrameOneofCase.Done:
                return new GossipFrame.Done(frame.Done.Round, frame.Done.More, KnowledgeCodec.FromWire(frame.Done.Cleared));
            case Frame.FrameOneofCase.Ack:
                return new GossipFrame.Ack(KnowledgeCodec.FromWire(frame.Ack.Durable));
            case Frame.FrameOneofCase.Live:
                return new GossipFrame.Live(LiveCodec.FromWire(frame.Live));
            case Frame.FrameOneofCase.Facts:
                if (frame.Facts.Items.Count > MaxFacts)
                {
                    throw new MalformedException($"{frame.Facts.Items.Count} facts in a frame; at most {MaxFacts} allowed");
                }
                var items = new List<Fact>(frame.Facts.Items.Count);
                foreach (var item in frame.Facts.Items)
                {
                    try
                    {
                        items.Add(FactCodec.FromWire(item));
                    }
                    catch (MalformedException)
                    {
                        poison++;
                    }
                }
                return new GossipFrame.Facts(items, frame.Facts.Round);
            default:
                return null;
        }
    }

    private static Mesh.V1.Facts ToWire(GossipFrame.Facts facts)
    {
        var wire = new Mesh.V1.Facts { Round = facts.Round };
        foreach (var fact in facts.Items)
        {
            wire.Items.Add(FactCodec.ToWire(fact));
        }
        return wire;
    }

    private static Hello ToWire(GossipFrame.Hello hello)
    {
        var wire = new Hello
        {
            Number = hello.Number,
            Heard = hello.Heard,
            Sector = hello.Following.Sector,
            Everything = hello.Following.Everything,
            WallMs = (ulong)Math.Max(0, hello.WallMs),
            ClockQuality = (uint)hello.Quality,
            SentMs = hello.SentMs,
            Echo = hello.Echo,
            HeldMs = (uint)Math.Max(0, hello.HeldMs),
        };
        if (hello.Root is { } root)
        {
            wire.Root = root;
        }
        return wire;
    }

    private static GossipFrame.Hello FromWire(Hello hello)
    {
        if (hello.Sector > ushort.MaxValue || hello.WallMs > HybridTime.MaxWallMs || hello.HeldMs > int.MaxValue || hello.Number == 0)
        {
            throw new MalformedException("impossible hello");
        }
        return new GossipFrame.Hello
        {
            Number = hello.Number,
            Heard = hello.Heard,
            Following = new Following((ushort)hello.Sector, hello.Everything),
            WallMs = (long)hello.WallMs,
            Quality = (ClockQuality)Math.Min(hello.ClockQuality, (uint)ClockQuality.Trusted),
            SentMs = hello.SentMs,
            Echo = hello.Echo,
            HeldMs = (int)hello.HeldMs,
            Root = hello.HasRoot ? hello.Root : null,
        };
    }
}
