using System.Buffers.Binary;
using Google.Protobuf;

namespace Samagam.Rpc.Frames;

/// <summary>
/// A Length-Prefixed-Message (PROTOCOL-HTTP2.md): one byte that says whether it is compressed, four bytes of big-endian
/// length, the message. We never compress.
/// </summary>
internal static class Frame
{
    public const int PrefixBytes = 5;

    /// <summary>The size of the message's body, once it is known to be within the limit.</summary>
    /// <exception cref="RpcException">RESOURCE_EXHAUSTED: larger than <paramref name="maxMessageBytes"/>.</exception>
    public static int Measure(IMessage message, int maxMessageBytes)
    {
        var size = message.CalculateSize();
        return size <= maxMessageBytes
            ? size
            : throw new RpcException(RpcStatus.ResourceExhausted, $"a message of {size} bytes is over the sending limit of {maxMessageBytes}");
    }

    /// <summary>Fills <paramref name="target"/>, which is exactly prefix and message long.</summary>
    public static void Write(IMessage message, int size, Span<byte> target)
    {
        WritePrefix(size, target);
        message.WriteTo(target.Slice(PrefixBytes, size));
    }

    public static void WritePrefix(int size, Span<byte> target)
    {
        target[0] = 0;
        BinaryPrimitives.WriteUInt32BigEndian(target[1..], (uint)size);
    }
}
