using System.IO.Pipelines;
using Google.Protobuf;
using Samagam.Rpc.Frames;

namespace Samagam.Rpc.Server;

/// <summary>Frames messages into a response body.</summary>
internal sealed class ServerWriter<T>(PipeWriter pipe, int maxMessageBytes, CancellationToken call) : IRpcWriter<T>, IDisposable
    where T : class, IMessage<T>
{
    // Larger messages go out in the pipe's own segments, so that no one huge block is asked for.
    private const int ContiguousBytes = 64 * 1024;
    private readonly SemaphoreSlim _turn = new(1, 1);

    public async ValueTask WriteAsync(T message, CancellationToken cancellation = default)
    {
        var size = Frame.Measure(message, maxMessageBytes);
        using var both = cancellation.CanBeCanceled ? CancellationTokenSource.CreateLinkedTokenSource(cancellation, call) : null;
        var token = both?.Token ?? call;
        await _turn.WaitAsync(token).ConfigureAwait(false);
        try
        {
            Append(message, size);
            var flushed = await pipe.FlushAsync(token).ConfigureAwait(false);
            if (flushed.IsCompleted)
            {
                throw new RpcException(RpcStatus.Cancelled, "the peer went away");
            }
        }
        catch (IOException e)
        {
            throw new RpcException(RpcStatus.Cancelled, "the peer went away", inner: e);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Leaves the message in the pipe, to travel together with the trailers.</summary>
    public void WriteLast(T message) => Append(message, Frame.Measure(message, maxMessageBytes));

    public void Dispose() => _turn.Dispose();

    private void Append(T message, int size)
    {
        if (size <= ContiguousBytes)
        {
            Frame.Write(message, size, pipe.GetSpan(Frame.PrefixBytes + size));
            pipe.Advance(Frame.PrefixBytes + size);
            return;
        }
        Frame.WritePrefix(size, pipe.GetSpan(Frame.PrefixBytes));
        pipe.Advance(Frame.PrefixBytes);
        message.WriteTo(pipe);
    }
}
