using System.Text;

namespace Samagam.Routing.Amenities.Lookup;

/// <summary>
/// A word in Devanagari as it sounds, in the letters of <see cref="SoundKey"/>. Letters follow ISO 15919 with marks and
/// aspiration left out; the inherent vowel falls silent at the end of a word and, from right to left, between vowel-consonant
/// and consonant-vowel (Ohala, "Aspects of Hindi Phonology", 1983).
/// </summary>
internal static class DevanagariSound
{
    // A vowel that is not written; may fall silent.
    private const char Schwa = 'A';

    // U+0915 (क) to U+0939 (ह); retroflex and dental, aspirated and not, are written alike by most people in Latin letters.
    private const string Consonants = "kkggnccjjnttddnttddnnppbbmyrrlllvssshh";

    public static bool IsDevanagari(char c) => c is >= '\u0900' and <= '\u097F';

    public static void Append(StringBuilder key, ReadOnlySpan<char> word)
    {
        Span<char> sounds = stackalloc char[word.Length * 3];
        var n = 0;
        for (var i = 0; i < word.Length; i++)
        {
            var c = word[i];
            if (c is >= '\u0915' and <= '\u0939')
            {
                var dotted = i + 1 < word.Length && word[i + 1] == '\u093C';
                if (c == 'ज' && !dotted && i + 2 < word.Length && word[i + 1] == '\u094D' && word[i + 2] == 'ञ')
                {
                    // ज्ञ is said gya, whatever its letters.
                    (sounds[n++], sounds[n++]) = ('g', 'y');
                    i += 2;
                }
                else
                {
                    sounds[n++] = Consonants[c - '\u0915'];
                    i += dotted ? 1 : 0;
                }
                if (i + 1 >= word.Length || !CarriesNoSchwa(word[i + 1]))
                {
                    sounds[n++] = Schwa;
                }
                continue;
            }
            if (c is '\u0901' or '\u0902' && i + 2 == word.Length && word[i + 1] == 'ह')
            {
                // At the end of a word the nasal has a stop in it: सिंह is written Singh.
                (sounds[n++], sounds[n++]) = ('n', 'g');
                break;
            }
            n += Vowel(c, sounds[n..]);
        }
        key.Append(sounds[..Silence(sounds[..n])]);
    }

    // A vowel sign or the virama follows.
    private static bool CarriesNoSchwa(char next) => next is (>= '\u093E' and <= '\u094D') or '\u0962' or '\u0963' or '\u093A' or '\u093B' or '\u094E' or '\u094F';

    private static int Vowel(char c, Span<char> to)
    {
        var sound = c switch
        {
            'अ' or 'आ' or '\u093E' or '\u0972' => "a",
            'इ' or 'ई' or '\u093F' or '\u0940' => "i",
            'उ' or 'ऊ' or '\u0941' or '\u0942' => "u",
            'ऋ' or 'ॠ' or '\u0943' or '\u0944' => "ri",
            'ए' or 'ऐ' or 'ऍ' or 'ऎ' or '\u0945' or '\u0946' or '\u0947' or '\u0948' => "e",
            'ओ' or 'औ' or 'ऑ' or 'ऒ' or '\u0949' or '\u094A' or '\u094B' or '\u094C' => "o",
            '\u0901' or '\u0902' => "n",
            _ => "",
        };
        sound.CopyTo(to);
        return sound.Length;
    }

    private static int Silence(Span<char> sounds)
    {
        var n = sounds.Length;
        if (n > 2 && sounds[n - 1] == Schwa)
        {
            n--;
        }
        for (var i = n - 3; i >= 2; i--)
        {
            if (sounds[i] == Schwa && !IsVowel(sounds[i - 1]) && IsVowel(sounds[i - 2]) && !IsVowel(sounds[i + 1]) && IsVowel(sounds[i + 2]))
            {
                sounds[(i + 1)..n].CopyTo(sounds[i..]);
                n--;
            }
        }
        sounds[..n].Replace(Schwa, 'a');
        return n;
    }

    private static bool IsVowel(char c) => c is 'a' or 'e' or 'i' or 'o' or 'u' or Schwa;
}
