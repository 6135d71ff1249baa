using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;
using Microsoft.Extensions.Logging;
using Samagam.Rpc.Frames;

namespace Samagam.Rpc.Server;

/// <summary>One call from its headers to its status.</summary>
internal sealed class ServerCall : IDisposable
{
    private readonly HttpContext _http;
    private readonly RpcServerOptions _options;
    private readonly CancellationToken _stopping;
    private readonly CancellationTokenSource? _deadline;
    private readonly CancellationTokenSource _cancellation;

    private ServerCall(HttpContext http, string method, RpcServerOptions options, TimeProvider time, TimeSpan? timeout, CancellationToken stopping)
    {
        _http = http;
        _options = options;
        _stopping = stopping;
        _deadline = timeout is { } wait ? new CancellationTokenSource(wait, time) : null;
        _cancellation = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, stopping, _deadline?.Token ?? default);
        Context = new RpcContext(http, method, timeout, _cancellation.Token);
        Frames = new FrameReader(http.Request.BodyReader, options.MaxReceiveMessageBytes,
            GrpcNames.DeclaresCompression(http.Request.Headers[GrpcNames.Encoding]), RpcStatus.Unimplemented);
    }

    public RpcContext Context { get; }

    public FrameReader Frames { get; }

    public RpcServerOptions Options => _options;

    /// <summary>Runs <paramref name="body"/> inside all limits, and sends the status it ended with.</summary>
    public static async Task RunAsync(HttpContext http, string method, RpcServer server, Func<ServerCall, Task> body)
    {
        if (!IsGrpc(http))
        {
            server.Counts.CountNotGrpc();
            return;
        }
        http.Response.ContentType = GrpcNames.ContentType;
        http.Response.Headers[GrpcNames.AcceptEncoding] = GrpcNames.Identity;
        if (!server.Counts.TryEnter(server.Options.MaxConcurrentCalls))
        {
            await EndAsync(http, server, method, null, new RpcException(RpcStatus.ResourceExhausted,
                $"all {server.Options.MaxConcurrentCalls} places for calls are taken")).ConfigureAwait(false);
            return;
        }
        try
        {
            await RunAdmittedAsync(http, method, server, body).ConfigureAwait(false);
        }
        finally
        {
            server.Counts.Leave();
        }
    }

    /// <summary>
    /// A peer that streams may be silent for hours, and the sum of its messages has no end: Kestrel's limits for uploads do
    /// not fit. Each message still has its limit, and a dead peer is found by the connection's pings.
    /// </summary>
    public void AllowQuietPeer()
    {
        if (_http.Features.Get<IHttpMinRequestBodyDataRateFeature>() is { } rate)
        {
            rate.MinDataRate = null;
        }
    }

    /// <summary>Sends the response headers now: a peer may wait for them before it writes.</summary>
    public async Task SendHeadersAsync() =>
        await _http.Response.BodyWriter.FlushAsync(_cancellation.Token).ConfigureAwait(false);

    public ServerWriter<T> Writer<T>()
        where T : class, Google.Protobuf.IMessage<T> =>
        new(_http.Response.BodyWriter, _options.MaxSendMessageBytes, _cancellation.Token);

    public void Dispose()
    {
        _cancellation.Dispose();
        _deadline?.Dispose();
    }

    private static async Task RunAdmittedAsync(HttpContext http, string method, RpcServer server, Func<ServerCall, Task> body)
    {
        TimeSpan? timeout = null;
        if (http.Request.Headers.TryGetValue(GrpcNames.Timeout, out var asked))
        {
            if (!GrpcTimeout.TryParse(asked.ToString(), out var parsed))
            {
                await EndAsync(http, server, method, null, new RpcException(RpcStatus.Internal, "grpc-timeout is not understood")).ConfigureAwait(false);
                return;
            }
            timeout = parsed;
        }
        // Kestrel's 30 MB for a whole body is replaced by our limit for each message.
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            size.MaxRequestBodySize = null;
        }
        using var call = new ServerCall(http, method, server.Options, server.Time, timeout, server.Stopping);
        RpcException? failure = null;
        try
        {
            call._cancellation.Token.ThrowIfCancellationRequested();
            await body(call).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            failure = call.Explain(e, server.Logger);
        }
        await EndAsync(http, server, method, call.Context.TrailersIfAny, failure).ConfigureAwait(false);
    }

    /// <summary>The status an exception means for the peer.</summary>
    private RpcException Explain(Exception e, ILogger logger)
    {
        switch (e)
        {
            case RpcException said:
                return said;
            case Exception when _http.RequestAborted.IsCancellationRequested:
                return new RpcException(RpcStatus.Cancelled, "the peer went away", inner: e);
            case OperationCanceledException when _deadline is { IsCancellationRequested: true }:
                return new RpcException(RpcStatus.DeadlineExceeded, "the deadline has passed", inner: e);
            case OperationCanceledException when _stopping.IsCancellationRequested:
                return new RpcException(RpcStatus.Unavailable, "the server is stopping", inner: e);
            case IOException:
                return new RpcException(RpcStatus.Cancelled, "the peer went away", inner: e);
            default:
                RpcLog.HandlerFailed(logger, Context.Method, e);
                return new RpcException(RpcStatus.Unknown, "the handler failed", inner: e);
        }
    }

    private static async Task EndAsync(HttpContext http, RpcServer server, string method, RpcMetadata? trailers, RpcException? failure)
    {
        var status = failure?.Status ?? RpcStatus.Ok;
        server.Counts.CountEnd(status);
        if (failure is not null)
        {
            RpcLog.CallRefused(server.Logger, method, status, failure.Detail);
        }
        if (http.RequestAborted.IsCancellationRequested)
        {
            return;
        }
        // Trailers-Only is for errors; an orderly end without messages still has headers and trailers.
        if (failure is null && !http.Response.HasStarted)
        {
            await http.Response.StartAsync(CancellationToken.None).ConfigureAwait(false);
        }
        var target = http.Response.HasStarted
            ? http.Features.GetRequiredFeature<IHttpResponseTrailersFeature>().Trailers
            : http.Response.Headers;
        target[GrpcNames.Status] = ((int)status).ToString(CultureInfo.InvariantCulture);
        if (failure is { Detail.Length: > 0 })
        {
            target[GrpcNames.Message] = StatusText.Encode(failure.Detail, server.Options.MaxStatusMessageBytes);
        }
        var budget = server.Options.MaxMetadataBytes;
        foreach (var metadata in (ReadOnlySpan<RpcMetadata?>)[trailers, failure?.Trailers])
        {
            foreach (var (name, value) in metadata ?? RpcMetadata.Empty)
            {
                budget -= name.Length + value.Length + 32;
                if (budget < 0)
                {
                    // The status must arrive; what a peer could not take in its headers is left out.
                    RpcLog.CallRefused(server.Logger, method, status, "trailers cut to the metadata limit");
                    return;
                }
                target.Append(name, value);
            }
        }
    }

    private static bool IsGrpc(HttpContext http)
    {
        if (!HttpProtocol.IsHttp2(http.Request.Protocol))
        {
            http.Response.StatusCode = StatusCodes.Status426UpgradeRequired;
            return false;
        }
        if (!GrpcNames.IsGrpc(http.Request.ContentType))
        {
            http.Response.StatusCode = StatusCodes.Status415UnsupportedMediaType;
            return false;
        }
        return true;
    }
}
