namespace Samagam.Rpc;

/// <summary>One direction of a streaming call. Writers may be called from several tasks; whole messages take turns.</summary>
public interface IRpcWriter<in T>
{
    /// <summary>
    /// Sends one message; completes when the transport has taken it, which waits while the peer does not read (HTTP/2 flow
    /// control). It says nothing about the peer having acted on it. Cancelling in the middle of a write breaks the stream.
    /// </summary>
    /// <exception cref="RpcException">Too large, or the call is over.</exception>
    ValueTask WriteAsync(T message, CancellationToken cancellation = default);
}
