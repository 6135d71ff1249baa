namespace Samagam.Routing.Graph;

/// <summary>Counts what a load leaves out, by reason.</summary>
internal sealed class DropCounts
{
    private readonly SortedDictionary<string, int> _counts = new(StringComparer.Ordinal);

    public void Add(string reason, int count = 1)
    {
        if (count > 0)
        {
            _counts[reason] = _counts.GetValueOrDefault(reason) + count;
        }
    }

    public IReadOnlyDictionary<string, int> Counts => _counts;
}
