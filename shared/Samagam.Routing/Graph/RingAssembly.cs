namespace Samagam.Routing.Graph;

/// <summary>Joins the member ways of a multipolygon end to end into closed rings (OSM wiki "Relation:multipolygon").</summary>
internal static class RingAssembly
{
    /// <summary>The closed rings; pieces that never close are counted in <paramref name="openPieces"/> and, joined as far as they go, put into <paramref name="openLines"/>.</summary>
    public static List<long[]> Join(IEnumerable<long[]> pieces, out int openPieces, List<long[]>? openLines = null)
    {
        var rings = new List<long[]>();
        var open = new List<long[]>();
        foreach (var piece in pieces)
        {
            if (piece.Length >= 4 && piece[0] == piece[^1])
            {
                rings.Add(piece[..^1]);
            }
            else if (piece.Length >= 2)
            {
                open.Add(piece);
            }
        }
        // Ends are looked up by node and each is taken once, so a relation of n pieces costs n steps and not n².
        var byEnd = new Dictionary<long, Queue<long[]>>();
        foreach (var piece in open)
        {
            Ends(byEnd, piece[0]).Enqueue(piece);
            Ends(byEnd, piece[^1]).Enqueue(piece);
        }
        var used = new HashSet<long[]>(ReferenceEqualityComparer.Instance);
        openPieces = 0;
        foreach (var start in open)
        {
            if (!used.Add(start))
            {
                continue;
            }
            var chain = new List<long>(start);
            while (chain[0] != chain[^1] && TakeUnused(byEnd[chain[^1]], used) is { } next)
            {
                chain.AddRange(next[0] == chain[^1] ? next.Skip(1) : Enumerable.Reverse(next).Skip(1));
            }
            if (chain.Count >= 4 && chain[0] == chain[^1])
            {
                rings.Add([.. chain.Take(chain.Count - 1)]);
            }
            else
            {
                openPieces++;
                openLines?.Add([.. chain]);
            }
        }
        return rings;
    }

    private static long[]? TakeUnused(Queue<long[]> ends, HashSet<long[]> used)
    {
        while (ends.TryDequeue(out var piece))
        {
            if (used.Add(piece))
            {
                return piece;
            }
        }
        return null;
    }

    private static Queue<long[]> Ends(Dictionary<long, Queue<long[]>> byEnd, long node)
    {
        if (!byEnd.TryGetValue(node, out var queue))
        {
            byEnd[node] = queue = new();
        }
        return queue;
    }
}
