using System.Runtime.CompilerServices;
using Google.Protobuf;
using Samagam.Rpc.Client;

namespace Samagam.Rpc;

/// <summary>
/// Calls to one peer, over as few HTTP/2 connections as do. A connection is made at the first call and again at the first
/// call after it broke; nothing here waits or backs off, that is for the caller to decide. Any thread. Every method throws
/// <see cref="RpcException"/> with UNAVAILABLE when the peer cannot be reached, DEADLINE_EXCEEDED at the deadline, else what the
/// peer said; and <see cref="OperationCanceledException"/> when the caller's own token fires.
/// </summary>
public sealed class RpcChannel : IDisposable
{
    private int _active;

    /// <param name="time">Keeps the deadlines.</param>
    /// <exception cref="ArgumentException">An option outside its limits.</exception>
    public RpcChannel(RpcChannelOptions options, TimeProvider time)
    {
        options.Validate();
        Options = options;
        Time = time;
        Http = new HttpMessageInvoker(RpcTransport.CreateHandler(options));
    }

    /// <summary>Calls running now.</summary>
    public int ActiveCalls => Volatile.Read(ref _active);

    internal RpcChannelOptions Options { get; }

    internal TimeProvider Time { get; }

    internal HttpMessageInvoker Http { get; }

    /// <summary>One message out, one in.</summary>
    public async Task<TRes> UnaryAsync<TReq, TRes>(string method, TReq request, RpcCallOptions options = default, CancellationToken cancellation = default)
        where TReq : class, IMessage<TReq>, new()
        where TRes : class, IMessage<TRes>, new()
    {
        using var call = Open(method, new MessageContent(request, Options.MaxSendMessageBytes), options, cancellation);
        await call.SendAsync().ConfigureAwait(false);
        var response = await call.ReadAsync<TRes>(default).ConfigureAwait(false)
            ?? throw new RpcException(RpcStatus.Unimplemented, "the peer said OK without an answer");
        // The answer counts once the status has said so.
        if (await call.ReadAsync<TRes>(default).ConfigureAwait(false) is not null)
        {
            throw new RpcException(RpcStatus.Unimplemented, "the peer gave more than one answer");
        }
        return response;
    }

    /// <summary>One message out, any number in, until the call has ended with OK. Leaving the loop early resets the stream.</summary>
    public async IAsyncEnumerable<TRes> ServerStreaming<TReq, TRes>(
        string method, TReq request, RpcCallOptions options = default, [EnumeratorCancellation] CancellationToken cancellation = default)
        where TReq : class, IMessage<TReq>, new()
        where TRes : class, IMessage<TRes>, new()
    {
        using var call = Open(method, new MessageContent(request, Options.MaxSendMessageBytes), options, cancellation);
        await call.SendAsync().ConfigureAwait(false);
        while (await call.ReadAsync<TRes>(default).ConfigureAwait(false) is { } message)
        {
            yield return message;
        }
    }

    /// <summary>
    /// Any number both ways. Completes when a connection is there and the request's headers are on it; the server's answer
    /// is not waited for, as some send their headers only with their first message.
    /// </summary>
    /// <param name="cancellation">For the whole call, not only for its opening.</param>
    public async Task<RpcDuplexCall<TReq, TRes>> DuplexAsync<TReq, TRes>(string method, RpcCallOptions options = default, CancellationToken cancellation = default)
        where TReq : class, IMessage<TReq>, new()
        where TRes : class, IMessage<TRes>, new()
    {
        var content = new DuplexContent(Options.MaxSendMessageBytes);
        var call = Open(method, content, options, cancellation);
        var duplex = new RpcDuplexCall<TReq, TRes>(call, content, call.SendAsync());
        try
        {
            await duplex.OpenedAsync().ConfigureAwait(false);
            return duplex;
        }
        catch
        {
            await duplex.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Makes no more calls; those running go on to their end, then their connection closes.</summary>
    public void Dispose() => Http.Dispose();

    internal void Leave() => Interlocked.Decrement(ref _active);

    private ClientCall Open(string method, HttpContent content, RpcCallOptions options, CancellationToken cancellation)
    {
        RpcLimits.RequireMethod(method);
        if (options.Metadata is { } metadata && metadata.WireBytes > Options.MaxMetadataBytes)
        {
            throw new RpcException(RpcStatus.ResourceExhausted, $"{metadata.WireBytes} bytes of metadata are over the limit of {Options.MaxMetadataBytes}");
        }
        if (Interlocked.Increment(ref _active) > Options.MaxConcurrentCalls)
        {
            Leave();
            throw new RpcException(RpcStatus.ResourceExhausted, $"{Options.MaxConcurrentCalls} calls to {Options.Address.Authority} are already running");
        }
        return new ClientCall(this, method, content, options, cancellation);
    }
}
