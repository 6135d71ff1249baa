using Google.Protobuf;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;
using Samagam.Rpc.Frames;
using Samagam.Rpc.Server;

namespace Samagam.Rpc;

/// <summary>
/// gRPC methods of a door: strict gRPC over HTTP/2 (grpc/doc/PROTOCOL-HTTP2.md), without compression. Made by
/// <see cref="RpcServerExtensions.MapRpc"/>. Paths are <c>/package.Service/Method</c>; a method nobody mapped is answered
/// UNIMPLEMENTED. A handler's <see cref="RpcException"/> is the status its peer sees; any other exception is logged and told as UNKNOWN.
/// </summary>
public sealed class RpcServer
{
    private readonly IEndpointRouteBuilder _routes;

    internal RpcServer(IEndpointRouteBuilder routes, RpcServerOptions options, TimeProvider time, ILogger logger, CancellationToken stopping)
    {
        _routes = routes;
        Options = options;
        Time = time;
        Logger = logger;
        Stopping = stopping;
    }

    /// <summary>What happened so far.</summary>
    public RpcCounts Counts { get; } = new();

    internal RpcServerOptions Options { get; }

    internal TimeProvider Time { get; }

    internal ILogger Logger { get; }

    internal CancellationToken Stopping { get; }

    /// <summary>One message in, one out. The handler runs once the request has ended, so exactly one message was sent.</summary>
    public IEndpointConventionBuilder MapUnary<TReq, TRes>(string method, Func<TReq, RpcContext, Task<TRes>> handler)
        where TReq : class, IMessage<TReq>, new()
        where TRes : class, IMessage<TRes>, new() =>
        Map(method, async call =>
        {
            var request = await ReadOnlyMessageAsync<TReq>(call).ConfigureAwait(false);
            var response = await handler(request, call.Context).ConfigureAwait(false);
            using var writer = call.Writer<TRes>();
            writer.WriteLast(response);
        });

    /// <summary>One message in, any number out.</summary>
    public IEndpointConventionBuilder MapServerStreaming<TReq, TRes>(string method, Func<TReq, IRpcWriter<TRes>, RpcContext, Task> handler)
        where TReq : class, IMessage<TReq>, new()
        where TRes : class, IMessage<TRes>, new() =>
        Map(method, async call =>
        {
            var request = await ReadOnlyMessageAsync<TReq>(call).ConfigureAwait(false);
            using var writer = call.Writer<TRes>();
            await handler(request, writer, call.Context).ConfigureAwait(false);
        });

    /// <summary>
    /// Any number both ways, independently. Response headers are on the wire before the handler begins. When the handler
    /// returns, the call is over, whether or not the peer has completed its side; tasks of its own that write must have ended by then.
    /// </summary>
    public IEndpointConventionBuilder MapDuplex<TReq, TRes>(string method, Func<RpcReader<TReq>, IRpcWriter<TRes>, RpcContext, Task> handler)
        where TReq : class, IMessage<TReq>, new()
        where TRes : class, IMessage<TRes>, new() =>
        Map(method, async call =>
        {
            call.AllowQuietPeer();
            await call.SendHeadersAsync().ConfigureAwait(false);
            using var writer = call.Writer<TRes>();
            await handler(new RpcReader<TReq>(call.Frames, call.Context.Cancellation), writer, call.Context).ConfigureAwait(false);
        });

    internal void MapUnknown() =>
        // Last in order: any method that is mapped, now or later, comes first.
        _routes.MapPost("/{service}/{method}", http =>
        {
            if (!GrpcNames.IsGrpc(http.Request.ContentType))
            {
                http.Response.StatusCode = StatusCodes.Status404NotFound;
                return Task.CompletedTask;
            }
            return ServerCall.RunAsync(http, "unknown", this, _ =>
                throw new RpcException(RpcStatus.Unimplemented, $"there is no method {http.Request.Path}"));
        }).WithOrder(int.MaxValue).WithDisplayName("gRPC: unknown method");

    private IEndpointConventionBuilder Map(string method, Func<ServerCall, Task> body)
    {
        RpcLimits.RequireMethod(method);
        return _routes.MapPost(method, http => ServerCall.RunAsync(http, method, this, body)).WithDisplayName($"gRPC: {method}");
    }

    private static async Task<T> ReadOnlyMessageAsync<T>(ServerCall call)
        where T : class, IMessage<T>, new()
    {
        // The wrong number of messages is UNIMPLEMENTED (statuscodes.md). Reading to the end also keeps Kestrel from
        // resetting the stream behind the answer, which some peers take for a failure.
        var request = await call.Frames.ReadAsync<T>(call.Context.Cancellation).ConfigureAwait(false)
            ?? throw new RpcException(RpcStatus.Unimplemented, "no message where exactly one belongs");
        await call.Frames.ReadEndAsync(RpcStatus.Unimplemented, call.Context.Cancellation).ConfigureAwait(false);
        return request;
    }
}
