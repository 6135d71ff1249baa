using System.Collections.Concurrent;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Logging;
using Samagam.Mqtt.Codec;
using Samagam.Mqtt.Sessions;
using Samagam.Mqtt.Transport;

namespace Samagam.Mqtt.Broker;

/// <summary>
/// An MQTT 3.1.1 and 5.0 broker inside its owner's process, QoS 0 and 1. Sockets come from
/// <see cref="MqttConnectionHandler"/>; who may do what from <see cref="IMqttAccess"/>; every published message is put to
/// <see cref="IPublishGate"/> first. Start it before the listener, stop it before the listener stops, so that clients are told.
/// </summary>
public sealed partial class MqttBroker : IAsyncDisposable
{
    private readonly ConcurrentDictionary<ClientConnection, byte> _connections = new();
    private readonly SubscriptionTree _tree = new();
    private readonly RetainedMessages _retained;
    private readonly Lock _retainGate = new();
    private readonly CancellationTokenSource _stopping = new();
    private readonly ISessionStore _store;
    private readonly Random _luck;
    private Task? _clock;
    private Task _sweep = Task.CompletedTask;
    private int _open;
    private int _started;

    /// <summary>
    /// A broker that is not yet started. <paramref name="luck"/> names nameless clients and is used under a lock.
    /// Throws <see cref="ArgumentOutOfRangeException"/> when an option makes no sense.
    /// </summary>
    public MqttBroker(
        MqttBrokerOptions options,
        IMqttAccess access,
        IPublishGate gate,
        ISessionStore sessions,
        TimeProvider time,
        Random luck,
        ILogger<MqttBroker> log)
    {
        options.Validate();
        Options = options;
        Access = access;
        Gate = gate;
        Time = time;
        Log = log;
        Budget = new ByteBudget(options.MaximumHeldBytes);
        _store = sessions;
        _luck = luck;
        _retained = new RetainedMessages(options.MaximumRetained, options.MaximumRetainedBytes, sessions);
        Stopping = _stopping.Token;
    }

    /// <summary>Who is connected now, by client identifier.</summary>
    public IReadOnlyList<MqttClientIdentity> Connected
    {
        get
        {
            lock (_registry)
            {
                return [.. _sessions.Values.Where(s => s.Owner is not null).Select(s => s.Owner!.Identity).OrderBy(i => i.ClientId, StringComparer.Ordinal)];
            }
        }
    }

    internal int OpenConnections => _connections.Count;
    internal MqttBrokerOptions Options { get; }
    internal IMqttAccess Access { get; }
    internal IPublishGate Gate { get; }
    internal TimeProvider Time { get; }
    internal ILogger Log { get; }
    internal ByteBudget Budget { get; }
    internal BrokerMeter Meter { get; } = new();
    internal CancellationToken Stopping { get; }

    /// <summary>Reads kept sessions back and starts the clock. Sockets that come earlier are closed at once.</summary>
    public async Task StartAsync(CancellationToken ct)
    {
        var kept = await _store.LoadAsync(ct);
        Restore(kept);
        BrokerLog.Started(Log, SessionCount);
        _clock = TickAsync();
        Volatile.Write(ref _started, 1);
    }

    /// <summary>
    /// Tells every client that the broker goes, waits until they are gone or <paramref name="ct"/> fires, and flushes the
    /// sessions. Wills are not published: the clients did not fail.
    /// </summary>
    public async Task StopAsync(CancellationToken ct)
    {
        if (Interlocked.Exchange(ref _started, 0) == 0)
        {
            return;
        }
        foreach (var connection in _connections.Keys)
        {
            connection.Close(MqttReason.ServerShuttingDown);
        }
        await _stopping.CancelAsync();
        if (_clock is not null)
        {
            await _clock;
            await _sweep;
        }
        if (Volatile.Read(ref _open) == 0)
        {
            _allGone.TrySetResult();
        }
        await _allGone.Task.WaitAsync(ct);
        await Task.WhenAll(TakeWills()).WaitAsync(ct);
        await _store.FlushAsync(ct).AsTask().WaitAsync(ct);
    }

    /// <summary>
    /// The owner publishes: no gate, no access question. Returns when the message is with every subscriber's queue and the
    /// sessions it entered are flushed. Throws <see cref="ArgumentException"/> for a topic nobody can publish to or a
    /// message over the packet limit.
    /// </summary>
    public ValueTask PublishAsync(string topic, ReadOnlyMemory<byte> payload, MqttQos qos, bool retain, CancellationToken ct) =>
        PublishAsync(new MqttPublish { Topic = topic, Payload = payload, Qos = qos, Retain = retain }, ct);

    /// <inheritdoc cref="PublishAsync(string, ReadOnlyMemory{byte}, MqttQos, bool, CancellationToken)"/>
    public ValueTask PublishAsync(MqttPublish message, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        if (!Topics.IsName(message.Topic) || message.Qos > MqttQos.AtLeastOnce)
        {
            throw new ArgumentException($"'{message.Topic}' at QoS {(int)message.Qos} cannot be published", nameof(message));
        }
        if (message.Payload.Length + message.Topic.Length > Options.MaximumPacketBytes)
        {
            throw new ArgumentException($"{message.Payload.Length} bytes exceed the packet limit of {Options.MaximumPacketBytes}", nameof(message));
        }
        return Route(message, publisher: null) ? FlushSessionsAsync() : ValueTask.CompletedTask;
    }

    /// <summary>Ends a client's connection, for instance after its rights changed. False when it is not connected.</summary>
    public bool Disconnect(string clientId, MqttReason reason = MqttReason.AdministrativeAction)
    {
        ClientConnection? owner;
        lock (_registry)
        {
            owner = _sessions.GetValueOrDefault(clientId)?.Owner;
        }
        owner?.Close(reason);
        return owner is not null;
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync(CancellationToken.None);
        _stopping.Dispose();
        Meter.Dispose();
    }

    /// <summary>Serves one socket until it ends.</summary>
    internal async Task ServeAsync(ConnectionContext context)
    {
        if (Interlocked.Increment(ref _open) > Options.MaximumConnections || Volatile.Read(ref _started) == 0)
        {
            Interlocked.Decrement(ref _open);
            Meter.Refused(Volatile.Read(ref _started) == 0 ? MqttReason.ServerUnavailable : MqttReason.QuotaExceeded);
            context.Abort();
            return;
        }
        Meter.Opened();
        var connection = new ClientConnection(context, this);
        _connections[connection] = 0;
        try
        {
            if (Volatile.Read(ref _started) == 0)
            {
                connection.Close(MqttReason.ServerShuttingDown);
            }
            await connection.ServeAsync();
        }
        finally
        {
            Meter.Closed();
            var last = Interlocked.Decrement(ref _open) == 0;
            _connections.TryRemove(connection, out _);
            if (last && Stopping.IsCancellationRequested)
            {
                _allGone.TrySetResult();
            }
        }
    }

    /// <summary>One look at every time-out. Called by the clock.</summary>
    internal void Step()
    {
        foreach (var connection in _connections.Keys)
        {
            connection.Step();
        }
        StepSessions();
        if (_sweep.IsCompleted)
        {
            _sweep = SweepAsync();
        }
    }

    /// <summary>Whether and why not a client may publish a message.</summary>
    internal MqttReason MayPublish(MqttClientIdentity client, MqttPublish publish)
    {
        if (TooDeepOrLong(publish.Topic))
        {
            return MqttReason.TopicNameInvalid;
        }
        if (!Access.MayPublish(client, publish.Topic))
        {
            return MqttReason.NotAuthorized;
        }
        if (publish.Retain)
        {
            lock (_retainGate)
            {
                return _retained.HasRoom(publish) ? MqttReason.Success : MqttReason.QuotaExceeded;
            }
        }
        return MqttReason.Success;
    }

    internal bool TooDeepOrLong(string topicOrFilter) =>
        topicOrFilter.Length > Options.MaximumTopicLength || topicOrFilter.AsSpan().Count('/') >= Options.MaximumTopicLevels;

    /// <summary>Retains if asked and hands to subscribers. True when the store has to keep it, which is then to be flushed.</summary>
    internal bool Route(MqttPublish publish, string? publisher)
    {
        var message = new SharedMessage(publish, Time);
        if (!publish.Retain)
        {
            return FanOut(message, publisher);
        }
        lock (_retainGate)
        {
            if (!_retained.Set(message))
            {
                Meter.Dropped("retained");
            }
            return FanOut(message, publisher) || publish.Qos > MqttQos.AtMostOnce;
        }
    }

    /// <summary>
    /// Puts granted subscriptions to work, answers, then sends what is retained. Whoever has read the answer misses nothing
    /// published from then on, and no retained message comes after a newer one that replaces it.
    /// </summary>
    internal void Subscribe(Session session, List<(Subscription Subscription, bool Retained)> granted, Action answer)
    {
        lock (_retainGate)
        {
            foreach (var (subscription, _) in granted)
            {
                _tree.Add(session, subscription);
            }
            // After the tree: the client may publish the moment it reads this, and must hear itself.
            answer();
            foreach (var (subscription, _) in granted.Where(g => g.Retained))
            {
                uint[]? identifiers = subscription.Identifier > 0 ? [subscription.Identifier] : null;
                foreach (var message in _retained.Match(subscription.Filter))
                {
                    var qos = message.Publish.Qos < subscription.Qos ? message.Publish.Qos : subscription.Qos;
                    session.Deliver(message, qos, retain: true, identifiers);
                }
            }
        }
    }

    internal void Unsubscribe(Session session, string filter) => _tree.Remove(session, filter);

    internal ValueTask FlushSessionsAsync() => _store.FlushAsync(CancellationToken.None);

    internal string AssignClientId()
    {
        lock (_luck)
        {
            return $"auto-{_luck.NextInt64():x16}{_luck.NextInt64():x16}";
        }
    }

    private bool FanOut(SharedMessage message, string? publisher)
    {
        var kept = false;
        var publish = message.Publish;
        foreach (var receiver in _tree.Match(publish.Topic))
        {
            if (receiver.NoLocal && string.Equals(publisher, receiver.Session.ClientId, StringComparison.Ordinal))
            {
                continue;
            }
            var qos = publish.Qos < receiver.Qos ? publish.Qos : receiver.Qos;
            kept |= receiver.Session.Deliver(message, qos, publish.Retain && receiver.RetainAsPublished, receiver.Identifiers);
        }
        return kept;
    }

    /// <summary>Writes what nobody waits for: acknowledgements, ends of sessions, wills, retained messages at QoS 0.</summary>
    private async Task SweepAsync()
    {
        try
        {
            await FlushSessionsAsync();
        }
        catch (Exception e)
        {
            BrokerLog.StepFailed(Log, e);
        }
    }

    private async Task TickAsync()
    {
        using var timer = new PeriodicTimer(Options.StepInterval, Time);
        try
        {
            while (await timer.WaitForNextTickAsync(Stopping))
            {
                try
                {
                    Step();
                }
                catch (Exception e)
                {
                    // One bad step must not end every time-out of the box.
                    BrokerLog.StepFailed(Log, e);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The broker stops.
        }
    }
}
