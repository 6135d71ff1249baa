namespace Samagam.Rpc;

/// <summary>What a server takes from its peers before it says no. Every number is a limit a test stands on.</summary>
public sealed class RpcServerOptions
{
    /// <summary>Largest message taken, bytes without the prefix; gRPC's own default. 1 to 1 GiB. Over it: RESOURCE_EXHAUSTED.</summary>
    public int MaxReceiveMessageBytes { get; init; } = 4 * 1024 * 1024;

    /// <summary>Largest message sent, bytes; 1 to 1 GiB. As what peers take by default, so that we do not send what they refuse.</summary>
    public int MaxSendMessageBytes { get; init; } = 4 * 1024 * 1024;

    /// <summary>Calls running at once over all connections; at least 1. The next one gets RESOURCE_EXHAUSTED at once.</summary>
    public int MaxConcurrentCalls { get; init; } = 512;

    /// <summary>Encoded bytes of <c>grpc-message</c>; 16 to 4,096. Longer texts are cut.</summary>
    public int MaxStatusMessageBytes { get; init; } = 1024;

    /// <summary>
    /// Headers of one call, both ways, bytes as HTTP/2 counts them; 1 KiB to 64 KiB. Inbound it is enforced by Kestrel, once
    /// <see cref="RpcServerExtensions.LimitRpc"/> was called on its options. 8 KiB is what gRPC advises.
    /// </summary>
    public int MaxMetadataBytes { get; init; } = 8 * 1024;

    /// <summary>Calls at once on one connection; at least 1. HTTP/2 tells the peer, which waits or opens another connection.</summary>
    public int MaxCallsPerConnection { get; init; } = 100;

    /// <summary>Silence on a connection after which it is pinged; at least 1 s.</summary>
    public TimeSpan KeepAlivePingDelay { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a ping may stay unanswered before the connection is given up, and its calls with it; at least 1 s.</summary>
    public TimeSpan KeepAlivePingTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <exception cref="ArgumentOutOfRangeException">A value outside its limits.</exception>
    internal void Validate()
    {
        RpcLimits.Require(MaxReceiveMessageBytes, 1, RpcLimits.LargestMessageBytes);
        RpcLimits.Require(MaxSendMessageBytes, 1, RpcLimits.LargestMessageBytes);
        RpcLimits.Require(MaxConcurrentCalls, 1, int.MaxValue);
        RpcLimits.Require(MaxStatusMessageBytes, 16, 4096);
        RpcLimits.Require(MaxMetadataBytes, 1024, 64 * 1024);
        RpcLimits.Require(MaxCallsPerConnection, 1, int.MaxValue);
        RpcLimits.Require(KeepAlivePingDelay, TimeSpan.FromSeconds(1), TimeSpan.FromDays(1));
        RpcLimits.Require(KeepAlivePingTimeout, TimeSpan.FromSeconds(1), TimeSpan.FromDays(1));
    }
}
