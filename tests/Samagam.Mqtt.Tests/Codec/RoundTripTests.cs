using System.Buffers;
using System.Reflection;
using Samagam.Mqtt.Codec;
using Samagam.TestKit;

namespace Samagam.Mqtt.Tests.Codec;

/// <summary>Every packet we write is read back as it was, whatever is in it and however it is cut.</summary>
public sealed class RoundTripTests
{
    [Fact]
    public void Whatever_is_written_is_read_back_the_same() => Seeds.ForEach(200, (_, luck) =>
    {
        foreach (var version in new[] { MqttVersion.V311, MqttVersion.V5 })
        {
            foreach (var packet in AnyPackets.All(luck, version))
            {
                var bytes = Bytes(packet, version);
                Assert.Equal(Text(packet), Text(Read(bytes, version)));
                Assert.Equal(bytes, Bytes(Read(bytes, version), version));
            }
        }
    });

    [Fact]
    public void A_stream_cut_anywhere_gives_the_same_packets() => Seeds.ForEach(50, (_, luck) =>
    {
        var packets = AnyPackets.All(luck, MqttVersion.V5).ToList();
        var stream = packets.SelectMany(p => Bytes(p, MqttVersion.V5)).ToArray();
        var arrived = new List<byte>();
        var read = new List<string>();
        foreach (var part in stream.Chunk(luck.Next(1, 40)))
        {
            arrived.AddRange(part);
            var buffer = Segments(arrived.ToArray(), luck);
            while (FrameReader.TryRead(ref buffer, int.MaxValue, out var first, out var body) == FrameOutcome.Frame)
            {
                Assert.Equal(MqttReason.Success, PacketDecoder.TryDecode(first, body.ToArray(), MqttVersion.V5, null, out var packet));
                read.Add(Text(packet!));
            }
            arrived = [.. buffer.ToArray()];
        }
        Assert.Empty(arrived);
        Assert.Equal(packets.Select(Text), read);
    });

    [Fact]
    public void A_packet_that_lacks_its_last_byte_or_has_one_too_many_is_refused() => Seeds.ForEach(50, (_, luck) =>
    {
        foreach (var version in new[] { MqttVersion.V311, MqttVersion.V5 })
        {
            foreach (var packet in AnyPackets.All(luck, version).Where(p => p is not MqttPublish and not FiltersAckPacket { Type: MqttPacketType.SubAck }))
            {
                var (first, body) = Cut(Bytes(packet, version));
                var longer = PacketDecoder.TryDecode(first, [.. body, 0xFF], version, null, out var read);
                Assert.True(longer != MqttReason.Success || read is AckPacket or ReasonPacket or FiltersAckPacket, $"{packet.Type} with a byte too many: {longer}");
                if (body.Length > 0 && packet is ConnectPacket or SubscribePacket or UnsubscribePacket)
                {
                    Assert.NotEqual(MqttReason.Success, PacketDecoder.TryDecode(first, body.AsSpan(0, body.Length - 1), version, null, out MqttPacket? _));
                }
            }
        }
    });

    /// <summary>Golden bytes, from the examples and figures of the standards.</summary>
    [Theory]
    [InlineData("100c00044d51545404020000" + "0000", MqttVersion.V311)]
    [InlineData("c000", MqttVersion.V311)]
    [InlineData("40020102", MqttVersion.V311)]
    [InlineData("4003010287", MqttVersion.V5)]
    [InlineData("3205000161" + "0007", MqttVersion.V311)]
    [InlineData("82060001000161" + "01", MqttVersion.V311)]
    [InlineData("9003000180", MqttVersion.V311)]
    [InlineData("e000", MqttVersion.V5)]
    [InlineData("e00104", MqttVersion.V5)]
    [InlineData("2006000003210003", MqttVersion.V5)] // CONNACK with Receive Maximum 3
    public void Known_bytes_are_read_and_written_alike(string hex, MqttVersion version)
    {
        var bytes = Convert.FromHexString(hex);
        Assert.Equal(Convert.ToHexString(bytes), Convert.ToHexString(Bytes(Read(bytes, version), version)));
    }

    [Theory]
    [InlineData(0u, "00")]
    [InlineData(127u, "7f")]
    [InlineData(128u, "8001")]
    [InlineData(16_383u, "ff7f")]
    [InlineData(16_384u, "808001")]
    [InlineData(2_097_151u, "ffff7f")]
    [InlineData(2_097_152u, "80808001")]
    [InlineData(268_435_455u, "ffffff7f")]
    public void Variable_byte_integers_are_as_in_the_table_of_the_standard(uint value, string hex)
    {
        Span<byte> bytes = stackalloc byte[4];
        var size = VarInt.Write(value, bytes);
        Assert.Equal(hex, Convert.ToHexStringLower(bytes[..size]));
        Assert.Equal(size, VarInt.Size(value));
        var reader = new PacketReader(bytes[..size]);
        Assert.Equal(value, reader.VarInt());
        Assert.True(reader.Ok);
    }

    internal static byte[] Bytes(MqttPacket packet, MqttVersion version)
    {
        var writer = new ByteWriter(1);
        PacketEncoder.Write(writer, packet, version);
        return writer.ToArray();
    }

    internal static (byte First, byte[] Body) Cut(byte[] bytes)
    {
        var buffer = new ReadOnlySequence<byte>(bytes);
        Assert.Equal(FrameOutcome.Frame, FrameReader.TryRead(ref buffer, int.MaxValue, out var first, out var body));
        Assert.True(buffer.IsEmpty);
        return (first, body.ToArray());
    }

    private static MqttPacket Read(byte[] bytes, MqttVersion version)
    {
        var (first, body) = Cut(bytes);
        Assert.Equal(MqttReason.Success, PacketDecoder.TryDecode(first, body, version, null, out var packet));
        return packet!;
    }

    private static ReadOnlySequence<byte> Segments(byte[] bytes, Random luck)
    {
        var at = luck.Next(bytes.Length + 1);
        var first = new Segment(bytes.AsMemory(0, at), 0);
        var last = first.Then(bytes.AsMemory(at));
        return new ReadOnlySequence<byte>(first, 0, last, last.Memory.Length);
    }

    /// <summary>All properties of a packet as text, so that two packets can be compared.</summary>
    private static string Text(object? value) => value switch
    {
        null => "null",
        string s => s,
        ReadOnlyMemory<byte> bytes => Convert.ToHexString(bytes.Span),
        MqttProperties { Count: 0 } => "null",
        MqttProperties p => string.Join(',', p.Items.Select(i => $"{i.Id}={i.Number}/{i.Text}/{i.Second}/{Convert.ToHexString(i.Data.Span)}")),
        FilterRequest f => $"{f.Filter}:{f.Options}",
        System.Collections.IEnumerable many => string.Join(';', many.Cast<object>().Select(Text)),
        MqttPacket packet => string.Join('|', packet.GetType()
            .GetProperties(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic)
            .OrderBy(p => p.Name, StringComparer.Ordinal)
            .Select(p => $"{p.Name}:{Text(p.GetValue(packet))}")),
        _ => value.ToString()!,
    };

    private sealed class Segment : ReadOnlySequenceSegment<byte>
    {
        public Segment(ReadOnlyMemory<byte> memory, long index)
        {
            Memory = memory;
            RunningIndex = index;
        }

        public Segment Then(ReadOnlyMemory<byte> memory)
        {
            var next = new Segment(memory, RunningIndex + Memory.Length);
            Next = next;
            return next;
        }
    }
}
