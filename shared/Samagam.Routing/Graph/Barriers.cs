namespace Samagam.Routing.Graph;

/// <summary>The fences and walls of a map while it is read: straight pieces between nodes.</summary>
internal sealed class Barriers
{
    private readonly GrowList<(int From, int To)> _pieces = new(64);
    private readonly NodeCollector _nodes;

    /// <param name="lines">Node ids, line after line, each ended by <see cref="WayCollector.LineEnd"/>.</param>
    public Barriers(ReadOnlySpan<long> lines, NodeIndex index, NodeCollector nodes)
    {
        _nodes = nodes;
        var before = -1;
        foreach (var id in lines)
        {
            var node = id == WayCollector.LineEnd ? -1 : index.Find(id);
            if (node >= 0 && nodes.LatE7[node] == NodeCollector.Missing)
            {
                node = -1;
            }
            if (node >= 0 && before >= 0 && At(node) != At(before))
            {
                _pieces.Add((before, node));
            }
            before = node;
        }
        Segments = Array.ConvertAll(_pieces.ToArray(), p => new GridSegment(At(p.From), At(p.To)));
        _bySouth = [.. Enumerable.Range(0, Segments.Length).OrderBy(i => Math.Min(Segments[i].A.LatE7, Segments[i].B.LatE7))];
        _souths = Array.ConvertAll(_bySouth, i => Math.Min(Segments[i].A.LatE7, Segments[i].B.LatE7));
        _tallest = Segments.Length == 0 ? 0 : Segments.Max(s => Math.Abs((long)s.A.LatE7 - s.B.LatE7));
    }

    private readonly int[] _bySouth;
    private readonly int[] _souths;
    private readonly long _tallest;

    public GridSegment[] Segments { get; }

    public (int From, int To) Ends(int piece) => _pieces[piece];

    /// <summary>The pieces whose boxes touch a box, by number.</summary>
    public List<int> In(int south, int west, int north, int east)
    {
        var found = new List<int>();
        var from = Array.BinarySearch(_souths, (int)Math.Max(int.MinValue, south - _tallest));
        from = from < 0 ? ~from : from;
        while (from > 0 && _souths[from - 1] >= south - _tallest)
        {
            from--;
        }
        for (var i = from; i < _souths.Length && _souths[i] <= north; i++)
        {
            var (a, b) = Segments[_bySouth[i]];
            if (Math.Max(a.LatE7, b.LatE7) >= south && Math.Min(a.LonE7, b.LonE7) <= east && Math.Max(a.LonE7, b.LonE7) >= west)
            {
                found.Add(_bySouth[i]);
            }
        }
        found.Sort();
        return found;
    }

    private GridPoint At(int node) => new(_nodes.LatE7[node], _nodes.LonE7[node]);
}
