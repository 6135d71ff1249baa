using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Samagam.Hosting;

/// <summary>
/// Listens to the meters named and writes them as Prometheus text, format 0.0.4
/// (https://prometheus.io/docs/instrumenting/exposition_formats/). Everything is bounded: metrics, series of a metric,
/// labels, text. Instruments of one name, from several meters, are one metric; what they cannot share is refused and
/// counted.
/// </summary>
public sealed class PrometheusExporter : IDisposable
{
    /// <summary>Content type of <see cref="Scrape"/>.</summary>
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    private readonly PrometheusOptions _options;
    private readonly MeterListener _listener = new();
    private readonly SortedDictionary<string, MetricFamily> _families = new(StringComparer.Ordinal);
    private readonly Lock _registration = new();
    private readonly Lock _scrape = new();
    private long _refusedInstruments;
    private long _faultedCallbacks;

    public PrometheusExporter(PrometheusOptions options)
    {
        options.Validate();
        _options = options;
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (options.Takes(instrument.Meter.Name) && Register(instrument) is { } family)
            {
                listener.EnableMeasurementEvents(instrument, family);
            }
        };
        _listener.SetMeasurementEventCallback<double>(static (_, value, tags, family) => ((MetricFamily)family!).Record(value, tags));
        _listener.SetMeasurementEventCallback<float>(static (_, value, tags, family) => ((MetricFamily)family!).Record(value, tags));
        _listener.SetMeasurementEventCallback<decimal>(static (_, value, tags, family) => ((MetricFamily)family!).Record((double)value, tags));
        _listener.SetMeasurementEventCallback<long>(static (_, value, tags, family) => ((MetricFamily)family!).Record(value, tags));
        _listener.SetMeasurementEventCallback<int>(static (_, value, tags, family) => ((MetricFamily)family!).Record(value, tags));
        _listener.SetMeasurementEventCallback<short>(static (_, value, tags, family) => ((MetricFamily)family!).Record(value, tags));
        _listener.SetMeasurementEventCallback<byte>(static (_, value, tags, family) => ((MetricFamily)family!).Record(value, tags));
        _listener.Start();
    }

    /// <summary>Instruments left out: one too many, or of a name that another kind of metric has.</summary>
    public long RefusedInstruments => Interlocked.Read(ref _refusedInstruments);

    /// <summary>Asks the observed instruments and writes all there is.</summary>
    public string Scrape()
    {
        var text = new StringBuilder(16 * 1024);
        lock (_scrape)
        {
            var families = Families();
            foreach (var family in families.Where(f => f.IsObserved))
            {
                family.Clear();
            }
            Observe();
            foreach (var family in families)
            {
                family.Write(text);
            }
            WriteOwn(text, families);
        }
        return text.ToString();
    }

    public void Dispose() => _listener.Dispose();

    private void Observe()
    {
        try
        {
            _listener.RecordObservableInstruments();
        }
        catch (AggregateException e)
        {
            // Other instruments were asked all the same; the faulty ones are missing from this scrape.
            Interlocked.Add(ref _faultedCallbacks, e.InnerExceptions.Count);
        }
    }

    private MetricFamily[] Families()
    {
        lock (_registration)
        {
            return [.. _families.Values];
        }
    }

    private MetricFamily? Register(Instrument instrument)
    {
        var type = instrument.GetType().GetGenericTypeDefinition();
        var isCounter = type == typeof(Counter<>) || type == typeof(ObservableCounter<>);
        var kind = isCounter ? MetricKind.Counter : type == typeof(Histogram<>) ? MetricKind.Histogram : MetricKind.Gauge;
        var fold = instrument.IsObservable || type == typeof(Gauge<>) ? MetricFold.Replace : MetricFold.Add;
        var name = PrometheusNames.OfMetric(instrument, isCounter);
        lock (_registration)
        {
            if (_families.TryGetValue(name, out var known))
            {
                return known.Kind == kind && known.Fold == fold && known.IsObserved == instrument.IsObservable ? known : Refuse();
            }
            if (_families.Count == _options.MaxMetrics)
            {
                return Refuse();
            }
            var family = new MetricFamily(name, PrometheusNames.Help(instrument.Description, name), kind, fold, instrument.IsObservable, BucketsOf(instrument), _options);
            _families.Add(name, family);
            return family;
        }
    }

    private MetricFamily? Refuse()
    {
        Interlocked.Increment(ref _refusedInstruments);
        return null;
    }

    private IReadOnlyList<double> BucketsOf(Instrument instrument)
    {
        if (_options.Buckets.TryGetValue(instrument.Name, out var chosen))
        {
            return chosen;
        }
        IReadOnlyList<double>? advised = instrument switch
        {
            Histogram<double> h => h.Advice?.HistogramBucketBoundaries,
            Histogram<float> h => h.Advice?.HistogramBucketBoundaries?.Select(b => (double)b).ToList(),
            Histogram<long> h => h.Advice?.HistogramBucketBoundaries?.Select(b => (double)b).ToList(),
            Histogram<int> h => h.Advice?.HistogramBucketBoundaries?.Select(b => (double)b).ToList(),
            _ => null,
        };
        return advised is not null && PrometheusOptions.AreBuckets(advised) ? advised : _options.DefaultBuckets;
    }

    private void WriteOwn(StringBuilder text, MetricFamily[] families)
    {
        const string Overflow = "samagam_metrics_overflow_total";
        text.Append(CultureInfo.InvariantCulture, $"# HELP {Overflow} Measurements left out because their label set was one too many.\n# TYPE {Overflow} counter\n");
        foreach (var family in families.Where(f => f.Overflow > 0))
        {
            text.Append(CultureInfo.InvariantCulture, $"{Overflow}{{metric=\"{family.Name}\"}} {family.Overflow}\n");
        }
        if (families.All(f => f.Overflow == 0))
        {
            text.Append(CultureInfo.InvariantCulture, $"{Overflow} 0\n");
        }
        WriteCount(text, "samagam_metrics_refused_instruments_total", "Instruments left out.", RefusedInstruments);
        WriteCount(text, "samagam_metrics_faulted_callbacks_total", "Observed instruments that failed when they were asked.", Interlocked.Read(ref _faultedCallbacks));
    }

    private static void WriteCount(StringBuilder text, string name, string help, long value) =>
        text.Append(CultureInfo.InvariantCulture, $"# HELP {name} {help}\n# TYPE {name} counter\n{name} {value}\n");
}

/// <summary>The door Prometheus knocks at.</summary>
public static class PrometheusEndpoint
{
    /// <summary>Answers GET with <see cref="PrometheusExporter.Scrape"/>.</summary>
    public static IEndpointConventionBuilder MapSamagamMetrics(this IEndpointRouteBuilder endpoints, PrometheusExporter exporter, string pattern = "/metrics") =>
        endpoints.MapGet(pattern, (HttpContext context) =>
        {
            context.Response.Headers.CacheControl = "no-store";
            context.Response.ContentType = PrometheusExporter.ContentType;
            return context.Response.WriteAsync(exporter.Scrape(), context.RequestAborted);
        });
}
