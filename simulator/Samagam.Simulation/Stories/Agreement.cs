using Samagam.Core.Facts;
using Samagam.Core.Gossip;
using Samagam.Simulation.Actors;

namespace Samagam.Simulation.Stories;

/// <summary>Whether all stations know the same just now.</summary>
public static class Agreement
{
    private static readonly Following Everybody = new(0, Everything: false);

    public static bool IsReached(Story story) => WhyNot(story) is null;

    /// <summary>Null when every station runs and all roots over the mesh's streams are equal.</summary>
    public static string? WhyNot(Story story)
    {
        ulong? root = null;
        SimStation? first = null;
        foreach (var station in story.Stations)
        {
            if (!station.Up)
            {
                return $"{station} is not up";
            }
            var here = station.Disk.State.Known.Root(Everybody.Follows);
            root ??= here;
            first ??= station;
            if (here != root)
            {
                var left = first.Disk.State.Known.Where(Everybody.Follows);
                var right = station.Disk.State.Known.Where(Everybody.Follows);
                return $"{first} knows [{left.Except(right)}] that {station} does not; {station} knows [{right.Except(left)}] that {first} does not";
            }
        }
        return null;
    }

    /// <summary>Facts a station holds of the mesh's streams.</summary>
    public static IEnumerable<Fact> HeldFor(SimStation station) => station.Disk.State.Held.Where(f => Everybody.Follows(f.Id.Key.Stream));
}
