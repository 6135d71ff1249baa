using System.Buffers.Text;
using System.Net;
using System.Net.Sockets;

namespace Samagam.Benchmarks.Doors;

/// <summary>
/// One kept-alive HTTP/1.1 connection that costs its machine as little as can be: requests are bytes made before, answers
/// are read to their end and only their status is looked at.
/// </summary>
internal sealed class WireClient : IDisposable
{
    private static ReadOnlySpan<byte> HeadEnd => "\r\n\r\n"u8;
    private static ReadOnlySpan<byte> LengthField => "\r\nContent-Length: "u8;

    private static ReadOnlySpan<byte> LastChunk => "\r\n0\r\n\r\n"u8;

    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly byte[] _buffer = new byte[1 << 20];

    /// <param name="server">Where to ask.</param>
    /// <param name="number">1 to 250: each connection speaks from a loopback address of its own, as each phone does.</param>
    public WireClient(IPEndPoint server, int number)
    {
        _socket.Bind(new IPEndPoint(new IPAddress([127, 0, 1, (byte)number]), 0));
        _socket.Connect(server);
    }

    /// <summary>Asks and waits; the status of the answer and its bytes.</summary>
    public async ValueTask<(int Status, int Bytes)> AskAsync(ReadOnlyMemory<byte> request)
    {
        await _socket.SendAsync(request).ConfigureAwait(false);
        var (filled, total) = (0, -1);
        while (filled != total)
        {
            var read = await _socket.ReceiveAsync(_buffer.AsMemory(filled)).ConfigureAwait(false);
            if (read == 0)
            {
                throw new IOException("the server hung up");
            }
            filled += read;
            if (total < 0 && _buffer.AsSpan(0, filled).IndexOf(HeadEnd) is >= 0 and var head)
            {
                total = LengthIn(_buffer.AsSpan(0, head)) is { } length ? head + HeadEnd.Length + length
                    // In chunks: the last is empty (RFC 9112, section 7.1). Its mark in the midst of an answer would end at a later read.
                    : _buffer.AsSpan(0, filled).EndsWith(LastChunk) ? filled : -1;
            }
            if (filled == _buffer.Length)
            {
                throw new IOException("an answer longer than a megabyte");
            }
        }
        return Utf8Parser.TryParse(_buffer.AsSpan(9), out int status, out _) ? (status, filled) : throw new IOException("no HTTP answer");
    }

    public void Dispose() => _socket.Dispose();

    private static int? LengthIn(ReadOnlySpan<byte> head)
    {
        var at = head.IndexOf(LengthField);
        return at >= 0 && Utf8Parser.TryParse(head[(at + LengthField.Length)..], out int length, out _) ? length : null;
    }
}
