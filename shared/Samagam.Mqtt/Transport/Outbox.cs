using System.Buffers;
using System.IO.Pipelines;

namespace Samagam.Mqtt.Transport;

/// <summary>
/// Bytes on their way to one socket. Anyone may add; one writer at a time drains, so a slow socket holds up nobody else.
/// <c>drained</c> is called after bytes were taken, <c>broken</c> when no more ever will be, with the fault if it was ours.
/// Holds no memory while empty; its memory is bounded by its own limit and by the budget all clients share.
/// </summary>
internal sealed class Outbox(PipeWriter pipe, ByteBudget budget, int maximumBytes, TimeProvider time, Action drained, Action<Exception?> broken)
    : IThreadPoolWorkItem
{
    private const int FirstArray = 4 * 1024;

    // Kestrel copies what it is given; small bites keep a second megabyte from lying there.
    private const int Bite = 32 * 1024;

    private readonly Lock _gate = new();
    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private byte[]? _filling;
    private int _filled;
    private int _sending;
    private bool _writing;
    private bool _closed;
    private long _biteStarted;
    private Task? _writer;

    /// <summary>Completes when the outbox is closed and all its bytes were taken, or the peer is gone.</summary>
    public Task Done => _done.Task;

    /// <summary>True while QoS 1 messages may still be added; half is kept for answers and QoS 0.</summary>
    public bool HasRoom => Volatile.Read(ref _filled) + Volatile.Read(ref _sending) < maximumBytes / 2;

    /// <summary>How long the socket has taken nothing although something waits.</summary>
    public TimeSpan Stalled
    {
        get
        {
            var since = Volatile.Read(ref _biteStarted);
            return since == 0 ? TimeSpan.Zero : time.GetElapsedTime(since);
        }
    }

    /// <summary>Adds a packet as it is. False when the limit forbids it or the outbox is closed.</summary>
    public bool TryWrite(ReadOnlySpan<byte> packet)
    {
        lock (_gate)
        {
            if (!TryAppend(packet))
            {
                return false;
            }
            Wake();
            return true;
        }
    }

    /// <summary>Adds a message, with its first byte and, at <paramref name="idAt"/> if that is not negative, its identifier put into the copy.</summary>
    public bool TryWrite(byte[] frame, int idAt, byte first, ushort packetId)
    {
        lock (_gate)
        {
            var at = _filled;
            if (!TryAppend(frame))
            {
                return false;
            }
            _filling![at] = first;
            if (idAt >= 0)
            {
                System.Buffers.Binary.BinaryPrimitives.WriteUInt16BigEndian(_filling.AsSpan(at + idAt), packetId);
            }
            Wake();
            return true;
        }
    }

    /// <summary>Takes nothing more; what was added is still sent. See <see cref="Done"/>.</summary>
    public void Close()
    {
        lock (_gate)
        {
            _closed = true;
            if (!_writing)
            {
                _done.TrySetResult();
            }
        }
    }

    void IThreadPoolWorkItem.Execute() => _writer = WriteAsync();

    private bool TryAppend(ReadOnlySpan<byte> packet)
    {
        var needed = _filled + packet.Length;
        if (_closed || needed + _sending > maximumBytes || (needed > (_filling?.Length ?? 0) && !TryGrow(needed)))
        {
            return false;
        }
        packet.CopyTo(_filling.AsSpan(_filled));
        _filled = needed;
        return true;
    }

    private bool TryGrow(int needed)
    {
        var size = (int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)Math.Max(needed, FirstArray));
        if (!budget.TryTake(size))
        {
            return false;
        }
        var bigger = ArrayPool<byte>.Shared.Rent(size);
        // The pool may hand out more than asked; what the budget paid for must be what it gets back.
        budget.Return(size - bigger.Length);
        if (_filling is not null)
        {
            _filling.AsSpan(0, _filled).CopyTo(bigger);
            Release(_filling);
        }
        _filling = bigger;
        return true;
    }

    private void Wake()
    {
        if (!_writing)
        {
            _writing = true;
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        }
    }

    private async Task WriteAsync()
    {
        try
        {
            while (Take() is var (bytes, count) && count > 0)
            {
                var open = await SendAsync(bytes!, count);
                Release(bytes!);
                Volatile.Write(ref _sending, 0);
                if (!open)
                {
                    break;
                }
                drained();
            }
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or ObjectDisposedException)
        {
            // The socket is gone. The reading side sees the same and ends the connection; nothing is left to do here.
            Discard(null);
        }
        catch (Exception e)
        {
            // A bug; the connection awaits Done and says so.
            Discard(e);
        }
    }

    /// <summary>Swaps the filled array out, or stops the writer when there is none.</summary>
    private (byte[]? Bytes, int Count) Take()
    {
        lock (_gate)
        {
            var taken = (_filling, _filled);
            _filling = null;
            _filled = 0;
            _sending = taken._filled;
            if (taken._filled == 0)
            {
                _writing = false;
                if (_closed)
                {
                    _done.TrySetResult();
                }
            }
            return taken;
        }
    }

    private async ValueTask<bool> SendAsync(byte[] bytes, int count)
    {
        try
        {
            for (var at = 0; at < count; at += Bite)
            {
                var write = pipe.WriteAsync(bytes.AsMemory(at, Math.Min(Bite, count - at)));
                if (!write.IsCompletedSuccessfully)
                {
                    Volatile.Write(ref _biteStarted, time.GetTimestamp() | 1);
                }
                var flushed = await write;
                Volatile.Write(ref _biteStarted, 0);
                if (flushed.IsCompleted || flushed.IsCanceled)
                {
                    Discard(null);
                    return false;
                }
            }
            return true;
        }
        catch
        {
            Release(bytes);
            throw;
        }
    }

    private void Discard(Exception? fault)
    {
        lock (_gate)
        {
            _closed = true;
            _writing = false;
            _biteStarted = 0;
            _sending = 0;
            if (_filling is not null)
            {
                Release(_filling);
            }
            _filling = null;
            _filled = 0;
            if (fault is null)
            {
                _done.TrySetResult();
            }
            else
            {
                _done.TrySetException(fault);
            }
        }
        broken(fault);
    }

    private void Release(byte[] array)
    {
        budget.Return(array.Length);
        ArrayPool<byte>.Shared.Return(array);
    }
}
