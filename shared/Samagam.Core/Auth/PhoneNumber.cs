using System.Text;

namespace Samagam.Core.Auth;

/// <summary>A telephone number in E.164 form (ITU-T E.164 §6): plus, then 8 to 15 digits.</summary>
public readonly record struct PhoneNumber
{
    /// <summary>Longest text worth reading, characters.</summary>
    public const int MaxTextChars = 40;

    private const int MinDigits = 8, MaxDigits = 15, NationalDigits = 10;

    private PhoneNumber(string text) => Text = text;

    /// <summary><c>+919876543210</c>.</summary>
    public string Text { get; }

    /// <summary>
    /// Reads a number as people type it: blanks, dashes, dots and brackets between, digits of any script, <c>+</c> or <c>00</c> before the
    /// country; ten digits (or eleven that begin with 0) are of the country given.
    /// </summary>
    /// <param name="countryCode">Digits, without plus.</param>
    public static bool TryParse(string? text, string countryCode, out PhoneNumber number)
    {
        number = default;
        if (text is null || text.Length > MaxTextChars)
        {
            return false;
        }
        var digits = new StringBuilder(MaxDigits);
        var plus = false;
        foreach (var c in text.Trim())
        {
            if (char.IsDigit(c))
            {
                digits.Append((char)('0' + (int)char.GetNumericValue(c)));
            }
            else if (c == '+' && digits.Length == 0 && !plus)
            {
                plus = true;
            }
            else if (c is not (' ' or '-' or '.' or '(' or ')' or '\u00A0' or '\u2011'))
            {
                return false;
            }
        }
        var read = digits.ToString();
        if (!plus && read.StartsWith("00", StringComparison.Ordinal))
        {
            (plus, read) = (true, read[2..]);
        }
        if (!plus)
        {
            var national = read.Length == NationalDigits + 1 && read[0] == '0' ? read[1..] : read;
            read = national.Length == NationalDigits ? countryCode + national : read.Length > NationalDigits ? read : "";
        }
        if (read.Length is < MinDigits or > MaxDigits || read[0] == '0')
        {
            return false;
        }
        number = new PhoneNumber("+" + read);
        return true;
    }

    public override string ToString() => Text;
}
