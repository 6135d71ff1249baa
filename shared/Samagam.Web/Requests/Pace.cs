namespace Samagam.Web.Requests;

/// <summary>
/// How often one client may ask: the generic cell rate algorithm (ITU-T I.371), one number per client. A full minute's
/// allowance may be used at once; then one request per interval. Remembers a bounded number of clients. Safe for concurrent use.
/// </summary>
public sealed class Pace
{
    private readonly int _burst;
    private readonly int _maxClients;
    private readonly TimeProvider _time;
    private readonly long _interval;

    public Pace(int perMinute, int maxClients, TimeProvider time)
        : this(perMinute, TimeSpan.FromMinutes(1), maxClients, time)
    {
    }

    /// <param name="perTime">So many in this time, and at once when nothing was asked for as long.</param>
    public Pace(int count, TimeSpan perTime, int maxClients, TimeProvider time)
    {
        (_burst, _maxClients, _time) = (count, maxClients, time);
        _interval = Math.Max(1, (long)(time.TimestampFrequency * perTime.TotalSeconds / count));
    }

    private readonly Lock _gate = new();
    private readonly Dictionary<string, long> _nextDue = [];

    /// <summary>Remembered now.</summary>
    public int Clients
    {
        get
        {
            lock (_gate)
            {
                return _nextDue.Count;
            }
        }
    }

    /// <summary>Zero when the client may ask now (which counts), else how long to wait (which does not).</summary>
    public TimeSpan Take(string client)
    {
        var now = _time.GetTimestamp();
        lock (_gate)
        {
            var due = Math.Max(now, _nextDue.GetValueOrDefault(client, now));
            var early = due - now - (_interval * (_burst - 1));
            if (early > 0)
            {
                return TimeSpan.FromSeconds((double)early / _time.TimestampFrequency);
            }
            if (!_nextDue.ContainsKey(client) && _nextDue.Count >= _maxClients)
            {
                Forget(now);
            }
            _nextDue[client] = due + _interval;
            return TimeSpan.Zero;
        }
    }

    /// <summary>Forgets who is quiet; when all are busy, the quietest quarter.</summary>
    private void Forget(long now)
    {
        foreach (var (client, _) in _nextDue.Where(c => c.Value <= now).ToList())
        {
            _nextDue.Remove(client);
        }
        if (_nextDue.Count >= _maxClients)
        {
            foreach (var (client, _) in _nextDue.OrderBy(c => c.Value).Take(Math.Max(1, _maxClients / 4)).ToList())
            {
                _nextDue.Remove(client);
            }
        }
    }
}
