namespace Samagam.Routing.Graph;

/// <summary>
/// Maps OSM node ids to 0..Count−1. Its size follows the nodes that are needed, never the largest id. Files are mostly
/// sorted, so a search starts where the last one ended.
/// </summary>
internal sealed class NodeIndex
{
    private readonly long[] _ids;
    private int _hint;

    /// <summary>Takes ids in any order, with repeats; reorders the given array.</summary>
    public NodeIndex(long[] ids, int count)
    {
        Array.Sort(ids, 0, count);
        var kept = 0;
        for (var i = 0; i < count; i++)
        {
            if (i == 0 || ids[i] != ids[i - 1])
            {
                ids[kept++] = ids[i];
            }
        }
        _ids = ids.AsSpan(0, kept).ToArray();
    }

    public int Count => _ids.Length;

    public long IdOf(int index) => _ids[index];

    /// <summary>The index of an id, or −1.</summary>
    public int Find(long id)
    {
        if (_hint < _ids.Length && _ids[_hint] == id)
        {
            return _hint++;
        }
        // Not needed, but in order: the answer is often "between the last two".
        if (_hint > 0 && _hint < _ids.Length && _ids[_hint - 1] < id && id < _ids[_hint])
        {
            return -1;
        }
        var at = Array.BinarySearch(_ids, id);
        _hint = at >= 0 ? at + 1 : ~at;
        return at >= 0 ? at : -1;
    }
}
