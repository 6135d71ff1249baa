using Google.Protobuf;
using Samagam.Rpc.Frames;

namespace Samagam.Rpc;

/// <summary>The messages a caller streams to a handler. One reader at a time.</summary>
public sealed class RpcReader<T> : IAsyncEnumerable<T>
    where T : class, IMessage<T>, new()
{
    private readonly FrameReader _frames;
    private readonly CancellationToken _call;

    internal RpcReader(FrameReader frames, CancellationToken call)
    {
        _frames = frames;
        _call = call;
    }

    /// <summary>The next message, or null when the caller has completed its side. Ends with the call's own cancellation too.</summary>
    /// <param name="cancellation">Gives up this read only; a later read goes on where it stood.</param>
    /// <exception cref="RpcException">What came is refused, or the peer went away (CANCELLED). Thrown on, it becomes the call's status.</exception>
    /// <exception cref="OperationCanceledException">The deadline passed, the server stops, or the argument fired.</exception>
    public async ValueTask<T?> ReadAsync(CancellationToken cancellation = default)
    {
        using var both = cancellation.CanBeCanceled ? CancellationTokenSource.CreateLinkedTokenSource(cancellation, _call) : null;
        try
        {
            return await _frames.ReadAsync<T>(both?.Token ?? _call).ConfigureAwait(false);
        }
        catch (IOException e)
        {
            throw new RpcException(RpcStatus.Cancelled, "the peer went away", inner: e);
        }
    }

    public async IAsyncEnumerator<T> GetAsyncEnumerator(CancellationToken cancellationToken = default)
    {
        while (await ReadAsync(cancellationToken).ConfigureAwait(false) is { } message)
        {
            yield return message;
        }
    }
}
