namespace Samagam.Mqtt.Broker;

/// <summary>
/// The owner's say on every message clients publish, wills included. The PUBACK leaves only after the answer, so an owner
/// that commits before it answers makes a PUBACK mean "on disk".
/// </summary>
public interface IPublishGate
{
    /// <summary>
    /// Decides one message. Calls of one client run side by side, at most <see cref="MqttBrokerOptions.ReceiveMaximum"/> of
    /// them; its PUBACKs and its messages to subscribers keep the order of publishing. <paramref name="ct"/> fires when the
    /// broker stops, not when the client leaves. An exception counts as <see cref="PublishVerdict.Unavailable"/>.
    /// </summary>
    ValueTask<PublishVerdict> AcceptAsync(MqttPublish publish, MqttClientIdentity client, CancellationToken ct);
}

/// <summary>What becomes of a published message.</summary>
public enum PublishVerdictKind : byte
{
    Accepted,
    AcceptedSilently,
    Refused,
    Unavailable,
}

/// <summary>The owner's answer about one message.</summary>
public readonly record struct PublishVerdict(PublishVerdictKind Kind, MqttReason Reason)
{
    /// <summary>Retained if asked, handed to subscribers, acknowledged.</summary>
    public static PublishVerdict Accepted => new(PublishVerdictKind.Accepted, MqttReason.Success);

    /// <summary>Acknowledged and nothing else: the owner takes it from here.</summary>
    public static PublishVerdict AcceptedSilently => new(PublishVerdictKind.AcceptedSilently, MqttReason.Success);

    /// <summary>
    /// Not acknowledged, and the connection closed so that the client repeats it. At QoS 0 the message is dropped and counted.
    /// </summary>
    public static PublishVerdict Unavailable => new(PublishVerdictKind.Unavailable, MqttReason.ServerBusy);

    /// <summary>
    /// Refused for good. A 5.0 client reads <paramref name="reason"/> (0x80 or above) in its PUBACK; a 3.1.1 client, which has
    /// no such word, is disconnected, because its PUBACK would say that the message was taken.
    /// </summary>
    public static PublishVerdict Refused(MqttReason reason) => reason.IsRefusal()
        ? new(PublishVerdictKind.Refused, reason)
        : throw new ArgumentOutOfRangeException(nameof(reason), reason, "a refusal has a reason code of 0x80 or above");
}
