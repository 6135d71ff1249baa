using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;

namespace Samagam.Rpc;

/// <summary>Where gRPC meets Kestrel.</summary>
public static class RpcServerExtensions
{
    /// <summary>
    /// Opens a gRPC door on these routes; map its methods on what is returned. To keep it to one port, give it a group
    /// with <c>RequireHost("*:8082")</c>.
    /// </summary>
    /// <param name="stopping">When it fires, running calls are cancelled and told UNAVAILABLE, so that stopping does not wait for streams.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option outside its limits.</exception>
    public static RpcServer MapRpc(
        this IEndpointRouteBuilder routes, RpcServerOptions options, TimeProvider time, ILogger logger, CancellationToken stopping = default)
    {
        options.Validate();
        var server = new RpcServer(routes, options, time, logger, stopping);
        server.MapUnknown();
        return server;
    }

    /// <summary>
    /// The limits only the HTTP/2 connection can keep: header size, calls per connection, pings. They hold for every
    /// listener of this Kestrel. Listeners need <c>HttpProtocols.Http2</c> where there is no TLS to negotiate it.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">An option outside its limits.</exception>
    public static void LimitRpc(this KestrelServerOptions kestrel, RpcServerOptions options)
    {
        options.Validate();
        kestrel.Limits.MaxRequestHeadersTotalSize = options.MaxMetadataBytes;
        kestrel.Limits.Http2.MaxRequestHeaderFieldSize = options.MaxMetadataBytes;
        kestrel.Limits.Http2.MaxStreamsPerConnection = options.MaxCallsPerConnection;
        kestrel.Limits.Http2.KeepAlivePingDelay = options.KeepAlivePingDelay;
        kestrel.Limits.Http2.KeepAlivePingTimeout = options.KeepAlivePingTimeout;
    }
}
