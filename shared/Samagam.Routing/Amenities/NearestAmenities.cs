using Samagam.Routing.Conditions;
using Samagam.Routing.Graph;
using Samagam.Routing.Profiles;
using Samagam.Routing.Search;

namespace Samagam.Routing.Amenities;

/// <summary>An amenity and the walk to it.</summary>
/// <param name="Amenity">What was found.</param>
/// <param name="Seconds">Walking time with both gaps at 5 km/h.</param>
/// <param name="LengthMetres">With both gaps.</param>
public readonly record struct NearbyAmenity(Amenity Amenity, double Seconds, double LengthMetres);

/// <summary>How a question for the nearest amenities ended: <see cref="AmenitiesNearby"/> or <see cref="NoAmenities"/>.</summary>
public abstract record NearestOutcome
{
    private protected NearestOutcome()
    {
    }
}

/// <summary>The nearest ones by walking time, nearest first; fewer than asked (or none) when there are no more in reach.</summary>
public sealed record AmenitiesNearby(IReadOnlyList<NearbyAmenity> Found) : NearestOutcome;

/// <summary>The question could not be asked from there.</summary>
public sealed record NoAmenities(NoRouteReason Reason) : NearestOutcome;

/// <summary>
/// The k nearest amenities by walking time: Dijkstra's algorithm that looks, at every junction it settles, along the
/// edges for amenities, and stops when no nearer one can come.
/// </summary>
internal sealed class NearestAmenities(WalkGraph graph, OneToMany search, Exits exits, AmenityIndex index, WalkLimits limits)
{
    /// <summary>The best found, cheapest first; costs count the gap to the amenity.</summary>
    /// <param name="wanted">Which entries of the index count.</param>
    public List<(int Cost, int Entry)> Find(
        SearchScratch scratch, SnapPoint from, ArcCosts cost, Predicate<int> wanted, int k, int stopAt)
    {
        var best = new List<(int Cost, int Entry)>(k + 1);
        scratch.Begin();
        foreach (var entry in index.Around(from))
        {
            if (exits.Direct(from, index.PlaceAt(entry), cost) is { IsOpen: true } direct)
            {
                Offer(entry, direct.Cost);
            }
        }
        var ways = new Dictionary<int, List<Exit>>();
        search.Seed(scratch, from, cost, reversed: false);
        while (scratch.TrySettle(out var vertex, out var here) && here < Worst() && scratch.Settled <= limits.MaxSettled)
        {
            for (var i = graph.FirstArc[vertex]; i < graph.FirstArc[vertex + 1]; i++)
            {
                LookAlong(graph.ArcOf[i], here);
                foreach (var entry in index.Beside(graph.ArcOf[i] >> 1))
                {
                    Reach(entry, vertex, here);
                }
            }
            foreach (var entry in index.SeenFrom(vertex))
            {
                Reach(entry, vertex, here);
            }
            search.Relax(scratch, vertex, here, cost, flip: 0);
        }
        return best;

        void LookAlong(int arc, int here)
        {
            var (from, to) = index.Along(arc >> 1);
            for (var entry = from; entry < to; entry++)
            {
                var offset = index.PlaceAt(entry).OffsetMm;
                var part = (arc & 1) == 0 ? offset : graph.LengthMm[arc >> 1] - offset;
                if (cost.MayWalk(arc, part))
                {
                    Offer(entry, (long)here + cost.OfBeginning(arc, part));
                }
            }
        }

        void Reach(int entry, int vertex, int here)
        {
            if (!wanted(entry))
            {
                return;
            }
            if (!ways.TryGetValue(entry, out var ends))
            {
                ways[entry] = ends = [];
                exits.To(index.PlaceAt(entry), cost, ends);
            }
            if (Exits.At(ends, vertex) is { Vertex: >= 0 } exit)
            {
                Offer(entry, (long)here + exit.Cost);
            }
        }

        int Worst() => best.Count < k ? stopAt : Math.Min(stopAt, best[^1].Cost);

        void Offer(int entry, long walk)
        {
            if (!wanted(entry))
            {
                return;
            }
            var total = (int)Math.Min(int.MaxValue, walk + (long)(index.PlaceAt(entry).GapMetres * FootRules.WalkingMsPerMetre));
            var known = best.FindIndex(b => b.Entry == entry);
            if (total > stopAt || (known >= 0 && best[known].Cost <= total) || (best.Count >= k && best[^1].Cost <= total))
            {
                return;
            }
            if (known >= 0)
            {
                best.RemoveAt(known);
            }
            else if (best.Count == k)
            {
                best.RemoveAt(k - 1);
            }
            best.Add((total, entry));
            best.Sort();
        }
    }
}
