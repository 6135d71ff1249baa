using Samagam.TestKit;

namespace Samagam.Trust.Tests;

public sealed class SignedFolderTests
{
    private static string Signed(TestMesh mesh)
    {
        var folder = mesh.WriteBox(1);
        Directory.CreateDirectory(Path.Combine(folder, "systemd"));
        File.WriteAllText(Path.Combine(folder, "systemd", "samagam node.service"), "[Service]\n");
        SignedFolder.Sign(folder, mesh.Authority);
        return folder;
    }

    [Fact]
    public void An_untouched_folder_verifies_and_lists_its_files()
    {
        using var mesh = new TestMesh();
        var contents = SignedFolder.Verify(Signed(mesh), mesh.Authority.Certificate);
        Assert.True(contents.Ok, contents.ToString());
        Assert.Equal(["mesh-ca.crt", "mesh.key", "node.crt", "node.key", "systemd/samagam node.service"], contents.Value.Files);
    }

    [Fact]
    public void Every_way_to_touch_it_is_refused_and_names_the_file()
    {
        using var mesh = new TestMesh();
        Refused(f => File.AppendAllText(Path.Combine(f, "systemd", "samagam node.service"), "x"), TrustProblem.Changed, "samagam node.service");
        Refused(f => File.WriteAllText(Path.Combine(f, "systemd", "samagam node.service"), "[service]\n"), TrustProblem.Changed, "samagam node.service");
        Refused(f => File.Delete(Path.Combine(f, "mesh.key")), TrustProblem.Missing, "mesh.key");
        Refused(f => File.WriteAllText(Path.Combine(f, "extra.conf"), ""), TrustProblem.Unlisted, "extra.conf");
        Refused(f => File.Delete(Path.Combine(f, SignedFolder.ManifestName)), TrustProblem.Missing, SignedFolder.ManifestName);
        Refused(f => ReplaceIn(f, "mesh.key", "mesh.kez"), TrustProblem.BadSignature, SignedFolder.ManifestName);
        Refused(f => ReplaceIn(f, "signature ", "signatur "), TrustProblem.Malformed, SignedFolder.ManifestName);
        Refused(f => File.WriteAllText(Path.Combine(f, SignedFolder.ManifestName), ""), TrustProblem.Malformed, SignedFolder.ManifestName);
        Refused(f =>
        {
            File.Move(Path.Combine(f, "node.key"), mesh.Folder.File("elsewhere"), overwrite: true);
            File.CreateSymbolicLink(Path.Combine(f, "node.key"), mesh.Folder.File("elsewhere"));
        }, TrustProblem.Unlisted, "node.key");

        void Refused(Action<string> touch, TrustProblem problem, string? named)
        {
            var folder = Signed(mesh);
            touch(folder);
            var verdict = SignedFolder.Verify(folder, mesh.Authority.Certificate);
            Assert.Equal(problem, verdict.Problem);
            Assert.Contains(named ?? "", verdict.Reason, StringComparison.Ordinal);
            Directory.Delete(folder, recursive: true);
        }

        static void ReplaceIn(string folder, string from, string to)
        {
            var path = Path.Combine(folder, SignedFolder.ManifestName);
            File.WriteAllText(path, File.ReadAllText(path).Replace(from, to, StringComparison.Ordinal));
        }
    }

    [Fact]
    public void A_folder_signed_by_another_mesh_is_refused()
    {
        using var mesh = new TestMesh();
        using var other = new TestMesh("Other");
        Assert.Equal(TrustProblem.BadSignature, SignedFolder.Verify(Signed(mesh), other.Authority.Certificate).Problem);
        Assert.Equal(TrustProblem.Malformed, SignedFolder.Verify(Signed(mesh), mesh.Box(2).Certificate).Problem);
        Assert.Equal(TrustProblem.Missing, SignedFolder.Verify(mesh.Folder.File("nowhere"), mesh.Authority.Certificate).Problem);
    }

    [Fact]
    public void A_folder_holds_its_limit_of_files_and_not_one_more()
    {
        using var mesh = new TestMesh();
        using var folder = new TempFolder();
        for (var i = 0; i < SignedFolder.MaxFiles; i++)
        {
            File.WriteAllText(folder.File("f" + i), "");
        }
        SignedFolder.Sign(folder.Path, mesh.Authority);
        Assert.True(SignedFolder.Verify(folder.Path, mesh.Authority.Certificate).Ok);
        File.WriteAllText(folder.File("one-more"), "");
        Assert.Throws<InvalidOperationException>(() => SignedFolder.Sign(folder.Path, mesh.Authority));
        Assert.Equal(TrustProblem.TooLarge, SignedFolder.Verify(folder.Path, mesh.Authority.Certificate).Problem);
    }

    [Fact]
    public void Garbage_in_the_manifest_is_refused_without_an_exception()
    {
        using var mesh = new TestMesh();
        var folder = Signed(mesh);
        var path = Path.Combine(folder, SignedFolder.ManifestName);
        var good = File.ReadAllBytes(path);
        Seeds.ForEach(200, (_, random) =>
        {
            var bad = good[..random.Next(1, good.Length)];
            bad[random.Next(bad.Length)] ^= (byte)random.Next(1, 256);
            File.WriteAllBytes(path, bad);
            Assert.False(SignedFolder.Verify(folder, mesh.Authority.Certificate).Ok);
        });
    }
}
