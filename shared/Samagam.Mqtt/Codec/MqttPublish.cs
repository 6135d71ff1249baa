namespace Samagam.Mqtt;

/// <summary>Any control packet.</summary>
public abstract class MqttPacket
{
    /// <summary>Its type, as in the first byte.</summary>
    public abstract MqttPacketType Type { get; }
}

/// <summary>
/// A message: as published, as a will, and as delivered. Never changes after it was made; the payload array is its own
/// and may be kept by whoever is handed the message.
/// </summary>
public sealed class MqttPublish : MqttPacket
{
    /// <summary>A topic name without wildcards.</summary>
    public required string Topic { get; init; }

    /// <summary>The bytes, up to the packet limit of the side that read them.</summary>
    public ReadOnlyMemory<byte> Payload { get; init; }

    public MqttQos Qos { get; init; }

    /// <summary>From a publisher: keep as the topic's last message. To a subscriber: this is such a kept one.</summary>
    public bool Retain { get; init; }

    /// <summary>The sender says it may have sent this before (§3.3.1.1). No proof either way.</summary>
    public bool Duplicate { get; init; }

    /// <summary>Null in 3.1.1 and when there are none.</summary>
    public MqttProperties? Properties { get; init; }

    /// <summary>Seconds after which an undelivered copy is dropped (5.0 §3.3.2.3.3); null for never.</summary>
    public uint? ExpirySeconds => Properties?.Number(MqttProperty.MessageExpiryInterval);

    public override MqttPacketType Type => MqttPacketType.Publish;

    internal ushort PacketId { get; init; }

    /// <summary>Set while the topic is still a number to be looked up.</summary>
    internal ushort TopicAlias => (ushort)(Properties?.Number(MqttProperty.TopicAlias) ?? 0);

    internal MqttPublish WithTopic(string topic) => new()
    {
        Topic = topic,
        Payload = Payload,
        Qos = Qos,
        Retain = Retain,
        Duplicate = Duplicate,
        Properties = Properties,
        PacketId = PacketId,
    };
}
