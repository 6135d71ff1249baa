using Samagam.Mesh.Links.Peers;
using Samagam.Node.Auth;
using Samagam.Rpc;
using Samagam.Wire.Mesh.V1;

namespace Samagam.Node.Links.Otp;

/// <summary>
/// Codes by the hub's gateway, asked for over the link to a hub next to this box. Number and code travel inside the link's mutual TLS only.
/// </summary>
/// <param name="hubs">Neighbours that are hubs.</param>
public sealed class HubOtpChannel(PeerRoads roads, IReadOnlyList<PeerAddress> hubs, PeerDialer dialer, TimeSpan patience) : IOtpChannel
{
    public string Name => "hub";

    public bool IsReady => hubs.Any(h => roads.Connected.Contains(h.Node));

    public async ValueTask<bool> SendAsync(OtpMessage message, CancellationToken cancellation)
    {
        var request = new MessageRequest { To = message.To.Text, Text = message.Text };
        foreach (var hub in hubs.Where(h => roads.Connected.Contains(h.Node)))
        {
            try
            {
                using var channel = dialer.Channel(hub);
                var reply = await channel.UnaryAsync<MessageRequest, MessageReply>(
                    PeerDialer.SendMessageMethod, request, new RpcCallOptions { Timeout = patience }, cancellation).ConfigureAwait(false);
                if (reply.Taken)
                {
                    return true;
                }
            }
            catch (RpcException)
            {
                // Out of reach, or has no gateway; the next may.
                continue;
            }
        }
        return false;
    }
}
