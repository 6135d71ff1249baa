using System.Buffers;
using System.Buffers.Binary;
using System.IO.Pipelines;
using Google.Protobuf;

namespace Samagam.Rpc.Frames;

/// <summary>
/// Takes messages out of a body. The length is judged before anything is kept for it, so a stranger's prefix cannot make
/// us allocate. After the first fault the body is not read again: every later read ends the same way.
/// </summary>
internal sealed class FrameReader(PipeReader pipe, int maxMessageBytes, bool compressionDeclared, RpcStatus compressionRefusal)
{
    private RpcException? _fault;

    /// <summary>The next message, or null at the orderly end of the body.</summary>
    /// <exception cref="RpcException">
    /// RESOURCE_EXHAUSTED over the limit; UNIMPLEMENTED or INTERNAL compressed; INTERNAL truncated, or not protobuf.
    /// </exception>
    public async ValueTask<T?> ReadAsync<T>(CancellationToken cancellation)
        where T : class, IMessage<T>, new()
    {
        while (true)
        {
            ThrowIfFaulted();
            var result = await pipe.ReadAsync(cancellation).ConfigureAwait(false);
            var buffer = result.Buffer;
            var length = PeekLength(buffer);
            if (length >= 0 && buffer.Length - Frame.PrefixBytes >= length)
            {
                return Take<T>(buffer, length);
            }
            if (result.IsCompleted)
            {
                if (buffer.IsEmpty)
                {
                    pipe.AdvanceTo(buffer.End);
                    return null;
                }
                throw Fail(buffer, RpcStatus.Internal, $"the body ends {buffer.Length} bytes into a message");
            }
            pipe.AdvanceTo(buffer.Start, buffer.End);
        }
    }

    /// <summary>Waits for the end of the body, where one message was all that was allowed.</summary>
    /// <exception cref="RpcException">The given status: another message came.</exception>
    public async ValueTask ReadEndAsync(RpcStatus refusal, CancellationToken cancellation)
    {
        while (true)
        {
            ThrowIfFaulted();
            var result = await pipe.ReadAsync(cancellation).ConfigureAwait(false);
            if (!result.Buffer.IsEmpty)
            {
                throw Fail(result.Buffer, refusal, "more than one message where exactly one belongs");
            }
            pipe.AdvanceTo(result.Buffer.End);
            if (result.IsCompleted)
            {
                return;
            }
        }
    }

    private void ThrowIfFaulted()
    {
        if (_fault is not null)
        {
            throw new RpcException(_fault.Status, _fault.Detail, inner: _fault);
        }
    }

    /// <summary>The length the prefix announces, or -1 while the prefix is not complete.</summary>
    private int PeekLength(in ReadOnlySequence<byte> buffer)
    {
        if (buffer.Length < Frame.PrefixBytes)
        {
            return -1;
        }
        Span<byte> prefix = stackalloc byte[Frame.PrefixBytes];
        buffer.Slice(0, Frame.PrefixBytes).CopyTo(prefix);
        if (prefix[0] > 1)
        {
            throw Fail(buffer, RpcStatus.Internal, $"a message begins with {prefix[0]} where only 0 or 1 may stand");
        }
        if (prefix[0] == 1)
        {
            // The flag without a declared encoding is an error of the peer, not a feature we lack (compression.md).
            throw compressionDeclared
                ? Fail(buffer, compressionRefusal, "compressed messages are not supported here")
                : Fail(buffer, RpcStatus.Internal, "a message is marked compressed, but no encoding was declared");
        }
        var length = BinaryPrimitives.ReadUInt32BigEndian(prefix[1..]);
        if (length > maxMessageBytes)
        {
            throw Fail(buffer, RpcStatus.ResourceExhausted, $"a message of {length} bytes is over the receiving limit of {maxMessageBytes}");
        }
        return (int)length;
    }

    private T Take<T>(in ReadOnlySequence<byte> buffer, int length)
        where T : class, IMessage<T>, new()
    {
        try
        {
            var message = Parsers<T>.Parser.ParseFrom(buffer.Slice(Frame.PrefixBytes, length));
            pipe.AdvanceTo(buffer.GetPosition(Frame.PrefixBytes + length));
            return message;
        }
        catch (InvalidProtocolBufferException e)
        {
            throw Fail(buffer, RpcStatus.Internal, $"a message of {length} bytes is not a {typeof(T).Name}", e);
        }
    }

    private RpcException Fail(in ReadOnlySequence<byte> buffer, RpcStatus status, string reason, Exception? inner = null)
    {
        pipe.AdvanceTo(buffer.End);
        _fault = new RpcException(status, reason, inner: inner);
        return _fault;
    }
}
