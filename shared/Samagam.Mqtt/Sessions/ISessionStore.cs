namespace Samagam.Mqtt.Sessions;

/// <summary>
/// Where sessions that outlive their connection are kept. The broker holds every session in memory while it runs and
/// writes changes through; it reads back once, at start. Writes are only handed over by the first four members;
/// <see cref="FlushAsync"/> returns when all handed over before it are as durable as this store makes them, so a durable
/// store can commit many clients' writes in one transaction. The broker answers CONNECT, SUBSCRIBE, UNSUBSCRIBE and a
/// QoS 1 PUBLISH that entered such a session only after a flush. Members are called from many threads at once; calls
/// about one client come in order.
/// </summary>
public interface ISessionStore
{
    /// <summary>All sessions kept, called once before the first connection.</summary>
    ValueTask<IReadOnlyList<StoredSession>> LoadAsync(CancellationToken ct);

    /// <summary>Creates or replaces what a session is; its messages stay.</summary>
    void Save(SessionHeader header);

    /// <summary>Forgets a session and its messages. Unknown ones are no error.</summary>
    void Delete(string clientId);

    /// <summary>Adds a message that waits for its PUBACK.</summary>
    void Append(string clientId, StoredMessage message);

    /// <summary>Forgets a message: acknowledged, or expired. Unknown ones are no error.</summary>
    void Remove(string clientId, long sequence);

    /// <summary>Returns when everything handed over before is kept. Throws when it could not be.</summary>
    ValueTask FlushAsync(CancellationToken ct);
}

/// <summary>
/// What a session is apart from its messages. <paramref name="ExpirySeconds"/> counts from the disconnect, and after a
/// restart of the broker anew: a box does not trust its wall clock. <see cref="uint.MaxValue"/> never expires.
/// </summary>
public sealed record SessionHeader(string ClientId, uint ExpirySeconds, IReadOnlyList<Subscription> Subscriptions);

/// <summary>
/// One subscription: options of 5.0 §3.8.3.1 and the identifier its messages carry (0 for none).
/// </summary>
public sealed record Subscription(string Filter, MqttQos Qos, bool NoLocal = false, bool RetainAsPublished = false, uint Identifier = 0);

/// <summary>
/// A message as it is to be delivered, with the QoS granted. <paramref name="Sequence"/> rises within a session and orders
/// delivery. The expiry interval inside the message is what was left when it was queued.
/// </summary>
public sealed record StoredMessage(long Sequence, MqttPublish Message);

/// <summary>A session read back, messages by rising sequence.</summary>
public sealed record StoredSession(SessionHeader Header, IReadOnlyList<StoredMessage> Messages);
