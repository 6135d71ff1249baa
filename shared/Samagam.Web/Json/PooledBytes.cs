using System.Buffers;

namespace Samagam.Web.Json;

/// <summary>Bytes of one answer while it is written and sent, in memory lent by the process's pool; given back by disposing of it. Grows as needed.</summary>
internal sealed class PooledBytes : IBufferWriter<byte>, IDisposable
{
    // Nearly every answer fits.
    private const int FirstLength = 8 * 1024;

    private byte[] _bytes = ArrayPool<byte>.Shared.Rent(FirstLength);
    private int _count;

    /// <summary>Valid until more is written or this is disposed of.</summary>
    public ReadOnlyMemory<byte> Written => _bytes.AsMemory(0, _count);

    public void Advance(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, _bytes.Length - _count);
        _count += count;
    }

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(sizeHint);
        var room = Math.Max(1, sizeHint);
        if (room > _bytes.Length - _count)
        {
            var larger = ArrayPool<byte>.Shared.Rent(Math.Max(checked(_count + room), (int)Math.Min(2L * _bytes.Length, Array.MaxLength)));
            Written.Span.CopyTo(larger);
            ArrayPool<byte>.Shared.Return(_bytes);
            _bytes = larger;
        }
        return _bytes.AsMemory(_count);
    }

    public Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_bytes);
        (_bytes, _count) = ([], 0);
    }
}
