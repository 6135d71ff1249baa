using Samagam.Mqtt.Codec;

namespace Samagam.Mqtt.Sessions;

/// <summary>
/// A message as the bytes a store keeps: a byte of flags (bits 0-1 QoS, bit 2 retain, bit 3 will, 4-7 zero), the topic, the
/// 5.0 properties, the payload to the end. Pure. Packet identifiers and duplicates are the session's affair.
/// </summary>
public static class StoredForm
{
    private const byte RetainFlag = 4;
    private const byte WillFlag = 8;

    public static byte[] Write(MqttPublish message)
    {
        var isWill = message.Properties?.Has(MqttProperty.WillDelayInterval) == true;
        var writer = new ByteWriter(message.Payload.Length + message.Topic.Length + 32);
        writer.Byte((byte)((byte)message.Qos | (message.Retain ? RetainFlag : 0) | (isWill ? WillFlag : 0)));
        writer.Text(message.Topic);
        writer.Properties(message.Properties);
        writer.Raw(message.Payload.Span);
        return writer.ToArray();
    }

    /// <summary>The message, or null when the bytes are none: bit rot, or another writer's form.</summary>
    public static MqttPublish? TryRead(ReadOnlySpan<byte> bytes)
    {
        var reader = new PacketReader(bytes);
        var flags = reader.Byte();
        var topic = reader.Text();
        var properties = reader.Properties((flags & WillFlag) != 0 ? PropertyTable.Will : MqttPacketType.Publish);
        var payload = reader.Rest();
        return reader.Ok && flags < 16 && (flags & 3) <= (byte)MqttQos.ExactlyOnce && Topics.IsName(topic)
            ? new MqttPublish
            {
                Topic = topic,
                Payload = payload.ToArray(),
                Qos = (MqttQos)(flags & 3),
                Retain = (flags & RetainFlag) != 0,
                Properties = properties,
            }
            : null;
    }
}
