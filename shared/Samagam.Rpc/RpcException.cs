namespace Samagam.Rpc;

/// <summary>
/// A call that did not end well. A handler throws it to choose the status its peer sees; a client receives it with the
/// status the peer chose, or with the one the transport's failure means.
/// </summary>
public sealed class RpcException : Exception
{
    /// <param name="status">Never <see cref="RpcStatus.Ok"/>.</param>
    /// <param name="message">
    /// What the peer may read. It crosses the wire percent-encoded and is cut to the server's
    /// <see cref="RpcServerOptions.MaxStatusMessageBytes"/>; it is no place for secrets or names of persons.
    /// </param>
    /// <param name="trailers">More for the peer, beside the status.</param>
    /// <param name="inner">The cause on this side; it never crosses the wire.</param>
    public RpcException(RpcStatus status, string message, RpcMetadata? trailers = null, Exception? inner = null)
        : base($"{status}: {message}", inner)
    {
        ArgumentOutOfRangeException.ThrowIfEqual(status, RpcStatus.Ok);
        Status = status;
        Detail = message;
        Trailers = trailers ?? RpcMetadata.Empty;
    }

    /// <summary>How the call ended.</summary>
    public RpcStatus Status { get; }

    /// <summary>The text of <c>grpc-message</c>, decoded; may be empty.</summary>
    public string Detail { get; }

    /// <summary>Custom metadata that came with the status.</summary>
    public RpcMetadata Trailers { get; }
}
