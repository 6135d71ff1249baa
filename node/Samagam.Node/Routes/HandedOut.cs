using System.Runtime.InteropServices;
using Samagam.Routing;

namespace Samagam.Node.Routes;

/// <summary>How many were sent where of late.</summary>
public sealed record HandedOutOptions
{
    /// <summary>How long a route counts after it was given.</summary>
    public TimeSpan Memory { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Most routes remembered; the oldest go first.</summary>
    public int MaxRoutes { get; init; } = 5_000;

    /// <summary>
    /// Until so many were sent over some path of the best route, whoever comes is simply given it. Twenty phones a minute, a family of four behind each, fill a
    /// path two metres wide as far as people still walk freely (Fruin 1971, level of service C: 33 to 49 a minute and metre).
    /// </summary>
    public int ShareFrom { get; init; } = 20;

    public ShareOutOptions Share { get; init; } = new();

    public void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(Memory, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(MaxRoutes);
        ArgumentOutOfRangeException.ThrowIfNegative(ShareFrom);
        Share.Validate();
    }
}

/// <summary>
/// Shares near-equal routes out among those who ask this box: remembers for a minute, path by path, how many were sent there. In
/// memory: a restart forgets it. Any thread.
/// </summary>
public sealed class HandedOut
{
    // A route of more pieces counts with its first; nobody walks so many within the minute.
    private const int MaxWays = 256;

    private readonly HandedOutOptions _options;
    private readonly TimeProvider _time;
    private readonly Lock _gate = new();
    private readonly Queue<(long At, long[] Ways)> _given = new();
    private readonly Dictionary<long, int> _onWay = [];

    public HandedOut(HandedOutOptions options, TimeProvider time)
    {
        options.Validate();
        (_options, _time) = (options, time);
    }

    /// <summary>How many routes count now.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
            {
                Forget();
                return _given.Count;
            }
        }
    }

    /// <summary>What a route may cost at most to be given instead of the best, as times the best.</summary>
    public double MaxStretch => _options.Share.MaxStretch;

    /// <summary>Whether so many were sent over a path of a route that others as good are worth looking for.</summary>
    public bool IsBusy(RouteFound route)
    {
        lock (_gate)
        {
            Forget();
            foreach (ref readonly var leg in route.Pieces)
            {
                if (OnWay(leg.WayId) >= _options.ShareFrom)
                {
                    return true;
                }
            }
            return _options.ShareFrom == 0;
        }
    }

    /// <summary>Chooses which of some routes between the same places to give, and remembers it.</summary>
    /// <param name="routes">At least one; of one metric and one view.</param>
    /// <param name="luck">0 to 1, 1 left out.</param>
    /// <returns>Its index.</returns>
    public int Give(IReadOnlyList<RouteFound> routes, double luck)
    {
        lock (_gate)
        {
            Forget();
            if (routes.Count == 1)
            {
                Remember(routes[0]);
                return 0;
            }
            Span<ShareOffer> offers = new ShareOffer[routes.Count];
            for (var i = 0; i < routes.Count; i++)
            {
                offers[i] = new ShareOffer(routes[i].PlainCost, routes[i].EntersDanger, LoadOf(routes[i]));
            }
            var chosen = ShareOut.Choose(offers, luck, _options.Share);
            Remember(routes[chosen]);
            return chosen;
        }
    }

    // The mean over its length: what all routes share weighs alike on all of them.
    private double LoadOf(RouteFound route)
    {
        var (load, length) = (0.0, 0.0);
        foreach (ref readonly var leg in route.Pieces)
        {
            load += leg.LengthMetres * OnWay(leg.WayId);
            length += leg.LengthMetres;
        }
        return length > 0 ? load / length : 0;
    }

    private void Remember(RouteFound route)
    {
        Span<long> ways = stackalloc long[MaxWays];
        var count = 0;
        foreach (ref readonly var leg in route.Pieces)
        {
            if (count < MaxWays && !ways[..count].Contains(leg.WayId))
            {
                ways[count++] = leg.WayId;
                CollectionsMarshal.GetValueRefOrAddDefault(_onWay, leg.WayId, out _)++;
            }
        }
        _given.Enqueue((_time.GetTimestamp(), ways[..count].ToArray()));
        Forget();
    }

    private int OnWay(long way) => _onWay.TryGetValue(way, out var count) ? count : 0;

    private void Forget()
    {
        while (_given.TryPeek(out var oldest) && (_given.Count > _options.MaxRoutes || _time.GetElapsedTime(oldest.At) >= _options.Memory))
        {
            foreach (var way in _given.Dequeue().Ways)
            {
                if (--CollectionsMarshal.GetValueRefOrNullRef(_onWay, way) == 0)
                {
                    _onWay.Remove(way);
                }
            }
        }
    }
}
