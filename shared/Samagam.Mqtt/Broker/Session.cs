using Samagam.Mqtt.Codec;
using Samagam.Mqtt.Sessions;
using Samagam.Mqtt.Transport;

namespace Samagam.Mqtt.Broker;

/// <summary>
/// What the broker owes one client (§4.1): subscriptions, messages waiting and in flight. Laws: a client has at most one
/// live connection; messages leave in the order they came; nothing is sent before the CONNACK; a QoS 1 message stays
/// until its PUBACK, a limit or its own expiry; a packet identifier is not used twice while in flight.
/// </summary>
internal sealed class Session(string clientId, MqttBrokerOptions options, ByteBudget budget, ISessionStore store, BrokerMeter meter)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Subscription> _subscriptions = new(StringComparer.Ordinal);
    private readonly Dictionary<ushort, Delivery> _inflight = [];
    private readonly Queue<Delivery> _resend = [];
    private readonly Queue<Delivery> _waiting = [];
    private ClientConnection? _live;
    private long _heldBytes;
    private long _sequence;
    private int _sent;
    private int _window;
    private ushort _lastId;
    private bool _ended;

    public string ClientId => clientId;

    /// <summary>Set under the broker's registry lock: the connection this session belongs to, from CONNECT on.</summary>
    public ClientConnection? Owner { get; set; }

    public uint ExpirySeconds { get; set; }

    /// <summary>When the last owner left; under the registry lock.</summary>
    public long LeftAt { get; set; }

    /// <summary>A will that waits for its delay; under the registry lock.</summary>
    public PendingWill? Will { get; set; }

    /// <summary>It outlives its connection, so it is written through to the store.</summary>
    public bool Kept => ExpirySeconds > 0;

    /// <summary>The store knows of it; under the registry lock.</summary>
    public bool Stored { get; set; }

    public int QueuedMessages
    {
        get
        {
            lock (_gate)
            {
                return _inflight.Count + _waiting.Count;
            }
        }
    }

    public IReadOnlyList<Subscription> Subscriptions
    {
        get
        {
            lock (_gate)
            {
                return [.. _subscriptions.Values];
            }
        }
    }

    /// <summary>Adds or replaces; false when it would be one too many. <paramref name="isNew"/> decides on retained messages.</summary>
    public bool Subscribe(Subscription subscription, out bool isNew)
    {
        lock (_gate)
        {
            isNew = !_subscriptions.ContainsKey(subscription.Filter);
            if (isNew && _subscriptions.Count >= options.MaximumSubscriptions)
            {
                return false;
            }
            _subscriptions[subscription.Filter] = subscription;
            return true;
        }
    }

    public bool Unsubscribe(string filter)
    {
        lock (_gate)
        {
            return _subscriptions.Remove(filter);
        }
    }

    /// <summary>Takes back what a store kept, before anyone is connected.</summary>
    public void Restore(IReadOnlyList<StoredMessage> messages, TimeProvider time)
    {
        lock (_gate)
        {
            foreach (var stored in messages)
            {
                _sequence = stored.Sequence;
                var own = stored.Message.Properties?.SubscriptionIdentifiers.ToArray();
                var delivery = new Delivery(new SharedMessage(stored.Message, time), stored.Message.Qos, stored.Message.Retain,
                    own is { Length: > 0 } ? own : null, stored.Sequence)
                {
                    PacketId = stored.PacketId,
                    Tried = stored.PacketId > 0,
                    Stored = true,
                };
                if (!Hold(delivery))
                {
                    meter.Dropped("queue");
                    store.Remove(clientId, stored.Sequence);
                    continue;
                }
                if (!delivery.Tried || !_inflight.TryAdd(delivery.PacketId, delivery))
                {
                    delivery.Tried = false;
                    _waiting.Enqueue(delivery);
                }
                _lastId = delivery.Tried ? delivery.PacketId : _lastId;
            }
        }
    }

    /// <summary>The first bytes of a connection: CONNACK, then what the client has not acknowledged, then what waited.</summary>
    public bool GoLive(ClientConnection connection, ReadOnlySpan<byte> connAck, int receiveMaximum)
    {
        lock (_gate)
        {
            if (_ended || !connection.Outbox.TryWrite(connAck))
            {
                return false;
            }
            _live = connection;
            _window = Math.Min(receiveMaximum, options.MaximumInflight);
            _sent = 0;
            _resend.Clear();
            foreach (var delivery in _inflight.Values.OrderBy(d => d.Sequence))
            {
                delivery.Sent = false;
                _resend.Enqueue(delivery);
            }
            Pump();
            return true;
        }
    }

    public void Leave(ClientConnection connection)
    {
        lock (_gate)
        {
            if (_live == connection)
            {
                _live = null;
            }
        }
    }

    /// <summary>Forgets everything; whoever still holds a reference finds it deaf.</summary>
    public void End()
    {
        lock (_gate)
        {
            _ended = true;
            _live = null;
            _inflight.Clear();
            _resend.Clear();
            _waiting.Clear();
            _subscriptions.Clear();
            budget.Return(_heldBytes);
            _heldBytes = 0;
            if (Stored)
            {
                store.Delete(clientId);
            }
        }
    }

    /// <summary>Hands over one message. Returns true when it entered the store, which is then to be flushed.</summary>
    public bool Deliver(SharedMessage message, MqttQos qos, bool retain, uint[]? identifiers)
    {
        lock (_gate)
        {
            if (_ended || (qos == MqttQos.AtMostOnce && _live is null))
            {
                return false;
            }
            if (qos == MqttQos.AtMostOnce)
            {
                if (Write(message, qos, retain, identifiers, 0, duplicate: false) == WriteOutcome.NoRoom)
                {
                    meter.Dropped("output");
                }
                return false;
            }
            if (_live is null && !Kept)
            {
                return false;
            }
            var delivery = new Delivery(message, qos, retain, identifiers, ++_sequence);
            if (!Hold(delivery))
            {
                meter.Dropped("queue");
                return false;
            }
            _waiting.Enqueue(delivery);
            Pump();
            if (!Kept || delivery.Done)
            {
                return false;
            }
            store.Append(clientId, new StoredMessage(delivery.Sequence, message.ToStore(qos, retain, identifiers), delivery.PacketId));
            delivery.Stored = true;
            return true;
        }
    }

    /// <summary>A PUBACK from the client. One for an unknown identifier is no fault of a peer that lost its memory.</summary>
    public void Acknowledged(ushort packetId)
    {
        lock (_gate)
        {
            if (_inflight.Remove(packetId, out var delivery))
            {
                _sent -= delivery.Sent ? 1 : 0;
                delivery.Done = true;
                Release(delivery);
                Pump();
            }
        }
    }

    /// <summary>Sends what the window and the outbox allow.</summary>
    public void OutboxDrained()
    {
        lock (_gate)
        {
            Pump();
        }
    }

    private void Pump()
    {
        while (_live is { } live && _sent < _window && live.Outbox.HasRoom)
        {
            if (_resend.TryPeek(out var again))
            {
                if (!again.Done && !TrySend(again))
                {
                    return;
                }
                _resend.Dequeue();
            }
            else if (_inflight.Count < _window && _waiting.TryDequeue(out var next))
            {
                if (next.Message.Expired)
                {
                    meter.Dropped("expiry");
                    next.Done = true;
                    Release(next);
                    continue;
                }
                next.PacketId = NextId();
                _inflight.Add(next.PacketId, next);
                if (!TrySend(next))
                {
                    _resend.Enqueue(next);
                    return;
                }
            }
            else
            {
                return;
            }
        }
    }

    /// <summary>False when there is no room just now; the message stays in flight, unsent.</summary>
    private bool TrySend(Delivery delivery)
    {
        var duplicate = delivery.Tried;
        switch (Write(delivery.Message, delivery.Qos, delivery.Retain, delivery.Identifiers, delivery.PacketId, duplicate))
        {
            case WriteOutcome.Written:
                delivery.Sent = true;
                delivery.Tried = true;
                _sent++;
                if (!duplicate && delivery.Stored && Kept)
                {
                    store.Sent(clientId, delivery.Sequence, delivery.PacketId);
                }
                return true;
            case WriteOutcome.NeverFits:
                // Its own Maximum Packet Size keeps it from this client for good: done as if acknowledged (5.0 §3.1.2.11.4).
                delivery.Done = true;
                _inflight.Remove(delivery.PacketId);
                Release(delivery);
                return true;
            default:
                return false;
        }
    }

    private WriteOutcome Write(SharedMessage message, MqttQos qos, bool retain, uint[]? identifiers, ushort packetId, bool duplicate)
    {
        var live = _live!;
        var frame = message.Frame(live.Version, qos, identifiers);
        if (frame.Bytes.Length > live.PeerMaximumPacketBytes)
        {
            meter.Dropped("client packet size");
            return WriteOutcome.NeverFits;
        }
        if (!live.Outbox.TryWrite(frame.Bytes, frame.IdAt, PacketEncoder.FirstByte(qos, retain, duplicate), packetId))
        {
            return WriteOutcome.NoRoom;
        }
        meter.PublishOut();
        return WriteOutcome.Written;
    }

    private enum WriteOutcome
    {
        Written,
        NoRoom,
        NeverFits,
    }

    private bool Hold(Delivery delivery)
    {
        var cost = delivery.Message.Cost;
        if (_inflight.Count + _waiting.Count >= options.MaximumQueuedMessages
            || _heldBytes + cost > options.MaximumQueuedBytes
            || !budget.TryTake(cost))
        {
            return false;
        }
        _heldBytes += cost;
        return true;
    }

    private void Release(Delivery delivery)
    {
        _heldBytes -= delivery.Message.Cost;
        budget.Return(delivery.Message.Cost);
        if (delivery.Stored && Kept)
        {
            store.Remove(clientId, delivery.Sequence);
        }
    }

    private ushort NextId()
    {
        do
        {
            _lastId = _lastId == ushort.MaxValue ? (ushort)1 : (ushort)(_lastId + 1);
        }
        while (_inflight.ContainsKey(_lastId));
        return _lastId;
    }

    private sealed class Delivery(SharedMessage message, MqttQos qos, bool retain, uint[]? identifiers, long sequence)
    {
        public SharedMessage Message => message;
        public MqttQos Qos => qos;
        public bool Retain => retain;
        public uint[]? Identifiers => identifiers;
        public long Sequence => sequence;
        public ushort PacketId { get; set; }

        /// <summary>Sent on the connection that is live now, and not yet acknowledged.</summary>
        public bool Sent { get; set; }

        /// <summary>Sent at least once on any connection: the next time is a duplicate (§3.3.1.1).</summary>
        public bool Tried { get; set; }

        public bool Done { get; set; }

        /// <summary>The store has it.</summary>
        public bool Stored { get; set; }
    }
}
