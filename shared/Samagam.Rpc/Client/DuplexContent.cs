using System.Buffers;
using System.Net;
using System.Net.Http.Headers;
using Google.Protobuf;
using Samagam.Rpc.Frames;

namespace Samagam.Rpc.Client;

/// <summary>A request body that is written to while the call runs.</summary>
internal sealed class DuplexContent : HttpContent
{
    private readonly Lock _gate = new();
    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly TaskCompletionSource _opened = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _completed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly int _maxMessageBytes;
    private Stream? _stream;
    private TaskCompletionSource? _superseded;
    private bool _used;

    public DuplexContent(int maxMessageBytes)
    {
        _maxMessageBytes = maxMessageBytes;
        Headers.ContentType = new MediaTypeHeaderValue(GrpcNames.ContentType);
    }

    /// <summary>Done when a connection is there and the request headers are on it.</summary>
    public Task Opened => _opened.Task;

    public async ValueTask WriteAsync(IMessage message, CancellationToken cancellation)
    {
        var size = Frame.Measure(message, _maxMessageBytes);
        await Opened.WaitAsync(cancellation).ConfigureAwait(false);
        await _turn.WaitAsync(cancellation).ConfigureAwait(false);
        var frame = ArrayPool<byte>.Shared.Rent(Frame.PrefixBytes + size);
        try
        {
            var stream = TakeStream();
            Frame.Write(message, size, frame);
            await stream.WriteAsync(frame.AsMemory(0, Frame.PrefixBytes + size), cancellation).ConfigureAwait(false);
            await stream.FlushAsync(cancellation).ConfigureAwait(false);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(frame);
            _turn.Release();
        }
    }

    /// <summary>Ends the body after the messages already being written.</summary>
    public async Task CompleteAsync(CancellationToken cancellation)
    {
        await _turn.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            _completed.TrySetResult();
        }
        finally
        {
            _turn.Release();
        }
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        var superseded = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
        {
            // A second turn means that the server refused the first stream unread. Before any message was written the
            // new stream simply takes its place; afterwards what was written is gone, and the call with it.
            if (_used)
            {
                throw new IOException("the connection closed before the peer took the call");
            }
            _stream = stream;
            _superseded?.TrySetCanceled(CancellationToken.None);
            _superseded = superseded;
        }
        // The server hears of the call now, not with the first message, whatever the transport would rather collect.
        // Never with the token: it also fires when the stream is reset, and a body that fails first hides the reason from
        // the transport, which could have tried again. The call's own end completes what is waited for below, too.
        await stream.FlushAsync(CancellationToken.None).ConfigureAwait(false);
        _opened.TrySetResult();
        await (await Task.WhenAny(_completed.Task, superseded.Task).ConfigureAwait(false)).ConfigureAwait(false);
    }

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }

    protected override void Dispose(bool disposing)
    {
        // Releases the transport, should it still wait for more of this body.
        _completed.TrySetCanceled();
        _opened.TrySetCanceled();
        base.Dispose(disposing);
    }

    private Stream TakeStream()
    {
        lock (_gate)
        {
            if (_completed.Task.IsCompleted)
            {
                throw new InvalidOperationException("this side of the call is completed");
            }
            _used = true;
            return _stream!;
        }
    }
}
