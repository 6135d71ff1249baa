using System.Diagnostics.Metrics;

namespace Samagam.Sqlite;

/// <summary>What is counted of a writer: meter <c>Samagam.Sqlite</c>, each measurement tagged <c>store</c>.</summary>
internal sealed class StoreMetrics : IDisposable
{
    private readonly Meter _meter = new(WriteLanes.MeterName);
    private readonly KeyValuePair<string, object?> _store;
    private readonly Counter<long> _commits;
    private readonly Counter<long> _works;
    private readonly Counter<long> _refused;
    private readonly Histogram<double> _commitSeconds;
    private readonly Histogram<double> _checkpointSeconds;

    public StoreMetrics(string store, Func<int, int> depth, Func<StoreCondition> condition)
    {
        _store = new("store", store);
        _commits = _meter.CreateCounter<long>("samagam_store_commits", description: "Transactions committed.");
        _works = _meter.CreateCounter<long>("samagam_store_works", description: "Works saved.");
        _refused = _meter.CreateCounter<long>("samagam_store_refusals", description: "Works not saved, by reason.");
        _commitSeconds = _meter.CreateHistogram<double>("samagam_store_batch", "s", "From the begin of a batch to its commit, sync included.");
        _checkpointSeconds = _meter.CreateHistogram<double>("samagam_store_checkpoint", "s", "Moving log pages into the file.");
        _meter.CreateObservableGauge(
            "samagam_store_queue",
            () => Enumerable.Range(0, WriteLaneOptions.LaneCount).Select(lane => new Measurement<long>(depth(lane), _store, new("lane", lane))),
            description: "Works that wait, by lane.");
        _meter.CreateObservableGauge(
            "samagam_store_condition", () => new Measurement<long>((long)condition(), _store), description: "0 ok, 1 disk full, 2 broken.");
    }

    public void Committed(int works, TimeSpan took)
    {
        _commits.Add(1, _store);
        _works.Add(works, _store);
        _commitSeconds.Record(took.TotalSeconds, _store);
    }

    public void Refused(StoreUnavailableReason reason, int works) => _refused.Add(works, _store, new("reason", reason.ToString()));

    public void Checkpointed(TimeSpan took) => _checkpointSeconds.Record(took.TotalSeconds, _store);

    public void Dispose() => _meter.Dispose();
}
