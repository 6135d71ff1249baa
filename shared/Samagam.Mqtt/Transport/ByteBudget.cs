namespace Samagam.Mqtt.Transport;

/// <summary>
/// Memory all clients share: taken before bytes are kept, given back when they go. Law: what is held never exceeds the
/// limit, and every grant is returned once.
/// </summary>
internal sealed class ByteBudget(long limit)
{
    private long _held;

    public long Held => Interlocked.Read(ref _held);

    public bool TryTake(long bytes)
    {
        if (Interlocked.Add(ref _held, bytes) <= limit)
        {
            return true;
        }
        Interlocked.Add(ref _held, -bytes);
        return false;
    }

    public void Return(long bytes) => Interlocked.Add(ref _held, -bytes);
}
