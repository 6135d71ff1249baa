using System.Collections.Concurrent;

namespace Samagam.Mqtt.Sessions;

/// <summary>
/// Sessions for as long as the process lives: enough where the owner repairs what a restart loses. Outlives a broker that
/// is stopped and built anew over it. Bounded by the broker's own limits on sessions and queued bytes.
/// </summary>
public sealed class MemorySessionStore : ISessionStore
{
    private readonly ConcurrentDictionary<string, Kept> _sessions = new(StringComparer.Ordinal);

    /// <summary>How many sessions are kept.</summary>
    public int Count => _sessions.Count;

    public ValueTask<IReadOnlyList<StoredSession>> LoadAsync(CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        var all = _sessions.OrderBy(s => s.Key, StringComparer.Ordinal).Select(s => s.Value.Snapshot()).ToList();
        return ValueTask.FromResult<IReadOnlyList<StoredSession>>(all);
    }

    public void Save(SessionHeader header)
    {
        var kept = _sessions.GetOrAdd(header.ClientId, _ => new Kept(header));
        kept.Header = header;
    }

    public void Delete(string clientId) => _sessions.TryRemove(clientId, out _);

    public void Append(string clientId, StoredMessage message)
    {
        if (_sessions.TryGetValue(clientId, out var kept))
        {
            kept.Add(message);
        }
    }

    public void Remove(string clientId, long sequence)
    {
        if (_sessions.TryGetValue(clientId, out var kept))
        {
            kept.Remove(sequence);
        }
    }

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
