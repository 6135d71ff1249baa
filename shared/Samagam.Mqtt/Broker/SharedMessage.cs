using Samagam.Mqtt.Codec;

namespace Samagam.Mqtt.Broker;

/// <summary>A PUBLISH as bytes, with the place of its packet identifier (-1 at QoS 0).</summary>
internal sealed record PublishFrame(byte[] Bytes, int IdAt);

/// <summary>
/// One message on its way to many clients. Its bytes are made once for each form (version, with or without packet
/// identifier) and copied; what differs by client (identifier, flags) is patched into the copy.
/// </summary>
internal sealed class SharedMessage
{
    private readonly MqttPublish _publish;
    private readonly MqttProperties? _forwarded;
    private readonly long _born;
    private readonly TimeProvider _time;
    private readonly PublishFrame?[] _frames = new PublishFrame?[4];
    private MqttPublish? _stored;

    public SharedMessage(MqttPublish publish, TimeProvider time)
    {
        _publish = publish;
        _time = time;
        _forwarded = publish.Properties?.Forwarded();
        _born = publish.ExpirySeconds is null ? 0 : time.GetTimestamp();
        // What keeping it costs; the constant stands for the objects around the payload.
        Cost = publish.Payload.Length + (2 * publish.Topic.Length) + 128;
    }

    public MqttPublish Publish => _publish;

    public int Cost { get; }

    /// <summary>Seconds of life left, null for no end.</summary>
    public uint? Left
    {
        get
        {
            if (_publish.ExpirySeconds is not { } whole)
            {
                return null;
            }
            var gone = (long)_time.GetElapsedTime(_born).TotalSeconds;
            return gone >= whole ? 0 : (uint)(whole - gone);
        }
    }

    public bool Expired => Left == 0;

    /// <summary>The bytes for one receiver; the packet identifier in them is a placeholder.</summary>
    public PublishFrame Frame(MqttVersion version, MqttQos qos, uint[]? identifiers)
    {
        if (version == MqttVersion.V5 && (identifiers is not null || _publish.ExpirySeconds is not null))
        {
            return Encode(version, qos, OwnProperties(identifiers));
        }
        ref var known = ref _frames[(version == MqttVersion.V5 ? 2 : 0) + (qos == MqttQos.AtMostOnce ? 0 : 1)];
        return known ??= Encode(version, qos, _forwarded);
    }

    /// <summary>As a session keeps it across restarts.</summary>
    public MqttPublish ToStore(MqttQos qos, bool retain, uint[]? identifiers)
    {
        if (identifiers is not null || _publish.ExpirySeconds is not null)
        {
            return Stored(qos, retain, OwnProperties(identifiers));
        }
        // The same object for all sessions of the common form, so that a store can write its bytes once.
        return _stored is { } known && known.Qos == qos && known.Retain == retain ? known : _stored = Stored(qos, retain, _forwarded);
    }

    private MqttPublish Stored(MqttQos qos, bool retain, MqttProperties? properties) =>
        new() { Topic = _publish.Topic, Payload = _publish.Payload, Qos = qos, Retain = retain, Properties = properties };

    private MqttProperties? OwnProperties(uint[]? identifiers)
    {
        if (identifiers is null && _publish.ExpirySeconds is null)
        {
            return _forwarded;
        }
        var own = _publish.Properties?.Forwarded() ?? new MqttProperties();
        if (Left is { } left)
        {
            own.With(MqttProperty.MessageExpiryInterval, left);
        }
        foreach (var identifier in identifiers ?? [])
        {
            own.With(MqttProperty.SubscriptionIdentifier, identifier);
        }
        return own;
    }

    private PublishFrame Encode(MqttVersion version, MqttQos qos, MqttProperties? properties)
    {
        var writer = new ByteWriter(_publish.Payload.Length + _publish.Topic.Length + 32);
        var idAt = PacketEncoder.WritePublish(
            writer,
            new MqttPublish { Topic = _publish.Topic, Payload = _publish.Payload, Qos = qos, Properties = properties },
            version);
        return new PublishFrame(writer.ToArray(), idAt);
    }
}
