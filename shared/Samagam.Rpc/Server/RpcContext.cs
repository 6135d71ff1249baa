using System.Net;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Http;
using Samagam.Rpc.Frames;

namespace Samagam.Rpc;

/// <summary>What a handler knows about its call, besides the messages. It is dead when the handler has returned.</summary>
public sealed class RpcContext
{
    private RpcMetadata? _requestMetadata;
    private RpcMetadata? _responseTrailers;

    internal RpcContext(HttpContext http, string method, TimeSpan? timeout, CancellationToken cancellation)
    {
        Http = http;
        Method = method;
        Timeout = timeout;
        Cancellation = cancellation;
    }

    /// <summary>The path, <c>/package.Service/Method</c>.</summary>
    public string Method { get; }

    /// <summary>How long the caller said it would wait, counted from the arrival of its headers; null: for ever.</summary>
    public TimeSpan? Timeout { get; }

    /// <summary>
    /// Fires when the peer has reset the call or gone away, when its deadline has passed, or when this server is stopping.
    /// A handler that ignores it keeps its place among the calls running at once.
    /// </summary>
    public CancellationToken Cancellation { get; }

    /// <summary>The certificate the peer proved to own, where the listener asked for one.</summary>
    public X509Certificate2? PeerCertificate => Http.Connection.ClientCertificate;

    /// <summary>Where the connection comes from.</summary>
    public EndPoint? Remote => Http.Connection.RemoteIpAddress is { } address ? new IPEndPoint(address, Http.Connection.RemotePort) : null;

    /// <summary>Custom metadata the caller sent with its headers.</summary>
    public RpcMetadata RequestMetadata => _requestMetadata ??= ReadRequest();

    /// <summary>Custom metadata to be sent with the status, whichever it is.</summary>
    public RpcMetadata ResponseTrailers => _responseTrailers ??= [];

    /// <summary>The request below, for what this type does not say.</summary>
    public HttpContext Http { get; }

    internal RpcMetadata? TrailersIfAny => _responseTrailers;

    private RpcMetadata ReadRequest()
    {
        var metadata = new RpcMetadata();
        foreach (var (name, values) in Http.Request.Headers)
        {
            // Kestrel gives known names their HTTP/1 capitals.
            var lower = name.ToLowerInvariant();
            if (RpcMetadata.IsReserved(lower))
            {
                continue;
            }
            foreach (var value in values)
            {
                metadata.AddUnchecked(lower, value ?? "");
            }
        }
        return metadata;
    }
}
