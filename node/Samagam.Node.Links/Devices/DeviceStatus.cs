using System.Text;
using System.Text.Json;
using System.Threading.Channels;
using Samagam.Core.Ids;
using Samagam.Core.Sos;
using Samagam.Mesh.Facts;
using Samagam.Mqtt;
using Samagam.Mqtt.Broker;

namespace Samagam.Node.Links.Devices;

/// <summary>
/// Tells panic buttons how far their call is (a word, retained), and sirens of calls that reached the last ring. Fed by the picture's
/// doorbell; what cannot be told now is told by the next change.
/// </summary>
public sealed class DeviceStatus
{
    private const int Backlog = 1_024;
    private readonly MqttBroker _broker;
    private readonly NodeApplication _node;
    private readonly PressedButtons _buttons;
    private readonly Channel<SosId> _changed = Channel.CreateBounded<SosId>(new BoundedChannelOptions(Backlog) { FullMode = BoundedChannelFullMode.DropOldest });
    private readonly Dictionary<SosId, (string? Device, string Word, bool Siren)> _told = [];

    public DeviceStatus(NodeApplication node, PressedButtons buttons, MqttBroker broker)
    {
        (_node, _buttons, _broker) = (node, buttons, broker);
        buttons.OnPressed(id => _changed.Writer.TryWrite(id));
        node.Picture.OnChanged((_, facts) =>
        {
            foreach (var fact in facts)
            {
                if (fact.Subject.StartsWith("sos/", StringComparison.Ordinal) && SosId.TryParse(fact.Subject[4..], out var id))
                {
                    _changed.Writer.TryWrite(id);
                }
            }
        });
    }

    public async Task RunAsync(CancellationToken stop)
    {
        try
        {
            await RememberAsync(stop).ConfigureAwait(false);
            while (await _changed.Reader.WaitToReadAsync(stop).ConfigureAwait(false))
            {
                while (_changed.Reader.TryRead(out var id))
                {
                    if (_node.Picture.Snapshot.Sos.Find(id) is { Raised: not null } sos)
                    {
                        await TellAsync(sos, stop).ConfigureAwait(false);
                    }
                }
            }
        }
        catch (OperationCanceledException)
        {
            return;
        }
    }

    // The words on the buttons' topics outlive a restart, so the lamps must go on following.
    private async ValueTask RememberAsync(CancellationToken stop)
    {
        try
        {
            foreach (var (device, id) in await _node.Raise.LastCasesAsync(PanicButton.NamePrefix, stop).ConfigureAwait(false))
            {
                _buttons.Pressed(id, device[PanicButton.NamePrefix.Length..]);
            }
        }
        catch (StoreRefusedException)
        {
            // Nothing can be read back now; a press again ties the lamp to its case.
            return;
        }
    }

    private async ValueTask TellAsync(SosCase sos, CancellationToken stop)
    {
        var word = sos.EndedBy is not null ? "ended"
            : sos.Arrived ? "arrived"
            : sos.Standing is not null ? "accepted"
            : sos.ReachedAPhone ? "reached"
            : "saved";
        var siren = sos is { Level: RingLevel.Siren, IsOpen: true } && sos.Standing is null;
        var device = _buttons.DeviceOf(sos.Id);
        var state = (device, word, siren);
        if (_told.TryGetValue(sos.Id, out var told) && told == state)
        {
            return;
        }
        _told[sos.Id] = state;
        if (device is not null)
        {
            await _broker.PublishAsync(MqttTopics.StatusOf(device), Encoding.UTF8.GetBytes(word), MqttQos.AtLeastOnce, retain: true, stop).ConfigureAwait(false);
        }
        if (siren)
        {
            var call = JsonSerializer.SerializeToUtf8Bytes(new { id = sos.Id.ToString(), lat = sos.Place.Point.LatitudeDeg, lng = sos.Place.Point.LongitudeDeg, label = sos.PlaceLabel, drill = sos.Raised!.Drill });
            await _broker.PublishAsync(MqttTopics.Siren, call, MqttQos.AtLeastOnce, retain: false, stop).ConfigureAwait(false);
        }
        if (sos.EndedBy is not null)
        {
            _told.Remove(sos.Id);
            _buttons.Forget(sos.Id);
        }
    }
}
