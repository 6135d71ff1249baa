using Google.Protobuf;
using Samagam.Core.Facts;
using Samagam.Core.Gossip;
using Samagam.Core.Time;
using Samagam.TestKit;
using Samagam.Wire.Gossip;
using Samagam.Wire.Mesh.V1;
using static Samagam.Wire.Tests.Given;

namespace Samagam.Wire.Tests.Gossip;

public sealed class FrameCodecTests
{
    [Fact]
    public void Every_frame_comes_back_as_it_was() => Seeds.ForEach(300, (_, luck) =>
    {
        var frame = AnyFrame(luck);
        long poison = 0;
        var back = FrameCodec.FromWire(Frame.Parser.ParseFrom(FrameCodec.ToWire(frame).ToByteArray()), ref poison);
        Assert.Equal(Describe(frame), Describe(back!));
        Assert.Equal(0, poison);
    });

    [Fact]
    public void A_frame_of_a_later_kind_is_no_frame_and_no_error()
    {
        long poison = 0;
        // Field 15, length-delimited.
        Assert.Null(FrameCodec.FromWire(Frame.Parser.ParseFrom([0x7A, 0x02, 0x08, 0x01]), ref poison));
    }

    [Fact]
    public void A_hello_with_fields_of_a_later_build_is_read_all_the_same()
    {
        var hello = FrameCodec.ToWire(new GossipFrame.Hello { Number = 5, Heard = 4, Following = new Following(2, false), WallMs = 9, Quality = ClockQuality.Trusted, SentMs = 1, Echo = 2, HeldMs = 3 }).Hello.ToByteArray();
        long poison = 0;
        var frame = new Frame { Hello = Hello.Parser.ParseFrom([.. hello, 0x9A, 0x06, 0x01, 0x00]) };
        Assert.Equal(5UL, Assert.IsType<GossipFrame.Hello>(FrameCodec.FromWire(frame, ref poison)).Number);
    }

    [Fact]
    public void One_malformed_fact_does_not_stop_its_neighbours_in_the_frame()
    {
        var wire = FrameCodec.ToWire(new GossipFrame.Facts([Fact("a.b", "s/1", []), Fact("a.c", "s/2", [])], 3));
        wire.Facts.Items[0].Statement = ByteString.CopyFrom(1, 2, 3);
        long poison = 0;
        var facts = Assert.IsType<GossipFrame.Facts>(FrameCodec.FromWire(wire, ref poison));
        Assert.Equal("a.c", Assert.Single(facts.Items).Kind);
        Assert.Equal(1, poison);
    }

    [Theory]
    [InlineData(FrameCodec.MaxFacts, true)]
    [InlineData(FrameCodec.MaxFacts + 1, false)]
    public void A_frame_of_too_many_facts_is_refused(int count, bool good)
    {
        var wire = new Frame { Facts = new Wire.Mesh.V1.Facts() };
        var one = Samagam.Wire.Facts.FactCodec.ToWire(Fact("a.b", "s/1", []));
        for (var i = 0; i < count; i++)
        {
            wire.Facts.Items.Add(one);
        }
        long poison = 0;
        if (good)
        {
            Assert.Equal(count, Assert.IsType<GossipFrame.Facts>(FrameCodec.FromWire(wire, ref poison)).Items.Count);
        }
        else
        {
            Assert.Throws<MalformedException>(() => FrameCodec.FromWire(wire, ref poison));
        }
    }

    [Fact]
    public void An_impossible_hello_is_refused()
    {
        Action<Hello>[] spoils = [h => h.Number = 0, h => h.Sector = 65_536, h => h.WallMs = 1UL << 48, h => h.HeldMs = uint.MaxValue];
        foreach (var spoil in spoils)
        {
            var hello = new Hello { Number = 1 };
            spoil(hello);
            long poison = 0;
            Assert.Throws<MalformedException>(() => FrameCodec.FromWire(new Frame { Hello = hello }, ref poison));
        }
    }

    [Fact]
    public void Garbage_is_refused_and_never_breaks_anything() => Seeds.ForEach(2_000, (_, luck) =>
    {
        var bytes = Spoilt(FrameCodec.ToWire(AnyFrame(luck)).ToByteArray(), luck);
        long poison = 0;
        try
        {
            FrameCodec.FromWire(Frame.Parser.ParseFrom(bytes), ref poison);
        }
        catch (Exception e) when (e is MalformedException or InvalidProtocolBufferException)
        {
            Assert.NotEmpty(e.Message);
        }
    });

    private static GossipFrame AnyFrame(Random luck) => luck.Next(5) switch
    {
        0 => new GossipFrame.Hello
        {
            Number = (ulong)luck.NextInt64(1, long.MaxValue),
            Heard = (ulong)luck.NextInt64(),
            Following = new Following((ushort)luck.Next(65_536), luck.Next(2) == 0),
            WallMs = luck.NextInt64(HybridTime.MaxWallMs),
            Quality = (ClockQuality)luck.Next(3),
            SentMs = luck.NextInt64(),
            Echo = luck.NextInt64(),
            HeldMs = luck.Next(),
            Root = luck.Next(2) == 0 ? null : (ulong)luck.NextInt64(),
        },
        1 => new GossipFrame.Want(Known(luck), (uint)luck.Next(), luck.Next(2) == 0 ? null : Known(luck)),
        2 => new GossipFrame.Facts([.. Enumerable.Range(0, luck.Next(4)).Select(_ => Fact("a.b", "s/1", new byte[luck.Next(40)], (Lane)luck.Next(5), AnyId(luck)))], (uint)luck.Next()),
        3 => new GossipFrame.Done((uint)luck.Next(), luck.Next(2) == 0, Known(luck)),
        _ => new GossipFrame.Ack(Known(luck)),
    };

    private static string Describe(GossipFrame frame) => frame switch
    {
        GossipFrame.Facts facts => $"{facts.Round}: {string.Join(' ', facts.Items.Select(f => $"{f.Id}/{Convert.ToHexString(f.Statement.Span)}/{f.Signature.Length}"))}",
        GossipFrame.Want want => $"{want.Round}: {want.Known} but {want.Skip}",
        GossipFrame.Done done => $"{done.Round} {done.More}: {done.Cleared}",
        GossipFrame.Ack ack => ack.Durable.ToString(),
        _ => frame.ToString(),
    };
}
