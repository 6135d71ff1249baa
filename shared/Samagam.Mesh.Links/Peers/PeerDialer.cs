using Microsoft.Extensions.Logging;
using Samagam.Core.Ids;
using Samagam.Rpc;
using Samagam.Trust;
using Samagam.Wire.Mesh.V1;

namespace Samagam.Mesh.Links.Peers;

/// <summary>
/// Keeps a stream open with each neighbour of the settings, for ever. The box of the lower number dials; the other waits out a courtesy
/// first, so that a way that is open in one direction only is still found.
/// </summary>
public sealed class PeerDialer(NodeId self, MeshTls tls, PeerRoads roads, PeerOptions options, TimeProvider time, Random luck, ILogger logger)
{
    public const string LinkMethod = "/samagam.mesh.v1.Mesh/Link";
    public const string CarryMethod = "/samagam.mesh.v1.Mesh/Carry";
    public const string SendMessageMethod = "/samagam.mesh.v1.Mesh/SendMessage";

    private readonly Lock _luckGate = new();

    public Task RunAsync(IReadOnlyList<PeerAddress> neighbours, CancellationToken stop) =>
        Task.WhenAll(neighbours.Select(n => KeepAsync(n, stop)));

    /// <summary>A channel to this neighbour; whoever answers there must be it.</summary>
    public RpcChannel Channel(PeerAddress peer) => new(
        new RpcChannelOptions
        {
            Address = new Uri($"https://node-{peer.Node.Number}:{peer.Port}"),
            Dial = _ => ValueTask.FromResult(peer.EndPoint),
            Tls = tls.ClientOptions(peer.Node.Number),
            ConnectTimeout = TimeSpan.FromSeconds(3),
        },
        time);

    private async Task KeepAsync(PeerAddress peer, CancellationToken stop)
    {
        var wait = options.FirstRetry;
        var courtesy = self.CompareTo(peer.Node) > 0;
        while (!stop.IsCancellationRequested)
        {
            try
            {
                if (courtesy)
                {
                    await Task.Delay(options.Courtesy, time, stop).ConfigureAwait(false);
                }
                if (roads.Connected.Contains(peer.Node))
                {
                    courtesy = false;
                    await Task.Delay(options.FirstRetry, time, stop).ConfigureAwait(false);
                    wait = options.FirstRetry;
                    continue;
                }
                var opened = time.GetTimestamp();
                using (var channel = Channel(peer))
                {
                    await DialAsync(channel, peer, stop).ConfigureAwait(false);
                }
                // A link that lived was evidence: the next dial goes out at once.
                wait = time.GetElapsedTime(opened) > options.LongestRetry ? options.FirstRetry : wait;
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                // Whatever a link dies of, it is dialled again: one neighbour never ends the box.
                PeersLog.Unreachable(logger, peer.Node.Number, e.Message);
            }
            await PauseAsync(wait, stop).ConfigureAwait(false);
            wait = wait * 2 > options.LongestRetry ? options.LongestRetry : wait * 2;
        }
    }

    private async Task DialAsync(RpcChannel channel, PeerAddress peer, CancellationToken stop)
    {
        var call = await channel.DuplexAsync<Frame, Frame>(LinkMethod, cancellation: stop).ConfigureAwait(false);
        await using (call.ConfigureAwait(false))
        {
            await roads.CarryAsync(peer.Node, call, call.ReadAsync, stop).ConfigureAwait(false);
        }
    }

    private async Task PauseAsync(TimeSpan wait, CancellationToken stop)
    {
        double spread;
        lock (_luckGate)
        {
            spread = 0.75 + (0.5 * luck.NextDouble());
        }
        await Task.Delay(wait * spread, time, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }
}
