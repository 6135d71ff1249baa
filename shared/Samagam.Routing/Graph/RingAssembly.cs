namespace Samagam.Routing.Graph;

/// <summary>Joins the member ways of a multipolygon end to end into closed rings (OSM wiki "Relation:multipolygon").</summary>
internal static class RingAssembly
{
    /// <summary>The closed rings; pieces that never close are left out and counted in <paramref name="openPieces"/>.</summary>
    public static List<long[]> Join(IEnumerable<long[]> pieces, out int openPieces)
    {
        var rings = new List<long[]>();
        var open = new LinkedList<long[]>();
        foreach (var piece in pieces)
        {
            if (piece.Length >= 4 && piece[0] == piece[^1])
            {
                rings.Add(piece[..^1]);
            }
            else if (piece.Length >= 2)
            {
                open.AddLast(piece);
            }
        }
        // Ends are looked up by node, so a relation of n pieces costs n steps and not n².
        var byEnd = new Dictionary<long, List<long[]>>();
        foreach (var piece in open)
        {
            Ends(byEnd, piece[0]).Add(piece);
            Ends(byEnd, piece[^1]).Add(piece);
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
            while (chain[0] != chain[^1] && byEnd[chain[^1]].Find(p => !used.Contains(p)) is { } next)
            {
                used.Add(next);
                chain.AddRange(next[0] == chain[^1] ? next.Skip(1) : next.Reverse().Skip(1));
            }
            if (chain.Count >= 4 && chain[0] == chain[^1])
            {
                rings.Add([.. chain.Take(chain.Count - 1)]);
            }
            else
            {
                openPieces++;
            }
        }
        return rings;
    }

    private static List<long[]> Ends(Dictionary<long, List<long[]>> byEnd, long node)
    {
        if (!byEnd.TryGetValue(node, out var list))
        {
            byEnd[node] = list = [];
        }
        return list;
    }
}
