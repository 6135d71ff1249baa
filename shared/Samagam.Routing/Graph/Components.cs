namespace Samagam.Routing.Graph;

/// <summary>
/// Strongly connected components of a walk graph (Tarjan 1972, with an explicit stack), numbered by falling total edge
/// length so that number 0 is where most people are.
/// </summary>
internal static class Components
{
    /// <summary>A part is "main" from this share of the largest part's length.</summary>
    private const double MainShare = 0.1;

    public static (int[] ComponentOf, int Count, int Main) Find(
        int vertices, int[] firstArc, int[] arcOf, int[] arcHead, int[] tail, int[] head, int[] lengthMm, byte[] directions)
    {
        var component = Tarjan(vertices, firstArc, arcOf, arcHead, directions, out var count);
        var length = new long[count];
        for (var e = 0; e < tail.Length; e++)
        {
            if (component[tail[e]] == component[head[e]])
            {
                length[component[tail[e]]] += lengthMm[e];
            }
        }
        var order = Enumerable.Range(0, count).ToArray();
        // Ties by number, so that the same file gives the same snapshot.
        Array.Sort(order, (a, b) => length[a] != length[b] ? length[b].CompareTo(length[a]) : a.CompareTo(b));
        var rank = new int[count];
        for (var i = 0; i < count; i++)
        {
            rank[order[i]] = i;
        }
        foreach (ref var c in component.AsSpan())
        {
            c = rank[c];
        }
        var main = order.TakeWhile(c => length[c] > 0 && length[c] >= length[order[0]] * MainShare).Count();
        return (component, count, main);
    }

    private static int[] Tarjan(int vertices, int[] firstArc, int[] arcOf, int[] arcHead, byte[] directions, out int count)
    {
        var component = new int[vertices];
        component.AsSpan().Fill(-1);
        var entered = new int[vertices];
        var low = new int[vertices];
        var nextArc = new int[vertices];
        var open = new Stack<int>();
        var path = new Stack<int>();
        var clock = 0;
        count = 0;
        for (var root = 0; root < vertices; root++)
        {
            if (entered[root] != 0)
            {
                continue;
            }
            Enter(root);
            while (path.TryPeek(out var v))
            {
                if (nextArc[v] < firstArc[v + 1])
                {
                    var i = nextArc[v]++;
                    var w = arcHead[i];
                    if ((directions[arcOf[i] >> 1] & WalkGraph.FlagOf(arcOf[i])) == 0)
                    {
                        continue;
                    }
                    if (entered[w] == 0)
                    {
                        Enter(w);
                    }
                    else if (component[w] < 0)
                    {
                        low[v] = Math.Min(low[v], entered[w]);
                    }
                    continue;
                }
                path.Pop();
                if (path.TryPeek(out var parent))
                {
                    low[parent] = Math.Min(low[parent], low[v]);
                }
                if (low[v] == entered[v])
                {
                    int member;
                    do
                    {
                        member = open.Pop();
                        component[member] = count;
                    }
                    while (member != v);
                    count++;
                }
            }
        }
        return component;

        void Enter(int v)
        {
            entered[v] = low[v] = ++clock;
            nextArc[v] = firstArc[v];
            open.Push(v);
            path.Push(v);
        }
    }
}
