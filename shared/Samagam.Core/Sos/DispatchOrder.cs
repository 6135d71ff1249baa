using Samagam.Core.Geo;
using Samagam.Core.Ids;

namespace Samagam.Core.Sos;

/// <summary>A box of the roster that can lead a case.</summary>
public readonly record struct BoxPost(NodeId Node, GeoPoint Point, ushort Sector, string Name, string NameHi);

/// <summary>The order in which boxes take over a case, the same on every box with the same roster.</summary>
public static class DispatchOrder
{
    /// <summary>0 for the box that accepted the call, then 1, 2, … by distance of the box from where the call was raised, ties by number.</summary>
    public static int PositionOf(NodeId self, SosCase sos, IReadOnlyList<BoxPost> boxes)
    {
        if (sos.Leader == self)
        {
            return 0;
        }
        // The place of the call itself, not the newest one: a moving caller must not reshuffle the order.
        var place = sos.Raised?.Place.Point ?? default;
        var mine = boxes.FirstOrDefault(b => b.Node == self);
        var myKey = (mine.Point.DistanceM(place), self);
        return 1 + boxes.Count(b => b.Node != self && b.Node != sos.Leader && (b.Point.DistanceM(place), b.Node).CompareTo(myKey) < 0);
    }
}
