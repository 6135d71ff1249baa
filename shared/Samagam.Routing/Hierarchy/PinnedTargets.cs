using System.Numerics;
using System.Runtime.InteropServices;
using Samagam.Routing.Graph;

namespace Samagam.Routing.Hierarchy;

/// <summary>
/// Many places, made ready to be asked from anywhere for the nearest few or for all: each node above a place has a bucket
/// of who can be reached from it at what cost (Knopp et al., ALENEX 2007; with hierarchies Geisberger et al. 2008),
/// cheapest first. Made once per epoch of a metric; never changes.
/// </summary>
internal sealed class PinnedTargets
{
    private readonly ContractionHierarchy _hierarchy;
    private readonly bool _isReversed;
    private readonly ulong[] _hasBucket;
    private readonly int[] _bucketsBefore;
    private readonly int[] _first;
    private readonly Entry[] _entries;

    /// <param name="metric">The weights; only read here.</param>
    /// <param name="places">The places; they are named by their index.</param>
    /// <param name="isReversed">Whether people walk from the places to who asks, and not the other way.</param>
    /// <param name="wide">By place, those that are reached by many nodes; what <paramref name="places"/> says of them does not count.</param>
    public PinnedTargets(
        HierarchyMetric metric, ReadOnlySpan<WayEnd> places, bool isReversed = false, IReadOnlyDictionary<int, NodeCost[]>? wide = null)
    {
        var h = _hierarchy = metric.Hierarchy;
        (_isReversed, Epoch, Count) = (isReversed, metric.Epoch, places.Length);
        var side = new SearchSide(h);
        var (owners, entries) = (new GrowList<int>(1024), new GrowList<Entry>(1024));
        _hasBucket = new ulong[(h.NodeCount + 63) / 64];
        var wideSide = wide is null or { Count: 0 } ? null : new WideSide(h);
        for (var place = 0; place < places.Length; place++)
        {
            if (wideSide is not null && wide!.TryGetValue(place, out var end))
            {
                wideSide.Climb(isReversed ? metric.Up : metric.Down, end);
                foreach (var v in wideSide.Nodes)
                {
                    Own(v, wideSide.CostOf(v), place);
                }
                continue;
            }
            side.Start(h, places[place]);
            for (var v = places[place].Low; v < h.NodeCount; v = side.Climb(h, isReversed ? metric.Up : metric.Down, v))
            {
                Own(v, side.Cost[h.Nodes[v].Depth], place);
            }
        }
        _bucketsBefore = new int[_hasBucket.Length + 1];
        for (var word = 0; word < _hasBucket.Length; word++)
        {
            _bucketsBefore[word + 1] = _bucketsBefore[word] + BitOperations.PopCount(_hasBucket[word]);
        }
        foreach (ref var owner in owners.Span)
        {
            owner = BucketOf(owner);
        }
        _entries = entries.ToArray();
        _first = Buckets.Group(_bucketsBefore[^1], owners.Span, _entries.AsSpan());
        for (var bucket = 0; bucket + 1 < _first.Length; bucket++)
        {
            _entries.AsSpan(_first[bucket].._first[bucket + 1]).Sort();
        }

        void Own(int v, int cost, int place)
        {
            if (cost < Hierarchy.Cost.Infinite)
            {
                owners.Add(v);
                entries.Add(new Entry(cost, place));
                _hasBucket[v >> 6] |= 1ul << (v & 63);
            }
        }
    }

    /// <summary>The epoch of the weights these were reckoned with; searches must use the same.</summary>
    public long Epoch { get; }

    /// <summary>How many places.</summary>
    public int Count { get; }

    /// <summary>Adds the nearest places to a list that keeps the nearest.</summary>
    /// <param name="side">Working memory.</param>
    /// <param name="metric">The weights, of the same epoch.</param>
    /// <param name="from">Who asks.</param>
    /// <param name="nearest">Keeps as many as it has room for; what is in it already stays a candidate.</param>
    /// <param name="wanted">Narrows further; called only for places that would be kept.</param>
    public void Nearest(SearchSide side, HierarchyMetric metric, in WayEnd from, NearestList nearest, Predicate<int>? wanted = null)
    {
        foreach (var (cost, bucket) in new Climbing(this, side, metric, from))
        {
            Offer(bucket, cost, nearest, wanted);
        }
    }

    /// <summary>As the other, for who starts at many nodes.</summary>
    public void Nearest(WideSide side, HierarchyMetric metric, ReadOnlySpan<NodeCost> from, NearestList nearest, Predicate<int>? wanted = null)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(metric.Epoch, Epoch);
        side.Climb(_isReversed ? metric.Down : metric.Up, from);
        foreach (var v in side.Nodes)
        {
            if (side.CostOf(v) is < Hierarchy.Cost.Infinite and var cost && BucketOf(v) is >= 0 and var bucket)
            {
                Offer(bucket, cost, nearest, wanted);
            }
        }
    }

    private void Offer(int bucket, int cost, NearestList nearest, Predicate<int>? wanted)
    {
        foreach (var entry in Bucket(bucket))
        {
            if (cost + entry.Cost >= nearest.Bound)
            {
                break;
            }
            if (wanted is null || wanted(entry.Place))
            {
                nearest.Offer(entry.Place, cost + entry.Cost);
            }
        }
    }

    /// <summary>The cost of every place, <see cref="Cost.Infinite"/> where there is no way.</summary>
    public void All(SearchSide side, HierarchyMetric metric, in WayEnd from, Span<int> costs)
    {
        costs[..Count].Fill(Hierarchy.Cost.Infinite);
        foreach (var (cost, bucket) in new Climbing(this, side, metric, from))
        {
            foreach (var entry in Bucket(bucket))
            {
                costs[entry.Place] = Math.Min(costs[entry.Place], cost + entry.Cost);
            }
        }
    }

    private ReadOnlySpan<Entry> Bucket(int bucket) => _entries.AsSpan(_first[bucket].._first[bucket + 1]);

    private int BucketOf(int node)
    {
        var (word, bit) = (_hasBucket[node >> 6], 1ul << (node & 63));
        return (word & bit) == 0 ? -1 : _bucketsBefore[node >> 6] + BitOperations.PopCount(word & (bit - 1));
    }

    // The buckets above a place and what they cost to reach, from the lowest.
    private ref struct Climbing(PinnedTargets targets, SearchSide side, HierarchyMetric metric, WayEnd from)
    {
        private int _next = from.Low;
        private bool _isStarted;

        public (int Cost, int Bucket) Current { get; private set; }

        public readonly Climbing GetEnumerator() => this;

        public bool MoveNext()
        {
            var h = targets._hierarchy;
            if (!_isStarted)
            {
                ArgumentOutOfRangeException.ThrowIfNotEqual(metric.Epoch, targets.Epoch);
                side.Start(h, from);
                _isStarted = true;
            }
            while (_next < h.NodeCount)
            {
                var v = _next;
                var cost = side.Cost[h.Nodes[v].Depth];
                _next = side.Climb(h, targets._isReversed ? metric.Down : metric.Up, v);
                if (cost < Hierarchy.Cost.Infinite && targets.BucketOf(v) is >= 0 and var bucket)
                {
                    Current = (cost, bucket);
                    return true;
                }
            }
            return false;
        }
    }

    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Entry(int Cost, int Place) : IComparable<Entry>
    {
        public int CompareTo(Entry other) => Cost != other.Cost ? Cost.CompareTo(other.Cost) : Place.CompareTo(other.Place);
    }
}
