using System.Collections.Concurrent;
using Samagam.Routing.Graph;

namespace Samagam.Routing.Hierarchy;

/// <summary>
/// A metric that changes while it is asked. Two copies of the weights: one is read, the other is brought up to date and
/// then takes its place by one write of a reference. Readers never wait and never see a mixture; each tells which
/// <see cref="HierarchyMetric.Epoch"/> it reads. One writer at a time, others wait for it.
/// </summary>
/// <remarks>
/// A reader pins the copy it reads (hazard pointers: Michael 2004), so that the writer leaves it alone; a reader that stays
/// too long costs the writer a fresh copy, nobody else anything.
/// </remarks>
internal sealed class LiveMetric
{
    private readonly ContractionHierarchy _hierarchy;
    private readonly ConcurrentBag<MetricReader> _idle = [];
    private readonly Lock _writing = new();
    private readonly Customization _customization;
    private readonly Recustomization _recustomization;
    private readonly int[] _weights;
    private readonly GrowList<int> _changed = new(256);
    private volatile MetricReader[] _readers = [];
    private volatile HierarchyMetric _current;
    private HierarchyMetric? _spare;
    private GrowList<int> _behind = new(1024);
    private GrowList<int> _touched = new(1024);
    private bool _isAllBehind;

    /// <param name="hierarchy">What the weights are of.</param>
    /// <param name="weights">Cost of each arc of the input, 0 to <see cref="Cost.Infinite"/>: shut. Copied.</param>
    public LiveMetric(ContractionHierarchy hierarchy, ReadOnlySpan<int> weights)
    {
        Check(weights);
        _hierarchy = hierarchy;
        _current = new HierarchyMetric(hierarchy) { Epoch = 1 };
        _customization = new Customization(hierarchy);
        _recustomization = new Recustomization(hierarchy);
        _weights = weights.ToArray();
        _customization.Run(_current, _weights);
    }

    /// <summary>The epoch a reader that starts now reads.</summary>
    public long Epoch => _current.Epoch;

    /// <summary>Starts reading; dispose of it soon. Any thread, at any time.</summary>
    public MetricReader Read()
    {
        if (!_idle.TryTake(out var reader))
        {
            reader = new MetricReader(_hierarchy, _idle);
            MetricReader[] known;
            do
            {
                known = _readers;
            }
            while (Interlocked.CompareExchange(ref _readers, [.. known, reader], known) != known);
        }
        HierarchyMetric metric;
        do
        {
            reader.Pin(metric = _current);
        }
        while (_current != metric);
        return reader;
    }

    /// <summary>Sets the whole metric: a new picture of the crowd.</summary>
    /// <returns>The epoch from which it is seen; readers that start after this returns see it.</returns>
    public long Replace(ReadOnlySpan<int> weights)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(weights.Length, _weights.Length);
        Check(weights);
        lock (_writing)
        {
            weights.CopyTo(_weights);
            var next = TakeSpare() ?? new HierarchyMetric(_hierarchy);
            _customization.Run(next, _weights);
            _isAllBehind = true;
            _behind.Clear();
            return Publish(next);
        }
    }

    /// <summary>Changes some arcs: a closure, an opening, a reversal.</summary>
    /// <returns>The epoch from which it is seen; readers that start after this returns see it.</returns>
    public long Change(ReadOnlySpan<ArcCost> changes)
    {
        lock (_writing)
        {
            foreach (var (_, cost) in changes)
            {
                if ((uint)cost > Cost.Infinite)
                {
                    throw NoCost(nameof(changes));
                }
            }
            _changed.Clear();
            foreach (var (arc, cost) in changes)
            {
                ref var weight = ref _weights[arc];
                if (weight != cost)
                {
                    weight = cost;
                    _changed.Add(arc);
                }
            }
            var next = UpToDate();
            _touched.Clear();
            _recustomization.Run(next, _weights, _changed.Span, _touched);
            (_behind, _touched) = (_touched, _behind);
            return Publish(next);
        }
    }

    /// <summary>
    /// Brings the copy nobody reads up to date, so that the next change has less to do. For the writer, when what it changed is seen;
    /// does nothing while somebody still reads that copy.
    /// </summary>
    public void CatchUp()
    {
        lock (_writing)
        {
            if ((_isAllBehind || _behind.Count > 0) && !IsSpareRead())
            {
                _spare = UpToDate();
            }
        }
    }

    private static void Check(ReadOnlySpan<int> weights)
    {
        if (weights.IndexOfAnyExceptInRange(0, Cost.Infinite) >= 0)
        {
            throw NoCost(nameof(weights));
        }
    }

    private static ArgumentOutOfRangeException NoCost(string argument) => new(argument, "a cost is below zero, or above that of no way");

    private long Publish(HierarchyMetric next)
    {
        next.Epoch = _current.Epoch + 1;
        _spare = _current;
        _current = next;
        return next.Epoch;
    }

    private HierarchyMetric UpToDate()
    {
        if (TakeSpare() is not { } spare)
        {
            spare = new HierarchyMetric(_hierarchy);
            _isAllBehind = true;
        }
        if (_isAllBehind)
        {
            spare.CopyFrom(_current);
        }
        else
        {
            spare.CopyFrom(_current, _behind.Span);
        }
        _isAllBehind = false;
        _behind.Clear();
        return spare;
    }

    // The copy nobody reads, unless somebody still does.
    private HierarchyMetric? TakeSpare()
    {
        var spare = IsSpareRead() ? null : _spare;
        _spare = null;
        return spare;
    }

    private bool IsSpareRead()
    {
        var spare = _spare;
        // Either a reader's pin is seen here, or that reader sees that what it pinned is no longer the current one.
        Interlocked.MemoryBarrier();
        return spare is null || Array.Exists(_readers, r => r.Reads(spare));
    }
}

/// <summary>The new cost of an arc of the input.</summary>
internal readonly record struct ArcCost(int Arc, int Cost);

/// <summary>One thread's reading of a <see cref="LiveMetric"/>: a search, and the weights it is to use until disposed of.</summary>
internal sealed class MetricReader(ContractionHierarchy hierarchy, ConcurrentBag<MetricReader> idle) : IDisposable
{
    private volatile HierarchyMetric? _metric;

    /// <summary>The weights: the same until disposed of.</summary>
    public HierarchyMetric Metric => _metric ?? throw new ObjectDisposedException(nameof(MetricReader));

    public HierarchySearch Search { get; } = new(hierarchy);

    public void Dispose()
    {
        if (_metric is not null)
        {
            _metric = null;
            idle.Add(this);
        }
    }

    internal void Pin(HierarchyMetric metric)
    {
        _metric = metric;
        Interlocked.MemoryBarrier();
    }

    internal bool Reads(HierarchyMetric metric) => _metric == metric;
}
