using Samagam.Core.Orders;
using Samagam.Routing;
using Samagam.Routing.Conditions;
using Samagam.Simulation.Actors;
using Samagam.Simulation.Town;

namespace Samagam.Simulation.Checks;

/// <summary>
/// map.md: orders hold for their time, by the clock of the box that leads people. Within three looks of a second each a box goes by exactly the orders that
/// hold; and once none holds, its ways are those of the map again.
/// </summary>
public sealed class OrdersEndInTime : Checker
{
    private const int Looks = 3;
    private readonly Dictionary<(string Box, int Life), (HashSet<Guid> Due, int Looks)> _wrong = [];
    private readonly Dictionary<(string Box, int Life), HashSet<Guid>> _heldBefore = [];

    public override void EverySecond()
    {
        if (!Story.Options.Paths)
        {
            return;
        }
        foreach (var box in Story.Boxes.Where(b => b is { Up: true, Application.Map.View: not null }))
        {
            var key = (box.Name, box.Life);
            var nowMs = box.Desk!.BestTime().WallMs;
            var due = box.Snapshot.Orders.All.Where(o => !o.Lifted && o.FromMs <= nowMs && nowMs < o.UntilMs).ToList();
            See(key, box, due, nowMs);
            var inForce = box.Application!.Map.View!.Conditions.Orders;
            // What began or ended since the last look has its own three.
            var dueIds = due.Select(o => o.Id).ToHashSet();
            _wrong[key] = (dueIds, AreThese(inForce, due) ? 0 : _wrong.TryGetValue(key, out var last) && last.Due.SetEquals(dueIds) ? last.Looks + 1 : 1);
            Hold(_wrong[key].Looks != Looks, $"{box} goes by {inForce.Count} orders, {due.Count} hold by its clock, {Looks} s long");
        }
    }

    public override void AtEnd()
    {
        if (!Story.Options.Paths)
        {
            return;
        }
        foreach (var box in Story.Boxes.Where(b => b is { Up: true, Application.Map.View: { Conditions.Orders.Count: 0 } }))
        {
            for (var from = 0; from < SimTown.Crossings; from++)
            {
                var (a, b) = (SimTown.PlaceOf(from), SimTown.PlaceOf((from * 7 + 3) % SimTown.Crossings));
                if (a != b && box.Snapshot.Orders.All.Any())
                {
                    var now = LengthOf(box.Application!.Map.View!.Route(a, b));
                    var usual = LengthOf(SimTown.Map.Under(box.Application.Map.View.Conditions with { Orders = [] }).Route(a, b));
                    Hold(Math.Abs(now - usual) < 1e-6, $"{box} has no order in force and leads {now} m from {a} to {b} in the place of {usual}");
                }
            }
        }
    }

    private static double LengthOf(RouteOutcome outcome) => outcome is RouteFound found ? found.LengthMetres : -1;

    private static bool AreThese(IReadOnlyList<PathOrder> inForce, List<WayOrder> due) =>
        inForce.Count == due.Count && due.TrueForAll(d => inForce.Any(o =>
            o.Effect.ToString() == d.Effect.ToString() && o.Ways.SequenceEqual(d.Ways) && o.Area.Count == d.Area.Count && o.BearingDeg.Equals(d.BearingDeg)));

    private void See((string, int) key, SimBox box, List<WayOrder> due, long nowMs)
    {
        var before = _heldBefore.GetValueOrDefault(key) ?? [];
        var now = due.Select(o => o.Id).ToHashSet();
        if (before.Any(id => !now.Contains(id) && box.Snapshot.Orders.Find(id) is { Lifted: false } over && over.UntilMs <= nowMs))
        {
            Story.World.Marks.See("orders: one ran out");
        }
        if (box.Snapshot.Orders.All.Any(o => !o.Lifted && o.FromMs > nowMs))
        {
            Story.World.Marks.See("orders: one waited for its time");
        }
        _heldBefore[key] = now;
    }
}
