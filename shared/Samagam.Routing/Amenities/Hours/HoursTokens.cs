using System.Globalization;

namespace Samagam.Routing.Amenities.Hours;

/// <summary>What a piece of an opening_hours text is.</summary>
internal enum HoursTokenKind : byte
{
    End,
    Number,
    Time,
    Word,
    Comment,
    Sign,
}

/// <summary>A piece of an opening_hours text.</summary>
/// <param name="Text">Words in lower case; signs as they are.</param>
/// <param name="Value">A number, or a time in minutes since midnight.</param>
internal readonly record struct HoursToken(HoursTokenKind Kind, string Text = "", int Value = 0)
{
    public bool Is(string sign) => Kind == HoursTokenKind.Sign && Text == sign;

    public bool IsWord(string word) => Kind == HoursTokenKind.Word && Text == word;

    /// <summary>The pieces of a text, an end at the end; null when it has a character no such text has.</summary>
    public static List<HoursToken>? Of(string text)
    {
        var tokens = new List<HoursToken>();
        for (var i = 0; i < text.Length;)
        {
            var c = text[i];
            var start = i;
            if (c is ' ' or '\t' or '\u00A0')
            {
                i++;
            }
            else if (char.IsAsciiDigit(c))
            {
                i = EndOf(text, i, char.IsAsciiDigit);
                if (i - start > 4)
                {
                    return null;
                }
                var value = int.Parse(text.AsSpan(start, i - start), CultureInfo.InvariantCulture);
                if (i - start <= 2 && i + 2 < text.Length && text[i] == ':' && char.IsAsciiDigit(text[i + 1]) && char.IsAsciiDigit(text[i + 2]))
                {
                    var minutes = ((text[i + 1] - '0') * 10) + text[i + 2] - '0';
                    i += 3;
                    if (minutes > 59 || (i < text.Length && char.IsAsciiDigit(text[i])))
                    {
                        return null;
                    }
                    tokens.Add(new(HoursTokenKind.Time, Value: (value * 60) + minutes));
                }
                else
                {
                    tokens.Add(new(HoursTokenKind.Number, text[start..i], value));
                }
            }
            else if (char.IsAsciiLetter(c))
            {
                i = EndOf(text, i, char.IsAsciiLetter);
                tokens.Add(new(HoursTokenKind.Word, text[start..i].ToLowerInvariant()));
            }
            else if (c == '"')
            {
                i = text.IndexOf('"', i + 1) + 1;
                if (i == 0)
                {
                    return null;
                }
                tokens.Add(new(HoursTokenKind.Comment, text[(start + 1)..(i - 1)]));
            }
            else if (c is ';' or ',' or '-' or '\u2013' or ':' or '+' or '(' or ')' or '/')
            {
                i++;
                tokens.Add(new(HoursTokenKind.Sign, c == '\u2013' ? "-" : c.ToString()));
            }
            else
            {
                return null;
            }
        }
        tokens.Add(new(HoursTokenKind.End));
        return tokens;
    }

    private static int EndOf(string text, int from, Func<char, bool> isPart)
    {
        while (from < text.Length && isPart(text[from]))
        {
            from++;
        }
        return from;
    }
}
