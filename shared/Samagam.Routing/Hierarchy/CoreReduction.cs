namespace Samagam.Routing.Hierarchy;

/// <summary>
/// Takes away what needs no thought: dead ends are peeled, chains of nodes with two neighbours are drawn together. What
/// is taken is ranked below everything else, so the hierarchy over the whole graph is a hierarchy over the core with
/// twigs, and a question may start and end anywhere.
/// </summary>
internal static class CoreReduction
{
    /// <summary>
    /// Ranks the nodes outside the core. No two neighbours are taken in one round, so a chain of k nodes becomes a tree of
    /// height log k and not a list.
    /// </summary>
    /// <returns>The taken nodes in rising rank, the nodes left, and the graph of those (numbered as listed).</returns>
    public static (List<int> Taken, int[] Core, NeighbourGraph CoreGraph) Run(NeighbourGraph graph)
    {
        var n = graph.NodeCount;
        var rows = (int[])graph.Neighbours.Clone();
        var degree = new int[n];
        for (var v = 0; v < n; v++)
        {
            degree[v] = graph.First[v + 1] - graph.First[v];
        }
        var taken = new List<int>(n);
        var isTaken = new bool[n];
        var untilRound = new int[n];
        var (now, next) = (new List<int>(), new List<int>());
        now.AddRange(Enumerable.Range(0, n).Where(v => degree[v] <= 2));
        for (var round = 1; now.Count > 0; round++)
        {
            foreach (var v in now)
            {
                if (isTaken[v])
                {
                    continue;
                }
                if (untilRound[v] == round)
                {
                    next.Add(v);
                    continue;
                }
                Take(v, round);
            }
            (now, next) = (next, now);
            next.Clear();
        }
        var core = Enumerable.Range(0, n).Where(v => !isTaken[v]).ToArray();
        return (taken, core, Rest(graph, core, rows, degree));

        void Take(int v, int round)
        {
            taken.Add(v);
            isTaken[v] = true;
            var row = rows.AsSpan(graph.First[v], degree[v]);
            if (row.Length == 2 && !Row(row[0]).Contains(row[1]))
            {
                Row(row[0])[Row(row[0]).IndexOf(v)] = row[1];
                Row(row[1])[Row(row[1]).IndexOf(v)] = row[0];
                Touch(row[0], round);
                Touch(row[1], round);
                return;
            }
            foreach (var w in row)
            {
                var other = Row(w);
                other[other.IndexOf(v)] = other[^1];
                degree[w]--;
                Touch(w, round);
            }
        }

        void Touch(int v, int round)
        {
            untilRound[v] = round;
            if (degree[v] <= 2)
            {
                next.Add(v);
            }
        }

        Span<int> Row(int v) => rows.AsSpan(graph.First[v], degree[v]);
    }

    private static NeighbourGraph Rest(NeighbourGraph graph, int[] core, int[] rows, int[] degree)
    {
        var place = new int[graph.NodeCount];
        for (var i = 0; i < core.Length; i++)
        {
            place[core[i]] = i;
        }
        var first = new int[core.Length + 1];
        for (var i = 0; i < core.Length; i++)
        {
            first[i + 1] = first[i] + degree[core[i]];
        }
        var neighbours = new int[first[^1]];
        for (var i = 0; i < core.Length; i++)
        {
            for (var a = 0; a < degree[core[i]]; a++)
            {
                neighbours[first[i] + a] = place[rows[graph.First[core[i]] + a]];
            }
        }
        return new NeighbourGraph
        {
            First = first,
            Neighbours = neighbours,
            X = Array.ConvertAll(core, v => graph.X[v]),
            Y = Array.ConvertAll(core, v => graph.Y[v]),
        };
    }
}
