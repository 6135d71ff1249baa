using System.Net;
using Samagam.Core.Facts;
using Samagam.Core.Gossip;
using Samagam.Core.Sos;
using Samagam.Node.Links.Facts;
using Samagam.Processes;
using Samagam.Sqlite;
using Samagam.TestBoxes;
using Samagam.TestKit;

namespace Samagam.Node.Links.Tests;

/// <summary>MQTT is the fast road, gRPC the sure one: what the first does not bring, the second does.</summary>
public sealed class FastRoadTests : IDisposable
{
    private readonly TestAuthority _mesh = new();

    [Fact]
    public async Task A_call_goes_by_MQTT_and_the_neighbours_PUBACK_is_the_second_rung()
    {
        await using var a = await MqttBox.StartAsync(_mesh.Issue(1, [_mesh.Way(2)]), fast: new FastRoadOptions());
        await using var b = await MqttBox.StartAsync(_mesh.Issue(2, [_mesh.Way(1)]), fast: new FastRoadOptions());
        await BothRoadsAsync(a, b);
        var call = await a.Box.RaiseAsync();
        await b.Box.UntilAsync(() => b.Box.Has(call), "the call");
        await a.Box.UntilAsync(() => IsCopied(a, call), "the second rung");
        await a.Box.UntilAsync(() => a.Fast!.Acknowledged > 0, "an acknowledgement by MQTT");
        var back = await b.Box.RaiseAsync();
        await a.Box.UntilAsync(() => a.Box.Has(back), "the call of the other box");
        await a.Box.UntilAsync(() => a.Box.AgreesWith(b.Box), "agreement");
    }

    [Fact]
    public async Task Where_the_MQTT_door_cannot_be_reached_the_sure_road_brings_the_call()
    {
        await using var blocked = new LinkProxy(new IPEndPoint(IPAddress.Loopback, _mesh.PortsOf(2).MqttTls));
        blocked.Set(cut: true);
        await using var a = await MqttBox.StartAsync(_mesh.Issue(1, [_mesh.Way(2, mqttTlsPort: blocked.Port)]), fast: new FastRoadOptions());
        await using var b = await MqttBox.StartAsync(_mesh.Issue(2, [_mesh.Way(1)]));
        await a.Box.UntilAsync(() => a.Box.IsUpWith(b.Box), "the sure road");
        var call = await a.Box.RaiseAsync();
        await b.Box.UntilAsync(() => b.Box.Has(call), "the call");
        await a.Box.UntilAsync(() => IsCopied(a, call), "the second rung");
        Assert.Equal(0, a.Fast!.Acknowledged);
    }

    [Fact]
    public async Task A_wire_cut_with_a_call_on_it_delays_it_no_longer_than_the_sure_road_takes()
    {
        await using var wire = new LinkProxy(new IPEndPoint(IPAddress.Loopback, _mesh.PortsOf(2).MqttTls));
        await using var a = await MqttBox.StartAsync(_mesh.Issue(1, [_mesh.Way(2, mqttTlsPort: wire.Port)]), fast: new FastRoadOptions());
        await using var b = await MqttBox.StartAsync(_mesh.Issue(2, [_mesh.Way(1)]));
        await BothRoadsAsync(a, b);
        wire.Set(cut: true);
        var call = await a.Box.RaiseAsync();
        await b.Box.UntilAsync(() => b.Box.Has(call), "the call");
        wire.Set(cut: false);
        await a.Box.UntilAsync(() => a.Fast!.Connected.Any(), "the fast road again");
        var next = await a.Box.RaiseAsync();
        await b.Box.UntilAsync(() => b.Box.Has(next), "the next call");
    }

    [Fact]
    public async Task A_neighbour_with_a_full_disk_refuses_and_has_the_call_when_there_is_room()
    {
        using var disk = new FaultyDisk("fast-full");
        await using var a = await MqttBox.StartAsync(_mesh.Issue(1, [_mesh.Way(2)]), fast: new FastRoadOptions());
        await using var b = await MqttBox.StartAsync(_mesh.Issue(2, [_mesh.Way(1)]), new SqliteOptions { Vfs = disk.Name });
        await BothRoadsAsync(a, b);
        disk.Fault = (_, isWrite) => isWrite ? FaultyDisk.Full : 0;
        var call = await a.Box.RaiseAsync();
        await a.Box.UntilAsync(() => a.Fast!.GivenUp > 0, "the refusal");
        Assert.False(IsCopied(a, call));
        disk.Fault = (_, _) => 0;
        await b.Box.UntilAsync(() => b.Box.Has(call), "the call, by the sure road");
        await a.Box.UntilAsync(() => IsCopied(a, call), "the second rung");
    }

    [Fact]
    public async Task What_is_on_its_way_is_not_taken_twice_and_no_more_than_the_limit_is_taken()
    {
        using var disk = new FaultyDisk("fast-slow");
        await using var a = await MqttBox.StartAsync(_mesh.Issue(1, [_mesh.Way(2)]), fast: new FastRoadOptions { MaxInFlight = 1, GiveUpAfter = TimeSpan.FromMinutes(1) });
        await using var b = await MqttBox.StartAsync(_mesh.Issue(2, []), new SqliteOptions { Vfs = disk.Name });
        await BothRoadsAsync(a, b);
        await b.Box.UntilAsync(() => b.Box.AgreesWith(a.Box), "agreement");
        var writes = new ManualResetEventSlim();
        disk.Fault = (_, _) =>
        {
            Assert.True(writes.Wait(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken));
            return 0;
        };
        try
        {
            // A fact of a stream nobody follows: the gossip machine sends none of them by itself.
            var kind = new FactKind("note.kept", FoldingLaw.All, Lane.Life, Scope.Self);
            var one = Frame(await a.Box.Node.Desk.WriteAsync(Lane.Life, s => s.Author(kind, "note/1", [1]), TestContext.Current.CancellationToken));
            var other = Frame(await a.Box.Node.Desk.WriteAsync(Lane.Life, s => s.Author(kind, "note/2", [1]), TestContext.Current.CancellationToken));
            var before = a.Fast!.Acknowledged;
            Assert.True(a.Fast.TrySend(b.Box.Id, one));
            Assert.False(a.Fast.TrySend(b.Box.Id, one));
            Assert.False(a.Fast.TrySend(b.Box.Id, other));
            Assert.False(a.Fast.TrySend(b.Box.Id, new GossipFrame.Facts([], 0)));
            Assert.False(a.Fast.TrySend(new Samagam.Core.Ids.NodeId(77), one));
            writes.Set();
            await a.Box.UntilAsync(() => a.Fast.Acknowledged == before + 1, "the acknowledgement");
            Assert.True(a.Fast.TrySend(b.Box.Id, other));
        }
        finally
        {
            disk.Fault = (_, _) => 0;
            writes.Set();
        }
    }

    public void Dispose() => _mesh.Dispose();

    private static GossipFrame.Facts Frame(params Fact[] facts) => new(facts, 0);

    private static bool IsCopied(MqttBox box, Samagam.Core.Ids.SosId call) =>
        box.Box.Node.LadderOf(call)?.Steps.Any(s => s is { Rung: LadderRung.CopiedToBoxes, Reached: true }) == true;

    private static async Task BothRoadsAsync(MqttBox a, MqttBox b)
    {
        await a.Box.UntilAsync(() => a.Box.IsUpWith(b.Box), "the sure road");
        await a.Box.UntilAsync(() => a.Fast!.Connected.Contains(b.Box.Id), "the fast road");
        // Without the other's certificate a push is rightly refused, and the sure road takes it.
        await a.Box.UntilAsync(() => a.Box.Node.Picture.Snapshot.Boxes.Find(b.Box.Id) is not null, "the other's certificate");
        await b.Box.UntilAsync(() => b.Box.Node.Picture.Snapshot.Boxes.Find(a.Box.Id) is not null, "this box's certificate at the other");
    }
}
