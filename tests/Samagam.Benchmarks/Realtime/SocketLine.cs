using System.Net.WebSockets;
using System.Text;
using System.Text.Json;

namespace Samagam.Benchmarks.Realtime;

/// <summary>A bare SignalR connection over a WebSocket: the JSON hub protocol by hand, so that thousands cost this process little.</summary>
internal sealed class SocketLine(ClientWebSocket socket) : IDisposable
{
    // The record separator that ends each message (SignalR HubProtocol, "JSON Encoding").
    private const byte End = 0x1E;
    private readonly List<byte> _pending = [];
    private readonly byte[] _buffer = new byte[2_048];

    public static async Task<SocketLine> OpenAsync(Uri box, string? token, CancellationToken stop)
    {
        var socket = new ClientWebSocket();
        if (token is not null)
        {
            socket.Options.SetRequestHeader("Authorization", "Bearer " + token);
        }
        await socket.ConnectAsync(new UriBuilder(box) { Scheme = "ws", Path = "/realtime" }.Uri, stop).ConfigureAwait(false);
        var line = new SocketLine(socket);
        await line.SendAsync("""{"protocol":"json","version":1}""", stop).ConfigureAwait(false);
        // The answer to the handshake is an empty object.
        await line.NextAsync(stop).ConfigureAwait(false);
        return line;
    }

    public Task InvokeAsync(string target, object body, CancellationToken stop) =>
        SendAsync(JsonSerializer.Serialize(new { type = 1, target, arguments = new[] { body } }), stop);

    /// <summary>The next message; throws when the connection ended.</summary>
    public async Task<JsonElement> NextAsync(CancellationToken stop)
    {
        while (true)
        {
            var end = _pending.IndexOf(End);
            if (end >= 0)
            {
                var message = JsonDocument.Parse(_pending.GetRange(0, end).ToArray()).RootElement;
                _pending.RemoveRange(0, end + 1);
                return message;
            }
            var read = await socket.ReceiveAsync(_buffer.AsMemory(), stop).ConfigureAwait(false);
            if (read.MessageType == WebSocketMessageType.Close)
            {
                throw new IOException("the box ended the connection");
            }
            _pending.AddRange(_buffer.AsSpan(0, read.Count));
        }
    }

    /// <summary>The next event of this name.</summary>
    public async Task<JsonElement> UntilAsync(string name, CancellationToken stop)
    {
        while (true)
        {
            var message = await NextAsync(stop).ConfigureAwait(false);
            if (message.TryGetProperty("target", out var target) && target.GetString() == name)
            {
                return message.GetProperty("arguments")[0];
            }
        }
    }

    public void Dispose() => socket.Dispose();

    private Task SendAsync(string message, CancellationToken stop) =>
        socket.SendAsync(new ArraySegment<byte>([.. Encoding.UTF8.GetBytes(message), End]), WebSocketMessageType.Text, endOfMessage: true, stop);
}
