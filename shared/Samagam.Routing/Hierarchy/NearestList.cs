namespace Samagam.Routing.Hierarchy;

/// <summary>The few cheapest of many places, each once, cheapest first; ties by the number of the place. Reusable.</summary>
/// <param name="most">How many it can ever be asked to keep.</param>
internal sealed class NearestList(int most)
{
    private readonly (int Cost, int Place)[] _kept = new (int, int)[most];
    private int _room;
    private int _limit;

    public int Count { get; private set; }

    public ReadOnlySpan<(int Cost, int Place)> Kept => _kept.AsSpan(0, Count);

    /// <summary>Only what costs less than this can still be kept.</summary>
    public int Bound { get; private set; }

    /// <summary>Empties the list.</summary>
    /// <param name="room">How many to keep.</param>
    /// <param name="maxCost">The dearest worth keeping.</param>
    public void Begin(int room, int maxCost = Cost.Infinite - 1)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(room, most);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(room);
        (Count, _room, _limit) = (0, room, Math.Min(maxCost, Cost.Infinite - 1) + 1);
        Bound = _limit;
    }

    /// <summary>Keeps a place if it is near enough and not there at a lesser cost.</summary>
    public void Offer(int place, int cost)
    {
        if (cost >= Bound)
        {
            return;
        }
        var at = 0;
        while (at < Count && _kept[at].Place != place)
        {
            at++;
        }
        if (at < Count)
        {
            if (_kept[at].Cost <= cost)
            {
                return;
            }
        }
        else if (Count < _room)
        {
            Count++;
        }
        else
        {
            at--;
        }
        for (; at > 0 && _kept[at - 1] is var before && (before.Cost > cost || (before.Cost == cost && before.Place > place)); at--)
        {
            _kept[at] = before;
        }
        _kept[at] = (cost, place);
        Bound = Count == _room ? Math.Min(_limit, _kept[Count - 1].Cost) : _limit;
    }
}
