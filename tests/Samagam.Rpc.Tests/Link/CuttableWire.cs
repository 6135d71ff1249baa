using System.Net;
using System.Net.Sockets;

namespace Samagam.Rpc.Tests.Link;

/// <summary>
/// A TCP relay in front of a server. Cut, it swallows everything in both directions and closes nothing: what a pulled
/// cable or a box without power looks like from the other end.
/// </summary>
internal sealed class CuttableWire : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly List<Task> _pumps = [];
    private readonly EndPoint _target;
    private readonly Task _accepting;
    private volatile bool _cut;

    public CuttableWire(EndPoint target)
    {
        _target = target;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public EndPoint EndPoint => _listener.LocalEndpoint;

    public void Cut() => _cut = true;

    public void Mend() => _cut = false;

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await Task.WhenAll([_accepting, .. _pumps]).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (true)
        {
            var near = await _listener.AcceptSocketAsync(_stop.Token);
            var far = new Socket(SocketType.Stream, ProtocolType.Tcp);
            await far.ConnectAsync(_target, _stop.Token);
            _pumps.Add(PumpAsync(near, far));
            _pumps.Add(PumpAsync(far, near));
        }
    }

    private async Task PumpAsync(Socket from, Socket to)
    {
        var buffer = new byte[16 * 1024];
        try
        {
            int count;
            while ((count = await from.ReceiveAsync(buffer, _stop.Token)) > 0)
            {
                if (!_cut)
                {
                    await to.SendAsync(buffer.AsMemory(0, count), SocketFlags.None, _stop.Token);
                }
            }
        }
        finally
        {
            if (!_cut || _stop.IsCancellationRequested)
            {
                to.Dispose();
            }
        }
    }
}
