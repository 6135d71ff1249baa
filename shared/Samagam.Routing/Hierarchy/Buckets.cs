using System.Runtime.CompilerServices;

namespace Samagam.Routing.Hierarchy;

/// <summary>Sorting by a small whole number, keeping the order of equals.</summary>
internal static class Buckets
{
    /// <summary>Groups items in place.</summary>
    /// <param name="groups">How many groups.</param>
    /// <param name="groupOf">The group of each item.</param>
    /// <param name="items">The items; afterwards those of group g are [first[g] .. first[g + 1]).</param>
    /// <returns>Where each group starts; one more than groups.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static int[] Group<T>(int groups, ReadOnlySpan<int> groupOf, Span<T> items)
    {
        var first = new int[groups + 2];
        foreach (var g in groupOf)
        {
            first[g + 2]++;
        }
        for (var g = 2; g < first.Length; g++)
        {
            first[g] += first[g - 1];
        }
        var grouped = new T[items.Length];
        for (var i = 0; i < items.Length; i++)
        {
            grouped[first[groupOf[i] + 1]++] = items[i];
        }
        grouped.CopyTo(items);
        return first[..^1];
    }
}
