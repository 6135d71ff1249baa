namespace Samagam.Mqtt.Broker;

/// <summary>
/// The last retained message of each topic (§3.3.1.3). An empty one erases. Not safe for concurrent use: the broker holds
/// its retain lock, so that a subscriber never gets an older message after a newer one.
/// </summary>
internal sealed class RetainedMessages(int maximumCount, long maximumBytes)
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
        var fits = HasRoom(message.Publish);
        if (_byTopic.Remove(message.Publish.Topic, out var old))
        {
            _bytes -= old.Cost;
        }
        if (fits && !message.Publish.Payload.IsEmpty)
        {
            _byTopic[message.Publish.Topic] = message;
            _bytes += message.Cost;
        }
        return fits;
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
            _byTopic.Remove(gone.Publish.Topic);
            _bytes -= gone.Cost;
        }
        found.RemoveAll(m => m.Expired);
        return found;
    }
}
