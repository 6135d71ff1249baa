using Samagam.Core.Facts;
using Samagam.Core.Ids;
using Samagam.Simulation.Actors;
using Samagam.Simulation.World;

namespace Samagam.Simulation.Checks;

/// <summary>
/// map.md: crowd and orders are facts. Stations that know the same (an island that has settled) hold the same orders and find every zone equally full at
/// one moment, whatever they heard in which order.
/// </summary>
public sealed class PathsAgree : Checker
{
    private const int EverySeconds = 5;
    private int _seconds;

    public override void EverySecond()
    {
        // Twins may say different things under one name: those are kept apart, and not to be merged.
        if (Story.Options.Paths && !Story.Options.Twin && ++_seconds % EverySeconds == 0)
        {
            Compare();
        }
    }

    public override void AtEnd()
    {
        if (Story.Options.Paths && !Story.Options.Twin)
        {
            Compare();
        }
    }

    private void Compare()
    {
        var nowMs = SimTimeProvider.StoryStart.ToUnixTimeMilliseconds() + Story.World.NowMs;
        foreach (var island in Story.Stations.Where(s => s.Up).GroupBy(s => s.Disk.State.Known.Root(stream => stream == StreamId.Mesh)))
        {
            var first = island.First();
            var orders = first.Snapshot.Orders.All.ToList();
            var zones = ZonesOf(first);
            foreach (var other in island.Skip(1))
            {
                Hold(other.Snapshot.Orders.All.SequenceEqual(orders), $"{first} and {other} know the same and hold different orders");
                Hold(ZonesOf(other).SequenceEqual(zones), $"{first} and {other} know the same and find zones differently full");
            }
        }

        List<Core.Crowd.ZoneCrowd> ZonesOf(SimStation station) =>
            [.. Town.SimTown.Zones.Select(z => station.Snapshot.Crowd.At(z, nowMs, Story.Options.Crowd))];
    }
}
