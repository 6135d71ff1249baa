using System.Net;
using System.Net.Sockets;

namespace Samagam.Processes;

/// <summary>
/// A wire between two boxes that can be cut: forwards TCP from a port of its own to a target. Cutting closes what is open, at once and
/// without a word, and refuses what comes until it is mended.
/// </summary>
public sealed class LinkProxy : IAsyncDisposable
{
    private readonly TcpListener _listener;
    private readonly IPEndPoint _target;
    private readonly Lock _gate = new();
    private readonly HashSet<Socket> _open = [];
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _accepting;
    private bool _cut;

    public LinkProxy(IPEndPoint target)
    {
        _target = target;
        _listener = new TcpListener(IPAddress.Loopback, 0);
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Cuts or mends the wire.</summary>
    public void Set(bool cut)
    {
        lock (_gate)
        {
            _cut = cut;
            if (cut)
            {
                foreach (var socket in _open)
                {
                    // A reset, not a farewell: the other end learns it as a broken wire.
                    socket.LingerState = new LingerOption(true, 0);
                    socket.Dispose();
                }
                _open.Clear();
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        _listener.Stop();
        Set(cut: true);
        await _accepting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            var client = await _listener.AcceptSocketAsync(_stop.Token).ConfigureAwait(false);
            if (!Add(client))
            {
                client.LingerState = new LingerOption(true, 0);
                client.Dispose();
                continue;
            }
            _ = CarryAsync(client);
        }
    }

    private bool Add(Socket socket)
    {
        lock (_gate)
        {
            return !_cut && _open.Add(socket);
        }
    }

    private async Task CarryAsync(Socket client)
    {
        using var server = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        client.NoDelay = true;
        try
        {
            await server.ConnectAsync(_target, _stop.Token).ConfigureAwait(false);
            if (Add(server))
            {
                await Task.WhenAny(CopyAsync(client, server), CopyAsync(server, client)).ConfigureAwait(false);
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException or OperationCanceledException)
        {
            // A broken wire is what this is for.
        }
        finally
        {
            lock (_gate)
            {
                _open.Remove(client);
                _open.Remove(server);
            }
            client.Dispose();
        }
    }

    private async Task CopyAsync(Socket from, Socket to)
    {
        var buffer = new byte[64 * 1024];
        try
        {
            int read;
            while ((read = await from.ReceiveAsync(buffer, _stop.Token).ConfigureAwait(false)) > 0)
            {
                await to.SendAsync(buffer.AsMemory(0, read), _stop.Token).ConfigureAwait(false);
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException or OperationCanceledException)
        {
            // Either end is gone; the other is closed with it.
        }
    }
}
