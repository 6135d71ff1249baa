namespace Samagam.Routing.Graph;

/// <summary>Why something of a file is not in a map that was cut down.</summary>
internal static class ClipDrops
{
    public const string Way = "way outside of the clip";
    public const string PartOfWay = "piece of a way outside of the clip (way cut there)";
    public const string Water = "water outside of the clip";
    public const string Ground = "open ground outside of the clip";
    public const string Amenity = "amenity outside of the clip";
    public const string Zone = "zone outside of the clip";
}

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
