using System.Text;
using Samagam.Routing.Graph;
using Samagam.Routing.Osm;

namespace Samagam.Routing.MapPack;

/// <summary>The texts of a pack that is being made: each once, known by number. Number 0 is no text.</summary>
internal sealed class TextDraft
{
    internal const string StartsSection = "text.at";
    internal const string BytesSection = "text.utf";

    private readonly Dictionary<string, int> _numberOf = new(StringComparer.Ordinal) { [""] = 0 };
    private readonly GrowList<int> _starts = new();
    private readonly GrowList<byte> _bytes = new(1024);

    public TextDraft() => _starts.Add(0);

    public int NumberOf(string text)
    {
        if (!_numberOf.TryGetValue(text, out var number))
        {
            _numberOf[text] = number = _numberOf.Count;
            _starts.Add(_bytes.Count);
            _bytes.AddRange(Encoding.UTF8.GetBytes(text));
        }
        return number;
    }

    /// <summary>Three numbers per name.</summary>
    public int[] NumbersOf(IEnumerable<PathName> names) => [.. names.SelectMany(n => new[] { NumberOf(n.Name), NumberOf(n.Hi), NumberOf(n.En) })];

    public void AddTo(PackDraft draft)
    {
        draft.Add(StartsSection, (int[])[.. _starts.Span, _bytes.Count]);
        draft.Add(BytesSection, _bytes.ToArray());
    }
}

/// <summary>The texts of a pack that is read.</summary>
internal sealed class Texts
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly string[] _texts;

    public Texts(PackFile pack, int maxTexts)
    {
        var starts = pack.Column<int>(TextDraft.StartsSection);
        var bytes = pack.Bytes(TextDraft.BytesSection);
        if (starts.Length < 2 || starts.Length - 1 > maxTexts)
        {
            throw PackFile.Bad($"it says it has {starts.Length - 1} texts; 1 to {maxTexts} are allowed");
        }
        PackFile.CheckStarts(TextDraft.StartsSection, starts, starts.Length - 1, bytes.Length);
        _texts = new string[starts.Length - 1];
        try
        {
            for (var i = 0; i < _texts.Length; i++)
            {
                _texts[i] = Strict.GetString(bytes[starts[i]..starts[i + 1]]);
            }
        }
        catch (DecoderFallbackException e)
        {
            throw new MapFormatException(MapFault.Malformed, "a text of the pack is not UTF-8", -1, e);
        }
        if (_texts[0].Length > 0)
        {
            throw PackFile.Bad("its first text is not empty");
        }
    }

    public string At(int number) => _texts[number];

    /// <summary>Names from three numbers each.</summary>
    public PathName[] Names(PackFile pack, string section, int? count = null)
    {
        var numbers = pack.Column<int>(section, count * 3);
        PackFile.CheckRange(section, numbers, 0, _texts.Length - 1);
        if (numbers.Length % 3 != 0)
        {
            throw PackFile.Bad($"section {section} ends in the middle of a name");
        }
        var names = new PathName[numbers.Length / 3];
        for (var i = 0; i < names.Length; i++)
        {
            names[i] = new PathName(_texts[numbers[i * 3]], _texts[numbers[(i * 3) + 1]], _texts[numbers[(i * 3) + 2]]);
        }
        return names;
    }

    /// <summary>A column of numbers of texts.</summary>
    public int[] Numbers(PackFile pack, string section, int? count = null)
    {
        var numbers = pack.Column<int>(section, count);
        PackFile.CheckRange(section, numbers, 0, _texts.Length - 1);
        return numbers;
    }
}
