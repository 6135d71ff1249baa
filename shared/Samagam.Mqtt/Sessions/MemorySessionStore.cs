namespace Samagam.Mqtt.Sessions;

/// <summary>
/// Sessions for as long as the process lives: enough where the owner repairs what a restart loses. Outlives a broker that
/// is stopped and built anew over it. Bounded by the broker's own limits on sessions, queued bytes and retained messages.
/// </summary>
public sealed class MemorySessionStore : ISessionStore
{
    private readonly Lock _gate = new();
    private readonly SortedDictionary<string, Kept> _sessions = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, MqttPublish> _retained = new(StringComparer.Ordinal);

    /// <summary>How many sessions are kept.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _sessions.Count;
            }
        }
    }

    public ValueTask<StoredState> LoadAsync(CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        lock (_gate)
        {
            return ValueTask.FromResult(new StoredState(
                [.. _sessions.Values.Select(s => new StoredSession(s.Header, [.. s.Messages.Values.OrderBy(m => m.Sequence)]))],
                [.. _retained.Values]));
        }
    }

    public void Save(SessionHeader header)
    {
        lock (_gate)
        {
            if (_sessions.TryGetValue(header.ClientId, out var kept))
            {
                kept.Header = header;
            }
            else
            {
                _sessions.Add(header.ClientId, new Kept(header));
            }
        }
    }

    public void Delete(string clientId)
    {
        lock (_gate)
        {
            _sessions.Remove(clientId);
        }
    }

    public void Append(string clientId, StoredMessage message)
    {
        lock (_gate)
        {
            if (_sessions.TryGetValue(clientId, out var kept))
            {
                kept.Messages[message.Sequence] = message;
            }
        }
    }

    public void Sent(string clientId, long sequence, ushort packetId)
    {
        lock (_gate)
        {
            if (_sessions.TryGetValue(clientId, out var kept) && kept.Messages.TryGetValue(sequence, out var message))
            {
                kept.Messages[sequence] = message with { PacketId = packetId };
            }
        }
    }

    public void Remove(string clientId, long sequence)
    {
        lock (_gate)
        {
            if (_sessions.TryGetValue(clientId, out var kept))
            {
                kept.Messages.Remove(sequence);
            }
        }
    }

    public void Retain(MqttPublish message)
    {
        lock (_gate)
        {
            _retained[message.Topic] = message;
        }
    }

    public void Unretain(string topic)
    {
        lock (_gate)
        {
            _retained.Remove(topic);
        }
    }

    public ValueTask FlushAsync(CancellationToken ct) => ValueTask.CompletedTask;

    private sealed class Kept(SessionHeader header)
    {
        public SessionHeader Header { get; set; } = header;

        public Dictionary<long, StoredMessage> Messages { get; } = [];
    }
}
