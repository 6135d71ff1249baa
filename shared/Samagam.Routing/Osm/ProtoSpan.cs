namespace Samagam.Routing.Osm;

/// <summary>
/// Reads protobuf wire format from bytes that a stranger wrote (protobuf.dev "Encoding"): every length is held against
/// what is left before it is used. Errors carry the offset of the enclosing blob.
/// </summary>
internal ref struct ProtoSpan(ReadOnlySpan<byte> bytes, long blobPosition)
{
    private readonly ReadOnlySpan<byte> _bytes = bytes;
    private int _at;

    public readonly bool AtEnd => _at >= _bytes.Length;

    public readonly int Left => _bytes.Length - _at;

    /// <summary>Next field number and wire type; false at the end.</summary>
    public bool NextField(out int field, out int wireType)
    {
        if (AtEnd)
        {
            field = wireType = 0;
            return false;
        }
        var key = ReadVarint();
        field = (int)Math.Min(key >> 3, int.MaxValue);
        wireType = (int)(key & 7);
        if (field == 0)
        {
            throw Bad("a protobuf field has number zero");
        }
        return true;
    }

    public ulong ReadVarint()
    {
        ulong value = 0;
        for (var shift = 0; shift < 64; shift += 7)
        {
            if (_at >= _bytes.Length)
            {
                throw Bad("a number runs past the end of its block");
            }
            var b = _bytes[_at++];
            value |= (ulong)(b & 0x7F) << shift;
            if (b < 0x80)
            {
                return value;
            }
        }
        throw Bad("a number is longer than ten bytes");
    }

    /// <summary>A zigzag-coded signed number.</summary>
    public long ReadSigned()
    {
        var v = ReadVarint();
        return (long)(v >> 1) ^ -(long)(v & 1);
    }

    public ReadOnlySpan<byte> ReadBytes(int wireType)
    {
        if (wireType != 2)
        {
            throw Bad($"wire type {wireType} stands where bytes belong");
        }
        var length = ReadVarint();
        if (length > (ulong)Left)
        {
            throw Bad($"a field says it has {length} bytes but {Left} are left");
        }
        var span = _bytes.Slice(_at, (int)length);
        _at += (int)length;
        return span;
    }

    public readonly ProtoSpan Inside(ReadOnlySpan<byte> part) => new(part, blobPosition);

    public void Skip(int wireType)
    {
        var length = wireType switch
        {
            0 => SkipVarint(),
            1 => 8UL,
            2 => ReadVarint(),
            5 => 4UL,
            _ => throw Bad($"unknown wire type {wireType}"),
        };
        if (length > (ulong)Left)
        {
            throw Bad("a field runs past the end of its block");
        }
        _at += (int)length;
    }

    public readonly MapFormatException Bad(string why) => new(MapFault.Malformed, why, blobPosition);

    private ulong SkipVarint()
    {
        ReadVarint();
        return 0;
    }
}
