using System.Numerics;

namespace Samagam.Routing.Amenities.Lookup;

/// <summary>One word of the map that a word of the question may stand for, and how well: 1 is the word itself.</summary>
internal readonly record struct TermMatch(int Term, float Score);

/// <summary>
/// Every word of a map's names, sorted by its frame, with the rows it stands in. Exact words and beginnings are a binary
/// search; misspelt ones a scan of all words behind a filter of one instruction each.
/// </summary>
internal sealed class TermIndex
{
    // Letters that no half error takes away; the others are vowels, h, and those written for one another.
    private static readonly uint Soft = MaskOf("aeiouhrdmny");

    private readonly string[] _keys;
    private readonly string[] _frames;
    private readonly uint[] _letters;
    private readonly int[][] _rows;

    public TermIndex(Dictionary<string, List<int>> rowsByKey)
    {
        _keys = [.. rowsByKey.Keys];
        _frames = Array.ConvertAll(_keys, SoundKey.Frame);
        Array.Sort(_frames, _keys, StringComparer.Ordinal);
        _letters = Array.ConvertAll(_keys, MaskOf);
        _rows = Array.ConvertAll(_keys, k => rowsByKey[k].ToArray());
    }

    public int Count => _keys.Length;

    public ReadOnlySpan<int> RowsOf(int term) => _rows[term];

    /// <summary>Words that sound like this one or begin like it.</summary>
    public void Sounding(in SearchWord word, int most, List<TermMatch> to)
    {
        var frame = SoundKey.Frame(word.Key);
        var allowed = word.Letters <= 3 ? 1 : 2;
        for (var i = FirstFrom(frame); i < _frames.Length && to.Count < most && _frames[i].StartsWith(frame, StringComparison.Ordinal); i++)
        {
            if (word.IsNumber)
            {
                if (_keys[i] == word.Key)
                {
                    to.Add(new TermMatch(i, 1));
                }
                continue;
            }
            var (whole, beginning) = SpellingDistance.Between(word.Key, _keys[i], allowed);
            if (whole <= beginning + 1)
            {
                Add(i, 1, whole);
            }
            else
            {
                Add(i, 0.7f + (0.2f * word.Key.Length / _keys[i].Length), beginning);
            }
        }

        void Add(int term, float score, int distance)
        {
            if (distance < SpellingDistance.Far)
            {
                to.Add(new TermMatch(term, score - (0.05f * distance)));
            }
        }
    }

    /// <summary>Words that were perhaps meant, and words that begin so; not those <see cref="Sounding"/> finds.</summary>
    public void Misspelt(in SearchWord word, int most, List<TermMatch> to)
    {
        if (word.IsNumber || word.Letters <= 3)
        {
            return;
        }
        var letters = MaskOf(word.Key);
        var forgiven = word.Forgiven;
        // A beginning has many words: one error is as much as it may differ.
        var forgivenBeginning = Math.Min(forgiven, SpellingDistance.Error);
        for (var i = 0; i < _keys.Length && to.Count < most; i++)
        {
            // Each letter the word has not costs an error or, when it is soft, at least a half.
            var missing = letters & ~_letters[i];
            if (missing != 0 && (BitOperations.PopCount(missing & ~Soft) * SpellingDistance.Error) + BitOperations.PopCount(missing & Soft) > forgiven)
            {
                continue;
            }
            var (whole, beginning) = SpellingDistance.Between(word.Key, _keys[i], forgiven);
            if (whole <= beginning + 1 && whole < SpellingDistance.Far)
            {
                to.Add(new TermMatch(i, 0.8f - (0.08f * whole)));
            }
            else if (beginning <= forgivenBeginning)
            {
                to.Add(new TermMatch(i, 0.5f + (0.2f * word.Key.Length / _keys[i].Length) - (0.08f * beginning)));
            }
        }
    }

    private int FirstFrom(string frame)
    {
        var (low, high) = (0, _frames.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (string.CompareOrdinal(_frames[middle], frame) < 0)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }
        return low;
    }

    private static uint MaskOf(string key)
    {
        var mask = 0u;
        foreach (var c in key)
        {
            mask |= c is >= 'a' and <= 'z' ? 1u << (c - 'a') : 1u << 26;
        }
        return mask;
    }
}
