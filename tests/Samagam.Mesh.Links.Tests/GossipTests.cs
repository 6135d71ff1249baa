using Samagam.Core.Facts;
using Samagam.Core.Time;
using Samagam.Mesh.Links.Peers;
using Samagam.Processes;
using Samagam.TestBoxes;
using Samagam.Trust;

namespace Samagam.Mesh.Links.Tests;

/// <summary>Real boxes over mutual TLS: they end up knowing the same, whatever happened on the way.</summary>
public sealed class GossipTests
{
    [Fact]
    public async Task A_call_at_one_end_of_a_line_is_known_at_the_other_and_all_agree()
    {
        using var mesh = new TestAuthority();
        await using var a = await LiveBox.StartAsync(mesh.Issue(1, [mesh.Way(2)]));
        await using var b = await LiveBox.StartAsync(mesh.Issue(2, [mesh.Way(1), mesh.Way(3)]));
        await using var c = await LiveBox.StartAsync(mesh.Issue(3, [mesh.Way(2)]));
        var early = await a.RaiseAsync("before any link is up");
        await c.UntilAsync(() => c.Has(early), "the early call");
        // It went by exchange and not by flood; the second rung is true all the same.
        await a.UntilAsync(() => a.Node.LadderOf(early)!.Steps.Any(s => s is { Rung: Samagam.Core.Sos.LadderRung.CopiedToBoxes, Reached: true }), "the early call's second rung");
        await a.UntilAsync(() => a.IsUpWith(b), "a link");
        var call = await a.RaiseAsync("my leg is broken");
        await c.UntilAsync(() => c.Has(call), "the call");
        await a.UntilAsync(() => a.Node.LadderOf(call) is { } ladder && ladder.Steps.Any(s => s is { Rung: Samagam.Core.Sos.LadderRung.CopiedToBoxes, Reached: true }), "a neighbour's acknowledgement");
        await c.UntilAsync(() => a.AgreesWith(b) && b.AgreesWith(c), "agreement of all");
        Assert.Equal("my leg is broken", Samagam.Mesh.People.SealedDetails.Open(c.Mesh.Log, c.Node.Vault, c.Node.Picture.Snapshot.Sos.Find(call)!.Raised!)?.Note);
        Assert.Equal(0, a.Node.Intake.Counters.Refused + b.Node.Intake.Counters.Refused + c.Node.Intake.Counters.Refused);
    }

    [Fact]
    public async Task An_empty_box_is_filled_with_more_than_one_round_holds_though_certificates_are_the_oldest()
    {
        using var mesh = new TestAuthority();
        var options = new LiveBoxParts { Gossip = new Samagam.Core.Gossip.GossipOptions { HelloMs = 100, DifferMs = 300, BudgetBytes = 8_192, FrameBytes = 1_024 } };
        await using var a = await LiveBox.StartAsync(mesh.Issue(1, [mesh.Way(2)]), options);
        await Task.WhenAll(Enumerable.Range(0, 120).Select(i => a.RaiseAsync($"call {i}")));
        await using var b = await LiveBox.StartAsync(mesh.Issue(2, [mesh.Way(1)]), options);
        await b.UntilAsync(() => b.Node.Picture.Snapshot.Sos.Cases.Count == 120, "all calls");
        await b.UntilAsync(() => b.AgreesWith(a), "agreement");
    }

    [Fact]
    public async Task What_both_sides_said_while_the_wire_was_cut_is_repaired_when_it_is_mended()
    {
        using var mesh = new TestAuthority();
        await using var toA = new LinkProxy(new(System.Net.IPAddress.Loopback, mesh.PortsOf(1).Peers));
        await using var toB = new LinkProxy(new(System.Net.IPAddress.Loopback, mesh.PortsOf(2).Peers));
        await using var a = await LiveBox.StartAsync(mesh.Issue(1, [mesh.Way(2, peersPort: toB.Port)]));
        await using var b = await LiveBox.StartAsync(mesh.Issue(2, [mesh.Way(1, peersPort: toA.Port)]));
        await a.UntilAsync(() => a.IsUpWith(b), "the link");
        await b.UntilAsync(() => b.IsUpWith(a), "the link");
        for (var round = 0; round < 2; round++)
        {
            toA.Set(cut: true);
            toB.Set(cut: true);
            await a.UntilAsync(() => !a.IsUpWith(b), "the link's end");
            await b.UntilAsync(() => !b.IsUpWith(a), "the link's end");
            var here = await a.RaiseAsync();
            var there = await b.RaiseAsync();
            Assert.False(a.Has(there) || b.Has(here));
            toA.Set(cut: false);
            toB.Set(cut: false);
            await a.UntilAsync(() => a.Has(there), "the call of the other side");
            await b.UntilAsync(() => b.Has(here), "the call of the other side");
            await b.UntilAsync(() => a.AgreesWith(b), "agreement");
        }
    }

    [Fact]
    public async Task A_way_that_can_be_dialled_from_the_higher_number_only_is_found()
    {
        using var mesh = new TestAuthority();
        await using var blocked = new LinkProxy(new(System.Net.IPAddress.Loopback, mesh.PortsOf(2).Peers));
        blocked.Set(cut: true);
        await using var a = await LiveBox.StartAsync(mesh.Issue(1, [mesh.Way(2, peersPort: blocked.Port)]));
        await using var b = await LiveBox.StartAsync(mesh.Issue(2, [mesh.Way(1)]));
        await a.UntilAsync(() => a.IsUpWith(b), "a link");
        await b.UntilAsync(() => b.IsUpWith(a), "a link");
    }

    [Fact]
    public async Task A_box_killed_and_started_again_has_what_it_had_and_gets_what_it_missed()
    {
        using var mesh = new TestAuthority();
        await using var a = await LiveBox.StartAsync(mesh.Issue(1, [mesh.Way(2)]));
        var folder = mesh.Issue(2, [mesh.Way(1)]);
        await using (var b = await LiveBox.StartAsync(folder))
        {
            var first = await b.RaiseAsync();
            await a.UntilAsync(() => a.Has(first), "the first call");
        }
        var missed = await a.RaiseAsync();
        await using var again = await LiveBox.StartAsync(mesh.Issue(2, [mesh.Way(1)]));
        await again.UntilAsync(() => again.Has(missed), "what it missed");
        await again.UntilAsync(() => again.AgreesWith(a), "agreement");
    }

    [Fact]
    public async Task A_box_that_booted_in_1970_joins_syncs_and_stamps_with_the_neighbours_time()
    {
        using var mesh = new TestAuthority();
        await using var a = await LiveBox.StartAsync(mesh.Issue(1, [mesh.Way(2)]));
        var before = await a.RaiseAsync();
        await using var old = await LiveBox.StartAsync(mesh.Issue(2, [mesh.Way(1)], ClockTrust.No), new LiveBoxParts { Time = ShiftedTime.Of1970() });
        await old.UntilAsync(() => old.Has(before), "the call of the other box");
        await old.UntilAsync(() => old.IsUpWith(a), "a link");
        var own = await old.RaiseAsync();
        await a.UntilAsync(() => a.Has(own), "the call of the box of 1970");
        var stamp = a.Node.Picture.Snapshot.Sos.Find(own)!.RaisedFact!.Time;
        Assert.Equal(ClockQuality.Neighbours, stamp.Quality);
        Assert.True(Math.Abs(stamp.WallMs - DateTimeOffset.UtcNow.ToUnixTimeMilliseconds()) < 60_000, $"stamped {stamp}");
        await a.UntilAsync(() => a.AgreesWith(old), "agreement");
    }

    [Fact]
    public async Task A_box_that_lost_its_disk_goes_beyond_the_life_its_neighbours_remember()
    {
        using var mesh = new TestAuthority();
        // The same second again gives the new life no better number than the old one had: only the neighbours' word helps.
        var time = new StoppedTime(DateTimeOffset.UtcNow);
        await using var a = await LiveBox.StartAsync(mesh.Issue(1, [mesh.Way(2)]));
        var folder = mesh.Issue(2, [mesh.Way(1)]);
        uint before;
        Samagam.Core.Ids.SosId lost;
        await using (var b = await LiveBox.StartAsync(folder, new LiveBoxParts { Time = time }))
        {
            before = b.Node.Desk.Epoch;
            lost = await b.RaiseAsync();
            await a.UntilAsync(() => a.Has(lost), "the call");
            await a.UntilAsync(() => a.AgreesWith(b), "agreement");
        }
        Directory.Delete(folder.DataFolder, recursive: true);
        await using var again = await LiveBox.StartAsync(BoxHost.BoxFolders.Open(folder.Folder, NodeRole.Node), new LiveBoxParts { Time = time });
        await again.UntilAsync(() => again.Node.Desk.Epoch > before, "a life beyond the forgotten one");
        await again.UntilAsync(() => again.Has(lost), "its own call, brought back by the neighbour");
        var next = await again.RaiseAsync();
        await a.UntilAsync(() => a.Has(next), "the call of the new life");
    }

    [Fact]
    public async Task A_box_issued_anew_that_starts_in_a_life_its_neighbours_know_is_believed_without_another_start()
    {
        using var mesh = new TestAuthority();
        var time = new StoppedTime(DateTimeOffset.UtcNow);
        await using var a = await LiveBox.StartAsync(mesh.Issue(1, [mesh.Way(2)]));
        var folder = mesh.Issue(2, [mesh.Way(1)]);
        uint before;
        await using (var b = await LiveBox.StartAsync(folder, new LiveBoxParts { Time = time }))
        {
            before = b.Node.Desk.Epoch;
            await b.RaiseAsync();
            await a.UntilAsync(() => a.AgreesWith(b), "agreement");
        }
        Directory.Delete(folder.DataFolder, recursive: true);
        await using var anew = await LiveBox.StartAsync(mesh.Issue(2, [mesh.Way(1)]), new LiveBoxParts { Time = time });
        // Its new certificate stands under a number its neighbour already holds: only said again in the next life it travels.
        await anew.UntilAsync(() => anew.Node.Desk.Epoch > before, "a life beyond the forgotten one");
        var call = await anew.RaiseAsync();
        await a.UntilAsync(() => a.Has(call), "a call signed by the new key");
    }

    [Fact]
    public async Task Rows_that_rotted_end_the_box_come_back_from_a_neighbour_and_no_number_is_given_twice()
    {
        using var mesh = new TestAuthority();
        await using var a = await LiveBox.StartAsync(mesh.Issue(1, [mesh.Way(2)]));
        var folder = mesh.Issue(2, [mesh.Way(1)]);
        uint before;
        Samagam.Core.Ids.SosId own, theirs;
        await using (var b = await LiveBox.StartAsync(folder))
        {
            (own, theirs) = (await b.RaiseAsync("said here"), await a.RaiseAsync("said there"));
            await a.UntilAsync(() => a.Has(own), "the call of b");
            await b.UntilAsync(() => b.Has(theirs), "the call of a");
            await a.UntilAsync(() => a.AgreesWith(b), "agreement");
            before = b.Node.Desk.Epoch;
            await b.Mesh.BeatAsync(TestContext.Current.CancellationToken);
            using (var rot = System.Diagnostics.Process.Start(
                "sqlite3", [Path.Combine(folder.DataFolder, BoxHost.BoxStore.FileName), "update facts set statement = x'ff00' where subject like 'sos/%'"]))
            {
                await rot.WaitForExitAsync(TestContext.Current.CancellationToken);
                Assert.Equal(0, rot.ExitCode);
            }
            Assert.Empty(b.Mesh.Log.BySubject(own.Subject));
            await Assert.ThrowsAsync<BoxHost.BoxEndsException>(() => b.Mesh.BeatAsync(TestContext.Current.CancellationToken).AsTask());
        }
        await using var again = await LiveBox.StartAsync(BoxHost.BoxFolders.Open(folder.Folder, NodeRole.Node));
        await again.UntilAsync(() => again.Has(own) && again.Has(theirs), "what had rotted");
        var next = await again.RaiseAsync();
        Assert.True(again.Node.Desk.Epoch > before, "a box that lost words of its own counts anew");
        await a.UntilAsync(() => a.Has(next), "the call of the new life");
        await a.UntilAsync(() => a.AgreesWith(again), "agreement");
        Assert.True(again.Mesh.Store!.DamagedRows >= 2, $"{again.Mesh.Store.DamagedRows} rows set aside");
        Assert.Equal(0, a.Node.Intake.Counters.Conflicts + again.Node.Intake.Counters.Conflicts);
        await again.Mesh.BeatAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task More_neighbours_than_the_limit_are_refused_at_the_door()
    {
        using var mesh = new TestAuthority();
        await using var a = await LiveBox.StartAsync(mesh.Issue(1, []), new LiveBoxParts { Peers = new PeerOptions { MaxPeers = 1 } });
        await using var first = await Puppet.ConnectAsync(mesh.Issue(2, []), a);
        await first.GreetAsync();
        await using var second = await Puppet.ConnectAsync(mesh.Issue(3, []), a);
        Assert.Equal(Rpc.RpcStatus.ResourceExhausted, await second.EndAsync());
        await first.SendAsync(Puppet.Hello(3, 1));
        Assert.NotNull(await first.NextAsync(f => f.FrameCase == Wire.Mesh.V1.Frame.FrameOneofCase.Hello));
    }

    [Fact]
    public async Task A_neighbour_that_falls_silent_on_an_open_connection_is_let_go()
    {
        using var mesh = new TestAuthority();
        await using var a = await LiveBox.StartAsync(mesh.Issue(1, []), new LiveBoxParts { Peers = new PeerOptions { Silence = TimeSpan.FromMilliseconds(500) } });
        await using var silent = await Puppet.ConnectAsync(mesh.Issue(2, []), a);
        await silent.GreetAsync();
        await a.UntilAsync(() => a.Mesh.Roads.Connected.Any(), "the link");
        await silent.EndAsync();
        await a.UntilAsync(() => !a.Mesh.Roads.Connected.Any(), "the end of the silent link");
    }
}
