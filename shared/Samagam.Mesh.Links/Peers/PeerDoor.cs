using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Logging;
using Samagam.Core.Ids;
using Samagam.Mesh.Facts;
using Samagam.Rpc;
using Samagam.Trust;
using Samagam.Wire.Mesh.V1;

namespace Samagam.Mesh.Links.Peers;

/// <summary>Takes a call for a neighbour; answers when it is durable here, or with the reason why not.</summary>
public delegate ValueTask<CarryReply> TakeCall(NodeId from, CarryRequest request, CancellationToken cancellation);

/// <summary>Sends a short message for a neighbour; answers when the gateway took it, or with the reason why not.</summary>
public delegate ValueTask<MessageReply> TakeMessage(NodeId from, MessageRequest request, CancellationToken cancellation);

/// <summary>The peers' door: gossip streams and calls of boxes that cannot write, over mutual TLS.</summary>
public sealed class PeerDoor(MeshTls tls, IOriginTrust trust, PeerRoads roads, TakeCall? take, TakeMessage? send, ILogger logger)
{
    /// <summary>Maps the methods.</summary>
    public void Map(RpcServer server)
    {
        server.MapDuplex<Frame, Frame>(PeerDialer.LinkMethod, LinkAsync);
        server.MapUnary<CarryRequest, CarryReply>(PeerDialer.CarryMethod, CarryAsync);
        server.MapUnary<MessageRequest, MessageReply>(PeerDialer.SendMessageMethod, SendAsync);
    }

    private async Task LinkAsync(RpcReader<Frame> reader, IRpcWriter<Frame> writer, RpcContext context)
    {
        var peer = Who(context);
        if (!await roads.CarryAsync(peer, writer, reader.ReadAsync, context.Cancellation).ConfigureAwait(false))
        {
            throw new RpcException(RpcStatus.ResourceExhausted, "too many links");
        }
    }

    private async Task<CarryReply> CarryAsync(CarryRequest request, RpcContext context)
    {
        var peer = Who(context);
        if (take is null)
        {
            throw new RpcException(RpcStatus.Unimplemented, "this box takes no calls for others");
        }
        PeersLog.Carried(logger, peer.Number);
        return await take(peer, request, context.Cancellation).ConfigureAwait(false);
    }

    private async Task<MessageReply> SendAsync(MessageRequest request, RpcContext context)
    {
        var peer = Who(context);
        return send is not null
            ? await send(peer, request, context.Cancellation).ConfigureAwait(false)
            : throw new RpcException(RpcStatus.Unimplemented, "this box sends no messages for others");
    }

    private NodeId Who(RpcContext context)
    {
        if (context.PeerCertificate is not X509Certificate2 certificate)
        {
            throw Refuse("no certificate was shown");
        }
        var member = tls.Check(certificate, MemberUse.Client, null);
        if (!member.Ok)
        {
            throw Refuse(member.Reason);
        }
        var peer = new NodeId((ushort)member.Value.Number);
        return trust.MayConnect(peer) ? peer : throw Refuse($"box {peer.Number} was revoked");
    }

    private RpcException Refuse(string reason)
    {
        PeersLog.Refused(logger, reason);
        return new RpcException(RpcStatus.PermissionDenied, reason);
    }
}
