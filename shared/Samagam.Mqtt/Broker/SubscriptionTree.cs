using Samagam.Mqtt.Sessions;

namespace Samagam.Mqtt.Broker;

/// <summary>One session a topic goes to: overlapping subscriptions already made one (3.1.1 §3.3.5: highest QoS).</summary>
internal sealed record Receiver(Session Session, MqttQos Qos, bool NoLocal, bool RetainAsPublished, uint[]? Identifiers);

/// <summary>
/// Who hears a topic. A trie by level; answers for topics seen are remembered until any subscription changes. Safe for
/// concurrent use. Bounded by the sessions' own limits; the memory of answers by <see cref="Remembered"/> topics.
/// </summary>
internal sealed class SubscriptionTree
{
    /// <summary>Topics whose answer is kept. Beyond it all are forgotten at once, which costs one lookup each.</summary>
    public const int Remembered = 4_096;

    private readonly Lock _gate = new();
    private readonly Node _root = new();
    private System.Collections.Concurrent.ConcurrentDictionary<string, Receiver[]> _answers = new(StringComparer.Ordinal);

    public void Add(Session session, Subscription subscription)
    {
        lock (_gate)
        {
            var node = _root;
            foreach (var level in subscription.Filter.Split('/'))
            {
                node.Children ??= new Dictionary<string, Node>(StringComparer.Ordinal);
                if (!node.Children.TryGetValue(level, out var next))
                {
                    node.Children[level] = next = new Node();
                }
                node = next;
            }
            node.Here ??= [];
            node.Here.RemoveAll(e => e.Session == session);
            node.Here.Add((session, subscription));
            _answers = new(StringComparer.Ordinal);
        }
    }

    public void Remove(Session session, string filter)
    {
        lock (_gate)
        {
            Remove(_root, session, filter.Split('/'), 0);
            _answers = new(StringComparer.Ordinal);
        }
    }

    /// <summary>All sessions with a subscription that matches, each once.</summary>
    public Receiver[] Match(string topic)
    {
        if (_answers.TryGetValue(topic, out var known))
        {
            return known;
        }
        lock (_gate)
        {
            var found = new List<(Session Session, Subscription Subscription)>();
            Collect(_root, topic.Split('/'), 0, topic.StartsWith('$'), found);
            var receivers = found.GroupBy(f => f.Session).Select(Merge).ToArray();
            if (_answers.Count >= Remembered)
            {
                _answers = new(StringComparer.Ordinal);
            }
            _answers[topic] = receivers;
            return receivers;
        }
    }

    private static Receiver Merge(IGrouping<Session, (Session Session, Subscription Subscription)> group)
    {
        var all = group.Select(g => g.Subscription).ToList();
        var identifiers = all.Where(s => s.Identifier > 0).Select(s => s.Identifier).Distinct().ToArray();
        return new Receiver(
            group.Key,
            all.Max(s => s.Qos),
            all.TrueForAll(s => s.NoLocal),
            all.Exists(s => s.RetainAsPublished),
            identifiers.Length == 0 ? null : identifiers);
    }

    private static void Collect(Node node, string[] levels, int at, bool hidden, List<(Session, Subscription)> found)
    {
        // A wildcard at the front does not see '$' topics (§4.7.2).
        var wildcards = !(hidden && at == 0);
        if (wildcards && node.Child("#") is { Here: { } all })
        {
            found.AddRange(all);
        }
        if (at == levels.Length)
        {
            if (node.Here is { } here)
            {
                found.AddRange(here);
            }
            return;
        }
        if (node.Child(levels[at]) is { } same)
        {
            Collect(same, levels, at + 1, hidden, found);
        }
        if (wildcards && node.Child("+") is { } any)
        {
            Collect(any, levels, at + 1, hidden, found);
        }
    }

    /// <summary>Returns true when nothing is left below <paramref name="node"/>, so that its parent lets it go.</summary>
    private static bool Remove(Node node, Session session, string[] levels, int at)
    {
        if (at == levels.Length)
        {
            node.Here?.RemoveAll(e => e.Session == session);
        }
        else if (node.Child(levels[at]) is { } next && Remove(next, session, levels, at + 1))
        {
            node.Children!.Remove(levels[at]);
        }
        return node is { Here: null or { Count: 0 }, Children: null or { Count: 0 } };
    }

    private sealed class Node
    {
        public Dictionary<string, Node>? Children { get; set; }

        public List<(Session Session, Subscription Subscription)>? Here { get; set; }

        public Node? Child(string level) => Children is not null && Children.TryGetValue(level, out var child) ? child : null;
    }
}
