using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Globalization;

namespace Samagam.Hosting.Tests;

public sealed class PrometheusExporterTests : IDisposable
{
    // Other tests of this process have meters too.
    private readonly Meter _meter = new("Test." + Guid.NewGuid());

    public void Dispose() => _meter.Dispose();

    [Fact]
    public async Task Promtool_accepts_every_kind_of_metric_as_served()
    {
        using var process = new ProcessMetrics(Path.GetTempPath(), TimeProvider.System);
        using var exporter = Exporter(o => o.Meters = [_meter.Name, ProcessMetrics.MeterName]);
        FillEveryKind();
        await using var host = await TestHost.StartAsync(app => app.MapSamagamMetrics(exporter));
        using var answer = await host.GetAsync("/metrics");
        var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Equal("text/plain; version=0.0.4; charset=utf-8", answer.Content.Headers.ContentType!.ToString());
        await PromtoolAcceptsAsync(text);
        Assert.Contains("process_resident_memory_bytes ", text, StringComparison.Ordinal);
        Assert.Contains("process_cpu_seconds_total ", text, StringComparison.Ordinal);
        Assert.Contains("samagam_disk_free_bytes ", text, StringComparison.Ordinal);
        Assert.Contains("samagam_gc_collections_total{generation=\"0\"} ", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Counters_add_gauges_replace_and_up_down_counters_go_both_ways()
    {
        using var exporter = Exporter();
        var counter = _meter.CreateCounter<long>("sos_raised", description: "Calls for help.");
        counter.Add(2, new KeyValuePair<string, object?>("door", "http"));
        counter.Add(3, new KeyValuePair<string, object?>("door", "http"));
        counter.Add(1, new KeyValuePair<string, object?>("door", "mqtt"));
        var connections = _meter.CreateUpDownCounter<int>("connections");
        connections.Add(5);
        connections.Add(-2);
        var level = _meter.CreateGauge<double>("river_level");
        level.Record(1.5);
        level.Record(0.25);
        var text = exporter.Scrape();
        Assert.Contains("# HELP sos_raised_total Calls for help.\n# TYPE sos_raised_total counter\nsos_raised_total{door=\"http\"} 5\nsos_raised_total{door=\"mqtt\"} 1\n", text, StringComparison.Ordinal);
        Assert.Contains("# TYPE connections gauge\nconnections 3\n", text, StringComparison.Ordinal);
        Assert.Contains("river_level 0.25\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_histogram_counts_into_its_buckets_and_its_bounds_are_inclusive()
    {
        using var exporter = Exporter(o => o.Buckets = new Dictionary<string, IReadOnlyList<double>> { ["took"] = [0.1, 1] });
        var took = _meter.CreateHistogram<double>("took", "s");
        foreach (var seconds in new[] { 0.05, 0.1, 0.5, 7 })
        {
            took.Record(seconds, new KeyValuePair<string, object?>("le", "mine"));
        }
        Assert.Contains(
            """
            took_seconds_bucket{label_le="mine",le="0.1"} 2
            took_seconds_bucket{label_le="mine",le="1"} 3
            took_seconds_bucket{label_le="mine",le="+Inf"} 4
            took_seconds_sum{label_le="mine"} 7.65
            took_seconds_count{label_le="mine"} 4
            """ + "\n", exporter.Scrape(), StringComparison.Ordinal);
    }

    [Fact]
    public void An_instruments_own_advice_of_buckets_is_taken()
    {
        using var exporter = Exporter();
        _meter.CreateHistogram<int>("people", advice: new InstrumentAdvice<int> { HistogramBucketBoundaries = [10, 100] }).Record(50);
        Assert.Contains("people_bucket{le=\"100\"} 1\npeople_bucket{le=\"+Inf\"} 1\n", exporter.Scrape(), StringComparison.Ordinal);
    }

    [Fact]
    public void What_an_observed_gauge_no_longer_says_is_no_longer_shown()
    {
        using var exporter = Exporter();
        var links = new List<string> { "north", "south" };
        _meter.CreateObservableGauge("link_up", () => links.Select(l => new Measurement<int>(1, new KeyValuePair<string, object?>("link", l))));
        Assert.Contains("link_up{link=\"south\"} 1", exporter.Scrape(), StringComparison.Ordinal);
        links.Remove("south");
        var text = exporter.Scrape();
        Assert.Contains("link_up{link=\"north\"} 1", text, StringComparison.Ordinal);
        Assert.DoesNotContain("south", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Hostile_labels_are_escaped_cut_and_cannot_add_lines()
    {
        using var exporter = Exporter(o => o.MaxLabelChars = 40);
        _meter.CreateCounter<long>("hostile").Add(
            1,
            new("a-b", "quote \" back \\ line\nsos_raised_total 99"),
            new("__name__", "other"),
            new("9lives", new string('x', 5000)),
            new("half", "\ud83d"),
            new("none", null));
        var text = exporter.Scrape();
        Assert.Contains("a_b=\"quote \\\" back \\\\ line\\nsos_raised_total 99\"", text, StringComparison.Ordinal);
        Assert.Contains($"_9lives=\"{new string('x', 40)}\"", text, StringComparison.Ordinal);
        Assert.DoesNotContain("\nsos_raised", text, StringComparison.Ordinal);
        await PromtoolAcceptsAsync(text);
    }

    [Fact]
    public async Task Label_sets_beyond_the_limit_are_left_out_and_counted()
    {
        using var exporter = Exporter(o => o.MaxSeriesPerMetric = 10);
        var counter = _meter.CreateCounter<long>("asked");
        for (var i = 0; i < 10; i++)
        {
            counter.Add(1, new KeyValuePair<string, object?>("who", i));
        }
        Assert.Contains("samagam_metrics_overflow_total 0\n", exporter.Scrape(), StringComparison.Ordinal);
        for (var i = 10; i < 1000; i++)
        {
            counter.Add(1, new KeyValuePair<string, object?>("who", i));
        }
        counter.Add(1, new KeyValuePair<string, object?>("who", 3));
        var text = exporter.Scrape();
        Assert.Equal(10, text.Split('\n').Count(l => l.StartsWith("asked_total{", StringComparison.Ordinal)));
        Assert.Contains("asked_total{who=\"3\"} 2\n", text, StringComparison.Ordinal);
        Assert.Contains("samagam_metrics_overflow_total{metric=\"asked_total\"} 990\n", text, StringComparison.Ordinal);
        await PromtoolAcceptsAsync(text);
    }

    [Fact]
    public void Metrics_beyond_the_limit_and_of_a_taken_name_are_refused_and_counted()
    {
        using var exporter = Exporter(o => o.MaxMetrics = 2);
        _meter.CreateCounter<long>("first").Add(1);
        _meter.CreateCounter<int>("first").Add(1);
        _meter.CreateGauge<long>("first.total").Record(5);
        _meter.CreateCounter<long>("second").Add(1);
        _meter.CreateCounter<long>("third").Add(1);
        var text = exporter.Scrape();
        Assert.Contains("first_total 2\n", text, StringComparison.Ordinal);
        Assert.DoesNotContain("third", text, StringComparison.Ordinal);
        Assert.Equal(2, exporter.RefusedInstruments);
    }

    [Fact]
    public void An_observed_instrument_that_throws_is_counted_and_harms_no_other()
    {
        using var exporter = Exporter();
        _meter.CreateObservableGauge("broken", new Func<long>(() => throw new InvalidOperationException("sensor gone")));
        _meter.CreateObservableGauge("whole", () => 7L);
        var text = exporter.Scrape();
        Assert.Contains("whole 7\n", text, StringComparison.Ordinal);
        Assert.Contains("samagam_metrics_faulted_callbacks_total 1\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Only_the_meters_asked_for_are_exported()
    {
        using var other = new Meter("Other." + Guid.NewGuid());
        using var exporter = Exporter(o => o.Meters = ["Test.*"]);
        other.CreateCounter<long>("not_asked").Add(1);
        _meter.CreateCounter<long>("was_asked").Add(1);
        var text = exporter.Scrape();
        Assert.Contains("was_asked_total 1", text, StringComparison.Ordinal);
        Assert.DoesNotContain("not_asked", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_is_lost_when_many_threads_count_while_it_is_scraped()
    {
        using var exporter = Exporter();
        var counter = _meter.CreateCounter<long>("busy");
        var took = _meter.CreateHistogram<double>("busy_took", "s");
        await Task.WhenAll(Enumerable.Range(0, 4).Select(t => Task.Run(
            () =>
            {
                for (var i = 0; i < 5000; i++)
                {
                    counter.Add(1, new KeyValuePair<string, object?>("thread", t));
                    took.Record(0.001);
                    if (i % 1000 == 0)
                    {
                        exporter.Scrape();
                    }
                }
            },
            TestContext.Current.CancellationToken)));
        var text = exporter.Scrape();
        for (var t = 0; t < 4; t++)
        {
            Assert.Contains(string.Create(CultureInfo.InvariantCulture, $"busy_total{{thread=\"{t}\"}} 5000\n"), text, StringComparison.Ordinal);
        }
        Assert.Contains("busy_took_seconds_count 20000\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Buckets_that_do_not_rise_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Exporter(o => o.DefaultBuckets = [1, 1]));
        Assert.Throws<ArgumentOutOfRangeException>(() => Exporter(o => o.DefaultBuckets = [1, double.PositiveInfinity]));
        Assert.Throws<ArgumentOutOfRangeException>(() => Exporter(o => o.MaxSeriesPerMetric = 0));
    }

    private void FillEveryKind()
    {
        _meter.CreateCounter<long>("things", description: "Things with a \\ and a\nnew line.").Add(1, new KeyValuePair<string, object?>("kind", "घाट"));
        _meter.CreateHistogram<double>("http.server.request.duration", "s").Record(0.2, new("route", "/a/{b}"), new("ok", true));
        _meter.CreateUpDownCounter<int>("open_streams").Add(1);
        _meter.CreateGauge<double>("weird_value").Record(double.NaN);
        _meter.CreateGauge<double>("endless_value").Record(double.PositiveInfinity);
        _meter.CreateObservableCounter("sent", () => 12L, "By");
        _meter.CreateObservableUpDownCounter("queue_length", () => 4);
    }

    private PrometheusExporter Exporter(Action<PrometheusOptions>? change = null)
    {
        var options = new PrometheusOptions { Meters = [_meter.Name] };
        change?.Invoke(options);
        return new PrometheusExporter(options);
    }

    private static async Task PromtoolAcceptsAsync(string text)
    {
        Process promtool;
        try
        {
            promtool = Process.Start(new ProcessStartInfo("promtool", ["check", "metrics"])
            {
                RedirectStandardInput = true, RedirectStandardError = true, RedirectStandardOutput = true,
            })!;
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            throw new InvalidOperationException("promtool is missing: install the Debian package prometheus", e);
        }
        using (promtool)
        {
            await promtool.StandardInput.WriteAsync(text);
            promtool.StandardInput.Close();
            var said = await promtool.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken)
                + await promtool.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
            await promtool.WaitForExitAsync(TestContext.Current.CancellationToken);
            Assert.True(promtool.ExitCode == 0, $"promtool: {said}\n{text}");
        }
    }
}
