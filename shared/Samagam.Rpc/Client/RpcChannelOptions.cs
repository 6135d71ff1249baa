using System.Net;
using System.Net.Security;

namespace Samagam.Rpc;

/// <summary>One peer as a client sees it: who it must be, where it is, and what is taken from it.</summary>
public sealed class RpcChannelOptions
{
    /// <summary>
    /// Who is meant: <c>https://node-7:8092</c>; the host is the name the peer's certificate is judged by (the TLS layer
    /// takes it from here). <c>http://</c> speaks HTTP/2 without TLS, by prior knowledge.
    /// </summary>
    public required Uri Address { get; init; }

    /// <summary>
    /// Where to dial instead of resolving the host of <see cref="Address"/>; asked for at every new connection, so a peer
    /// may move. Null: resolve the host.
    /// </summary>
    public Func<CancellationToken, ValueTask<EndPoint>>? Dial { get; init; }

    /// <summary>
    /// Own certificate and the judgement of the peer's, as the caller wants them. Its <c>TargetHost</c> is ignored by
    /// the handler: <see cref="Address"/> says the name. Not for <c>http://</c>.
    /// </summary>
    public SslClientAuthenticationOptions? Tls { get; init; }

    /// <summary>Largest message taken, bytes; 1 to 1 GiB. Over it: RESOURCE_EXHAUSTED.</summary>
    public int MaxReceiveMessageBytes { get; init; } = 4 * 1024 * 1024;

    /// <summary>Largest message sent, bytes; 1 to 1 GiB.</summary>
    public int MaxSendMessageBytes { get; init; } = 4 * 1024 * 1024;

    /// <summary>Calls of this channel at once; at least 1. The next one ends with RESOURCE_EXHAUSTED here, unsent.</summary>
    public int MaxConcurrentCalls { get; init; } = 512;

    /// <summary>Headers of one call, each way, bytes as HTTP/2 counts them; 1 KiB to 64 KiB.</summary>
    public int MaxMetadataBytes { get; init; } = 8 * 1024;

    /// <summary>Time for a connection, TLS included; 10 ms to 5 min. Over it: UNAVAILABLE. Kept by the framework's own clock.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Silence after which the connection is pinged; at least 1 s.</summary>
    public TimeSpan KeepAlivePingDelay { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a ping may stay unanswered before the connection is given up and its calls end UNAVAILABLE; at least 1 s.</summary>
    public TimeSpan KeepAlivePingTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Pings also while no call runs: the next call finds a live connection or none. Costs a few bytes per ping.</summary>
    public bool KeepAliveWhenIdle { get; init; }

    /// <summary>The last word on the transport; called once with the handler as these options made it.</summary>
    public Action<SocketsHttpHandler>? ConfigureHandler { get; init; }

    /// <exception cref="ArgumentException">A value outside its limits.</exception>
    internal void Validate()
    {
        ArgumentNullException.ThrowIfNull(Address);
        var tls = Address.Scheme == Uri.UriSchemeHttps;
        if (!Address.IsAbsoluteUri || !(tls || Address.Scheme == Uri.UriSchemeHttp) || Address.PathAndQuery != "/")
        {
            throw new ArgumentException($"'{Address}' is not of the form https://name:port", nameof(Address));
        }
        if (Tls is not null && !tls)
        {
            throw new ArgumentException("TLS was set up for an http:// address", nameof(Tls));
        }
        RpcLimits.Require(MaxReceiveMessageBytes, 1, RpcLimits.LargestMessageBytes);
        RpcLimits.Require(MaxSendMessageBytes, 1, RpcLimits.LargestMessageBytes);
        RpcLimits.Require(MaxConcurrentCalls, 1, int.MaxValue);
        RpcLimits.Require(MaxMetadataBytes, 1024, 64 * 1024);
        RpcLimits.Require(ConnectTimeout, TimeSpan.FromMilliseconds(10), TimeSpan.FromMinutes(5));
        RpcLimits.Require(KeepAlivePingDelay, TimeSpan.FromSeconds(1), TimeSpan.FromDays(1));
        RpcLimits.Require(KeepAlivePingTimeout, TimeSpan.FromSeconds(1), TimeSpan.FromDays(1));
    }
}
