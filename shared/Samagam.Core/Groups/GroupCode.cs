namespace Samagam.Core.Groups;

/// <summary>
/// The code that lets into a group: eight signs without look-alikes (Crockford's base 32: no I, L, O, U). Seven are luck, 35 bits: boxes that do not hear
/// of each other mint without asking, and nobody walks through codes. The eighth checks the others over GF(32): one wrong sign, or two exchanged, is
/// never another code, so a mistyped code leads nobody to strangers.
/// </summary>
public readonly record struct GroupCode
{
    public const int Length = 8;

    /// <summary>Bits of luck in a code.</summary>
    public const int LuckBits = 35;

    /// <summary>All signs, in the order of their value.</summary>
    public const string Signs = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    private const string Prefix = "code/";
    private readonly string? _text;

    private GroupCode(string text) => _text = text;

    /// <summary>Upper case, without a dash.</summary>
    public string Text => _text ?? "";

    /// <summary>As it is shown: two fours, <c>ABCD-2345</c>.</summary>
    public string Shown => Text.Length == Length ? $"{Text[..4]}-{Text[4..]}" : "";

    /// <summary>Where all groups with this code are named: <c>code/{code}</c>.</summary>
    public string Subject => Prefix + Text;

    /// <summary>A code of this luck; its lowest <see cref="LuckBits"/> bits count.</summary>
    public static GroupCode Of(ulong luck)
    {
        Span<char> signs = stackalloc char[Length];
        var sum = 0;
        for (var i = 0; i < Length - 1; i++)
        {
            var value = (int)((luck >> (5 * i)) & 31);
            signs[i] = Signs[value];
            sum ^= Times(Power(i), value);
        }
        // The last sign makes the weighted sum of all nought; its weight's inverse is the power that fills up 31.
        signs[Length - 1] = Signs[Times(Power(31 - (Length - 1)), sum)];
        return new GroupCode(new string(signs));
    }

    /// <summary>Takes a code as people type it: any case, with spaces and dashes, O for nought, I and L for one.</summary>
    public static bool TryParse(string? text, out GroupCode code)
    {
        code = default;
        if (text is null or { Length: > 4 * Length })
        {
            return false;
        }
        Span<char> signs = stackalloc char[Length];
        var (count, sum) = (0, 0);
        foreach (var typed in text)
        {
            if (typed is ' ' or '-' or '‐' or '–')
            {
                continue;
            }
            var sign = char.ToUpperInvariant(typed) switch { 'O' => '0', 'I' or 'L' => '1', var other => other };
            var value = Signs.IndexOf(sign, StringComparison.Ordinal);
            if (value < 0 || count == Length)
            {
                return false;
            }
            sum ^= Times(Power(count), value);
            signs[count++] = sign;
        }
        if (count != Length || sum != 0)
        {
            return false;
        }
        code = new GroupCode(new string(signs));
        return true;
    }

    /// <summary><c>code/{code}/{group}</c>.</summary>
    public string SubjectOf(GroupId group) => $"{Subject}/{group}";

    /// <summary>The group a subject below <see cref="Subject"/> names; null for another.</summary>
    public GroupId? GroupOf(string subject) =>
        subject.StartsWith(Subject + "/", StringComparison.Ordinal) && GroupId.TryParse(subject[(Subject.Length + 1)..], out var id) ? id : null;

    public override string ToString() => Text;

    /// <summary>The generator to this power; it has order 31, so that no two places of a code weigh the same.</summary>
    private static int Power(int exponent)
    {
        var power = 1;
        for (var i = 0; i < exponent; i++)
        {
            power = Times(power, 2);
        }
        return power;
    }

    /// <summary>Product in GF(32), reduced by x⁵ + x² + 1.</summary>
    private static int Times(int a, int b)
    {
        var product = 0;
        for (; b > 0; b >>= 1)
        {
            product ^= (b & 1) * a;
            a = (a << 1) ^ ((a >> 4) * 0b100101);
        }
        return product;
    }
}
