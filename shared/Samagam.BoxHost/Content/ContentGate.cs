using Google.Protobuf;
using Samagam.Core.Ids;
using Samagam.Mesh.Links.Peers;
using Samagam.Rpc;
using Samagam.Wire.Content.V1;

namespace Samagam.BoxHost.Content;

/// <summary>Gives neighbours pieces of what this box has. Reads one piece for each call, keeps nothing.</summary>
public static class ContentGate
{
    public static GiveContent Of(ContentDepot depot) => (_, request) =>
    {
        if (request.Sha256.Length != 32 || request.Most is < 1 or > 64 * 1024 || request.Offset > long.MaxValue)
        {
            throw new RpcException(RpcStatus.InvalidArgument, "a hash of 32 bytes and 1 to 65536 bytes are wanted");
        }
        return depot.Piece(Convert.ToHexStringLower(request.Sha256.Span), (long)request.Offset, (int)request.Most) is { } piece
            ? new FetchReply { Held = true, Total = (ulong)piece.Total, Data = ByteString.CopyFrom(piece.Data), Signature = ByteString.CopyFrom(piece.Signature.Span) }
            : new FetchReply();
    };
}
