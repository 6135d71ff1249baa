namespace Samagam.Web.Requests;

/// <summary>
/// Counts attempts per caller in a window and says when one more is too many. Bounded: at the most callers the one that has been quiet longest is
/// forgotten. Safe for concurrent use.
/// </summary>
public sealed class AttemptLimit(int attempts, TimeSpan window, TimeProvider time)
{
    /// <summary>Callers remembered at once.</summary>
    public const int MaxCallers = 10_000;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, LinkedListNode<Caller>> _callers = new(StringComparer.Ordinal);
    private readonly LinkedList<Caller> _byAge = [];

    /// <summary>Null when the attempt may go on; else how long to wait.</summary>
    public TimeSpan? Refuse(string caller)
    {
        var now = time.GetTimestamp();
        lock (_gate)
        {
            while (_byAge.First is { } oldest && time.GetElapsedTime(oldest.Value.StartedAt, now) >= window)
            {
                Forget(oldest);
            }
            if (_callers.TryGetValue(caller, out var known))
            {
                if (known.Value.Used >= attempts)
                {
                    return window - time.GetElapsedTime(known.Value.StartedAt, now);
                }
                known.Value.Used++;
                return null;
            }
            if (_callers.Count >= MaxCallers)
            {
                Forget(_byAge.First!);
            }
            _callers[caller] = _byAge.AddLast(new Caller(caller, now) { Used = 1 });
            return null;
        }
    }

    private void Forget(LinkedListNode<Caller> node)
    {
        _callers.Remove(node.Value.Name);
        _byAge.Remove(node);
    }

    private sealed class Caller(string name, long startedAt)
    {
        public string Name { get; } = name;
        public long StartedAt { get; } = startedAt;
        public int Used { get; set; }
    }
}
