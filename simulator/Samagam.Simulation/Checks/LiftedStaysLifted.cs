using Samagam.Core.Facts;
using Samagam.Mesh.Picture;
using Samagam.Simulation.Actors;
using Samagam.Wire.Orders;

namespace Samagam.Simulation.Checks;

/// <summary>map.md: a lifted order never comes back, whoever changed it at the same time on another island.</summary>
public sealed class LiftedStaysLifted : Checker
{
    public override void PictureChanged(SimStation at, PictureSnapshot before, PictureSnapshot now, IReadOnlyList<Fact> facts)
    {
        foreach (var order in facts.Select(OrderCodec.TryRead).OfType<Core.Orders.WayOrder>())
        {
            Hold(
                before.Orders.Find(order.Id) is not { Lifted: true } || now.Orders.Find(order.Id) is { Lifted: true },
                $"{at} lets order {order.Id} stand again, which was lifted");
        }
    }
}
