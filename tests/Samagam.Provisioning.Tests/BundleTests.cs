using Samagam.Trust;

namespace Samagam.Provisioning.Tests;

public sealed class BundleTests
{
    [Fact]
    public void After_a_bundle_every_box_knows_every_other_and_every_device()
    {
        using var cli = new Cli();
        cli.Init();
        string[] folders = [cli.Issue(1), cli.Issue(2), cli.Issue(1000, "--role", "hub")];
        cli.Must("device", "issue", "--mesh", cli.Mesh, "--id", "button-7", "--label", "Step 12", "--lat", "23.1", "--lon", "75.7");
        var said = cli.Must(["bundle", "--mesh", cli.Mesh, .. folders]);
        Assert.Contains("roster 3 (3 boxes), revocations 0 (0), devices 1 (1)", said, StringComparison.Ordinal);
        foreach (var folder in folders)
        {
            using var box = BoxFolder.Load(folder).Value!;
            Assert.Equal([1, 2, 1000], box.Roster.Entries.Select(e => e.Number));
            Assert.NotNull(box.Devices.Find("button-7"));
            using var keys = new RosterKeys(box.Roster, box.Revocations.IsRevoked);
            Assert.True(keys.Find(box.Identity.Number)!.Verify("fact"u8, box.Identity.Sign("fact"u8)));
        }
        Assert.Equal(["dhcp/dnsmasq.conf", "dhcp/kea-option-data.json", "dhcp/radvd.conf", "devices.json", "devices.sig", "mesh-ca.crt", "mesh.key", "node.crt", "node.json",
            "node.key", "revocations.json", "revocations.sig", "roster.json", "roster.sig", "systemd/samagam-node.service"],
            SignedFolder.Verify(folders[0], AuthorityCertificate.ReadPem(File.ReadAllText(Path.Combine(cli.Mesh, "mesh-ca.crt"))).Value!.Certificate).Value!.Files.Order(StringComparer.Ordinal)
                .OrderBy(f => f.StartsWith("dhcp", StringComparison.Ordinal) ? 0 : 1));
    }

    [Fact]
    public void One_bad_folder_leaves_all_untouched()
    {
        using var cli = new Cli();
        using var other = new Cli();
        cli.Init();
        other.Init();
        string mine = cli.Issue(1), theirs = other.Issue(2);
        cli.Issue(2);
        var before = File.ReadAllText(Path.Combine(mine, SignedFolder.ManifestName));
        cli.Refused("belongs to another mesh", "bundle", "--mesh", cli.Mesh, mine, theirs);
        cli.Refused("not there", "bundle", "--mesh", cli.Mesh, mine, cli.At("nowhere"));
        File.WriteAllText(Path.Combine(cli.At("box-2"), NodeSettings.FileName), "{\"numbr\":2}");
        cli.Refused("numbr", "bundle", "--mesh", cli.Mesh, mine, cli.At("box-2"));
        File.Copy(Path.Combine(mine, NodeSettings.FileName), Path.Combine(cli.At("box-2"), NodeSettings.FileName), overwrite: true);
        cli.Refused("another box", "bundle", "--mesh", cli.Mesh, mine, cli.At("box-2"));
        Assert.Equal(before, File.ReadAllText(Path.Combine(mine, SignedFolder.ManifestName)));
        Assert.Equal(1, cli.Run("bundle", "--mesh", cli.Mesh).Code);
    }
}
