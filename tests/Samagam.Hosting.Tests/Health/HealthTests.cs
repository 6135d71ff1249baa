using System.Net;
using System.Text.Json;
using Samagam.TestKit;

namespace Samagam.Hosting.Tests;

public sealed class HealthTests
{
    [Fact]
    public async Task Ready_names_every_check_and_its_reason_and_live_only_its_own()
    {
        var storeIsWell = true;
        var time = new ManualTime();
        var board = new HealthBoard(
            new HealthOptions(),
            [
                HealthCheck.Of("pump", HealthQuestion.Live, () => HealthVerdict.Well("last step 12 ms ago")),
                HealthCheck.Of("store", HealthQuestion.Ready, () => storeIsWell ? HealthVerdict.Well() : HealthVerdict.Ill("the disk is full")),
            ],
            time);
        await using var host = await TestHost.StartAsync(app => app.MapSamagamHealth(board));
        Assert.Equal(HttpStatusCode.OK, (await host.GetAsync("/health/ready")).StatusCode);
        storeIsWell = false;
        Assert.Equal(HttpStatusCode.OK, (await host.GetAsync("/health/ready")).StatusCode);
        time.Advance(TimeSpan.FromSeconds(1));
        using var ready = await host.GetAsync("/health/ready");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, ready.StatusCode);
        using var body = JsonDocument.Parse(await ready.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Equal("ill", body.RootElement.GetProperty("status").GetString());
        Assert.Equal(
            ["pump True last step 12 ms ago", "store False the disk is full"],
            body.RootElement.GetProperty("checks").EnumerateArray().Select(c => $"{c.GetProperty("name")} {c.GetProperty("ok")} {c.GetProperty("reason")}"));
        Assert.Equal(HttpStatusCode.OK, (await host.GetAsync("/health/live")).StatusCode);
        Assert.DoesNotContain("store", await host.GetTextAsync("/health/live"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Any_number_of_callers_cost_one_round_of_checks()
    {
        var asked = 0;
        var release = new TaskCompletionSource();
        var board = new HealthBoard(
            new HealthOptions(),
            [
                new HealthCheck("slow", HealthQuestion.Live, async _ =>
                {
                    Interlocked.Increment(ref asked);
                    await release.Task;
                    return HealthVerdict.Well();
                }),
            ],
            new ManualTime());
        var callers = Enumerable.Range(0, 100).Select(_ => board.AskAsync(HealthQuestion.Live)).ToList();
        release.SetResult();
        Assert.All(await Task.WhenAll(callers), s => Assert.True(s.IsWell));
        Assert.Equal(1, asked);
    }

    [Fact]
    public async Task A_check_that_throws_is_ill_and_said_and_harms_no_other()
    {
        var board = new HealthBoard(
            new HealthOptions(),
            [
                HealthCheck.Of("throws", HealthQuestion.Ready, () => throw new InvalidOperationException("no such table")),
                HealthCheck.Of("fine", HealthQuestion.Ready, () => HealthVerdict.Well("yes")),
            ],
            new ManualTime());
        var snapshot = await board.AskAsync(HealthQuestion.Ready).WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
        Assert.Equal(
            ["throws: the check failed: InvalidOperationException: no such table", "fine: yes"],
            snapshot.Lines.Select(l => $"{l.Name}: {l.Reason}"));
        Assert.False(snapshot.IsWell);
    }

    [Fact]
    public async Task A_check_that_hangs_is_ill_after_its_limit_and_keeps_nobody_else_waiting()
    {
        var time = new ManualTime();
        var hangs = new TaskCompletionSource<HealthVerdict>();
        using var begun = new SemaphoreSlim(0);
        var board = new HealthBoard(
            new HealthOptions(),
            [
                new HealthCheck("hangs", HealthQuestion.Ready, _ =>
                {
                    begun.Release();
                    return new ValueTask<HealthVerdict>(hangs.Task);
                }),
                HealthCheck.Of("fine", HealthQuestion.Live, () => HealthVerdict.Well("yes")),
            ],
            time);
        var asking = board.AskAsync(HealthQuestion.Ready);
        Assert.True(await begun.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken));
        Assert.True((await board.AskAsync(HealthQuestion.Live).WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken)).IsWell);
        Assert.False(asking.IsCompleted);
        time.Advance(TimeSpan.FromSeconds(1));
        var snapshot = await asking.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
        Assert.Equal("no answer within 1 s", snapshot.Lines.Single(l => l.Name == "hangs").Reason);
        Assert.False(snapshot.IsWell);
    }

    [Fact]
    public void Two_checks_of_one_name_and_too_many_checks_are_mistakes()
    {
        var check = HealthCheck.Of("store", HealthQuestion.Live, () => HealthVerdict.Well());
        Assert.Throws<ArgumentException>(() => new HealthBoard(new HealthOptions(), [check, check], new ManualTime()));
        Assert.Throws<ArgumentOutOfRangeException>(() => new HealthBoard(new HealthOptions { MaxChecks = 1 }, [check, check with { Name = "b" }], new ManualTime()));
    }
}
