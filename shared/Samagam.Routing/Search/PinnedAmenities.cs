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

    public NearestFinder Finder(AmenityType type) => (index, from, _, wanted, k, maxCost) =>
    {
        var pinned = _types.GetOrAdd(type, static (type, self) => new Lazy<Pinned>(() => self.Pin(type)), this).Value;
        if (!_idle.TryTake(out var scratch))
        {
            scratch = (new SearchSide(hierarchy), new NearestList(ground.Limits.MaxNearest));
        }
        scratch.List.Begin(k, maxCost);
        OfferAlong(index, from, pinned, wanted, scratch.List);
        pinned.Targets.Nearest(scratch.Side, finder.Metric, finder.Start(from, costs).Way, scratch.List, place => wanted(pinned.Entries[place]));
        var found = new List<(int Cost, int Entry)>(scratch.List.Count);
        foreach (var (cost, place) in scratch.List.Kept)
        {
            found.Add((cost, pinned.Entries[place]));
        }
        _idle.Add(scratch);
        return found;
    };

    // On the edge one stands on there is a straight way, too.
    private void OfferAlong(AmenityIndex index, SnapPoint from, Pinned pinned, Predicate<int> wanted, NearestList nearest)
    {
        var (first, end) = index.Along(from.Edge);
        for (var entry = first; entry < end; entry++)
        {
            var place = index.PlaceAt(entry);
            var along = (from.Edge * 2) + (place.OffsetMm >= from.OffsetMm ? 0 : 1);
            var mm = Math.Abs(place.OffsetMm - from.OffsetMm);
            if (wanted(entry) && costs.MayWalk(along, mm))
            {
                nearest.Offer(Array.BinarySearch(pinned.Entries, entry), costs.OfRest(along, mm) + Gap(place));
            }
        }
    }

    private Pinned Pin(AmenityType type)
    {
        var index = ground.Main;
        var entries = Enumerable.Range(0, index.Count).Where(e => ground.Amenities[index.AmenityAt(e)].Type == type).ToArray();
        var ends = Array.ConvertAll(entries, e => finder.End(index.PlaceAt(e), costs, Gap(index.PlaceAt(e))).Way);
        return new Pinned(entries, new PinnedTargets(finder.Metric, ends));
    }

    private static int Gap(SnapPoint place) => (int)(place.GapMetres * FootRules.WalkingMsPerMetre);

    private sealed record Pinned(int[] Entries, PinnedTargets Targets);
}
