using System.Net;
using System.Net.Sockets;

namespace Samagam.Rpc.Client;

/// <summary>The SocketsHttpHandler of a channel.</summary>
internal static class RpcTransport
{
    public static SocketsHttpHandler CreateHandler(RpcChannelOptions options)
    {
        var handler = new SocketsHttpHandler
        {
            UseProxy = false,
            UseCookies = false,
            AllowAutoRedirect = false,
            AutomaticDecompression = DecompressionMethods.None,
            // Trace headers are the caller's business: on a narrow link they cost more than some messages.
            ActivityHeadersPropagator = null,
            EnableMultipleHttp2Connections = true,
            ConnectTimeout = options.ConnectTimeout,
            // One peer, one connection, kept: a new one costs round trips and a TLS handshake on a slow link.
            PooledConnectionIdleTimeout = Timeout.InfiniteTimeSpan,
            PooledConnectionLifetime = Timeout.InfiniteTimeSpan,
            KeepAlivePingDelay = options.KeepAlivePingDelay,
            KeepAlivePingTimeout = options.KeepAlivePingTimeout,
            KeepAlivePingPolicy = options.KeepAliveWhenIdle ? HttpKeepAlivePingPolicy.Always : HttpKeepAlivePingPolicy.WithActiveRequests,
            MaxResponseHeadersLength = (options.MaxMetadataBytes + 1023) / 1024,
        };
        if (options.Tls is not null)
        {
            handler.SslOptions = options.Tls;
        }
        if (options.Dial is { } dial)
        {
            handler.ConnectCallback = (_, cancellation) => ConnectAsync(dial, cancellation);
        }
        options.ConfigureHandler?.Invoke(handler);
        return handler;
    }

    private static async ValueTask<Stream> ConnectAsync(Func<CancellationToken, ValueTask<EndPoint>> dial, CancellationToken cancellation)
    {
        var target = await dial(cancellation).ConfigureAwait(false);
        var socket = target is DnsEndPoint
            ? new Socket(SocketType.Stream, ProtocolType.Tcp)
            : new Socket(target.AddressFamily, SocketType.Stream, target is UnixDomainSocketEndPoint ? ProtocolType.Unspecified : ProtocolType.Tcp);
        try
        {
            if (target is not UnixDomainSocketEndPoint)
            {
                socket.NoDelay = true;
            }
            await socket.ConnectAsync(target, cancellation).ConfigureAwait(false);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
