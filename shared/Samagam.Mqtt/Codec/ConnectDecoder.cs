namespace Samagam.Mqtt.Codec;

/// <summary>The two packets that open a connection.</summary>
internal static class ConnectDecoder
{
    public static ConnectPacket? Connect(ref PacketReader reader)
    {
        var name = reader.Utf8();
        var level = reader.Byte();
        if (!reader.Ok)
        {
            return null;
        }
        if (!name.SequenceEqual("MQTT"u8) || level is not (4 or 5))
        {
            // "MQIsdp" of 3.1 and levels to come are told so (§3.1.2.2); any other name is not MQTT at all.
            var known = name.SequenceEqual("MQTT"u8) || name.SequenceEqual("MQIsdp"u8);
            reader.Fail(known ? MqttReason.UnsupportedProtocolVersion : MqttReason.ProtocolError);
            return null;
        }
        var version = (MqttVersion)level;
        var flags = reader.Byte();
        var keepAlive = reader.U16();
        CheckFlags(ref reader, flags, version);
        var properties = version == MqttVersion.V5 ? reader.Properties(MqttPacketType.Connect) : null;
        if (properties is not null && properties.Has(MqttProperty.AuthenticationData) && !properties.Has(MqttProperty.AuthenticationMethod))
        {
            reader.Fail(MqttReason.ProtocolError);
        }
        var clientId = reader.Text();
        var will = (flags & 4) != 0 ? Will(ref reader, flags, version) : null;
        var user = (flags & 0x80) != 0 ? reader.Text() : null;
        ReadOnlyMemory<byte>? password = null;
        if ((flags & 0x40) != 0)
        {
            password = reader.Data().ToArray();
        }
        return new ConnectPacket
        {
            Version = version,
            ClientId = clientId,
            CleanStart = (flags & 2) != 0,
            KeepAliveSeconds = keepAlive,
            UserName = user,
            Password = password,
            Will = will,
            Properties = properties,
        };
    }

    public static ConnAckPacket ConnAck(ref PacketReader reader, MqttVersion version)
    {
        var flags = reader.Byte();
        var code = reader.Byte();
        if ((flags & 0xFE) != 0)
        {
            reader.Fail();
        }
        var properties = version == MqttVersion.V5 && reader.Remaining > 0 ? reader.Properties(MqttPacketType.ConnAck) : null;
        // A 5.0 client refused by a 3.1.1-only server is answered with return code 1 and no properties.
        var old = version == MqttVersion.V311 || code is > 0 and < 6;
        var reason = old ? MqttReasons.FromConnectReturnCode(code) : (MqttReason)code;
        if (reason is null)
        {
            reader.Fail();
        }
        return new ConnAckPacket { SessionPresent = (flags & 1) != 0, Reason = reason ?? MqttReason.MalformedPacket, Properties = properties };
    }

    private static void CheckFlags(ref PacketReader reader, byte flags, MqttVersion version)
    {
        var will = (flags & 4) != 0;
        var willQos = (flags >> 3) & 3;
        var willRetain = (flags & 0x20) != 0;
        var passwordAlone = version == MqttVersion.V311 && (flags & 0xC0) == 0x40;
        if ((flags & 1) != 0 || willQos == 3 || (!will && (willQos != 0 || willRetain)) || passwordAlone)
        {
            reader.Fail();
        }
    }

    private static MqttPublish Will(ref PacketReader reader, byte flags, MqttVersion version)
    {
        var properties = version == MqttVersion.V5 ? reader.Properties(PropertyTable.Will) : null;
        var topic = reader.Text();
        if (reader.Ok && !Topics.IsName(topic))
        {
            reader.Fail(MqttReason.TopicNameInvalid);
        }
        return new MqttPublish
        {
            Topic = topic,
            Payload = reader.Data().ToArray(),
            Qos = (MqttQos)((flags >> 3) & 3),
            Retain = (flags & 0x20) != 0,
            Properties = properties,
        };
    }
}
