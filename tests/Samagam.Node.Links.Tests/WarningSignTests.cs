using Samagam.Core.Warnings;
using Samagam.Mesh.Warnings;
using Samagam.TestBoxes;

namespace Samagam.Node.Links.Tests;

/// <summary>A sign board is mosquitto_sub: it is told what is in force, also when it comes late, and that nothing is any more.</summary>
public sealed class WarningSignTests : IDisposable
{
    private readonly TestAuthority _mesh = new();

    [Fact]
    public async Task A_sign_board_reads_what_is_in_force_and_that_it_has_ended()
    {
        var secret = _mesh.AddDevice("sign-1");
        await using var box = await MqttBox.StartAsync(_mesh.Issue(1, []));
        var node = box.Box.Node;
        var now = node.IssueWarning.NowMs / 1000 * 1000;
        var flood = new WarningMessage
        {
            Identifier = "w-1", Sender = node.IssueWarning.Options.Sender, SentMs = now, Status = WarningStatus.Actual, Type = WarningMsgType.Alert,
            Infos =
            [
                new WarningInfo
                {
                    Language = "en", Categories = [WarningCategory.Met], Event = "Flood", Headline = "Leave the ghat", Urgency = WarningUrgency.Immediate,
                    Severity = WarningSeverity.Extreme, Certainty = WarningCertainty.Observed, ExpiresMs = now + 3_600_000,
                },
            ],
        };
        Assert.Equal(WarningOutcome.Kept, await node.IssueWarning.RunAsync(flood, TestContext.Current.CancellationToken));
        using var sign = Mosquitto.Subscribe(box, "sign-1", secret, MqttTopics.Warnings);
        await sign.SaysAsync("Leave the ghat");
        await node.CancelWarning.RunAsync(flood.Id, "end", "staff-1", "", TestContext.Current.CancellationToken);
        await sign.SaysAsync($"heard {MqttTopics.Warnings} []");
    }

    public void Dispose() => _mesh.Dispose();
}
