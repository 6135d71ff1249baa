using System.Collections.Concurrent;
using System.Globalization;
using System.Text;

namespace Samagam.Hosting;

/// <summary>What a metric is, in the words of the text format.</summary>
internal enum MetricKind
{
    Counter,
    Gauge,
    Histogram,
}

/// <summary>How a measurement meets what was there: added, or put in its place.</summary>
internal enum MetricFold
{
    Add,
    Replace,
}

/// <summary>One metric with its series, one for each label set.</summary>
internal sealed class MetricFamily(
    string name, string help, MetricKind kind, MetricFold fold, bool isObserved, IReadOnlyList<double> buckets, PrometheusOptions options)
{
    private readonly ConcurrentDictionary<string, Series> _series = new(StringComparer.Ordinal);
    private long _overflow;
    private int _count;

    public string Name => name;

    public MetricKind Kind => kind;

    public MetricFold Fold => fold;

    /// <summary>Asked at each scrape, rather than told as things happen.</summary>
    public bool IsObserved => isObserved;

    /// <summary>Measurements left out because their label set was one too many.</summary>
    public long Overflow => Interlocked.Read(ref _overflow);

    public void Record(double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var labels = tags.IsEmpty ? "" : Labels(tags);
        if (!_series.TryGetValue(labels, out var series))
        {
            if (Interlocked.Increment(ref _count) > options.MaxSeriesPerMetric)
            {
                Interlocked.Decrement(ref _count);
                Interlocked.Increment(ref _overflow);
                return;
            }
            var added = new Series(kind == MetricKind.Histogram ? buckets.Count + 1 : 0);
            series = _series.GetOrAdd(labels, added);
            if (!ReferenceEquals(series, added))
            {
                Interlocked.Decrement(ref _count);
            }
        }
        series.Record(value, kind, fold, buckets);
    }

    /// <summary>Forgets every series: an observed metric says at each scrape all it has to say.</summary>
    public void Clear()
    {
        _series.Clear();
        Interlocked.Exchange(ref _count, 0);
    }

    public void Write(StringBuilder to)
    {
        if (_series.IsEmpty)
        {
            return;
        }
        to.Append("# HELP ").Append(name).Append(' ').Append(help).Append('\n');
        to.Append("# TYPE ").Append(name).Append(' ').Append(kind switch
        {
            MetricKind.Counter => "counter",
            MetricKind.Gauge => "gauge",
            _ => "histogram",
        }).Append('\n');
        foreach (var (labels, series) in _series.OrderBy(s => s.Key, StringComparer.Ordinal))
        {
            if (kind == MetricKind.Histogram)
            {
                WriteHistogram(to, labels, series);
            }
            else
            {
                WriteLine(to, "", labels, PrometheusNames.Number(series.Value));
            }
        }
    }

    private void WriteHistogram(StringBuilder to, string labels, Series series)
    {
        var (counts, sum) = series.Snapshot();
        long total = 0;
        for (var i = 0; i < counts.Length; i++)
        {
            total += counts[i];
            var bound = i < buckets.Count ? PrometheusNames.Number(buckets[i]) : "+Inf";
            WriteLine(to, "_bucket", labels.Length == 0 ? $"le=\"{bound}\"" : $"{labels},le=\"{bound}\"", total.ToString(CultureInfo.InvariantCulture));
        }
        WriteLine(to, "_sum", labels, PrometheusNames.Number(sum));
        WriteLine(to, "_count", labels, total.ToString(CultureInfo.InvariantCulture));
    }

    private void WriteLine(StringBuilder to, string suffix, string labels, string value)
    {
        to.Append(name).Append(suffix);
        if (labels.Length > 0)
        {
            to.Append('{').Append(labels).Append('}');
        }
        to.Append(' ').Append(value).Append('\n');
    }

    private string Labels(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var sorted = new SortedDictionary<string, object?>(StringComparer.Ordinal);
        foreach (var (tag, value) in tags)
        {
            var label = PrometheusNames.OfLabel(tag);
            // "le" names the bucket.
            sorted[label is "le" && kind == MetricKind.Histogram ? "label_le" : label] = value;
        }
        var to = new StringBuilder();
        foreach (var (label, value) in sorted.Take(options.MaxLabels))
        {
            if (to.Length > 0)
            {
                to.Append(',');
            }
            PrometheusNames.AppendLabel(to, label, value, options.MaxLabelChars);
        }
        return to.ToString();
    }

    private sealed class Series(int buckets)
    {
        private readonly Lock _gate = new();
        private readonly long[] _counts = new long[buckets];
        private double _value;

        public double Value
        {
            get
            {
                lock (_gate)
                {
                    return _value;
                }
            }
        }

        public void Record(double value, MetricKind kind, MetricFold fold, IReadOnlyList<double> bounds)
        {
            lock (_gate)
            {
                _value = fold == MetricFold.Replace ? value : _value + value;
                if (kind == MetricKind.Histogram)
                {
                    var bucket = 0;
                    while (bucket < bounds.Count && !(value <= bounds[bucket]))
                    {
                        bucket++;
                    }
                    _counts[bucket]++;
                }
            }
        }

        public (long[] Counts, double Sum) Snapshot()
        {
            lock (_gate)
            {
                return ([.. _counts], _value);
            }
        }
    }
}
