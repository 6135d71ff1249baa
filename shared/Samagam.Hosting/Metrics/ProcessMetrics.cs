using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Samagam.Hosting;

/// <summary>
/// The process and its disk, asked at each scrape: meter <c>Samagam.Process</c>, under the names Prometheus gives
/// processes everywhere (https://prometheus.io/docs/instrumenting/writing_clientlibs/#process-metrics).
/// </summary>
public sealed class ProcessMetrics : IDisposable
{
    /// <summary>Name of the meter.</summary>
    public const string MeterName = "Samagam.Process";

    private readonly Meter _meter = new(MeterName);

    /// <param name="dataFolder">Folder whose disk is watched.</param>
    /// <param name="time">Tells how long this process runs, from now.</param>
    public ProcessMetrics(string dataFolder, TimeProvider time)
    {
        var started = time.GetTimestamp();
        var disk = new DriveInfo(Path.GetFullPath(dataFolder));
        _meter.CreateObservableGauge("process_resident_memory", () => Environment.WorkingSet, "By", "Resident memory.");
        _meter.CreateObservableCounter("process_cpu", () => Environment.CpuUsage.TotalTime.TotalSeconds, "s", "User and system time spent.");
        _meter.CreateObservableGauge("process_uptime", () => time.GetElapsedTime(started).TotalSeconds, "s", "Time since this process started to measure.");
        _meter.CreateObservableGauge("process_open_fds", OpenFiles, description: "Open file descriptors.");
        _meter.CreateObservableGauge("process_threads", ThreadCount, description: "Threads of the operating system.");
        _meter.CreateObservableGauge("samagam_gc_heap", () => GC.GetTotalMemory(forceFullCollection: false), "By", "Managed heap in use.");
        _meter.CreateObservableGauge("samagam_gc_committed", () => GC.GetGCMemoryInfo().TotalCommittedBytes, "By", "Managed heap committed at the last collection.");
        _meter.CreateObservableCounter("samagam_gc_pause", () => GC.GetTotalPauseDuration().TotalSeconds, "s", "Time all threads stood still for collection.");
        _meter.CreateObservableCounter("samagam_gc_allocated", () => GC.GetTotalAllocatedBytes(), "By", "Bytes allocated.");
        _meter.CreateObservableCounter(
            "samagam_gc_collections",
            () => Enumerable.Range(0, GC.MaxGeneration + 1).Select(g => new Measurement<long>(GC.CollectionCount(g), new KeyValuePair<string, object?>("generation", g))),
            description: "Collections by generation.");
        _meter.CreateObservableGauge("samagam_threadpool_queue", () => ThreadPool.PendingWorkItemCount, description: "Work that waits for a thread of the pool.");
        _meter.CreateObservableGauge("samagam_threadpool_threads", () => ThreadPool.ThreadCount, description: "Threads of the pool.");
        _meter.CreateObservableGauge("samagam_disk_free", () => disk.AvailableFreeSpace, "By", "Room on the disk of the data folder, for this user.");
        _meter.CreateObservableGauge("samagam_disk_size", () => disk.TotalSize, "By", "Size of the disk of the data folder.");
    }

    public void Dispose() => _meter.Dispose();

    private static long OpenFiles() => Directory.Exists("/proc/self/fd") ? Directory.EnumerateFileSystemEntries("/proc/self/fd").LongCount() : 0;

    private static int ThreadCount()
    {
        using var self = Process.GetCurrentProcess();
        return self.Threads.Count;
    }
}
