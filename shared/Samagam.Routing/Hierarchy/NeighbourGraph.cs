using System.Runtime.CompilerServices;

namespace Samagam.Routing.Hierarchy;

/// <summary>
/// Who is next to whom: an undirected graph without loops and parallel edges, as columns, with a place on the plane for
/// each node. Node v has the neighbours Neighbours[First[v] .. First[v + 1]). What orders are made from.
/// </summary>
internal sealed class NeighbourGraph
{
    internal required int[] First { get; init; }
    internal required int[] Neighbours { get; init; }
    internal required int[] X { get; init; }
    internal required int[] Y { get; init; }

    public int NodeCount => X.Length;

    /// <summary>The neighbours of a list of edges.</summary>
    /// <param name="nodes">How many nodes.</param>
    /// <param name="tail">One end of each edge.</param>
    /// <param name="head">The other.</param>
    /// <param name="latE7">Latitude of each node, 1e-7 degrees.</param>
    /// <param name="lonE7">Longitude of each node, 1e-7 degrees.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static NeighbourGraph Of(int nodes, ReadOnlySpan<int> tail, ReadOnlySpan<int> head, ReadOnlySpan<int> latE7, ReadOnlySpan<int> lonE7)
    {
        var (first, neighbours) = Symmetric(nodes, tail, head);
        // Sorting each row and dropping what repeats, in place.
        var kept = 0;
        for (var v = 0; v < nodes; v++)
        {
            var row = neighbours.AsSpan(first[v]..first[v + 1]);
            row.Sort();
            first[v] = kept;
            var last = v;
            foreach (var w in row)
            {
                if (w != last && w != v)
                {
                    neighbours[kept++] = last = w;
                }
            }
        }
        first[nodes] = kept;
        // A degree of longitude is shorter than one of latitude: directions are judged where the map is.
        var middle = nodes == 0 ? 0 : latE7[nodes / 2] * 1e-7;
        var shrink = Math.Cos(middle * Math.PI / 180);
        var x = new int[nodes];
        for (var v = 0; v < nodes; v++)
        {
            x[v] = (int)(lonE7[v] * shrink);
        }
        return new NeighbourGraph { First = first, Neighbours = neighbours[..kept], X = x, Y = latE7.ToArray() };
    }

    /// <summary>The part of the graph some nodes make up; they are numbered as they are listed.</summary>
    /// <param name="nodes">The nodes.</param>
    /// <param name="place">A scratch of one −1 per node of this graph; left as it was found.</param>
    public NeighbourGraph Part(ReadOnlySpan<int> nodes, int[] place)
    {
        var arcs = 0;
        for (var i = 0; i < nodes.Length; i++)
        {
            place[nodes[i]] = i;
            arcs += First[nodes[i] + 1] - First[nodes[i]];
        }
        var (first, neighbours) = (new int[nodes.Length + 1], new int[arcs]);
        var (x, y) = (new int[nodes.Length], new int[nodes.Length]);
        var kept = 0;
        for (var i = 0; i < nodes.Length; i++)
        {
            var v = nodes[i];
            (x[i], y[i]) = (X[v], Y[v]);
            for (var a = First[v]; a < First[v + 1]; a++)
            {
                if (place[Neighbours[a]] is >= 0 and var w)
                {
                    neighbours[kept++] = w;
                }
            }
            first[i + 1] = kept;
        }
        foreach (var v in nodes)
        {
            place[v] = -1;
        }
        return new NeighbourGraph { First = first, Neighbours = neighbours, X = x, Y = y };
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static (int[] First, int[] Neighbours) Symmetric(int nodes, ReadOnlySpan<int> tail, ReadOnlySpan<int> head)
    {
        var first = new int[nodes + 2];
        for (var e = 0; e < tail.Length; e++)
        {
            first[tail[e] + 2]++;
            first[head[e] + 2]++;
        }
        for (var v = 2; v < first.Length; v++)
        {
            first[v] += first[v - 1];
        }
        var neighbours = new int[tail.Length * 2];
        for (var e = 0; e < tail.Length; e++)
        {
            neighbours[first[tail[e] + 1]++] = head[e];
            neighbours[first[head[e] + 1]++] = tail[e];
        }
        return (first[..(nodes + 1)], neighbours);
    }
}
