using Samagam.Routing.Hierarchy;

namespace Samagam.Routing.Search;

/// <summary>
/// The weights of one epoch, held as long as the view in force or a question to it needs them; then the writer may use their
/// memory again. A question that comes later is answered without them.
/// </summary>
internal sealed class ViewPins(MetricReader[] readers, HierarchyFinder[] finders, PinnedAmenities[] amenities)
{
    private int _holders = 1;

    /// <summary>By metric; only between <see cref="TryEnter"/> and <see cref="Leave"/>.</summary>
    public HierarchyFinder Finder(WalkMetric metric) => finders[(int)metric];

    public PinnedAmenities Amenities(WalkMetric metric) => amenities[(int)metric];

    public bool TryEnter()
    {
        for (var holders = Volatile.Read(ref _holders); holders > 0;)
        {
            var seen = Interlocked.CompareExchange(ref _holders, holders + 1, holders);
            if (seen == holders)
            {
                return true;
            }
            holders = seen;
        }
        return false;
    }

    /// <summary>Once for each time somebody entered, and once by the view when it is no longer in force.</summary>
    public void Leave()
    {
        if (Interlocked.Decrement(ref _holders) == 0)
        {
            foreach (var reader in readers)
            {
                reader.Dispose();
            }
        }
    }
}
