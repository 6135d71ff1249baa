using System.Security.Cryptography;

namespace Samagam.Routing.Osm;

/// <summary>A forward read of a stream that counts, hashes if asked, and refuses to give more than it was told to.</summary>
internal sealed class BoundedStream(Stream inner, long maxBytes, IncrementalHash? hash, Action<long>? onRead, CancellationToken cancel) : Stream
{
    /// <summary>Bytes given out so far.</summary>
    public long Given { get; private set; }

    /// <summary>Whether the stream beneath threw: the disk's fault then, and not the file's content.</summary>
    public bool HasFailed { get; private set; }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => Given;
        set => throw new NotSupportedException();
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        cancel.ThrowIfCancellationRequested();
        HasFailed = true;
        var n = inner.Read(buffer);
        HasFailed = false;
        Given += n;
        if (Given > maxBytes)
        {
            throw new MapFormatException(MapFault.TooLarge, $"it unpacks to more than {maxBytes} bytes", Given);
        }
        hash?.AppendData(buffer[..n]);
        onRead?.Invoke(Given);
        return n;
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            inner.Dispose();
        }
        base.Dispose(disposing);
    }
}
