using Google.Protobuf;
using Samagam.Rpc.Client;

namespace Samagam.Rpc;

/// <summary>
/// A running call with messages both ways, independently. Any number of tasks may write, one may read. The status is what
/// reading ends with: null for OK, else an <see cref="RpcException"/>. Disposing it before that resets the stream.
/// </summary>
public sealed class RpcDuplexCall<TReq, TRes> : IRpcWriter<TReq>, IAsyncDisposable
    where TReq : class, IMessage<TReq>, new()
    where TRes : class, IMessage<TRes>, new()
{
    private readonly ClientCall _call;
    private readonly DuplexContent _content;
    private readonly Task _headers;

    internal RpcDuplexCall(ClientCall call, DuplexContent content, Task headers)
    {
        _call = call;
        _content = content;
        _headers = headers;
    }

    /// <summary>Metadata that came with the status; empty until reading has ended.</summary>
    public RpcMetadata Trailers => _call.Trailers;

    /// <inheritdoc/>
    public async ValueTask WriteAsync(TReq message, CancellationToken cancellation = default)
    {
        using var both = cancellation.CanBeCanceled ? CancellationTokenSource.CreateLinkedTokenSource(cancellation, _call.Cancellation) : null;
        try
        {
            await _content.WriteAsync(message, both?.Token ?? _call.Cancellation).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested && !_call.Cancellation.IsCancellationRequested)
        {
            // Half a frame may be on the wire: nothing sensible can follow it.
            Close();
            throw;
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or HttpRequestException or ObjectDisposedException)
        {
            throw ExplainWrite(e);
        }
    }

    /// <summary>Tells the server that no more messages come; reading goes on.</summary>
    public Task CompleteAsync(CancellationToken cancellation = default) => _content.CompleteAsync(cancellation);

    /// <summary>The next message, or null when the call has ended with OK.</summary>
    /// <param name="cancellation">Gives up this read only; the call goes on.</param>
    /// <exception cref="RpcException">How the call ended, if not well; again on every later read.</exception>
    public async ValueTask<TRes?> ReadAsync(CancellationToken cancellation = default)
    {
        await _headers.WaitAsync(cancellation).ConfigureAwait(false);
        return await _call.ReadAsync<TRes>(cancellation).ConfigureAwait(false);
    }

    /// <summary>All messages until the call has ended with OK.</summary>
    public async IAsyncEnumerable<TRes> ReadAllAsync(
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation = default)
    {
        while (await ReadAsync(cancellation).ConfigureAwait(false) is { } message)
        {
            yield return message;
        }
    }

    /// <summary>Waits for the connection. A server that has already answered counts as opened; ReadAsync will tell its status.</summary>
    internal async Task OpenedAsync()
    {
        var first = await Task.WhenAny(_content.Opened, _headers).ConfigureAwait(false);
        if (first == _headers && !_call.Answered)
        {
            await _headers.ConfigureAwait(false);
        }
    }

    /// <summary>Gives up what still runs, and waits until the transport has let go.</summary>
    public async ValueTask DisposeAsync()
    {
        Close();
        // Its failure was, or would have been, told by ReadAsync.
        await _headers.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private void Close()
    {
        _call.Dispose();
        _content.Dispose();
    }

    private Exception ExplainWrite(Exception e)
    {
        // When the server has already ended the call, its status says more than the broken pipe does.
        if (_headers is { IsFaulted: true, Exception.InnerException: { } said })
        {
            return said;
        }
        return _call.Ended ?? _call.Explain(e);
    }
}
