using System.Runtime.InteropServices;
using Samagam.Routing.Hierarchy;

namespace Samagam.Routing.Tests.Hierarchy;

/// <summary>A country's roads with exact answers somebody else worked out: two metrics, 100,000 pairs each.</summary>
public sealed class LuxembourgTests
{
    [Theory]
    [InlineData("geo_distance")]
    [InlineData("travel_time")]
    public void All_reference_costs_of_a_whole_country_are_met_and_every_hundredth_walk_adds_up(string name)
    {
        var (first, head, weight) = (Read<int>("first_out"), Read<int>("head"), Read<int>(name));
        int[] lat = [.. Read<float>("latitude").Select(d => (int)(d * 1e7))], lon = [.. Read<float>("longitude").Select(d => (int)(d * 1e7))];
        var tail = new int[head.Length];
        for (var v = 0; v < lat.Length; v++)
        {
            tail.AsSpan(first[v]..first[v + 1]).Fill(v);
        }
        var weights = new int[head.Length * 2];
        for (var e = 0; e < head.Length; e++)
        {
            (weights[e * 2], weights[(e * 2) + 1]) = (weight[e], Cost.Infinite);
        }
        var hierarchy = HierarchyBuilder.TryBuild(NeighbourGraph.Of(lat.Length, tail, head, lat, lon), tail, head, new HierarchyLimits());
        Assert.NotNull(hierarchy);
        var metric = new HierarchyMetric(hierarchy);
        new Customization(hierarchy).Run(metric, weights);
        var search = new HierarchySearch(hierarchy);
        var (sources, targets, truth) = (Read<int>("source_node"), Read<int>("target_node"), Read<int>($"query_reference_{name}_length"));
        Assert.Equal(100_000, truth.Length);
        var wrong = 0;
        for (var i = 0; i < truth.Length; i++)
        {
            var (from, to) = (WayEnd.At(hierarchy, sources[i]), WayEnd.At(hierarchy, targets[i]));
            // The reference says "no way" with the largest number there is.
            var expected = truth[i] == int.MaxValue ? Cost.Infinite : truth[i];
            wrong += search.Distance(metric, from, to) == expected ? 0 : 1;
            if (i % 100 == 0)
            {
                wrong += search.Path(metric, from, to, out var arcs) == expected ? 0 : 1;
                long sum = 0;
                var here = sources[i];
                foreach (var arc in arcs)
                {
                    Assert.Equal(here, tail[arc >> 1]);
                    (here, sum) = (head[arc >> 1], sum + weights[arc]);
                }
                Assert.True(expected == Cost.Infinite ? arcs.Length == 0 : here == targets[i] && sum == expected);
            }
        }
        Assert.Equal(0, wrong);
    }

    private static T[] Read<T>(string name)
        where T : struct
        => MemoryMarshal.Cast<byte, T>(File.ReadAllBytes(SharedMaps.Path($"luxembourg-graph/{name}"))).ToArray();
}
