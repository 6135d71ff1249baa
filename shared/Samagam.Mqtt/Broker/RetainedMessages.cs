using Samagam.Mqtt.Sessions;

namespace Samagam.Mqtt.Broker;

/// <summary>
/// The last retained message of each topic (§3.3.1.3), written through to the store. An empty one erases. Not safe for
/// concurrent use: the broker holds its retain lock, so that a subscriber never gets an older message after a newer one.
/// </summary>
internal sealed class RetainedMessages(int maximumCount, long maximumBytes, ISessionStore store)
{
    private readonly Dictionary<string, SharedMessage> _byTopic = new(StringComparer.Ordinal);
    private long _bytes;

    public int Count => _byTopic.Count;

    public bool HasRoom(MqttPublish publish)
    {
        if (publish.Payload.IsEmpty)
        {
            return true;
        }
        var old = _byTopic.GetValueOrDefault(publish.Topic);
        return (old is not null || _byTopic.Count < maximumCount)
            && _bytes - (old?.Cost ?? 0) + publish.Payload.Length + (2 * publish.Topic.Length) + 128 <= maximumBytes;
    }

    /// <summary>Keeps or erases. False when a limit forbids keeping; then what was kept before is gone too, being outdated.</summary>
    public bool Set(SharedMessage message)
    {
        var publish = message.Publish;
        var fits = HasRoom(publish);
        var had = Forget(publish.Topic);
        if (fits && !publish.Payload.IsEmpty)
        {
            Keep(message);
            store.Retain(message.ToStore(publish.Qos, retain: true, identifiers: null));
        }
        else if (had)
        {
            store.Unretain(publish.Topic);
        }
        return fits;
    }

    /// <summary>Takes back what the store kept. False when a limit forbids it; then the store forgets it too.</summary>
    public bool Restore(SharedMessage message)
    {
        if (!HasRoom(message.Publish))
        {
            store.Unretain(message.Publish.Topic);
            return false;
        }
        Keep(message);
        return true;
    }

    /// <summary>Those under a filter, by topic; expired ones are forgotten on the way.</summary>
    public List<SharedMessage> Match(string filter)
    {
        var found = new List<SharedMessage>();
        if (filter.AsSpan().IndexOfAny('+', '#') < 0)
        {
            if (_byTopic.TryGetValue(filter, out var one))
            {
                found.Add(one);
            }
        }
        else
        {
            found.AddRange(_byTopic.Values.Where(m => Topics.Matches(filter, m.Publish.Topic)));
            found.Sort((a, b) => string.CompareOrdinal(a.Publish.Topic, b.Publish.Topic));
        }
        foreach (var gone in found.Where(m => m.Expired))
        {
            Forget(gone.Publish.Topic);
            store.Unretain(gone.Publish.Topic);
        }
        found.RemoveAll(m => m.Expired);
        return found;
    }

    private void Keep(SharedMessage message)
    {
        _byTopic[message.Publish.Topic] = message;
        _bytes += message.Cost;
    }

    private bool Forget(string topic)
    {
        if (!_byTopic.Remove(topic, out var old))
        {
            return false;
        }
        _bytes -= old.Cost;
        return true;
    }
}
