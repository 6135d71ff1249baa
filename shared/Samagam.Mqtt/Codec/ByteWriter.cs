using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace Samagam.Mqtt.Codec;

/// <summary>
/// Writes the data forms of MQTT into a growing array. A frame is begun, its body written, and ended: the fixed header is
/// put before the body once its length is known. Not safe for concurrent use.
/// </summary>
internal sealed class ByteWriter(int capacity = 256)
{
    private const int MaxHeader = 5;
    private byte[] _bytes = new byte[capacity];
    private int _frameStart = -1;

    public int Length { get; private set; }

    public ReadOnlyMemory<byte> Written => _bytes.AsMemory(0, Length);

    public byte[] ToArray() => _bytes.AsSpan(0, Length).ToArray();

    public void Clear() => Length = 0;

    public void Begin()
    {
        _frameStart = Length;
        Room(MaxHeader);
        Length += MaxHeader;
    }

    /// <summary>Closes the frame begun last. Returns where its body begins.</summary>
    public int End(byte firstByte)
    {
        var body = Length - _frameStart - MaxHeader;
        Span<byte> header = stackalloc byte[MaxHeader];
        header[0] = firstByte;
        var size = 1 + Codec.VarInt.Write((uint)body, header[1..]);
        // The body was written as if the header had its longest form; it moves down by what the header saved.
        header[..size].CopyTo(_bytes.AsSpan(_frameStart));
        _bytes.AsSpan(_frameStart + MaxHeader, body).CopyTo(_bytes.AsSpan(_frameStart + size));
        Length = _frameStart + size + body;
        return _frameStart + size;
    }

    public void Byte(byte value)
    {
        Room(1);
        _bytes[Length++] = value;
    }

    public void U16(ushort value)
    {
        Room(2);
        BinaryPrimitives.WriteUInt16BigEndian(_bytes.AsSpan(Length), value);
        Length += 2;
    }

    public void U32(uint value)
    {
        Room(4);
        BinaryPrimitives.WriteUInt32BigEndian(_bytes.AsSpan(Length), value);
        Length += 4;
    }

    public void VarInt(uint value)
    {
        Room(4);
        Length += Codec.VarInt.Write(value, _bytes.AsSpan(Length));
    }

    public void Raw(ReadOnlySpan<byte> data)
    {
        Room(data.Length);
        data.CopyTo(_bytes.AsSpan(Length));
        Length += data.Length;
    }

    public void Data(ReadOnlySpan<byte> data)
    {
        U16(checked((ushort)data.Length));
        Raw(data);
    }

    public void Text(string text)
    {
        var size = Encoding.UTF8.GetByteCount(text);
        U16(checked((ushort)size));
        Room(size);
        Length += Encoding.UTF8.GetBytes(text, _bytes.AsSpan(Length));
    }

    /// <summary>A property block with its length before it; an empty one is a single zero.</summary>
    public void Properties(MqttProperties? properties)
    {
        if (properties is null || properties.Count == 0)
        {
            Byte(0);
            return;
        }
        var inner = new ByteWriter(64);
        foreach (var item in properties.Items)
        {
            inner.Property(item);
        }
        VarInt((uint)inner.Length);
        Raw(inner.Written.Span);
    }

    private void Property(in MqttProperties.Item item)
    {
        Byte((byte)item.Id);
        switch (PropertyTable.Form((uint)item.Id))
        {
            case PropertyForm.Flag or PropertyForm.Byte:
                Byte((byte)item.Number);
                break;
            case PropertyForm.U16:
                U16((ushort)item.Number);
                break;
            case PropertyForm.U32:
                U32(item.Number);
                break;
            case PropertyForm.VarInt:
                VarInt(item.Number);
                break;
            case PropertyForm.Text:
                Text(item.Text!);
                break;
            case PropertyForm.Data:
                Data(item.Data.Span);
                break;
            case PropertyForm.Pair:
                Text(item.Text!);
                Text(item.Second!);
                break;
            default:
                throw new ArgumentException($"{item.Id} is not a property of MQTT 5.0");
        }
    }

    private void Room(int more)
    {
        if (Length + more > _bytes.Length)
        {
            Array.Resize(ref _bytes, Math.Max(Length + more, _bytes.Length * 2));
        }
    }
}

/// <summary>Variable byte integers, 5.0 §1.5.5.</summary>
internal static class VarInt
{
    /// <summary>The largest value four bytes carry; also the largest remaining length.</summary>
    public const int Max = 268_435_455;

    public static int Write(uint value, Span<byte> into)
    {
        if (value > Max)
        {
            throw new ArgumentOutOfRangeException(nameof(value), value, "a variable byte integer holds at most 268,435,455");
        }
        var at = 0;
        do
        {
            var part = (byte)(value & 0x7F);
            value >>= 7;
            into[at++] = value > 0 ? (byte)(part | 0x80) : part;
        }
        while (value > 0);
        return at;
    }

    public static int Size(uint value) => value < 128 ? 1 : value < 16_384 ? 2 : value < 2_097_152 ? 3 : 4;
}
