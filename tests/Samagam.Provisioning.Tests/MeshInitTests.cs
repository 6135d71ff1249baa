using Samagam.Trust;

namespace Samagam.Provisioning.Tests;

public sealed class MeshInitTests
{
    [Fact]
    [System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
    public void A_new_mesh_has_its_authority_its_key_and_empty_signed_lists()
    {
        using var cli = new Cli();
        var said = cli.Must("mesh", "init", "--dir", cli.Mesh, "--name", "सिंहस्थ २०२८");
        var authority = AuthorityCertificate.ReadPem(File.ReadAllText(Path.Combine(cli.Mesh, "mesh-ca.crt"))).Value!;
        Assert.Equal("सिंहस्थ २०२८", authority.MeshName);
        Assert.Contains(authority.Fingerprint, said, StringComparison.Ordinal);
        Assert.Empty(Roster.Load(cli.Mesh, authority).Value!.Entries);
        Assert.Empty(RevocationList.Load(cli.Mesh, authority).Value!.Entries);
        Assert.Empty(DeviceList.Load(cli.Mesh, authority).Value!.Devices);
        foreach (var secret in (string[])["mesh-ca.key", "mesh.key"])
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(cli.Mesh, secret)));
        }
    }

    [Fact]
    public void An_existing_mesh_is_never_overwritten()
    {
        using var cli = new Cli();
        var key = File.ReadAllText(Path.Combine(cli.Init(), "mesh-ca.key"));
        cli.Refused("never overwritten", "mesh", "init", "--dir", cli.Mesh, "--name", "Another");
        Assert.Equal(key, File.ReadAllText(Path.Combine(cli.Mesh, "mesh-ca.key")));
    }

    [Fact]
    public void A_name_too_long_for_a_badge_and_a_folder_that_can_not_be_made_are_refused()
    {
        using var cli = new Cli();
        cli.Refused("mesh name", "mesh", "init", "--dir", cli.Mesh, "--name", new string('s', 41));
        File.WriteAllText(cli.At("file"), "");
        cli.Refused("file", "mesh", "init", "--dir", cli.At("file/mesh"), "--name", "S");
    }

    [Fact]
    public void Wrong_words_are_a_usage_error_and_help_speaks_english_and_hindi()
    {
        using var cli = new Cli();
        Assert.Equal(1, cli.Run("mesh", "destroy").Code);
        Assert.Equal(1, cli.Run("mesh", "init", "--name", "x").Code);
        Assert.Contains("Makes the identity of a Samagam mesh", cli.Must("--help"), StringComparison.Ordinal);
        Assert.Contains("समागम", cli.Run("hi_IN.UTF-8", ["--help"]).Out, StringComparison.Ordinal);
        Assert.Contains("राम", cli.Run("hi_IN.UTF-8", ["node", "revoke", "--help"]).Out, StringComparison.Ordinal);
    }

    [Fact]
    public void A_changed_roster_and_a_mesh_in_use_are_refused()
    {
        using var cli = new Cli();
        cli.Init();
        using (new FileStream(Path.Combine(cli.Mesh, "mesh.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None))
        {
            cli.Refused("in use", cli.IssueWords(1, cli.At("box")));
        }
        var path = Path.Combine(cli.Mesh, Roster.FileName);
        File.WriteAllText(path, File.ReadAllText(path).Replace("\"version\": 0", "\"version\": 9", StringComparison.Ordinal));
        cli.Refused("roster is not signed", cli.IssueWords(1, cli.At("box")));
        Assert.False(Directory.Exists(cli.At("box")));
        cli.Refused("holds no mesh", "node", "revoke", "--mesh", cli.At("nowhere"), "--number", "1", "--reason", "x");
    }
}
