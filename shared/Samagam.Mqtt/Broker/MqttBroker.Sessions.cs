using Samagam.Mqtt.Codec;
using Samagam.Mqtt.Sessions;

namespace Samagam.Mqtt.Broker;

/// <summary>The broker's registry: which session belongs to which connection, what happens when one comes or goes.</summary>
public sealed partial class MqttBroker
{
    private readonly Lock _registry = new();
    private readonly Dictionary<string, Session> _sessions = new(StringComparer.Ordinal);
    private readonly List<Task> _wills = [];
    private readonly TaskCompletionSource _allGone = new(TaskCreationOptions.RunContinuationsAsynchronously);

    internal int SessionCount
    {
        get
        {
            lock (_registry)
            {
                return _sessions.Count;
            }
        }
    }

    /// <summary>
    /// Gives a connection its session, ending the connection that had it (§3.1.4). No session means there is no room for one more.
    /// </summary>
    internal (Session? Session, bool Present) Attach(ClientConnection connection, MqttClientIdentity identity, ConnectPacket connect, uint expiry)
    {
        lock (_registry)
        {
            if (_sessions.TryGetValue(identity.ClientId, out var session) && !Resume(session, connect.CleanStart, identity))
            {
                Remove(session);
                session = null;
            }
            var present = session is not null;
            if (session is null)
            {
                if (_sessions.Count >= Options.MaximumSessions)
                {
                    return (null, false);
                }
                session = new Session(identity.ClientId, Options, Budget, _store, Meter);
                _sessions.Add(identity.ClientId, session);
            }
            session.Owner = connection;
            session.ExpirySeconds = expiry;
            connection.Will = connect.Will;
            connection.Name(identity, session, connect.Properties?.Number(MqttProperty.MaximumPacketSize) ?? long.MaxValue);
            Save(session);
            return (session, present);
        }
    }

    /// <summary>Sends the CONNACK, unless another connection of the same client came in between.</summary>
    internal bool GoLive(ClientConnection connection, Session session, ReadOnlySpan<byte> connAck, int receiveMaximum)
    {
        lock (_registry)
        {
            return session.Owner == connection && session.GoLive(connection, connAck, receiveMaximum);
        }
    }

    /// <summary>A connection has ended. Its will is due unless it said goodbye, lost its session to another, or we stop.</summary>
    internal void Detach(ClientConnection connection)
    {
        lock (_registry)
        {
            if (connection.Session is not { } session || session.Owner != connection)
            {
                return;
            }
            session.Leave(connection);
            session.Owner = null;
            session.LeftAt = Time.GetTimestamp();
            if (connection.Will is { } will && !Stopping.IsCancellationRequested && Volatile.Read(ref _started) == 1)
            {
                var delay = Math.Min(will.Properties?.Number(MqttProperty.WillDelayInterval) ?? 0, session.ExpirySeconds);
                var pending = new PendingWill(will, connection.Identity, session.LeftAt, TimeSpan.FromSeconds(delay));
                if (delay > 0)
                {
                    session.Will = pending;
                    Save(session);
                }
                else
                {
                    Publish(pending);
                }
            }
            if (!session.Kept)
            {
                Remove(session);
            }
        }
    }

    /// <summary>A DISCONNECT may shorten or lengthen a kept session (5.0 §3.14.2.2.2).</summary>
    internal void ChangeExpiry(ClientConnection connection, uint seconds)
    {
        lock (_registry)
        {
            if (connection.Session is { } session && session.Owner == connection && session.Kept)
            {
                session.ExpirySeconds = Math.Min(seconds, LongestExpiry);
                Save(session);
            }
        }
    }

    /// <summary>Hands a session to the store as it is now: kept, or no longer. One that was replaced meanwhile is not handed over.</summary>
    internal void Save(Session session)
    {
        lock (_registry)
        {
            if (_sessions.GetValueOrDefault(session.ClientId) != session)
            {
                return;
            }
            if (session.Kept)
            {
                _store.Save(new SessionHeader(session.ClientId, session.ExpirySeconds, session.Subscriptions, session.Will?.ToStore(Time)));
            }
            else if (session.Stored)
            {
                _store.Delete(session.ClientId);
            }
            session.Stored = session.Kept;
        }
    }

    /// <summary>Takes back what the store kept, as far as today's limits allow; the rest is dropped, counted and forgotten there too.</summary>
    private void Restore(StoredState kept)
    {
        lock (_registry)
        {
            foreach (var stored in kept.Sessions)
            {
                if (_sessions.Count >= Options.MaximumSessions || stored.Header.ExpirySeconds == 0)
                {
                    Meter.Dropped("sessions");
                    _store.Delete(stored.Header.ClientId);
                    continue;
                }
                Restore(stored);
            }
        }
        lock (_retainGate)
        {
            foreach (var message in kept.Retained)
            {
                if (!_retained.Restore(new SharedMessage(message, Time)))
                {
                    Meter.Dropped("retained");
                }
            }
        }
    }

    private void Restore(StoredSession stored)
    {
        var session = new Session(stored.Header.ClientId, Options, Budget, _store, Meter)
        {
            ExpirySeconds = Math.Min(stored.Header.ExpirySeconds, LongestExpiry),
            LeftAt = Time.GetTimestamp(),
            Stored = true,
        };
        foreach (var subscription in stored.Header.Subscriptions)
        {
            if (session.Subscribe(subscription, out _))
            {
                _tree.Add(session, subscription);
            }
            else
            {
                Meter.Dropped("subscriptions");
            }
        }
        session.Restore(stored.Messages, Time);
        session.Will = stored.Header.Will is { } will ? PendingWill.Restored(will, session.ClientId, session.LeftAt) : null;
        _sessions[session.ClientId] = session;
    }

    /// <summary>Whether a session goes on under a new connection. Ends the old connection and settles the old will.</summary>
    private bool Resume(Session session, bool cleanStart, MqttClientIdentity identity)
    {
        var expired = session.Owner is null && IsExpired(session);
        // What waits in it came by subscriptions its client, or whoever bears its name today, may no longer have.
        var may = session.Subscriptions.All(s => Access.MaySubscribe(identity, s.Filter));
        var goesOn = !cleanStart && session.Kept && !expired && may;
        if (session.Owner is { } old)
        {
            // A delayed will is not due while the session goes on (5.0 §3.1.3.2.2); any other is: the old connection did not say goodbye.
            var delayed = goesOn && old.Will?.Properties?.Number(MqttProperty.WillDelayInterval) is > 0;
            if (old.Will is { } will && !delayed)
            {
                Publish(new PendingWill(will, old.Identity, 0, TimeSpan.Zero));
            }
            old.Will = null;
            session.Leave(old);
            session.Owner = null;
            old.Close(MqttReason.SessionTakenOver);
        }
        if (session.Will is { } waiting && !goesOn)
        {
            Publish(waiting);
        }
        session.Will = null;
        return goesOn;
    }

    private void StepSessions()
    {
        lock (_registry)
        {
            foreach (var session in _sessions.Values.Where(s => s.Owner is null).ToList())
            {
                var expired = IsExpired(session);
                if (session.Will is { } will && (expired || Time.GetElapsedTime(will.LeftAt) >= will.Delay))
                {
                    session.Will = null;
                    Publish(will);
                    Save(session);
                }
                if (expired)
                {
                    Remove(session);
                }
            }
        }
    }

    private uint LongestExpiry => (uint)Math.Min(uint.MaxValue, Options.MaximumSessionExpiry.TotalSeconds);

    private bool IsExpired(Session session) => Time.GetElapsedTime(session.LeftAt) >= TimeSpan.FromSeconds(session.ExpirySeconds);

    private void Remove(Session session)
    {
        foreach (var subscription in session.Subscriptions)
        {
            _tree.Remove(session, subscription.Filter);
        }
        session.End();
        _sessions.Remove(session.ClientId);
    }

    /// <summary>Starts a will on its way; stopping waits for those under way.</summary>
    private void Publish(PendingWill will)
    {
        lock (_wills)
        {
            _wills.RemoveAll(w => w.IsCompleted);
            // The registry's lock is held here and the owner's gate may be slow or come back to us: never call it from under the lock.
            _wills.Add(Task.Run(() => PublishAsync(will), CancellationToken.None));
        }
    }

    private async Task PublishAsync(PendingWill will)
    {
        try
        {
            var verdict = await Gate.AcceptAsync(will.Message, will.Client, Stopping);
            switch (verdict.Kind)
            {
                case PublishVerdictKind.Accepted when Route(will.Message, will.Client.ClientId):
                    await FlushSessionsAsync();
                    break;
                case PublishVerdictKind.Refused or PublishVerdictKind.Unavailable:
                    Meter.Refused(verdict.Reason);
                    break;
            }
        }
        catch (Exception e)
        {
            BrokerLog.WillFailed(Log, e);
        }
    }

    private List<Task> TakeWills()
    {
        lock (_wills)
        {
            return [.. _wills];
        }
    }
}
