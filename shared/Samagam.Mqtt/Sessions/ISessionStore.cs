namespace Samagam.Mqtt.Sessions;

/// <summary>
/// Where sessions that outlive their connection, and retained messages, are kept. The broker holds all of them in memory
/// while it runs and writes changes through; it reads back once, at start. Writes are only handed over;
/// <see cref="FlushAsync"/> returns when all handed over before it are as durable as this store makes them, so a durable
/// store can commit many clients' writes in one transaction, and need not write what was taken back before the commit.
/// The broker answers CONNECT, SUBSCRIBE, UNSUBSCRIBE and a QoS 1 PUBLISH that entered such a session only after a flush,
/// and flushes at every step of its clock, so that what nobody waits for is not forgotten either. Members are called from
/// many threads at once; calls about one client, and about one topic, come in order.
/// </summary>
public interface ISessionStore
{
    /// <summary>All that is kept, called once before the first connection.</summary>
    ValueTask<StoredState> LoadAsync(CancellationToken ct);

    /// <summary>Creates or replaces what a session is; its messages stay.</summary>
    void Save(SessionHeader header);

    /// <summary>Forgets a session and its messages. Unknown ones are no error.</summary>
    void Delete(string clientId);

    /// <summary>Adds a message that waits for its PUBACK. One for an unknown session is not kept.</summary>
    void Append(string clientId, StoredMessage message);

    /// <summary>A message was sent for the first time, under this packet identifier. Unknown ones are no error.</summary>
    void Sent(string clientId, long sequence, ushort packetId);

    /// <summary>Forgets a message: acknowledged, or expired. Unknown ones are no error.</summary>
    void Remove(string clientId, long sequence);

    /// <summary>Keeps the last message of its topic in the place of the one before.</summary>
    void Retain(MqttPublish message);

    /// <summary>Forgets the message of a topic. Unknown ones are no error.</summary>
    void Unretain(string topic);

    /// <summary>Returns when everything handed over before is kept. Throws when it could not be.</summary>
    ValueTask FlushAsync(CancellationToken ct);
}

/// <summary>What a store has kept: sessions by client identifier, retained messages by topic, both in ordinal order.</summary>
public sealed record StoredState(IReadOnlyList<StoredSession> Sessions, IReadOnlyList<MqttPublish> Retained)
{
    public static StoredState Empty { get; } = new([], []);
}

/// <summary>
/// What a session is apart from its messages. <paramref name="ExpirySeconds"/> counts from the disconnect, and after a
/// restart of the broker anew: a box does not trust its wall clock. <see cref="uint.MaxValue"/> never expires.
/// </summary>
public sealed record SessionHeader(string ClientId, uint ExpirySeconds, IReadOnlyList<Subscription> Subscriptions, StoredWill? Will = null);

/// <summary>
/// A will that waits for its delay (5.0 §3.1.3.2.2, part of the session state by §4.1), and who left it. What is left of the
/// delay counts anew after a restart, like the expiry.
/// </summary>
public sealed record StoredWill(MqttPublish Message, uint DelaySeconds, string? UserName, string? Principal);

/// <summary>
/// One subscription: options of 5.0 §3.8.3.1 and the identifier its messages carry (0 for none).
/// </summary>
public sealed record Subscription(string Filter, MqttQos Qos, bool NoLocal = false, bool RetainAsPublished = false, uint Identifier = 0);

/// <summary>
/// A message as it is to be delivered, with the QoS granted. <paramref name="Sequence"/> rises within a session and orders
/// delivery. The expiry interval inside the message is what was left when it was queued. <paramref name="PacketId"/> is
/// that under which it was sent, 0 while it never was: it goes out again under the same one, as a duplicate (§4.4).
/// </summary>
public sealed record StoredMessage(long Sequence, MqttPublish Message, ushort PacketId = 0);

/// <summary>A session read back, messages by rising sequence.</summary>
public sealed record StoredSession(SessionHeader Header, IReadOnlyList<StoredMessage> Messages);
