using Samagam.Core.Sos;
using Samagam.Node.Sos;
using Samagam.Sqlite;
using Samagam.TestBoxes;
using Samagam.TestKit;

namespace Samagam.Mesh.Links.Tests;

/// <summary>A box whose disk is full hands the call to a neighbour, and says the truth.</summary>
public sealed class CarryTests
{
    [Fact]
    public async Task A_call_at_a_box_with_a_full_disk_is_durable_at_its_neighbour()
    {
        using var mesh = new TestAuthority();
        using var disk = new FaultyDisk("carry-one");
        await using var a = await LiveBox.StartAsync(mesh.Issue(1, [mesh.Way(2)]), new LiveBoxParts { Store = new SqliteOptions { Vfs = disk.Name } });
        await using var b = await LiveBox.StartAsync(mesh.Issue(2, [mesh.Way(1)]));
        await a.UntilAsync(() => a.IsUpWith(b), "the link");
        disk.Fault = (_, isWrite) => isWrite ? FaultyDisk.Full : 0;
        var call = a.NewCall("near the big banyan");
        Assert.IsType<RaiseOutcome.NotSaved>(await a.Node.Raise.RunAsync(call, TestContext.Current.CancellationToken));
        var given = await a.Carry.GiveAsync(call, TestContext.Current.CancellationToken);
        Assert.Equal(call.Id, given?.Case);
        var taken = b.Node.Picture.Snapshot.Sos.Find(call.Id!.Value)!;
        Assert.Equal(SosDoor.Neighbour, taken.Raised!.Door);
        Assert.Equal(call.Place!.Value.Point.LatitudeDeg, taken.Place.Point.LatitudeDeg, 4);
        Assert.Equal("near the big banyan", Samagam.Mesh.People.SealedDetails.Open(b.Mesh.Log, b.Node.Vault, taken.Raised)?.Note);
        // A second try is the same call.
        Assert.Equal(call.Id, (await a.Carry.GiveAsync(call, TestContext.Current.CancellationToken))?.Case);
        Assert.Single(b.Node.Picture.Snapshot.Sos.Open);
        disk.Fault = (_, _) => 0;
        await a.UntilAsync(() => a.Has(call.Id.Value), "the call, come back by gossip when there is room");
    }

    [Fact]
    public async Task When_the_first_neighbour_cannot_write_either_the_next_takes_the_call()
    {
        using var mesh = new TestAuthority();
        using var full = new FaultyDisk("carry-two");
        await using var a = await LiveBox.StartAsync(mesh.Issue(1, [mesh.Way(2), mesh.Way(3)]));
        await using var b = await LiveBox.StartAsync(mesh.Issue(2, []), new LiveBoxParts { Store = new SqliteOptions { Vfs = full.Name } });
        await using var c = await LiveBox.StartAsync(mesh.Issue(3, []));
        full.Fault = (_, isWrite) => isWrite ? FaultyDisk.Full : 0;
        var call = a.NewCall();
        Assert.NotNull(await a.Carry.GiveAsync(call, TestContext.Current.CancellationToken));
        Assert.True(c.Has(call.Id!.Value));
        Assert.False(b.Has(call.Id.Value));
    }

    [Fact]
    public async Task When_nobody_can_take_the_call_nobody_says_saved()
    {
        using var mesh = new TestAuthority();
        await using var a = await LiveBox.StartAsync(mesh.Issue(1, [mesh.Way(2)]));
        Assert.Null(await a.Carry.GiveAsync(a.NewCall(), TestContext.Current.CancellationToken));
    }
}
