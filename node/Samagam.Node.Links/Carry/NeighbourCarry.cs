using Google.Protobuf;
using Samagam.Core.Ids;
using Samagam.Core.Sos;
using Samagam.Mesh.Links.Peers;
using Samagam.Mesh.People;
using Samagam.Node.Sos;
using Samagam.Rpc;
using Samagam.Wire;
using Samagam.Wire.Mesh.V1;
using Samagam.Wire.Sos;
using Samagam.Wire.Sos.V1;

namespace Samagam.Node.Links.Carry;

/// <summary>
/// A box whose disk cannot be written hands the call to a neighbour that can; the caller is told the truth: saved, but there. The
/// personal part travels inside the link's TLS only, and is sealed by the box that takes it.
/// </summary>
public sealed class NeighbourCarry(NodeApplication node, PeerRoads roads, IReadOnlyList<PeerAddress> neighbours, PeerDialer dialer, PeerOptions options, Random luck)
{
    private readonly Lock _luckGate = new();

    /// <summary>
    /// Gives the call to the first neighbour that takes it; null when none could. A call without an id is given one, so that every
    /// neighbour asked hears of the same call.
    /// </summary>
    public async ValueTask<RaiseOutcome.Saved?> GiveAsync(RaiseCommand command, CancellationToken cancellation)
    {
        var id = command.Id ?? NewId();
        var place = command.Place ?? new Core.Geo.Place(node.Self.Point, RaiseSos.HeardRadiusM, Core.Geo.PlaceSource.Node);
        var request = new CarryRequest
        {
            Call = new Call
            {
                SosId = id.ToString(),
                Raised = SosCodec.ToWire(command.Call with { Place = place, Door = SosDoor.Neighbour }),
                Details = new Details { Name = command.Details.Name, Phone = command.Details.Phone, Note = command.Details.Note },
                Device = command.Device ?? "",
            }.ToByteString(),
        };
        var connected = roads.Connected.ToHashSet();
        foreach (var neighbour in neighbours.OrderBy(n => connected.Contains(n.Node) ? 0 : 1).ThenBy(n => n.Node))
        {
            try
            {
                using var channel = dialer.Channel(neighbour);
                var reply = await channel.UnaryAsync<CarryRequest, CarryReply>(
                    PeerDialer.CarryMethod, request, new RpcCallOptions { Timeout = options.CarryTimeout }, cancellation).ConfigureAwait(false);
                if (reply.Durable && SosId.TryParse(reply.SosId, out var saved))
                {
                    return new RaiseOutcome.Saved(saved, IsNew: true, null);
                }
            }
            catch (RpcException)
            {
                // This one is out of reach or refuses; the next may take it.
                continue;
            }
        }
        return null;
    }

    /// <summary>Takes a neighbour's call as if it had been made here.</summary>
    public static TakeCall Taking(NodeApplication node) => async (from, request, _) =>
    {
        RaiseCommand command;
        try
        {
            command = Read(from, request);
        }
        catch (Exception e) when (e is InvalidProtocolBufferException or MalformedException)
        {
            throw new RpcException(RpcStatus.InvalidArgument, "not a call: " + e.Message);
        }
        // The neighbour's patience is not the caller's: once begun, it is finished.
        var outcome = await node.Raise.RunAsync(command, CancellationToken.None).ConfigureAwait(false);
        return outcome switch
        {
            RaiseOutcome.Saved saved => new CarryReply { Durable = true, SosId = saved.Case.ToString() },
            RaiseOutcome.NotSaved refused => new CarryReply { Durable = false, Reason = refused.Reason },
            _ => throw new InvalidOperationException("closed set"),
        };
    };

    private SosId NewId()
    {
        lock (_luckGate)
        {
            return SosId.From(luck);
        }
    }

    private static RaiseCommand Read(NodeId from, CarryRequest request)
    {
        var call = Call.Parser.ParseFrom(request.Call);
        if (call.Raised is null || !SosId.TryParse(call.SosId, out var id))
        {
            throw new MalformedException("a call has an id and a body");
        }
        var raised = SosCodec.FromWire(call.Raised) with { Details = default, Person = "", Door = SosDoor.Neighbour };
        var details = call.Details ?? new Details();
        return new RaiseCommand(
            id,
            call.Device.Length is > 0 and <= 80 ? $"{from}/{call.Device}" : null,
            raised.Place,
            raised,
            new SosDetails(Cut(details.Name, SosDetails.MaxNameLength), Cut(details.Phone, SosDetails.MaxPhoneLength), Cut(details.Note, SosDetails.MaxNoteLength)));
    }

    private static string Cut(string text, int length) => text.Length <= length ? text : text[..length];
}
