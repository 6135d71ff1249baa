using System.Text;

namespace Samagam.Mqtt.Codec;

/// <summary>
/// Turns one packet body into a packet. Pure. Whatever the bytes are, the answer is a packet or a reason; it never
/// throws, and what it allocates is bounded by the body it was given.
/// </summary>
internal static class PacketDecoder
{
    /// <summary>
    /// Decodes a body cut by <see cref="FrameReader"/>. <paramref name="version"/> is that of the connection; a CONNECT
    /// carries its own. <paramref name="topics"/> spares a string for a topic seen last time.
    /// </summary>
    public static MqttReason TryDecode(byte first, ReadOnlySpan<byte> body, MqttVersion version, TopicMemory? topics, out MqttPacket? packet)
    {
        var type = (MqttPacketType)(first >> 4);
        var flags = (byte)(first & 0x0F);
        packet = null;
        if (type != MqttPacketType.Publish && flags != ReservedFlags(type))
        {
            return MqttReason.MalformedPacket;
        }
        var reader = new PacketReader(body);
        packet = type switch
        {
            MqttPacketType.Publish => Publish(ref reader, flags, version, topics),
            MqttPacketType.PubAck or MqttPacketType.PubRec or MqttPacketType.PubRel or MqttPacketType.PubComp => Ack(ref reader, type, version),
            MqttPacketType.PingReq or MqttPacketType.PingResp => new PingPacket(type),
            MqttPacketType.Connect => ConnectDecoder.Connect(ref reader),
            MqttPacketType.ConnAck => ConnectDecoder.ConnAck(ref reader, version),
            MqttPacketType.Subscribe => Subscribe(ref reader, version),
            MqttPacketType.Unsubscribe => Unsubscribe(ref reader, version),
            MqttPacketType.SubAck or MqttPacketType.UnsubAck => FiltersAck(ref reader, type, version),
            MqttPacketType.Disconnect => Reasoned(ref reader, type, version),
            MqttPacketType.Auth when version == MqttVersion.V5 => Reasoned(ref reader, type, version),
            _ => Nothing(ref reader),
        };
        if (reader.Ok && reader.Remaining > 0)
        {
            reader.Fail();
        }
        if (!reader.Ok)
        {
            packet = null;
        }
        return reader.Fault;
    }

    private static byte ReservedFlags(MqttPacketType type) =>
        type is MqttPacketType.PubRel or MqttPacketType.Subscribe or MqttPacketType.Unsubscribe ? (byte)2 : (byte)0;

    private static MqttPacket? Nothing(ref PacketReader reader)
    {
        reader.Fail();
        return null;
    }

    private static MqttPublish Publish(ref PacketReader reader, byte flags, MqttVersion version, TopicMemory? topics)
    {
        var qos = (MqttQos)((flags >> 1) & 3);
        var duplicate = (flags & 8) != 0;
        if ((byte)qos > 2 || (duplicate && qos == MqttQos.AtMostOnce))
        {
            reader.Fail();
        }
        var name = reader.Utf8();
        if (name.IndexOfAny((byte)'+', (byte)'#') >= 0)
        {
            reader.Fail(MqttReason.TopicNameInvalid);
        }
        var topic = topics is null ? Encoding.UTF8.GetString(name) : topics.Text(name);
        var id = qos == MqttQos.AtMostOnce ? (ushort)0 : PacketId(ref reader);
        var properties = version == MqttVersion.V5 ? reader.Properties(MqttPacketType.Publish) : null;
        if (reader.Ok && topic.Length == 0 && properties?.Number(MqttProperty.TopicAlias) is null)
        {
            reader.Fail(version == MqttVersion.V5 ? MqttReason.ProtocolError : MqttReason.MalformedPacket);
        }
        return new MqttPublish
        {
            Topic = topic,
            Payload = reader.Rest().ToArray(),
            Qos = qos,
            Retain = (flags & 1) != 0,
            Duplicate = duplicate,
            PacketId = id,
            Properties = properties,
        };
    }

    private static ushort PacketId(ref PacketReader reader)
    {
        var id = reader.U16();
        if (id == 0)
        {
            // Zero is not an identifier (§2.2.1); 5.0 calls it a protocol error, 3.1.1 closes either way.
            reader.Fail(MqttReason.ProtocolError);
        }
        return id;
    }

    private static AckPacket Ack(ref PacketReader reader, MqttPacketType type, MqttVersion version)
    {
        var id = PacketId(ref reader);
        if (version != MqttVersion.V5 || reader.Remaining == 0)
        {
            return new AckPacket(type, id);
        }
        var reason = (MqttReason)reader.Byte();
        var properties = reader.Remaining > 0 ? reader.Properties(type) : null;
        return new AckPacket(type, id, reason) { Properties = properties };
    }

    private static SubscribePacket Subscribe(ref PacketReader reader, MqttVersion version)
    {
        var id = PacketId(ref reader);
        var properties = version == MqttVersion.V5 ? reader.Properties(MqttPacketType.Subscribe) : null;
        var filters = new List<FilterRequest>();
        while (reader.Ok && reader.Remaining > 0)
        {
            var filter = reader.Text();
            var options = reader.Byte();
            var handling = (byte)((options >> 4) & 3);
            var reserved = version == MqttVersion.V5 ? 0xC0 : 0xFC;
            if ((options & 3) == 3 || (options & reserved) != 0 || filter.Length == 0)
            {
                reader.Fail();
            }
            if (handling == 3)
            {
                reader.Fail(MqttReason.ProtocolError);
            }
            filters.Add(new FilterRequest(filter, (MqttQos)(options & 3), (options & 4) != 0, (options & 8) != 0, handling));
        }
        if (filters.Count == 0)
        {
            reader.Fail(MqttReason.ProtocolError);
        }
        return new SubscribePacket { PacketId = id, Filters = filters, Properties = properties };
    }

    private static UnsubscribePacket Unsubscribe(ref PacketReader reader, MqttVersion version)
    {
        var id = PacketId(ref reader);
        var properties = version == MqttVersion.V5 ? reader.Properties(MqttPacketType.Unsubscribe) : null;
        var filters = new List<string>();
        while (reader.Ok && reader.Remaining > 0)
        {
            var filter = reader.Text();
            if (filter.Length == 0)
            {
                reader.Fail();
            }
            filters.Add(filter);
        }
        if (filters.Count == 0)
        {
            reader.Fail(MqttReason.ProtocolError);
        }
        return new UnsubscribePacket { PacketId = id, Filters = filters, Properties = properties };
    }

    private static FiltersAckPacket FiltersAck(ref PacketReader reader, MqttPacketType type, MqttVersion version)
    {
        var id = PacketId(ref reader);
        var properties = version == MqttVersion.V5 ? reader.Properties(type) : null;
        var reasons = new List<MqttReason>();
        foreach (var code in reader.Rest())
        {
            reasons.Add((MqttReason)code);
        }
        if (reasons.Count == 0 && (type == MqttPacketType.SubAck || version == MqttVersion.V5))
        {
            reader.Fail();
        }
        return new FiltersAckPacket(type, id, reasons) { Properties = properties };
    }

    private static ReasonPacket Reasoned(ref PacketReader reader, MqttPacketType type, MqttVersion version)
    {
        if (version != MqttVersion.V5 || reader.Remaining == 0)
        {
            return new ReasonPacket(type, MqttReason.Success);
        }
        var reason = (MqttReason)reader.Byte();
        var properties = reader.Remaining > 0 ? reader.Properties(type) : null;
        return new ReasonPacket(type, reason) { Properties = properties };
    }
}

/// <summary>Remembers the last topic of one connection: devices repeat theirs. One thread at a time.</summary>
internal sealed class TopicMemory
{
    /// <summary>Longer topics are not remembered, so that a stranger cannot park memory here.</summary>
    private const int Longest = 256;

    private byte[] _bytes = [];
    private string _text = "";

    public string Text(ReadOnlySpan<byte> name)
    {
        if (name.Length > Longest)
        {
            return Encoding.UTF8.GetString(name);
        }
        if (!name.SequenceEqual(_bytes))
        {
            _bytes = name.ToArray();
            _text = Encoding.UTF8.GetString(name);
        }
        return _text;
    }
}
