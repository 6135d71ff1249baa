namespace Samagam.Routing.Amenities.Lookup;

/// <summary>A word as it is searched by.</summary>
/// <param name="Key">Its <see cref="SoundKey"/>.</param>
/// <param name="Letters">How many letters were typed.</param>
internal readonly record struct SearchWord(string Key, int Letters)
{
    /// <summary>A number is meant as it stands: no endings, no errors.</summary>
    public bool IsNumber => char.IsAsciiDigit(Key[0]);

    /// <summary>Errors forgiven: none up to 3 letters, one up to 7 sounds, then two; in <see cref="SpellingDistance"/> halves.</summary>
    public int Forgiven => IsNumber ? 0 : Letters <= 3 ? 1 : Key.Length <= 7 ? SpellingDistance.Error : 2 * SpellingDistance.Error;
}

/// <summary>Cuts text into the words it is searched by.</summary>
internal static class SearchWords
{
    private static readonly HashSet<string> Filling = [.. TypeWords.Filling.SelectMany(f => Of(f, 100, 1, keepFilling: true)).Select(w => w.Key)];

    /// <summary>The words of a text in order, without those that say nothing unless there are only such.</summary>
    public static List<SearchWord> Of(string text, int maxText, int maxWords, bool keepFilling = false)
    {
        if (text.Length > maxText)
        {
            text = text[..maxText];
        }
        var scholarly = PlainText.IsScholarly(text.ToLowerInvariant());
        var plain = PlainText.Of(text, maxText);
        var words = new List<SearchWord>();
        for (var start = 0; start < plain.Length;)
        {
            var end = EndOf(plain, start);
            var word = plain.AsSpan(start, end - start);
            if (word[0] != ' ' && SoundKey.Of(word, scholarly) is { Length: > 0 } key)
            {
                words.Add(new SearchWord(key, Math.Max(key.Length, DevanagariSound.IsDevanagari(word[0]) ? 0 : word.Length)));
            }
            start = end;
        }
        if (!keepFilling && words.Exists(w => !Filling.Contains(w.Key)))
        {
            words.RemoveAll(w => Filling.Contains(w.Key));
        }
        if (words.Count > maxWords)
        {
            words.RemoveRange(maxWords, words.Count - maxWords);
        }
        return words;
    }

    // A word is of one kind: letters of one script, or digits. "sector4" is two.
    private static int EndOf(string plain, int start)
    {
        var kind = KindOf(plain[start]);
        var end = start + 1;
        while (end < plain.Length && KindOf(plain[end]) == kind)
        {
            end++;
        }
        return end;
    }

    private static int KindOf(char c) => c == ' ' ? 0 : char.IsAsciiDigit(c) ? 1 : DevanagariSound.IsDevanagari(c) ? 2 : 3;
}
