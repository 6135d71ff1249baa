namespace Samagam.Rpc;

/// <summary>What happened at a server since it was mapped; read by the metrics page. Any thread.</summary>
public sealed class RpcCounts
{
    private readonly long[] _ended = new long[(int)RpcStatus.Unauthenticated + 1];
    private long _active;
    private long _refused;

    /// <summary>Calls running now.</summary>
    public long Active => Interlocked.Read(ref _active);

    /// <summary>Requests that were no gRPC at all: wrong HTTP version or content type.</summary>
    public long NotGrpc => Interlocked.Read(ref _refused);

    /// <summary>Calls that ended with that status.</summary>
    public long Ended(RpcStatus status) => Interlocked.Read(ref _ended[(int)status]);

    internal void CountNotGrpc() => Interlocked.Increment(ref _refused);

    internal void CountEnd(RpcStatus status) => Interlocked.Increment(ref _ended[(int)status]);

    internal bool TryEnter(int limit)
    {
        if (Interlocked.Increment(ref _active) <= limit)
        {
            return true;
        }
        Interlocked.Decrement(ref _active);
        return false;
    }

    internal void Leave() => Interlocked.Decrement(ref _active);
}
