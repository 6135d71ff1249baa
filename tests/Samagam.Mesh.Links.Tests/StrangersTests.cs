using System.Net;
using System.Net.Security;
using System.Security.Authentication;
using Samagam.Core.Ids;
using Samagam.Mesh.Links.Peers;
using Samagam.Rpc;
using Samagam.TestBoxes;
using Samagam.Wire.Mesh.V1;

namespace Samagam.Mesh.Links.Tests;

/// <summary>Who may not speak here: strangers, and boxes whose certificate was taken back.</summary>
public sealed class StrangersTests
{
    [Fact]
    public async Task A_certificate_of_another_mesh_of_the_same_name_is_refused()
    {
        using var mesh = new TestAuthority();
        using var other = new TestAuthority();
        await using var a = await LiveBox.StartAsync(mesh.Issue(1, []));
        using var channel = Puppet.Channel(other.Issue(2, []), a);
        await RefusedAsync(channel);
        Assert.Empty(a.Mesh.Roads.Connected);
    }

    [Fact]
    public async Task A_caller_without_a_certificate_is_refused()
    {
        using var mesh = new TestAuthority();
        await using var a = await LiveBox.StartAsync(mesh.Issue(1, []));
        var port = a.Folder.Settings.Ports.Peers;
        using var channel = new RpcChannel(
            new RpcChannelOptions
            {
                Address = new Uri($"https://node-1:{port}"),
                Dial = _ => ValueTask.FromResult<EndPoint>(new IPEndPoint(IPAddress.Loopback, port)),
                Tls = new SslClientAuthenticationOptions
                {
                    TargetHost = "node-1",
                    EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
                    RemoteCertificateValidationCallback = (_, _, _, _) => true,
                },
            },
            TimeProvider.System);
        await RefusedAsync(channel);
    }

    [Fact]
    public async Task A_box_dials_only_the_box_it_meant_to_reach()
    {
        using var mesh = new TestAuthority();
        // Somebody else answers where box 2 should be.
        await using var c = await LiveBox.StartAsync(mesh.Issue(3, []));
        await using var a = await LiveBox.StartAsync(mesh.Issue(1, [mesh.Way(2, peersPort: mesh.PortsOf(3).Peers)]));
        await a.UntilAsync(() => a.Lines.All.Any(l => l.StartsWith("2002 Box 2", StringComparison.Ordinal)), "a refusal of the wrong box");
        Assert.Empty(a.Mesh.Roads.Connected);
    }

    [Fact]
    public async Task A_revocation_brought_to_one_box_closes_the_door_of_a_third_that_heard_it_by_gossip_only()
    {
        using var mesh = new TestAuthority();
        await using var a = await LiveBox.StartAsync(mesh.Issue(1, [mesh.Way(2)]));
        await using var b = await LiveBox.StartAsync(mesh.Issue(2, [mesh.Way(1), mesh.Way(3)]));
        await using var c = await LiveBox.StartAsync(mesh.Issue(3, [mesh.Way(2)]));
        await using var lost = await LiveBox.StartAsync(mesh.Issue(4, [mesh.Way(3)]));
        await c.UntilAsync(() => c.IsUpWith(lost), "the link of the box that will be lost");
        var before = await lost.RaiseAsync();
        await a.UntilAsync(() => a.Has(before), "what it said before");

        Assert.IsType<Trust.SpreadOutcome.Stated>(await a.Mesh.Revocations.SpreadAsync(a.Node.Desk, mesh.Revoke(lost.Folder.Identity), TestContext.Current.CancellationToken));
        await c.UntilAsync(() => c.Mesh.Revocations.IsRevoked(lost.Folder.Identity.Member.RevocationKey), "the revocation");
        await c.UntilAsync(() => !c.Mesh.Roads.Connected.Contains(lost.Id), "the end of its link");
        await c.UntilAsync(() => c.Lines.All.Any(l => l.StartsWith("1002 ", StringComparison.Ordinal) && l.Contains("Revoked", StringComparison.Ordinal)), "its new dial, refused");
        Assert.DoesNotContain(lost.Id, c.Mesh.Roads.Connected);

        // What it said before stands; what it says now goes nowhere, also by a member's hand.
        var after = await lost.RaiseAsync();
        var fact = lost.Mesh.Log.BySubject(after.Subject)[0];
        await using (var bearer = await Puppet.ConnectAsync(mesh.Issue(5, []), c))
        {
            await bearer.GreetAsync();
            var refused = c.Node.Intake.Counters.Refused;
            await bearer.SendAsync(Wire.Facts.FactCodec.ToWire(fact));
            await c.UntilAsync(() => c.Node.Intake.Counters.Refused > refused, "a refusal of what a revoked box said");
        }
        Assert.True(c.Has(before));
        Assert.False(c.Has(after));
        Assert.IsType<Trust.SpreadOutcome.NothingNew>(await a.Mesh.Revocations.SpreadAsync(a.Node.Desk, mesh.Revoke(lost.Folder.Identity), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_box_whose_folder_names_the_revocation_refuses_from_the_start_and_after_a_restart()
    {
        using var mesh = new TestAuthority();
        var lost = mesh.Issue(4, []);
        mesh.Revoke(lost.Identity);
        for (var start = 0; start < 2; start++)
        {
            await using var a = await LiveBox.StartAsync(mesh.Issue(1, []));
            using var channel = Puppet.Channel(lost, a);
            await RefusedAsync(channel);
        }
    }

    [Fact]
    public async Task A_revocation_list_of_a_stranger_revokes_nobody()
    {
        using var mesh = new TestAuthority();
        using var other = new TestAuthority();
        await using var a = await LiveBox.StartAsync(mesh.Issue(1, []));
        Assert.IsType<Trust.SpreadOutcome.Refused>(await a.Mesh.Revocations.SpreadAsync(a.Node.Desk, other.Revoke(mesh.Issue(2, []).Identity), TestContext.Current.CancellationToken));
        Assert.Empty(a.Mesh.Revocations.List.Entries);
    }

    [Fact]
    public async Task A_reissued_box_of_the_same_number_is_let_in_and_its_old_certificate_is_not()
    {
        using var mesh = new TestAuthority();
        var old = mesh.Issue(2, [mesh.Way(1)]);
        await using var a = await LiveBox.StartAsync(mesh.Issue(1, [mesh.Way(2)]));
        await using (var first = await LiveBox.StartAsync(old))
        {
            await a.UntilAsync(() => a.IsUpWith(first), "the link");
        }
        var anew = mesh.Issue(2, [mesh.Way(1)]);
        await a.Mesh.Revocations.SpreadAsync(a.Node.Desk, mesh.Revoke(old.Identity), TestContext.Current.CancellationToken);
        using (var lost = BoxHost.BoxFolders.Open(old.Folder, Samagam.Trust.NodeRole.Node))
        using (var channel = Puppet.Channel(lost, a))
        {
            await RefusedAsync(channel);
        }
        await using var second = await LiveBox.StartAsync(anew);
        await a.UntilAsync(() => a.IsUpWith(second), "the link of the new certificate");
        var call = await second.RaiseAsync();
        await a.UntilAsync(() => a.Has(call), "a call signed by the new key");
    }

    [Fact]
    public async Task A_box_issued_anew_more_often_than_is_remembered_is_believed_in_what_it_says_now()
    {
        using var mesh = new TestAuthority();
        await using var a = await LiveBox.StartAsync(mesh.Issue(1, []));
        var said = new List<Core.Facts.Fact>();
        for (var life = 1U; life <= Samagam.Mesh.Links.Trust.OriginTrust.MaxCertificatesPerBox + 1; life++)
        {
            using var anew = mesh.Issue(2, []);
            Assert.Equal(Facts.TrustVerdict.Believed, a.Mesh.Trust.Judge(Puppet.Read(Puppet.Joined(anew, life))));
            said.Add(Puppet.Read(Puppet.Stated(anew, "camel.sighted", Core.Facts.Lane.Life, 2, "camel/1", [1], life)));
            Assert.Equal(Facts.TrustVerdict.Believed, a.Mesh.Trust.Judge(said[^1]));
        }
        Assert.Equal([said[0]], said.Where(f => a.Mesh.Trust.Judge(f) != Facts.TrustVerdict.Believed));
    }

    [Fact]
    public async Task A_list_in_the_inbox_of_a_box_with_a_full_disk_is_taken_when_there_is_room_and_the_box_goes_on()
    {
        using var mesh = new TestAuthority();
        using var disk = new TestKit.FaultyDisk("inbox");
        await using var a = await LiveBox.StartAsync(mesh.Issue(1, []), new LiveBoxParts { Store = new Samagam.Sqlite.SqliteOptions { Vfs = disk.Name } });
        var lost = mesh.Issue(2, []);
        disk.Fault = (_, isWrite) => isWrite ? TestKit.FaultyDisk.Full : 0;
        var inbox = Directory.CreateDirectory(Path.Combine(a.Folder.DataFolder, "inbox"));
        mesh.Revoke(lost.Identity).WriteFiles(Path.Combine(inbox.FullName, Samagam.Trust.RevocationList.FileName));
        await a.UntilAsync(() => a.Lines.All.Any(l => l.StartsWith("1004 ", StringComparison.Ordinal)), "the refusal");
        disk.Fault = (_, _) => 0;
        await a.UntilAsync(() => a.Mesh.Revocations.IsRevoked(lost.Identity.Member.RevocationKey), "the revocation");
    }

    [Fact]
    public async Task A_list_too_long_to_travel_is_refused_with_its_reason()
    {
        using var mesh = new TestAuthority();
        await using var a = await LiveBox.StartAsync(mesh.Issue(1, []));
        var refused = Assert.IsType<Trust.SpreadOutcome.Refused>(
            await a.Mesh.Revocations.SpreadAsync(a.Node.Desk, mesh.RevokeMany(400), TestContext.Current.CancellationToken));
        Assert.Contains("each box's folder", refused.Reason, StringComparison.Ordinal);
    }

    private static async Task RefusedAsync(RpcChannel channel)
    {
        var refused = await Assert.ThrowsAsync<RpcException>(async () =>
        {
            await using var call = await channel.DuplexAsync<Frame, Frame>(PeerDialer.LinkMethod, cancellation: TestContext.Current.CancellationToken);
            await call.WriteAsync(Puppet.Hello(1, 0), TestContext.Current.CancellationToken);
            using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
            await call.ReadAsync(limit.Token);
        });
        Assert.True(refused.Status is RpcStatus.Unavailable or RpcStatus.PermissionDenied, refused.ToString());
    }
}
