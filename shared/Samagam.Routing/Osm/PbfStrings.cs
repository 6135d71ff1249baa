using System.Text;

namespace Samagam.Routing.Osm;

/// <summary>
/// The string table of one PBF block. A string becomes text only when an element that is wanted uses it.
/// </summary>
internal sealed class PbfStrings(OsmLimits limits)
{
    private readonly List<(int Start, int Length)> _at = [];
    private readonly List<string?> _texts = [];

    public void Clear()
    {
        _at.Clear();
        _texts.Clear();
    }

    /// <summary>Takes note of where the strings are; <paramref name="table"/> lies in <paramref name="block"/>.</summary>
    public void Read(ReadOnlySpan<byte> block, ReadOnlySpan<byte> table, long position)
    {
        var proto = new ProtoSpan(table, position);
        while (proto.NextField(out var field, out var wire))
        {
            if (field != 1)
            {
                proto.Skip(wire);
                continue;
            }
            if (_at.Count == limits.MaxStringsPerBlock)
            {
                throw new MapFormatException(MapFault.TooLarge,
                    $"a block has more than {limits.MaxStringsPerBlock} strings", position);
            }
            _at.Add(Place(block, proto.ReadBytes(wire)));
            _texts.Add(null);
        }
    }

    public string Text(ReadOnlySpan<byte> block, ulong index, long position)
    {
        if (index >= (ulong)_at.Count)
        {
            throw new MapFormatException(MapFault.Malformed,
                $"string {index} is used but the block has {_at.Count}", position);
        }
        var i = (int)index;
        if (_texts[i] is { } known)
        {
            return known;
        }
        var (start, length) = _at[i];
        // Four bytes per character is the most UTF-8 takes.
        if (length > limits.MaxTagLength * 4L)
        {
            throw new MapFormatException(MapFault.TooLarge, $"a text has {length} bytes", position);
        }
        return _texts[i] = Encoding.UTF8.GetString(block.Slice(start, length));
    }

    /// <summary>Where a part lies in its block: spans cannot be stored, offsets can.</summary>
    public static (int Start, int Length) Place(ReadOnlySpan<byte> block, ReadOnlySpan<byte> part)
    {
        if (part.IsEmpty)
        {
            return (0, 0);
        }
        block.Overlaps(part, out var offset);
        return (offset, part.Length);
    }
}
