namespace Samagam.Routing.Osm;

/// <summary>Appends to a reused array up to a limit, so that a count in a file never sizes an allocation.</summary>
internal static class OsmGrowth
{
    public static void Append<T>(ref T[] array, ref int count, T item, int limit, string what, long position)
    {
        if (count == limit)
        {
            throw new MapFormatException(MapFault.TooLarge, $"there are more than {limit} {what}", position);
        }
        if (count == array.Length)
        {
            Array.Resize(ref array, count * 2);
        }
        array[count++] = item;
    }
}
