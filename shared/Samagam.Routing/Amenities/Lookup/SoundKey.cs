using System.Text;

namespace Samagam.Routing.Amenities.Lookup;

/// <summary>
/// How a word sounds, so that महाकाल, "Mahakal", "mahakaal" and "Mahākāla" are one word: long and short vowels, aspirated
/// and plain, the three s, v and w, nasal signs and doubled letters are told apart by nobody who types on a small screen.
/// Latin letters are read as Indian English writes Hindi (Hunterian) or, where marks show it, as ISO 15919.
/// </summary>
internal static class SoundKey
{
    /// <summary>Longest key, letters; what follows in a word decides nothing.</summary>
    public const int MaxLength = 24;

    /// <summary>The key of one word of <see cref="PlainText"/>; empty when it has no sound.</summary>
    public static string Of(ReadOnlySpan<char> word, bool scholarly = false)
    {
        word = word[..Math.Min(word.Length, MaxLength * 2)];
        var key = new StringBuilder(word.Length);
        if (word.Length > 0 && DevanagariSound.IsDevanagari(word[0]))
        {
            DevanagariSound.Append(key, word);
        }
        else
        {
            AppendLatin(key, word, scholarly);
        }
        return Settle(key);
    }

    /// <summary>Two neighbouring words written as one: "ram ghat" and "ramghat".</summary>
    public static string Joined(string first, string second) => Settle(new StringBuilder(first).Append(second));

    /// <summary>A key without its a, but for a first one: what remains when schwas are written or left out at will.</summary>
    public static string Frame(string key)
    {
        Span<char> frame = stackalloc char[key.Length];
        var n = 0;
        for (var i = 0; i < key.Length; i++)
        {
            if (i == 0 || key[i] != 'a')
            {
                frame[n++] = key[i];
            }
        }
        return new string(frame[..n]);
    }

    public static bool IsVowel(char c) => c is 'a' or 'e' or 'i' or 'o' or 'u';

    private static void AppendLatin(StringBuilder key, ReadOnlySpan<char> word, bool scholarly)
    {
        for (var i = 0; i < word.Length;)
        {
            i += Read(key, word[i..], afterConsonant: i > 0 && !IsVowel(word[i - 1]), scholarly);
        }
    }

    // Appends the next sound and says how many letters write it.
    private static int Read(StringBuilder key, ReadOnlySpan<char> rest, bool afterConsonant, bool scholarly)
    {
        switch (rest[0])
        {
            case 'a':
                return Vowel(key, rest, ["aa", "a", "ai", "e", "ae", "e", "au", "o", "aw", "o", "ay", "e"]);
            case 'e':
                return Vowel(key, rest, ["ee", "i", "ea", "i", "ei", "e", "ey", "e"]);
            case 'i':
                return Vowel(key, rest, ["ii", "i", "ie", "i"]);
            case 'o':
                return Vowel(key, rest, ["oo", "u", "ou", "o", "ow", "o", "oa", "o"]);
            case 'u':
                return Vowel(key, rest, ["uu", "u"]);
            case 'c':
                return C(key, rest, scholarly);
            case 'j' when Follows(rest, 'n'):
                // ज्ञ by its letters: it is said gya.
                key.Append("gy");
                return 2;
            case 'r' when Follows(rest, 'h'):
                // ढ़, which others write d.
                key.Append('d');
                return 2;
            case 'k' or 'g' or 't' or 'd' or 'p' or 'b' or 's' or 'j' or 'z':
                key.Append(rest[0] == 'z' ? 'j' : rest[0]);
                return Follows(rest, 'h') ? 2 : 1;
            case 'x':
                key.Append("ks");
                return 1;
            case 'y' when afterConsonant && (rest.Length == 1 || !IsVowel(rest[1])):
                key.Append('i');
                return 1;
            default:
                key.Append(rest[0] switch { 'f' => 'p', 'q' => 'k', 'w' => 'v', var other => other });
                return 1;
        }
    }

    // Pairs of spelling and sound; w and y belong to the vowel before only where none comes after.
    private static int Vowel(StringBuilder key, ReadOnlySpan<char> rest, ReadOnlySpan<string> pairs)
    {
        for (var i = 0; i < pairs.Length; i += 2)
        {
            if (rest.StartsWith(pairs[i]) && !(pairs[i][1] is 'w' or 'y' && rest.Length > 2 && IsVowel(rest[2])))
            {
                key.Append(pairs[i + 1]);
                return 2;
            }
        }
        key.Append(rest[0]);
        return 1;
    }

    private static int C(StringBuilder key, ReadOnlySpan<char> rest, bool scholarly)
    {
        if (Follows(rest, 'h'))
        {
            key.Append('c');
            return rest.StartsWith("chh") ? 3 : 2;
        }
        if (!Follows(rest, 'k'))
        {
            key.Append(scholarly ? 'c' : rest.Length > 1 && rest[1] is 'e' or 'i' or 'y' ? 's' : 'k');
        }
        return 1;
    }

    private static bool Follows(ReadOnlySpan<char> rest, char next) => rest.Length > 1 && rest[1] == next;

    // m before a lip sound is a nasal sign as often as not; doubled letters and a last a are heard by few.
    private static string Settle(StringBuilder key)
    {
        Span<char> settled = stackalloc char[Math.Min(key.Length, MaxLength)];
        var n = 0;
        for (var i = 0; i < key.Length && n < settled.Length; i++)
        {
            var c = key[i] == 'm' && i + 1 < key.Length && key[i + 1] is 'p' or 'b' ? 'n' : key[i];
            if (n == 0 || settled[n - 1] != c || char.IsAsciiDigit(c))
            {
                settled[n++] = c;
            }
        }
        if (n > 2 && settled[n - 1] == 'a')
        {
            n--;
        }
        return LoanWords.Of(new string(settled[..n]));
    }
}
