namespace Samagam.Mqtt.Codec;

/// <summary>CONNECT, §3.1.</summary>
internal sealed class ConnectPacket : MqttPacket
{
    public required MqttVersion Version { get; init; }
    public required string ClientId { get; init; }
    public bool CleanStart { get; init; }
    public ushort KeepAliveSeconds { get; init; }
    public string? UserName { get; init; }
    public ReadOnlyMemory<byte>? Password { get; init; }
    public MqttPublish? Will { get; init; }
    public MqttProperties? Properties { get; init; }
    public override MqttPacketType Type => MqttPacketType.Connect;
}

/// <summary>CONNACK, §3.2.</summary>
internal sealed class ConnAckPacket : MqttPacket
{
    public bool SessionPresent { get; init; }
    public MqttReason Reason { get; init; }
    public MqttProperties? Properties { get; init; }
    public override MqttPacketType Type => MqttPacketType.ConnAck;
}

/// <summary>PUBACK, PUBREC, PUBREL, PUBCOMP, §3.4 to §3.7: one shape, four types.</summary>
internal sealed class AckPacket(MqttPacketType type, ushort packetId, MqttReason reason = MqttReason.Success) : MqttPacket
{
    public ushort PacketId => packetId;
    public MqttReason Reason => reason;
    public MqttProperties? Properties { get; init; }
    public override MqttPacketType Type => type;
}

/// <summary>One line of a SUBSCRIBE, §3.8.3.</summary>
internal readonly record struct FilterRequest(string Filter, MqttQos Qos, bool NoLocal, bool RetainAsPublished, byte RetainHandling)
{
    public byte Options => (byte)((byte)Qos | (NoLocal ? 4 : 0) | (RetainAsPublished ? 8 : 0) | (RetainHandling << 4));
}

/// <summary>SUBSCRIBE, §3.8.</summary>
internal sealed class SubscribePacket : MqttPacket
{
    public ushort PacketId { get; init; }
    public required IReadOnlyList<FilterRequest> Filters { get; init; }
    public MqttProperties? Properties { get; init; }
    public override MqttPacketType Type => MqttPacketType.Subscribe;
}

/// <summary>UNSUBSCRIBE, §3.10.</summary>
internal sealed class UnsubscribePacket : MqttPacket
{
    public ushort PacketId { get; init; }
    public required IReadOnlyList<string> Filters { get; init; }
    public MqttProperties? Properties { get; init; }
    public override MqttPacketType Type => MqttPacketType.Unsubscribe;
}

/// <summary>SUBACK and UNSUBACK, §3.9 and §3.11: one reason per filter, in order.</summary>
internal sealed class FiltersAckPacket(MqttPacketType type, ushort packetId, IReadOnlyList<MqttReason> reasons) : MqttPacket
{
    public ushort PacketId => packetId;
    public IReadOnlyList<MqttReason> Reasons => reasons;
    public MqttProperties? Properties { get; init; }
    public override MqttPacketType Type => type;
}

/// <summary>PINGREQ and PINGRESP, §3.12 and §3.13.</summary>
internal sealed class PingPacket(MqttPacketType type) : MqttPacket
{
    public override MqttPacketType Type => type;
}

/// <summary>DISCONNECT and AUTH, §3.14 and §3.15.</summary>
internal sealed class ReasonPacket(MqttPacketType type, MqttReason reason) : MqttPacket
{
    public MqttReason Reason => reason;
    public MqttProperties? Properties { get; init; }
    public override MqttPacketType Type => type;
}
