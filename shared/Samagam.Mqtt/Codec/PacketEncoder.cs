namespace Samagam.Mqtt.Codec;

/// <summary>Writes packets. Pure. The counterpart of <see cref="PacketDecoder"/>.</summary>
internal static class PacketEncoder
{
    /// <summary>Appends one packet as <paramref name="version"/> writes it.</summary>
    public static void Write(ByteWriter into, MqttPacket packet, MqttVersion version)
    {
        if (packet is MqttPublish publish)
        {
            WritePublish(into, publish, version);
            return;
        }
        into.Begin();
        byte flags = 0;
        switch (packet)
        {
            case ConnectPacket connect:
                Connect(into, connect);
                break;
            case ConnAckPacket ack:
                into.Byte(ack.SessionPresent ? (byte)1 : (byte)0);
                into.Byte(version == MqttVersion.V5 ? (byte)ack.Reason : ack.Reason.ToConnectReturnCode());
                PropertiesOf(into, ack.Properties, version);
                break;
            case AckPacket ack:
                flags = ack.Type == MqttPacketType.PubRel ? (byte)2 : (byte)0;
                into.U16(ack.PacketId);
                Reason(into, ack.Reason, ack.Properties, version);
                break;
            case SubscribePacket subscribe:
                flags = 2;
                into.U16(subscribe.PacketId);
                PropertiesOf(into, subscribe.Properties, version);
                foreach (var filter in subscribe.Filters)
                {
                    into.Text(filter.Filter);
                    into.Byte(version == MqttVersion.V5 ? filter.Options : (byte)filter.Qos);
                }
                break;
            case UnsubscribePacket unsubscribe:
                flags = 2;
                into.U16(unsubscribe.PacketId);
                PropertiesOf(into, unsubscribe.Properties, version);
                foreach (var filter in unsubscribe.Filters)
                {
                    into.Text(filter);
                }
                break;
            case FiltersAckPacket ack:
                FiltersAck(into, ack, version);
                break;
            case ReasonPacket reasoned:
                Reason(into, reasoned.Reason, reasoned.Properties, version);
                break;
        }
        into.End((byte)(((int)packet.Type << 4) | flags));
    }

    /// <summary>Appends a PUBLISH. Returns where in <paramref name="into"/> its packet identifier lies, or -1 at QoS 0.</summary>
    public static int WritePublish(ByteWriter into, MqttPublish publish, MqttVersion version)
    {
        into.Begin();
        into.Text(publish.Topic);
        var idAt = into.Length;
        if (publish.Qos > MqttQos.AtMostOnce)
        {
            into.U16(publish.PacketId);
        }
        var bodyAsWritten = into.Length;
        PropertiesOf(into, publish.Properties, version);
        into.Raw(publish.Payload.Span);
        var whole = into.Length;
        into.End(FirstByte(publish.Qos, publish.Retain, publish.Duplicate));
        var movedBy = whole - into.Length;
        return bodyAsWritten > idAt ? idAt - movedBy : -1;
    }

    public static byte FirstByte(MqttQos qos, bool retain, bool duplicate) =>
        (byte)(((int)MqttPacketType.Publish << 4) | (duplicate ? 8 : 0) | ((int)qos << 1) | (retain ? 1 : 0));

    private static void PropertiesOf(ByteWriter into, MqttProperties? properties, MqttVersion version)
    {
        if (version == MqttVersion.V5)
        {
            into.Properties(properties);
        }
    }

    /// <summary>Success without properties is left out, as 5.0 allows (§3.4.2.1, §3.14.2.1): shorter, and equal to 3.1.1.</summary>
    private static void Reason(ByteWriter into, MqttReason reason, MqttProperties? properties, MqttVersion version)
    {
        if (version != MqttVersion.V5 || (reason == MqttReason.Success && properties is null))
        {
            return;
        }
        into.Byte((byte)reason);
        if (properties is not null)
        {
            into.Properties(properties);
        }
    }

    private static void FiltersAck(ByteWriter into, FiltersAckPacket ack, MqttVersion version)
    {
        into.U16(ack.PacketId);
        PropertiesOf(into, ack.Properties, version);
        if (version == MqttVersion.V311 && ack.Type == MqttPacketType.UnsubAck)
        {
            return;
        }
        foreach (var reason in ack.Reasons)
        {
            // 3.1.1 knows one failure only (§3.9.3).
            into.Byte(version == MqttVersion.V311 && reason.IsRefusal() ? (byte)0x80 : (byte)reason);
        }
    }

    private static void Connect(ByteWriter into, ConnectPacket connect)
    {
        into.Text("MQTT");
        into.Byte((byte)connect.Version);
        var will = connect.Will;
        into.Byte((byte)((connect.CleanStart ? 2 : 0)
            | (will is null ? 0 : 4 | ((int)will.Qos << 3) | (will.Retain ? 0x20 : 0))
            | (connect.Password is null ? 0 : 0x40)
            | (connect.UserName is null ? 0 : 0x80)));
        into.U16(connect.KeepAliveSeconds);
        PropertiesOf(into, connect.Properties, connect.Version);
        into.Text(connect.ClientId);
        if (will is not null)
        {
            PropertiesOf(into, will.Properties, connect.Version);
            into.Text(will.Topic);
            into.Data(will.Payload.Span);
        }
        if (connect.UserName is { } user)
        {
            into.Text(user);
        }
        if (connect.Password is { } password)
        {
            into.Data(password.Span);
        }
    }
}
