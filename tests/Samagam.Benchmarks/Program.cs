using System.Diagnostics;
using Samagam.Routing;
using Samagam.Routing.Hierarchy;

var path = args[0];
var map = MapSnapshot.Load(() => File.OpenRead(path));
var g = map.Graph;
var near = NeighbourGraph.Of(g.VertexCount, g.Tail, g.Head, g.VertexLatE7, g.VertexLonE7);
var clock = Stopwatch.StartNew();
for (var round = 0; round < 3; round++)
{
    var cpu = Environment.CpuUsage.TotalTime;
    clock.Restart();
    var order = DissectionOrder.Find(near, parallel: args.Length > 1);
    Console.WriteLine($"order {clock.Elapsed.TotalMilliseconds:F0} ms, cpu {(Environment.CpuUsage.TotalTime - cpu).TotalMilliseconds:F0}");
}
clock.Restart();
var h = HierarchyBuilder.TryBuild(near, g.Tail, g.Head, new HierarchyLimits())!;
Console.WriteLine($"build {clock.Elapsed.TotalMilliseconds:F0} ms, slots {h.SlotCount} arcs {h.ArcCount} dense {h.Nodes.Count(n => n.IsDense)} height {h.Height}");
Console.WriteLine($"listed {h.Schedule.Listed.Length} pulled {h.Schedule.Pulled.Length} downs {h.Schedule.Pulled.Sum(x => h.FirstDown[x+1]-h.FirstDown[x])}");
var w = new int[g.EdgeCount * 2];
for (var a = 0; a < w.Length; a++) w[a] = g.MayWalk(a) ? g.LengthMm[a >> 1] : Cost.Infinite;
var metric = new HierarchyMetric(h);
var custom = new Customization(h);
var times = new List<double>();
var c0 = TimeSpan.Zero;
for (var round = 0; round < (args.Contains("custom") ? 2000 : 200); round++)
{
    var t0 = Stopwatch.GetTimestamp();
    custom.Run(metric, w);
    times.Add(Stopwatch.GetElapsedTime(t0).TotalMilliseconds); if (round == 99) c0 = Environment.CpuUsage.TotalTime;
}
times.Sort();
Console.WriteLine($"customize min {times[0]:F2} median {times[100]:F2} ms cpu {(Environment.CpuUsage.TotalTime - c0).TotalMilliseconds / 100}");
var luck = new Random(1);
var main = Enumerable.Range(0, g.VertexCount).Where(v => g.ComponentOf[v] == 0).ToArray();
var pairs = Enumerable.Range(0, 10000).Select(_ => (WayEnd.At(h, main[luck.Next(main.Length)]), WayEnd.At(h, main[luck.Next(main.Length)]))).ToArray();
var search = new HierarchySearch(h);
long bad = 0;
for (var round = 0; round < 12; round++)
{
    var each = new double[pairs.Length];
    var eachPath = new double[pairs.Length];
    long arcs = 0;
    for (var i = 0; i < pairs.Length; i++)
    {
        var t0 = Stopwatch.GetTimestamp();
        search.Distance(metric, pairs[i].Item1, pairs[i].Item2);
        each[i] = Stopwatch.GetElapsedTime(t0).TotalMicroseconds;
    }
    for (var i = 0; i < pairs.Length; i++)
    {
        var t0 = Stopwatch.GetTimestamp();
        var d = search.Path(metric, pairs[i].Item1, pairs[i].Item2, out var way);
        eachPath[i] = Stopwatch.GetElapsedTime(t0).TotalMicroseconds;
        long sum = 0; foreach (var a in way) sum += w[a];
        if (sum != d) bad++;
        arcs += way.Length;
    }
    Array.Sort(each); Array.Sort(eachPath);
    if (round % 3 == 2) Console.WriteLine($"distance p50 {each[5000]:F2} p95 {each[9500]:F2}; path p50 {eachPath[5000]:F2} p95 {eachPath[9500]:F2} us; arcs {arcs / 10000.0:F0} bad {bad}");
}
