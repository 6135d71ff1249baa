using Google.Protobuf;
using Microsoft.Extensions.Logging;
using Samagam.Core.Facts;
using Samagam.Core.Gossip;
using Samagam.Core.Ids;
using Samagam.Mesh.Crowd;
using Samagam.Mqtt;
using Samagam.Mqtt.Broker;
using Samagam.Node.Links.Carry;
using Samagam.Node.Links.Devices;
using Samagam.Node.Sos;
using Samagam.Routing;
using Samagam.Routing.Zones;
using Samagam.Trust;
using Samagam.Wire;
using Samagam.Wire.Gossip;
using Samagam.Wire.Mesh.V1;

namespace Samagam.Node.Links;

/// <summary>
/// What comes in by MQTT: facts of neighbours and presses of panic buttons. Each is acknowledged after its commit, so a PUBACK means
/// "on disk": here, or for a press that this box cannot keep, at the neighbour that took it. What nobody keeps closes the connection,
/// and the sender tries again or another box.
/// </summary>
public sealed class MqttDoor(NodeApplication node, DeviceAccess access, PressedButtons buttons, NeighbourCarry carry, ILogger logger) : IPublishGate
{
    public async ValueTask<PublishVerdict> AcceptAsync(MqttPublish publish, MqttClientIdentity client, CancellationToken ct)
    {
        if (DeviceAccess.PeerOf(client) is { } peer && MqttTopics.IsFacts(publish.Topic))
        {
            return await TakeFactsAsync(peer, publish.Payload).ConfigureAwait(false);
        }
        if (access.DeviceOf(client) is { } device && publish.Topic == MqttTopics.SosOf(device.Id))
        {
            return await PressAsync(device, publish.Payload).ConfigureAwait(false);
        }
        if (access.DeviceOf(client) is { } counter && publish.Topic == MqttTopics.CrowdOf(counter.Id))
        {
            return await CountAsync(counter, publish.Payload).ConfigureAwait(false);
        }
        return PublishVerdict.Accepted;
    }

    private async ValueTask<PublishVerdict> CountAsync(DeviceCredential device, ReadOnlyMemory<byte> payload)
    {
        var here = node.Map.View?.Map.ZoneOf(new Coordinate(device.LatitudeDeg, device.LongitudeDeg), ZoneKind.Crowd)?.Id;
        if (PeopleCounter.Read(device, payload, here) is not { } report)
        {
            return PublishVerdict.Refused(MqttReason.PayloadFormatInvalid);
        }
        return await node.ReportCrowd.RunAsync(report, CancellationToken.None).ConfigureAwait(false) switch
        {
            CrowdOutcome.Kept or CrowdOutcome.Unchanged => PublishVerdict.AcceptedSilently,
            CrowdOutcome.StoreFailed => PublishVerdict.Unavailable,
            _ => PublishVerdict.Refused(MqttReason.ImplementationSpecificError),
        };
    }

    private async ValueTask<PublishVerdict> PressAsync(DeviceCredential device, ReadOnlyMemory<byte> payload)
    {
        var command = PanicButton.Read(device, payload);
        var outcome = await node.Raise.RunAsync(command, CancellationToken.None).ConfigureAwait(false);
        if (outcome is RaiseOutcome.NotSaved refused)
        {
            MqttDoorLog.NotSaved(logger, device.Id, refused.Reason);
        }
        if ((outcome as RaiseOutcome.Saved ?? await carry.GiveAsync(command, CancellationToken.None).ConfigureAwait(false)) is not { } saved)
        {
            return PublishVerdict.Unavailable;
        }
        buttons.Pressed(saved.Case, device.Id);
        MqttDoorLog.Pressed(logger, device.Id, saved.Case.ToString());
        return PublishVerdict.AcceptedSilently;
    }

    private async ValueTask<PublishVerdict> TakeFactsAsync(NodeId peer, ReadOnlyMemory<byte> payload)
    {
        long poison = 0;
        GossipFrame.Facts? facts;
        try
        {
            facts = FrameCodec.FromWire(new Frame { Facts = Samagam.Wire.Mesh.V1.Facts.Parser.ParseFrom(payload.Span) }, ref poison) as GossipFrame.Facts;
        }
        catch (Exception e) when (e is InvalidProtocolBufferException or MalformedException)
        {
            MqttDoorLog.Malformed(logger, peer.Number, e.Message);
            return PublishVerdict.Refused(MqttReason.PayloadFormatInvalid);
        }
        if (facts is null || poison > 0)
        {
            return PublishVerdict.Refused(MqttReason.PayloadFormatInvalid);
        }
        // Whoever pushes a fact holds it: it need not be pushed back.
        node.Mesh.Post(new GossipInput.HeldByPeer(peer, [.. facts.Items.Select(f => f.Id)]));
        var over = await node.Intake.TakeAsync(peer, facts.Items).ConfigureAwait(false);
        var known = new Knowledge();
        foreach (var id in over.NowKnown)
        {
            known.Add(id);
        }
        node.Mesh.Post(new GossipInput.ClearedLearnt(known));
        if (over.Refused.Count == 0)
        {
            return PublishVerdict.AcceptedSilently;
        }
        return node.Desk.Log.Condition.CanWrite ? PublishVerdict.Refused(MqttReason.NotAuthorized) : PublishVerdict.Unavailable;
    }
}
