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

    private static readonly byte[] OneCost = [.. Enumerable.Range(0, 128).Select(c => (byte)(IsSoft((char)c) ? Half : Error))];
    private static readonly byte[] PairCost = [.. Enumerable.Range(0, 128 * 128).Select(p => (byte)Pair((char)(p / 128), (char)(p % 128)))];

    /// <summary>
    /// The distance of <paramref name="asked"/> to the whole of <paramref name="word"/> and to its nearest beginning;
    /// <see cref="Far"/> where above <paramref name="most"/>. Both at most <see cref="SoundKey.MaxLength"/> letters.
    /// </summary>
    public static (int Whole, int Beginning) Between(ReadOnlySpan<char> asked, ReadOnlySpan<char> word, int most)
    {
        // No beginning longer than that can be near enough, and no cell further from the diagonal: each step away costs a half.
        var columns = Math.Min(word.Length, asked.Length + most);
        if (columns < asked.Length - most)
        {
            return (Far, Far);
        }
        Span<int> rows = stackalloc int[3 * (SoundKey.MaxLength + 2)];
        rows.Fill(Far);
        var before = rows[..(SoundKey.MaxLength + 2)];
        var above = rows.Slice(SoundKey.MaxLength + 2, SoundKey.MaxLength + 2);
        var now = rows[(2 * (SoundKey.MaxLength + 2))..];
        above[0] = 0;
        for (var j = 1; j <= Math.Min(columns, most); j++)
        {
            above[j] = above[j - 1] + OfOne(word[j - 1]);
        }
        var leastAbove = 0;
        for (var i = 1; i <= asked.Length; i++)
        {
            var a = asked[i - 1];
            var ofA = OfOne(a);
            var (from, to) = (Math.Max(1, i - most), Math.Min(columns, i + most));
            var least = now[from - 1] = from == 1 ? above[0] + ofA : Far;
            for (var j = from; j <= to; j++)
            {
                var w = word[j - 1];
                var cost = Math.Min(above[j - 1] + OfPair(a, w), Math.Min(above[j] + ofA, now[j - 1] + OfOne(w)));
                if (i > 1 && j > 1 && a != w && a == word[j - 2] && asked[i - 2] == w)
                {
                    cost = Math.Min(cost, before[j - 2] + Error);
                }
                now[j] = cost;
                least = Math.Min(least, cost);
            }
            // The next row looks one beyond the end of this one.
            now[to + 1] = Far;
            if (least > most && leastAbove > most - Error)
            {
                return (Far, Far);
            }
            leastAbove = least;
            var free = before;
            before = above;
            above = now;
            now = free;
        }
        var beginning = Far;
        for (var j = Math.Max(1, asked.Length - most); j <= columns; j++)
        {
            beginning = Math.Min(beginning, above[j]);
        }
        var whole = columns == word.Length ? above[columns] : Far;
        return (whole <= most ? whole : Far, beginning <= most ? beginning : Far);
    }

    private static int OfOne(char c) => c < 128 ? OneCost[c] : Error;

    private static int OfPair(char a, char b) => (a | b) < 128 ? PairCost[(a * 128) + b] : a == b ? 0 : Error;

    private static bool IsSoft(char c) => SoundKey.IsVowel(c) || c == 'h';

    private static int Pair(char a, char b) =>
        a == b ? 0
        : SoundKey.IsVowel(a) && SoundKey.IsVowel(b) ? Half
        : (a, b) is ('r', 'd') or ('d', 'r') or ('m', 'n') or ('n', 'm') or ('y', 'i') or ('i', 'y') ? Half
        : Error;
}
