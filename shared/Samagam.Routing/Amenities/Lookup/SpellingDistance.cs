namespace Samagam.Routing.Amenities.Lookup;

/// <summary>
/// How far two keys are apart: insertions, deletions, substitutions and swaps of neighbours (Damerau, "A technique for
/// computer detection and correction of spelling errors", CACM 7(3), 1964; each letter swapped once), in halves. A vowel
/// more, less or other, an h more or less, and r for d count one half: these are spellings rather than errors.
/// </summary>
internal static class SpellingDistance
{
    /// <summary>What one error costs.</summary>
    public const int Error = 2;

    /// <summary>More than any distance that is asked for.</summary>
    public const int Far = 99;

    private const int Half = 1;

    /// <summary>
    /// The distance of <paramref name="asked"/> to the whole of <paramref name="word"/> and to its nearest beginning;
    /// <see cref="Far"/> where above <paramref name="most"/>. Both at most <see cref="SoundKey.MaxLength"/> letters.
    /// </summary>
    public static (int Whole, int Beginning) Between(ReadOnlySpan<char> asked, ReadOnlySpan<char> word, int most)
    {
        // No beginning longer than that can be near enough.
        var columns = Math.Min(word.Length, asked.Length + most);
        Span<int> rows = stackalloc int[3 * (SoundKey.MaxLength + 1)];
        var before = rows[..(columns + 1)];
        var above = rows.Slice(SoundKey.MaxLength + 1, columns + 1);
        var now = rows.Slice(2 * (SoundKey.MaxLength + 1), columns + 1);
        above[0] = 0;
        for (var j = 1; j <= columns; j++)
        {
            above[j] = above[j - 1] + OfOne(word[j - 1]);
        }
        for (var i = 1; i <= asked.Length; i++)
        {
            var a = asked[i - 1];
            var least = now[0] = above[0] + OfOne(a);
            for (var j = 1; j <= columns; j++)
            {
                var w = word[j - 1];
                var cost = Math.Min(above[j - 1] + OfPair(a, w), Math.Min(above[j] + OfOne(a), now[j - 1] + OfOne(w)));
                if (i > 1 && j > 1 && a == word[j - 2] && asked[i - 2] == w)
                {
                    cost = Math.Min(cost, before[j - 2] + (a == w ? 0 : Error));
                }
                now[j] = cost;
                least = Math.Min(least, cost);
            }
            if (least > most + Error)
            {
                return (Far, Far);
            }
            var free = before;
            before = above;
            above = now;
            now = free;
        }
        var beginning = Far;
        for (var j = 1; j <= columns; j++)
        {
            beginning = Math.Min(beginning, above[j]);
        }
        var whole = columns == word.Length ? above[columns] : Far;
        return (whole <= most ? whole : Far, beginning <= most ? beginning : Far);
    }

    private static int OfOne(char c) => SoundKey.IsVowel(c) || c == 'h' ? Half : Error;

    private static int OfPair(char a, char b) =>
        a == b ? 0
        : SoundKey.IsVowel(a) && SoundKey.IsVowel(b) ? Half
        : (a, b) is ('r', 'd') or ('d', 'r') or ('m', 'n') or ('n', 'm') or ('y', 'i') or ('i', 'y') ? Half
        : Error;
}
