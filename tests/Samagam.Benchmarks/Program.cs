using System.Diagnostics;
using Samagam.Routing;
using Samagam.Routing.Hierarchy;

var path = args[0];
for (var round = 0; round < 4; round++)
{
var clock = Stopwatch.StartNew();
var map = MapSnapshot.Load(() => File.OpenRead(path));
Console.WriteLine($"load {clock.Elapsed.TotalMilliseconds:F0} ms, {map.Graph.VertexCount} vertices {map.Graph.EdgeCount} edges");
var g = map.Graph;
clock.Restart();
var near = NeighbourGraph.Of(g.VertexCount, g.Tail, g.Head, g.VertexLatE7, g.VertexLonE7);
Console.WriteLine($"neighbours {clock.Elapsed.TotalMilliseconds:F0} ms");
clock.Restart();
var reduced = CoreReduction.Run(near);
Console.WriteLine($"reduction {clock.Elapsed.TotalMilliseconds:F0} ms, core {reduced.Core.Length} nodes {reduced.CoreGraph.Neighbours.Length / 2} edges");
clock.Restart();
var order = DissectionOrder.Find(near, parallel: args.Length > 1);
Console.WriteLine($"order {clock.Elapsed.TotalMilliseconds:F0} ms");
clock.Restart();
var h = ContractionHierarchy.TryBuild(order, near, g.Tail, g.Head, new HierarchyLimits())!;
Console.WriteLine($"topology {clock.Elapsed.TotalMilliseconds:F0} ms");
long triangles = 0, nodes = 0, arcs = 0, blocks4 = 0, blocks8 = 0, max = 0;
for (var v = 0; v < h.NodeCount; v++) { long d = h.First[v + 1] - h.First[v]; triangles += d * (d - 1) / 2; max = Math.Max(d, max); }
var space = new long[h.NodeCount + 1]; var b4 = new long[h.NodeCount + 1]; var b8 = new long[h.NodeCount + 1];
for (var v = h.NodeCount - 1; v >= 0; v--)
{
    space[v] = space[h.Parent[v]] + h.First[v + 1] - h.First[v];
    b4[v] = b4[h.Parent[v]]; b8[v] = b8[h.Parent[v]];
    int l4 = -1, l8 = -1;
    for (var a = h.First[v]; a < h.First[v + 1]; a++) { if (h.HeadDepth[a] / 4 != l4) { l4 = h.HeadDepth[a] / 4; b4[v]++; } if (h.HeadDepth[a] / 8 != l8) { l8 = h.HeadDepth[a] / 8; b8[v]++; } }
    arcs += space[v]; nodes += h.Depth[v] + 1; blocks4 += b4[v]; blocks8 += b8[v];
}
double n = h.NodeCount;
Console.WriteLine($"arcs {h.ArcCount} triangles {triangles} max degree {max} height {h.Height} blocks4 all {Enumerable.Range(0, h.NodeCount).Sum(v => b4[v] - b4[h.Parent[v]])}");
Console.WriteLine($"search space: nodes {nodes / n:F1} arcs {arcs / n:F0} blocks4 {blocks4 / n:F0} blocks8 {blocks8 / n:F0}");
}
