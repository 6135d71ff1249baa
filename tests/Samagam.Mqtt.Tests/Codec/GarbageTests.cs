using System.Buffers;
using Samagam.Mqtt.Codec;
using Samagam.TestKit;

namespace Samagam.Mqtt.Tests.Codec;

/// <summary>Whatever bytes come, the codec answers with a packet or a reason and never with an exception.</summary>
public sealed class GarbageTests
{
    [Fact]
    public void Random_bytes_are_answered_with_a_packet_or_a_reason() => Seeds.ForEach(2_000, (_, luck) =>
    {
        var bytes = new byte[luck.Next(0, 200)];
        luck.NextBytes(bytes);
        Feed(bytes);
    });

    [Fact]
    public void Valid_packets_with_a_few_bytes_changed_are_answered_with_a_packet_or_a_reason() => Seeds.ForEach(400, (_, luck) =>
    {
        foreach (var version in new[] { MqttVersion.V311, MqttVersion.V5 })
        {
            foreach (var packet in AnyPackets.All(luck, version))
            {
                var bytes = RoundTripTests.Bytes(packet, version);
                for (var i = luck.Next(1, 5); i > 0; i--)
                {
                    bytes[luck.Next(bytes.Length)] = (byte)luck.Next(256);
                }
                Feed(bytes);
                Feed(bytes[..luck.Next(bytes.Length)]);
            }
        }
    });

    [Fact]
    public void What_was_accepted_from_garbage_can_be_written_and_read_again() => Seeds.ForEach(400, (_, luck) =>
    {
        foreach (var packet in AnyPackets.All(luck, MqttVersion.V5))
        {
            var (first, body) = RoundTripTests.Cut(RoundTripTests.Bytes(packet, MqttVersion.V5));
            if (body.Length > 0)
            {
                body[luck.Next(body.Length)] = (byte)luck.Next(256);
            }
            if (PacketDecoder.TryDecode(first, body, MqttVersion.V5, null, out var read) == MqttReason.Success)
            {
                var again = RoundTripTests.Cut(RoundTripTests.Bytes(read!, (read as ConnectPacket)?.Version ?? MqttVersion.V5));
                Assert.Equal(MqttReason.Success, PacketDecoder.TryDecode(again.First, again.Body, MqttVersion.V5, null, out MqttPacket? _));
            }
        }
    });

    [Theory]
    [InlineData("ff")]
    [InlineData("c3")]
    [InlineData("00")]
    [InlineData("eda080")]
    [InlineData("c080")]
    [InlineData("f4908080")]
    public void Text_that_is_not_well_formed_utf8_or_holds_a_zero_is_refused(string hex)
    {
        var text = Convert.FromHexString(hex);
        byte[] body = [0, (byte)text.Length, .. text, 1];
        Assert.Equal(MqttReason.MalformedPacket, PacketDecoder.TryDecode(0x30, body, MqttVersion.V311, null, out _));
    }

    [Theory]
    [InlineData(MqttPacketType.Publish)]
    [InlineData(MqttPacketType.Connect)]
    public void A_property_in_a_packet_it_does_not_belong_to_is_refused(MqttPacketType type)
    {
        foreach (var (properties, expected) in new (MqttProperties, MqttReason)[]
        {
            (new MqttProperties().With(MqttProperty.ServerKeepAlive, 1), MqttReason.ProtocolError),
            (new MqttProperties().With(MqttProperty.AssignedClientIdentifier, "x"), MqttReason.ProtocolError),
            (new MqttProperties().WithUser("a", "b").WithUser("a", "b"), MqttReason.Success),
        })
        {
            Assert.Equal(expected, Block(type, properties));
        }
    }

    [Fact]
    public void A_property_that_may_come_once_is_refused_when_it_comes_twice()
    {
        Assert.Equal(MqttReason.ProtocolError, Block(MqttPacketType.Publish, new MqttProperties().With(MqttProperty.TopicAlias, 1).With(MqttProperty.TopicAlias, 1)));
        Assert.Equal(MqttReason.ProtocolError, Block(MqttPacketType.Subscribe, new MqttProperties().With(MqttProperty.SubscriptionIdentifier, 1).With(MqttProperty.SubscriptionIdentifier, 2)));
        Assert.Equal(MqttReason.Success, Block(MqttPacketType.Publish, new MqttProperties().With(MqttProperty.SubscriptionIdentifier, 1).With(MqttProperty.SubscriptionIdentifier, 2)));
    }

    [Fact]
    public void Zero_is_refused_where_it_would_forbid_everything()
    {
        Assert.Equal(MqttReason.ProtocolError, Block(MqttPacketType.Connect, new MqttProperties().With(MqttProperty.ReceiveMaximum, 0)));
        Assert.Equal(MqttReason.ProtocolError, Block(MqttPacketType.Connect, new MqttProperties().With(MqttProperty.MaximumPacketSize, 0)));
        Assert.Equal(MqttReason.ProtocolError, Block(MqttPacketType.Subscribe, new MqttProperties().With(MqttProperty.SubscriptionIdentifier, 0)));
        Assert.Equal(MqttReason.TopicAliasInvalid, Block(MqttPacketType.Publish, new MqttProperties().With(MqttProperty.TopicAlias, 0)));
    }

    [Fact]
    public void A_length_that_runs_past_the_packet_allocates_nothing_and_is_refused()
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        byte[] body = [0xFF, 0xFF, (byte)'x'];
        Assert.Equal(MqttReason.MalformedPacket, PacketDecoder.TryDecode(0x30, body, MqttVersion.V311, null, out _));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 4_096);
    }

    private static MqttReason Block(MqttPacketType type, MqttProperties properties)
    {
        var writer = new ByteWriter();
        writer.Properties(properties);
        var reader = new PacketReader(writer.Written.Span);
        reader.Properties(type);
        return reader.Fault;
    }

    private static void Feed(byte[] bytes)
    {
        foreach (var version in new[] { MqttVersion.V311, MqttVersion.V5 })
        {
            var buffer = new ReadOnlySequence<byte>(bytes);
            while (FrameReader.TryRead(ref buffer, 1_000, out var first, out var body) == FrameOutcome.Frame)
            {
                var fault = PacketDecoder.TryDecode(first, body.ToArray(), version, null, out var packet);
                Assert.Equal(fault == MqttReason.Success, packet is not null);
                Assert.True(fault == MqttReason.Success || fault.IsRefusal(), fault.ToString());
            }
        }
    }
}
