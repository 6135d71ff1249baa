using System.IO.Pipelines;
using System.Net;
using System.Net.Sockets;
using Google.Protobuf;
using Samagam.Rpc.Frames;

namespace Samagam.Rpc.Client;

/// <summary>One call from its request to its status, whatever its shape.</summary>
internal sealed class ClientCall : IDisposable
{
    // StreamPipeReader reads at least this much at once; a DATA frame is 16 KiB by default.
    private static readonly StreamPipeReaderOptions BodyReading = new(bufferSize: 16 * 1024, minimumReadSize: 1024);

    private readonly RpcChannel _channel;
    private readonly HttpRequestMessage _request;
    private readonly CancellationToken _caller;
    private readonly CancellationTokenSource? _deadline;
    private readonly CancellationTokenSource _cancellation;
    private readonly CancellationTokenRegistration _reset;
    private HttpResponseMessage? _response;
    private PipeReader? _body;
    private FrameReader? _frames;
    private RpcException? _failure;
    private bool _ended;
    private int _disposed;

    public ClientCall(RpcChannel channel, string method, HttpContent content, RpcCallOptions options, CancellationToken caller)
    {
        _channel = channel;
        _caller = caller;
        _request = new HttpRequestMessage(HttpMethod.Post, new Uri(channel.Options.Address, method))
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = content,
        };
        _request.Headers.TryAddWithoutValidation("te", "trailers");
        _request.Headers.TryAddWithoutValidation("user-agent", GrpcNames.UserAgent);
        // Said aloud, so that a server that can compress knows not to.
        _request.Headers.TryAddWithoutValidation(GrpcNames.AcceptEncoding, GrpcNames.Identity);
        foreach (var (name, value) in options.Metadata ?? RpcMetadata.Empty)
        {
            _request.Headers.TryAddWithoutValidation(name, value);
        }
        if (options.Timeout is { } timeout)
        {
            var kept = timeout < TimeSpan.Zero ? TimeSpan.Zero : timeout > GrpcTimeout.Longest ? GrpcTimeout.Longest : timeout;
            _request.Headers.TryAddWithoutValidation(GrpcNames.Timeout, GrpcTimeout.Format(kept));
            _deadline = new CancellationTokenSource(kept, channel.Time);
        }
        _cancellation = CancellationTokenSource.CreateLinkedTokenSource(caller, _deadline?.Token ?? default);
        Cancellation = _cancellation.Token;
        _reset = Cancellation.UnsafeRegister(static call => ((ClientCall)call!).Reset(), this);
    }

    /// <summary>Fires at the deadline, when the caller gives up, and at <see cref="Dispose"/>.</summary>
    public CancellationToken Cancellation { get; }

    /// <summary>Metadata that came with the status; empty before the end.</summary>
    public RpcMetadata Trailers { get; private set; } = RpcMetadata.Empty;

    /// <summary>The server has answered, with whatever status.</summary>
    public bool Answered => _response is not null;

    /// <summary>How the call ended, for who still wants to write; null while it runs.</summary>
    public RpcException? Ended => _ended ? _failure ?? new RpcException(RpcStatus.Cancelled, "the server has already ended the call") : null;

    /// <summary>Sends the request and waits for the response's headers.</summary>
    public async Task SendAsync()
    {
        try
        {
            Cancellation.ThrowIfCancellationRequested();
            _response = await _channel.Http.SendAsync(_request, Cancellation).ConfigureAwait(false);
            if (Cancellation.IsCancellationRequested)
            {
                // It may have arrived just behind the reset.
                Reset();
            }
            await JudgeHeadersAsync(_response).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            throw End(Explain(e));
        }
    }

    /// <summary>The next message; null when the call has ended well.</summary>
    /// <exception cref="RpcException">The call has not ended well.</exception>
    public async ValueTask<T?> ReadAsync<T>(CancellationToken cancellation)
        where T : class, IMessage<T>, new()
    {
        if (_ended)
        {
            return _failure is null ? null : throw new RpcException(_failure.Status, _failure.Detail, _failure.Trailers, _failure);
        }
        using var both = cancellation.CanBeCanceled ? CancellationTokenSource.CreateLinkedTokenSource(cancellation, Cancellation) : null;
        try
        {
            if (await _frames!.ReadAsync<T>(both?.Token ?? Cancellation).ConfigureAwait(false) is { } message)
            {
                return message;
            }
            ReadTrailers();
            return null;
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested && !Cancellation.IsCancellationRequested)
        {
            throw;
        }
        catch (Exception e)
        {
            throw End(Explain(e));
        }
    }

    /// <summary>What an exception of the transport means for the caller.</summary>
    public Exception Explain(Exception e) => e switch
    {
        RpcException => e,
        // Whoever cancels knows why: the .NET custom, an OperationCanceledException of the caller's own token.
        _ when _caller.IsCancellationRequested => new OperationCanceledException("the caller gave up", e, _caller),
        _ when _deadline is { IsCancellationRequested: true } => new RpcException(RpcStatus.DeadlineExceeded, "the deadline has passed", inner: e),
        _ when Volatile.Read(ref _disposed) != 0 => new RpcException(RpcStatus.Cancelled, "the call was disposed", inner: e),
        // The framework lets a socket's own exception through when the peer hangs up right after the connect.
        HttpRequestException or IOException or SocketException or OperationCanceledException => Outcome.FromTransport(e, _channel.Options.Address),
        _ => e,
    };

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
        {
            return;
        }
        _cancellation.Cancel();
        _reset.Unregister();
        Reset();
        _request.Dispose();
        _cancellation.Dispose();
        _deadline?.Dispose();
        _channel.Leave();
    }

    /// <summary>
    /// Ends both directions, so that the server is told by RST_STREAM with CANCEL. The handler's own token does not always do
    /// that once the response has begun: a request body that is still open may be forgotten.
    /// </summary>
    private void Reset()
    {
        _request.Content!.Dispose();
        _response?.Dispose();
    }

    private async Task JudgeHeadersAsync(HttpResponseMessage response)
    {
        // Trailers-Only: an error before any message is in the headers.
        if (Outcome.First(response.Headers, GrpcNames.Status) is { } status)
        {
            Trailers = Outcome.Metadata(response.Headers);
            if (Outcome.Read(response.Headers, status) is { } failure)
            {
                throw failure;
            }
            _ended = true;
            return;
        }
        if (response.StatusCode != HttpStatusCode.OK)
        {
            throw Outcome.FromHttp(response.StatusCode);
        }
        if (!GrpcNames.IsGrpc(Outcome.First(response.Content.Headers, "content-type")))
        {
            throw new RpcException(RpcStatus.Unknown, "the peer's answer is not application/grpc");
        }
        var encoding = Outcome.First(response.Headers, GrpcNames.Encoding);
        _body = PipeReader.Create(await response.Content.ReadAsStreamAsync(Cancellation).ConfigureAwait(false), BodyReading);
        _frames = new FrameReader(_body, _channel.Options.MaxReceiveMessageBytes, GrpcNames.DeclaresCompression(encoding), RpcStatus.Internal);
    }

    private void ReadTrailers()
    {
        var trailers = _response!.TrailingHeaders;
        Trailers = Outcome.Metadata(trailers);
        var failure = Outcome.First(trailers, GrpcNames.Status) is { } status
            ? Outcome.Read(trailers, status)
            : new RpcException(RpcStatus.Unknown, "the peer ended without a grpc-status");
        if (failure is not null)
        {
            throw failure;
        }
        _ended = true;
    }

    /// <summary>The first ending stands; later reads repeat it.</summary>
    private Exception End(Exception failure)
    {
        _failure ??= failure as RpcException ?? new RpcException(RpcStatus.Cancelled, failure.Message, inner: failure);
        _ended = true;
        return failure;
    }
}
