using Samagam.Routing.Conditions;

namespace Samagam.Simulation.Town;

/// <summary>
/// What may be walked in the town under some conditions, reckoned by hand from the conditions alone: no line of the router has a say in it.
/// </summary>
public sealed class TownRules(PathConditions conditions)
{
    /// <summary>Whether a street may be walked from one of its ends to the other.</summary>
    public bool MayWalk(Street street, int from)
    {
        var isOpen = !street.IsGated;
        foreach (var order in conditions.Orders)
        {
            if (!Means(order, street))
            {
                continue;
            }
            switch (order.Effect)
            {
                case PathOrderEffect.Closed:
                    return false;
                case PathOrderEffect.OneWay when Math.Abs(order.BearingDeg - (from == street.From ? street.BearingDeg : street.BearingDeg + 180)) > 1:
                    return false;
                case PathOrderEffect.Opened:
                    isOpen = true;
                    break;
                default:
                    break;
            }
        }
        return isOpen;
    }

    public bool IsDangerous(int crossing) => SimTown.ZoneOf(crossing) is { } zone && conditions.Zones.TryGetValue(zone, out var now) && now.IsDangerous;

    /// <summary>Whether there is a walk between two crossings; a safe one comes into no dangerous zone.</summary>
    public bool CanWalk(int from, int to, bool safely)
    {
        var seen = new HashSet<int> { from };
        var next = new Queue<int>([from]);
        while (next.TryDequeue(out var at))
        {
            if (at == to)
            {
                return true;
            }
            foreach (var street in SimTown.Streets.Where(s => (s.From == at || s.To == at) && MayWalk(s, at)))
            {
                var other = street.Other(at);
                if ((!safely || !IsDangerous(other)) && seen.Add(other))
                {
                    next.Enqueue(other);
                }
            }
        }
        return false;
    }

    private static bool Means(PathOrder order, Street street)
    {
        if (order.Ways.Count > 0)
        {
            return order.Ways.Contains(street.Way);
        }
        // The squares of this town's orders lie on the middle of one street.
        var middle = SimTown.MiddleOf(street);
        return order.Area.Min(p => p.LatitudeDeg) <= middle.LatitudeDeg && middle.LatitudeDeg <= order.Area.Max(p => p.LatitudeDeg)
            && order.Area.Min(p => p.LongitudeDeg) <= middle.LongitudeDeg && middle.LongitudeDeg <= order.Area.Max(p => p.LongitudeDeg);
    }
}
