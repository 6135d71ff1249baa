using System.Collections.Concurrent;

namespace Samagam.Mqtt.Sessions;

/// <summary>
/// Sessions for as long as the process lives: enough where the owner repairs what a restart loses. Outlives a broker that
/// is stopped and built anew over it. Bounded by the broker's own limits on sessions, queued bytes and retained messages.
/// </summary>
public sealed class MemorySessionStore : ISessionStore
{
    private readonly ConcurrentDictionary<string, Kept> _sessions = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, MqttPublish> _retained = new(StringComparer.Ordinal);

    /// <summary>How many sessions are kept.</summary>
    public int Count => _sessions.Count;

    public ValueTask<StoredState> LoadAsync(CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        return ValueTask.FromResult(new StoredState(
            [.. _sessions.OrderBy(s => s.Key, StringComparer.Ordinal).Select(s => s.Value.Snapshot())],
            [.. _retained.OrderBy(m => m.Key, StringComparer.Ordinal).Select(m => m.Value)]));
    }

    public void Save(SessionHeader header) => _sessions.GetOrAdd(header.ClientId, _ => new Kept(header)).Header = header;

    public void Delete(string clientId) => _sessions.TryRemove(clientId, out _);

    public void Append(string clientId, StoredMessage message)
    {
        if (_sessions.TryGetValue(clientId, out var kept))
        {
            kept.Add(message);
        }
    }

    public void Sent(string clientId, long sequence, ushort packetId)
    {
        if (_sessions.TryGetValue(clientId, out var kept))
        {
            kept.Sent(sequence, packetId);
        }
    }

    public void Remove(string clientId, long sequence)
    {
        if (_sessions.TryGetValue(clientId, out var kept))
        {
            kept.Remove(sequence);
        }
    }

    public void Retain(MqttPublish message) => _retained[message.Topic] = message;

    public void Unretain(string topic) => _retained.TryRemove(topic, out _);

    public ValueTask FlushAsync(CancellationToken ct) => ValueTask.CompletedTask;

    private sealed class Kept(SessionHeader header)
    {
        private readonly Lock _gate = new();
        private readonly Dictionary<long, StoredMessage> _messages = [];

        public SessionHeader Header { get; set; } = header;

        public void Add(StoredMessage message)
        {
            lock (_gate)
            {
                _messages[message.Sequence] = message;
            }
        }

        public void Sent(long sequence, ushort packetId)
        {
            lock (_gate)
            {
                if (_messages.TryGetValue(sequence, out var message))
                {
                    _messages[sequence] = message with { PacketId = packetId };
                }
            }
        }

        public void Remove(long sequence)
        {
            lock (_gate)
            {
                _messages.Remove(sequence);
            }
        }

        public StoredSession Snapshot()
        {
            lock (_gate)
            {
                return new StoredSession(Header, [.. _messages.Values.OrderBy(m => m.Sequence)]);
            }
        }
    }
}
