using System.Text.Json;
using System.Threading.Channels;
using Samagam.Core.Facts;
using Samagam.Core.Warnings;
using Samagam.Mqtt;
using Samagam.Mqtt.Broker;

namespace Samagam.Node.Links.Devices;

/// <summary>
/// Tells sign boards and loudspeakers what warnings are in force at this box: one retained message on <see cref="MqttTopics.Warnings"/>, said again whenever
/// something begins or ends, an empty list when nothing is in force. Fed by the picture's doorbell and the warnings' own times.
/// </summary>
public sealed class WarningSigns
{
    // The clock of a box may be set meanwhile: its time is looked at again, however far the next moment is.
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(10);
    private readonly NodeApplication _node;
    private readonly MqttBroker _broker;
    private readonly TimeProvider _time;
    private readonly Channel<bool> _bell = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private byte[] _told = [];

    public WarningSigns(NodeApplication node, MqttBroker broker, TimeProvider time)
    {
        (_node, _broker, _time) = (node, broker, time);
        node.Picture.OnChanged((_, facts) =>
        {
            if (facts.Any(f => f.Kind == FactKinds.WarningIssued.Name))
            {
                _bell.Writer.TryWrite(true);
            }
        });
    }

    public async Task RunAsync(CancellationToken stop)
    {
        await using var clock = _time.CreateTimer(_ => _bell.Writer.TryWrite(true), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        try
        {
            while (true)
            {
                await TellAsync(stop).ConfigureAwait(false);
                var now = _node.IssueWarning.NowMs;
                var wait = _node.Picture.Snapshot.Warnings.NextChangeMs(now) is { } next ? TimeSpan.FromMilliseconds(next - now) : Longest;
                clock.Change(wait < Longest ? wait : Longest, Timeout.InfiniteTimeSpan);
                await _bell.Reader.ReadAsync(stop).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException)
        {
            return;
        }
    }

    private async ValueTask TellAsync(CancellationToken stop)
    {
        var issue = _node.IssueWarning;
        var here = _node.Picture.Snapshot.Warnings.InForce(issue.NowMs)
            .Where(m => m.Status == WarningStatus.Actual && m.Infos.Any(i => i.Reaches(_node.Self.Point, issue.Options.NearM)));
        var sign = JsonSerializer.SerializeToUtf8Bytes(here.Select(m => new
        {
            id = m.Id.ToString(),
            severity = m.Infos[0].Severity.ToString(),
            urgency = m.Infos[0].Urgency.ToString(),
            expires = DateTimeOffset.FromUnixTimeMilliseconds(m.ExpiresMs),
            texts = m.Infos.Select(i => new { language = i.Language, headline = i.Headline.Length > 0 ? i.Headline : i.Event, instruction = i.Instruction }),
        }));
        if (!sign.AsSpan().SequenceEqual(_told))
        {
            await _broker.PublishAsync(MqttTopics.Warnings, sign, MqttQos.AtLeastOnce, retain: true, stop).ConfigureAwait(false);
            _told = sign;
        }
    }
}
