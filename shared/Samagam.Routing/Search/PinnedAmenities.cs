using System.Collections.Concurrent;
using Samagam.Routing.Amenities;
using Samagam.Routing.Conditions;
using Samagam.Routing.Graph;
using Samagam.Routing.Hierarchy;
using Samagam.Routing.Profiles;

namespace Samagam.Routing.Search;

/// <summary>The amenities of a map, by type, pinned in the weights of one metric at one epoch; each type when it is first asked for.</summary>
internal sealed class PinnedAmenities(WalkGround ground, HierarchyFinder finder, ContractionHierarchy hierarchy, ArcCosts costs)
{
    private readonly ConcurrentDictionary<AmenityType, Lazy<Pinned>> _types = new();
    private readonly ConcurrentBag<(SearchSide Side, NearestList List)> _idle = [];
    private readonly ConcurrentBag<WideSide> _wideIdle = [];

    public NearestFinder Finder(AmenityType type) => (index, from, _, wanted, k, maxCost) =>
    {
        var pinned = _types.GetOrAdd(type, static (type, self) => new Lazy<Pinned>(() => self.Pin(type)), this).Value;
        if (!_idle.TryTake(out var scratch))
        {
            scratch = (new SearchSide(hierarchy), new NearestList(ground.Limits.MaxNearest));
        }
        scratch.List.Begin(k, maxCost);
        OfferAlong(index, from, pinned, wanted, scratch.List);
        if (from.Spot is null)
        {
            pinned.Targets.Nearest(scratch.Side, finder.Metric, finder.Start(from, costs).Way, scratch.List, place => wanted(pinned.Entries[place]));
        }
        else
        {
            var wide = _wideIdle.TryTake(out var idle) ? idle : new WideSide(hierarchy);
            pinned.Targets.Nearest(wide, finder.Metric, finder.WideStart(from, costs), scratch.List, place => wanted(pinned.Entries[place]));
            _wideIdle.Add(wide);
        }
        var found = new List<(int Cost, int Entry)>(scratch.List.Count);
        foreach (var (cost, place) in scratch.List.Kept)
        {
            found.Add((cost, pinned.Entries[place]));
        }
        _idle.Add(scratch);
        return found;
    };

    // On the edge or the ground one stands on there is a straight way, too.
    private void OfferAlong(AmenityIndex index, SnapPoint from, Pinned pinned, Predicate<int> wanted, NearestList nearest)
    {
        foreach (var entry in index.Around(from))
        {
            var place = index.PlaceAt(entry);
            if (wanted(entry) && ground.Exits.Direct(from, place, costs) is { IsOpen: true } direct)
            {
                nearest.Offer(Array.BinarySearch(pinned.Entries, entry), direct.Cost + Gap(place));
            }
        }
    }

    private Pinned Pin(AmenityType type)
    {
        var index = ground.Main;
        var entries = Enumerable.Range(0, index.Count).Where(e => ground.Amenities[index.AmenityAt(e)].Type == type).ToArray();
        var ends = new WayEnd[entries.Length];
        var wide = new Dictionary<int, NodeCost[]>();
        for (var i = 0; i < entries.Length; i++)
        {
            var place = index.PlaceAt(entries[i]);
            if (place.Spot is null)
            {
                ends[i] = finder.End(place, costs, Gap(place)).Way;
            }
            else
            {
                wide[i] = finder.WideEnd(place, costs, Gap(place));
            }
        }
        return new Pinned(entries, new PinnedTargets(finder.Metric, ends, wide: wide));
    }

    private static int Gap(SnapPoint place) => (int)(place.GapMetres * FootRules.WalkingMsPerMetre);

    private sealed record Pinned(int[] Entries, PinnedTargets Targets);
}
