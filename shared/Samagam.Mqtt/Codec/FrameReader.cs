using System.Buffers;

namespace Samagam.Mqtt.Codec;

/// <summary>What lies at the front of a byte stream.</summary>
internal enum FrameOutcome
{
    /// <summary>A whole packet.</summary>
    Frame,

    /// <summary>The beginning of one; nothing was consumed.</summary>
    NeedMore,

    /// <summary>A remaining length of more than four bytes (5.0 §1.5.5): the stream cannot be read on.</summary>
    Malformed,

    /// <summary>A packet longer than allowed, known from its header alone: nothing was allocated for its body.</summary>
    TooLarge,
}

/// <summary>Cuts a byte stream into packets. Pure: consumes from the sequence it is given and keeps nothing.</summary>
internal static class FrameReader
{
    /// <summary>
    /// Takes the first packet off <paramref name="buffer"/>. <paramref name="maximumSize"/> counts the whole packet,
    /// header included, as Maximum Packet Size does (5.0 §3.1.2.11.4).
    /// </summary>
    public static FrameOutcome TryRead(ref ReadOnlySequence<byte> buffer, int maximumSize, out byte first, out ReadOnlySequence<byte> body)
    {
        first = 0;
        body = default;
        Span<byte> head = stackalloc byte[5];
        var available = (int)Math.Min(5, buffer.Length);
        if (available < 2)
        {
            return FrameOutcome.NeedMore;
        }
        if (buffer.FirstSpan.Length >= available)
        {
            buffer.FirstSpan[..available].CopyTo(head);
        }
        else
        {
            buffer.Slice(0, available).CopyTo(head);
        }
        first = head[0];
        var length = 0;
        for (var i = 1; ; i++)
        {
            if (i == 5)
            {
                return FrameOutcome.Malformed;
            }
            if (i == available)
            {
                return FrameOutcome.NeedMore;
            }
            length |= (head[i] & 0x7F) << (7 * (i - 1));
            if ((head[i] & 0x80) == 0)
            {
                return Cut(ref buffer, i + 1, length, maximumSize, out body);
            }
        }
    }

    private static FrameOutcome Cut(ref ReadOnlySequence<byte> buffer, int header, int length, int maximumSize, out ReadOnlySequence<byte> body)
    {
        body = default;
        if (header + (long)length > maximumSize)
        {
            return FrameOutcome.TooLarge;
        }
        if (buffer.Length < header + length)
        {
            return FrameOutcome.NeedMore;
        }
        body = buffer.Slice(header, length);
        buffer = buffer.Slice(body.End);
        return FrameOutcome.Frame;
    }
}
