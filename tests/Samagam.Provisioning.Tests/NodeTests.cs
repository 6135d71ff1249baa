using Samagam.Trust;

namespace Samagam.Provisioning.Tests;

public sealed class NodeTests
{
    [Fact]
    public void An_issued_box_starts_at_once_and_knows_its_neighbours_and_doors()
    {
        using var cli = new Cli();
        cli.Init();
        var folder = cli.Issue(1, "--neighbour", "2=10.0.0.2:8082:8084", "--neighbour", "3=[fd00::3]:9082:9084", "--host", "10.0.0.1", "--host", "ramghat.example",
            "--listen", "127.0.0.1", "--http", "80", "--clock", "false", "--data", "../data-1", "--map", "/maps/ujjain.osm.pbf", "--portal-name", "portal.example.org");
        using var box = BoxFolder.Load(folder).Value!;
        Assert.Equal((1, NodeRole.Node, "Simhastha 2028"), (box.Identity.Number, box.Identity.Role, box.Identity.MeshName));
        Assert.Equal([new NeighbourSettings(2, "10.0.0.2", 8082, 8084), new NeighbourSettings(3, "fd00::3", 9082, 9084)], box.Settings.Neighbours);
        Assert.Equal((80, ClockTrust.No, "/maps/ujjain.osm.pbf"), (box.Settings.Ports.Http, box.Settings.Clock.Trusted, box.MapFile));
        Assert.Equal(cli.At("data-1"), box.DataFolder);
        Assert.Equal("राम घाट", box.Roster.Find(1)!.NameHi);
        Assert.Equal(box.Identity.Member.SerialHex, box.Roster.Find(1)!.Serial);
        Assert.Equal([new AddressHint("10.0.0.1", 8082, 8084), new AddressHint("ramghat.example", 8082, 8084)], box.Roster.Find(1)!.Addresses);

        var unit = File.ReadAllText(Path.Combine(folder, "systemd", "samagam-node.service"));
        foreach (var line in (string[])["Type=notify", "WatchdogSec=30", "Restart=always", "NoNewPrivileges=true", "ProtectSystem=strict", "AmbientCapabilities=CAP_NET_BIND_SERVICE", "User=samagam"])
        {
            Assert.Contains(line + "\n", unit, StringComparison.Ordinal);
        }
        Assert.Contains("dhcp-option-force=114,https://portal.example.org:8081/captive-portal/api\n",
            File.ReadAllText(Path.Combine(folder, "dhcp", "dnsmasq.conf")), StringComparison.Ordinal);
    }

    [Fact]
    public void A_hub_says_so_in_its_certificate_settings_and_unit()
    {
        using var cli = new Cli();
        cli.Init();
        var folder = cli.Issue(1000, "--role", "hub");
        using var box = BoxFolder.Load(folder).Value!;
        Assert.Equal((NodeRole.Hub, NodeRole.Hub), (box.Identity.Role, box.Settings.Role));
        Assert.Contains("Samagam.Hub.Host.dll", File.ReadAllText(Path.Combine(folder, "systemd", "samagam-hub.service")), StringComparison.Ordinal);
        Assert.Contains("StateDirectory=samagam\n", File.ReadAllText(Path.Combine(folder, "systemd", "samagam-hub.service")), StringComparison.Ordinal);
        Assert.Contains("nothing is announced", File.ReadAllText(Path.Combine(folder, "dhcp", "dnsmasq.conf")), StringComparison.Ordinal);
    }

    [Fact]
    public void What_can_not_be_issued_is_refused_before_anything_is_written()
    {
        using var cli = new Cli();
        cli.Init();
        var first = cli.Issue(1);
        var before = File.ReadAllText(Path.Combine(cli.Mesh, Roster.FileName));
        Refused("already 'Ram Ghat'", 1);
        Refused("number is 1 to 65535", 70000);
        Refused("number=host:peersPort:mqttTlsPort", 2, "--neighbour", "2:10.0.0.2");
        Refused("own neighbour", 2, "--neighbour", "2=10.0.0.2:1:2");
        Refused("ports", 2, "--http", "8081");
        Refused("listen", 2, "--listen", "here");
        Refused("--host", 2, "--host", "node-1");
        Refused("1 to 3650 days", 2, "--days", "4000");
        Refused("portalCertificateFile", 2, "--portal-cert", "/x");
        cli.Refused("not empty", cli.IssueWords(3, first));
        Assert.Equal(1, cli.Run([.. cli.IssueWords(2, cli.At("x")), "--role", "king"]).Code);
        Assert.False(Directory.Exists(cli.At("x")));
        Assert.Equal(before, File.ReadAllText(Path.Combine(cli.Mesh, Roster.FileName)));

        void Refused(string why, int number, params string[] more) => cli.Refused(why, [.. cli.IssueWords(number, cli.At("x")), .. more]);
    }

    [Fact]
    public void A_replaced_box_keeps_its_number_and_the_old_one_is_revoked()
    {
        using var cli = new Cli();
        cli.Init();
        using var old = BoxFolder.Load(cli.Issue(1)).Value!;
        cli.Must([.. cli.IssueWords(1, cli.At("fresh")), "--replace"]);
        using var fresh = BoxFolder.Load(cli.At("fresh")).Value!;
        Assert.True(fresh.Revocations.IsRevoked(old.Identity.Member.RevocationKey));
        Assert.False(fresh.Revocations.IsRevoked(fresh.Identity.Member.RevocationKey));
        Assert.Equal(fresh.Identity.Member.SerialHex, Assert.Single(fresh.Roster.Entries).Serial);
        cli.Refused("revoked", "bundle", "--mesh", cli.Mesh, cli.At("box-1"));
    }

    [Fact]
    public void A_revoked_box_stays_in_the_roster_and_every_freshly_bundled_box_refuses_it()
    {
        using var cli = new Cli();
        cli.Init();
        string one = cli.Issue(1), two = cli.Issue(2);
        var said = cli.Must("node", "revoke", "--mesh", cli.Mesh, "--number", "1", "--reason", "stolen at Ram Ghat");
        Assert.Contains("version 1, 1 certificates", said, StringComparison.Ordinal);
        cli.Refused("already revoked", "node", "revoke", "--mesh", cli.Mesh, "--number", "1", "--reason", "again");
        cli.Refused("no box 9", "node", "revoke", "--mesh", cli.Mesh, "--number", "9", "--reason", "x");
        cli.Refused("reason", "node", "revoke", "--mesh", cli.Mesh, "--number", "2", "--reason", new string('r', 201));
        cli.Must("bundle", "--mesh", cli.Mesh, two);
        using var stolen = BoxFolder.Load(one).Value!;
        using var other = BoxFolder.Load(two).Value!;
        Assert.NotNull(other.Roster.Find(1));
        Assert.Equal("stolen at Ram Ghat", Assert.Single(other.Revocations.Entries).Reason);
        var tls = new MeshTls(other.Identity, () => new BestTime(DateTimeOffset.UtcNow, true), other.Revocations.IsRevoked);
        Assert.Equal(TrustProblem.Revoked, tls.Check(stolen.Identity.Certificate, MemberUse.Client, null).Problem);
    }

    [Fact]
    public void Inspect_tells_a_technician_what_the_box_is()
    {
        using var cli = new Cli();
        cli.Init();
        var folder = cli.Issue(1, "--neighbour", "2=10.0.0.2:8082:8084", "--days", "10");
        var said = cli.Must("node", "inspect", folder, "--mesh", cli.Mesh);
        foreach (var text in (string[])["node-1 Ram Ghat / राम घाट", "Simhastha 2028", "23.18500, 75.76700, sector 1", "(9 days left)", "revoked     no",
            "neighbour   2 10.0.0.2 peers 8082, mqtt-tls 8084 (not in this roster)", "roster      version 1, 1 boxes", "signature   good"])
        {
            Assert.Contains(text, said, StringComparison.Ordinal);
        }
        Assert.Contains("the folder's own copy", cli.Must("node", "inspect", folder), StringComparison.Ordinal);
    }

    [Fact]
    public void Inspect_refuses_a_tampered_a_foreign_and_an_absent_folder()
    {
        using var cli = new Cli();
        using var other = new Cli();
        cli.Init();
        other.Init();
        var folder = cli.Issue(1);
        other.Refused("not signed by the authority", "node", "inspect", folder, "--mesh", other.Mesh);
        cli.Refused("not there", "node", "inspect", cli.At("nowhere"));
        var path = Path.Combine(folder, NodeSettings.FileName);
        File.WriteAllText(path, File.ReadAllText(path).Replace("8080", "8090", StringComparison.Ordinal));
        cli.Refused("node.json was changed after the folder was signed", "node", "inspect", folder);
        Assert.Equal(TrustProblem.Changed, BoxFolder.Load(folder).Problem);
        // Asked for on purpose, the change is signed again.
        cli.Must("bundle", "--mesh", cli.Mesh, folder);
        Assert.Contains("http 8090", cli.Must("node", "inspect", folder), StringComparison.Ordinal);
        File.WriteAllText(Path.Combine(folder, "systemd", "override.conf"), "[Service]\nUser=root\n");
        cli.Refused("systemd/override.conf was added", "node", "inspect", folder);
    }

    [Fact]
    [System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
    public void Inspect_warns_when_others_can_read_a_key()
    {
        using var cli = new Cli();
        cli.Init();
        var folder = cli.Issue(1);
        File.SetUnixFileMode(Path.Combine(folder, "node.key"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherRead);
        Assert.Contains("chmod 600", cli.Run("node", "inspect", folder).Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_box_that_would_write_into_its_signed_folder_is_never_issued_nor_started()
    {
        using var cli = new Cli();
        cli.Init();
        cli.Refused("dataFolder", [.. cli.IssueWords(1, cli.At("box-1")), "--data", "data"]);
        Assert.False(Directory.Exists(cli.At("box-1")));
        var folder = cli.Issue(1);
        var path = Path.Combine(folder, NodeSettings.FileName);
        File.WriteAllText(path, File.ReadAllText(path).Replace("/var/lib/samagam", "data", StringComparison.Ordinal));
        cli.Refused("dataFolder", "bundle", "--mesh", cli.Mesh, folder);
        Assert.Contains("dataFolder", BoxFolder.Load(folder).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_box_needs_no_hindi_name_no_neighbour_and_no_map()
    {
        using var cli = new Cli();
        cli.Init();
        cli.Must("node", "issue", "--mesh", cli.Mesh, "--number", "5", "--name", "Gau Ghat", "--lat", "-0.5", "--lon", "75.767", "--sector", "0", "--out", cli.At("bare"));
        using var box = BoxFolder.Load(cli.At("bare")).Value!;
        Assert.Null(box.Roster.Find(5)!.NameHi);
        Assert.Null(box.MapFile);
        Assert.Contains("Gau Ghat\n", cli.Must("node", "inspect", cli.At("bare")), StringComparison.Ordinal);
        Assert.Contains("roster 1 (1 boxes)", cli.Must("bundle", "--mesh", cli.Mesh, cli.At("bare")), StringComparison.Ordinal);
    }
}
