using Samagam.Core.Facts;
using Samagam.Mesh.Picture;
using Samagam.Simulation.Actors;
using Samagam.Wire.Hub;

namespace Samagam.Simulation.Checks;

/// <summary>mesh.md: receipts only grow, and each says only what was on the hub's disk when it was made.</summary>
public sealed class ReceiptsOnlyGrow : Checker
{
    public override void PictureChanged(SimStation at, PictureSnapshot before, PictureSnapshot now, IReadOnlyList<Fact> facts)
    {
        if (ReferenceEquals(before.HubHolds, now.HubHolds))
        {
            return;
        }
        foreach (var (key, ranges) in before.HubHolds.Streams)
        {
            Hold(now.HubHolds.Of(key).Covers(ranges), $"{at} knew of receipts {key} {ranges}, now {now.HubHolds.Of(key)}");
        }
    }

    public override void Committed(SimStation at, IReadOnlyList<Fact> facts)
    {
        if (at != Story.Hub)
        {
            return;
        }
        foreach (var fact in facts.Where(f => f.Id.Origin == at.Node && f.Id.Key.Epoch == at.Desk?.Epoch))
        {
            if (ReceiptCodec.TryRead(fact) is var (key, held))
            {
                Story.World.Marks.See("hub: receipt");
                Hold(at.Disk.State.Known.Of(key).Covers(held), $"the hub receipted {key} {held}, its disk knows {at.Disk.State.Known.Of(key)}");
            }
        }
    }
}
