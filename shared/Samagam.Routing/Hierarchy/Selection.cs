namespace Samagam.Routing.Hierarchy;

/// <summary>The k-th smallest of many without sorting them all (Hoare 1961, "FIND").</summary>
internal static class Selection
{
    /// <summary>The value that sorting would put at <paramref name="k"/>; the items are left partly sorted.</summary>
    public static long Smallest(Span<long> items, int k)
    {
        var (low, high) = (0, items.Length - 1);
        while (low < high)
        {
            var pivot = Middle(items[low], items[(low + high) >>> 1], items[high]);
            var (i, j) = (low, high);
            while (i <= j)
            {
                while (items[i] < pivot)
                {
                    i++;
                }
                while (items[j] > pivot)
                {
                    j--;
                }
                if (i <= j)
                {
                    (items[i], items[j]) = (items[j], items[i]);
                    i++;
                    j--;
                }
            }
            if (k <= j)
            {
                high = j;
            }
            else if (k >= i)
            {
                low = i;
            }
            else
            {
                break;
            }
        }
        return items[k];
    }

    private static long Middle(long a, long b, long c) => Math.Max(Math.Min(a, b), Math.Min(Math.Max(a, b), c));
}
