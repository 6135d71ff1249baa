using Samagam.Routing.Hierarchy;
using Samagam.TestKit;

namespace Samagam.Routing.Tests.Hierarchy;

/// <summary>From one place to many, and from many to one.</summary>
public sealed class PinnedTargetsTests
{
    [Fact]
    public void The_nearest_few_and_the_costs_to_all_are_Dijkstras() => Seeds.ForEach(fresh: 40, (_, luck) =>
    {
        var roads = RandomRoads.Any(luck);
        var metric = new HierarchyMetric(roads.Hierarchy) { Epoch = 4 };
        new Customization(roads.Hierarchy).Run(metric, roads.Weights);
        var places = Enumerable.Range(0, luck.Next(0, 60)).Select(_ => luck.Next(roads.Count)).ToArray();
        var (side, nearest) = (new SearchSide(roads.Hierarchy), new NearestList(20));
        var search = new HierarchySearch(roads.Hierarchy);
        WayEnd[] ends = [.. places.Select(roads.At)];
        var (pinned, reversed) = (new PinnedTargets(metric, ends), new PinnedTargets(metric, ends, isReversed: true));
        var fromPlaces = places.Select(roads.Costs).ToArray();
        var costs = new int[places.Length];
        for (var round = 0; round < 20; round++)
        {
            var (here, room, limit) = (luck.Next(roads.Count), luck.Next(1, 21), luck.Next(2) == 0 ? Cost.Infinite - 1 : luck.Next(300));
            var truth = roads.Costs(here);
            pinned.All(side, metric, roads.At(here), costs);
            Assert.Equal(places.Select(p => truth[p]), costs);
            reversed.All(side, metric, roads.At(here), costs);
            Assert.Equal(fromPlaces.Select(c => c[here]), costs);

            search.Many(metric, roads.At(here), ends, costs);
            Assert.Equal(places.Select(p => truth[p]), costs);
            search.Many(metric, roads.At(here), ends, costs, isReversed: true);
            Assert.Equal(fromPlaces.Select(c => c[here]), costs);

            Predicate<int>? wanted = luck.Next(2) == 0 ? null : place => place % 3 != 0;
            nearest.Begin(room, limit);
            pinned.Nearest(side, metric, roads.At(here), nearest, wanted);
            var sorted = Enumerable.Range(0, places.Length).Where(p => wanted?.Invoke(p) != false && truth[places[p]] <= limit && truth[places[p]] < Cost.Infinite)
                .Select(p => truth[places[p]]).Order().Take(room);
            Assert.Equal(sorted, nearest.Kept.ToArray().Select(k => k.Cost));
            Assert.All(nearest.Kept.ToArray(), k => Assert.Equal(truth[places[k.Place]], k.Cost));
            Assert.Equal(nearest.Count, nearest.Kept.ToArray().Select(k => k.Place).Distinct().Count());
        }
    }, 5);

    [Fact]
    public void Targets_of_another_epoch_are_refused()
    {
        var roads = new RandomRoads(new Random(1), 10, 20, 2);
        var metric = new HierarchyMetric(roads.Hierarchy) { Epoch = 1 };
        new Customization(roads.Hierarchy).Run(metric, roads.Weights);
        var pinned = new PinnedTargets(metric, [roads.At(3)]);
        metric.Epoch = 2;
        Assert.Throws<ArgumentOutOfRangeException>(() => pinned.All(new SearchSide(roads.Hierarchy), metric, roads.At(0), new int[1]));
    }

    [Fact]
    public void A_list_of_the_nearest_is_asked_for_no_more_than_it_has_room_for()
    {
        var list = new NearestList(3);
        list.Begin(3);
        Assert.Throws<ArgumentOutOfRangeException>(() => list.Begin(4));
        Assert.Throws<ArgumentOutOfRangeException>(() => list.Begin(0));
        list.Begin(2, maxCost: 10);
        list.Offer(1, 11);
        list.Offer(2, 10);
        list.Offer(3, 9);
        list.Offer(2, 8);
        list.Offer(4, 9);
        Assert.Equal([(8, 2), (9, 3)], list.Kept.ToArray());
    }
}
