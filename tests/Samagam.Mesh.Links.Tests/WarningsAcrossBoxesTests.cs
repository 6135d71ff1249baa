using Samagam.Core.Warnings;
using Samagam.Mesh.Warnings;
using Samagam.Processes;
using Samagam.TestBoxes;

namespace Samagam.Mesh.Links.Tests;

/// <summary>A warning crosses real boxes over mutual TLS, is ended on another side while the wire is cut, and stays ended.</summary>
public sealed class WarningsAcrossBoxesTests
{
    [Fact]
    public async Task A_warning_let_out_here_is_cancelled_there_while_cut_and_updated_here_and_all_agree_that_it_is_over()
    {
        using var mesh = new TestAuthority();
        await using var toA = new LinkProxy(new(System.Net.IPAddress.Loopback, mesh.PortsOf(1).Peers));
        await using var toB = new LinkProxy(new(System.Net.IPAddress.Loopback, mesh.PortsOf(2).Peers));
        await using var a = await LiveBox.StartAsync(mesh.Issue(1, [mesh.Way(2, peersPort: toB.Port)]));
        await using var b = await LiveBox.StartAsync(mesh.Issue(2, [mesh.Way(1, peersPort: toA.Port)]));
        var flood = Warning(a, "flood");
        Assert.Equal(WarningOutcome.Kept, await a.Node.IssueWarning.RunAsync(flood, Stop));
        await b.UntilAsync(() => StateAt(b, flood) == WarningState.InForce, "the warning");
        toA.Set(cut: true);
        toB.Set(cut: true);
        await a.UntilAsync(() => !a.IsUpWith(b), "the link's end");
        await b.UntilAsync(() => !b.IsUpWith(a), "the link's end");
        var (outcome, _) = await b.Node.CancelWarning.RunAsync(flood.Id, "end", "staff-2", "the water falls", Stop);
        var later = Warning(a, "flood-2") with { Type = WarningMsgType.Update, References = [flood.AsReference] };
        Assert.Equal((WarningOutcome.Kept, WarningOutcome.Kept), (outcome, await a.Node.IssueWarning.RunAsync(later, Stop)));
        Assert.Equal((WarningState.InForce, WarningState.Cancelled), (StateAt(a, later), StateAt(b, flood)));
        toA.Set(cut: false);
        toB.Set(cut: false);
        // Whoever updated had not heard of the end: it holds for the update as well.
        await a.UntilAsync(() => StateAt(a, later) == WarningState.Cancelled, "the end at the other side");
        await b.UntilAsync(() => StateAt(b, later) == WarningState.Cancelled && a.AgreesWith(b), "agreement");
        Assert.All((LiveBox[])[a, b], box => Assert.Empty(box.Node.Picture.Snapshot.Warnings.InForce(box.Node.IssueWarning.NowMs)));
        Assert.Equal(WarningOutcome.Ended, await a.Node.IssueWarning.RunAsync(Warning(a, "flood-3") with { Type = WarningMsgType.Update, References = [flood.AsReference] }, Stop));
    }

    [Fact]
    public async Task The_201st_standing_alert_is_refused_and_an_end_never()
    {
        using var mesh = new TestAuthority();
        await using var a = await LiveBox.StartAsync(mesh.Issue(1, []));
        for (var i = 0; i < a.Node.IssueWarning.Options.MaxStanding; i++)
        {
            Assert.Equal(WarningOutcome.Kept, await a.Node.IssueWarning.RunAsync(Warning(a, $"w-{i}"), Stop));
        }
        Assert.Equal(WarningOutcome.TooMany, await a.Node.IssueWarning.RunAsync(Warning(a, "one more"[..3]), Stop));
        Assert.Equal(WarningOutcome.Kept, (await a.Node.CancelWarning.RunAsync(Warning(a, "w-0").Id, "end", "x", "", Stop)).Outcome);
        Assert.Equal(WarningOutcome.Kept, await a.Node.IssueWarning.RunAsync(Warning(a, "fits"), Stop));
        var now = a.Node.IssueWarning.NowMs / 1000 * 1000;
        var limit = a.Node.IssueWarning.Options.MaxAheadSeconds * 1000L;
        Assert.Equal(WarningOutcome.Invalid, await a.Node.IssueWarning.RunAsync(Warning(a, "ahead") with { SentMs = now + limit + 30_000 }, Stop));
        var long2 = new string('य', WarningText.MaxLong);
        var info = Warning(a, "x").Infos[0] with { Description = long2, Instruction = long2 };
        Assert.Equal(WarningOutcome.TooLong, await a.Node.IssueWarning.RunAsync(Warning(a, "long") with { Infos = [info, info] }, Stop));
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static WarningState? StateAt(LiveBox box, WarningMessage message) => box.Node.Picture.Snapshot.Warnings.StateOf(message.Id, box.Node.IssueWarning.NowMs);

    private static WarningMessage Warning(LiveBox box, string identifier)
    {
        var now = box.Node.IssueWarning.NowMs / 1000 * 1000;
        return new WarningMessage
        {
            Identifier = identifier,
            Sender = box.Node.IssueWarning.Options.Sender,
            SentMs = now,
            Status = WarningStatus.Actual,
            Type = WarningMsgType.Alert,
            Infos =
            [
                new WarningInfo
                {
                    Language = "hi", Categories = [WarningCategory.Safety], Event = "बाढ़", Urgency = WarningUrgency.Immediate, Severity = WarningSeverity.Extreme,
                    Certainty = WarningCertainty.Observed, ExpiresMs = now + 3_600_000,
                },
            ],
        };
    }
}
