using Samagam.TestKit;

namespace Samagam.Trust.Tests;

public sealed class NodeIdentityTests
{
    [Fact]
    public void A_box_knows_itself_from_four_files()
    {
        using var mesh = new TestMesh();
        var box = mesh.Box(42);
        Assert.Equal((42, NodeRole.Node, "Simhastha 2028"), (box.Number, box.Role, box.MeshName));
        var signature = box.Sign("water at gate 4"u8);
        Assert.Equal(64, signature.Length);
        Assert.True(NodeIdentity.Verify(box.Key, "water at gate 4"u8, signature));
        Assert.False(NodeIdentity.Verify(box.Key, "water at gate 5"u8, signature));
    }

    [Fact]
    public void A_hub_says_hub()
    {
        using var mesh = new TestMesh();
        Assert.Equal(NodeRole.Hub, mesh.Box(9000, NodeRole.Hub).Role);
    }

    [Theory]
    [InlineData(NodeIdentity.KeyFile)]
    [InlineData(NodeIdentity.CertificateFile)]
    [InlineData(NodeIdentity.AuthorityFile)]
    [InlineData(NodeIdentity.MeshKeyFile)]
    public void A_missing_a_broken_and_an_endless_file_are_each_named(string file)
    {
        using var mesh = new TestMesh();
        var folder = mesh.WriteBox(1);
        var path = Path.Combine(folder, file);
        File.WriteAllText(path, "not what it should be");
        Assert.Equal(TrustProblem.Malformed, NodeIdentity.Load(folder).Problem);
        File.WriteAllText(path, new string('x', 100_000));
        Assert.Equal(TrustProblem.TooLarge, NodeIdentity.Load(folder).Problem);
        File.Delete(path);
        var verdict = NodeIdentity.Load(folder);
        Assert.Equal(TrustProblem.Missing, verdict.Problem);
        Assert.Contains(file, verdict.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void The_key_of_another_box_is_refused()
    {
        using var mesh = new TestMesh();
        var one = mesh.WriteBox(1);
        var two = mesh.WriteBox(2);
        File.Copy(Path.Combine(two, NodeIdentity.KeyFile), Path.Combine(one, NodeIdentity.KeyFile), overwrite: true);
        Assert.Equal(TrustProblem.WrongPeer, NodeIdentity.Load(one).Problem);
    }

    [Fact]
    public void A_certificate_of_another_mesh_is_refused()
    {
        using var mesh = new TestMesh();
        using var other = new TestMesh("Another mesh");
        var box = mesh.WriteBox(1);
        File.Copy(Path.Combine(other.WriteBox(1), NodeIdentity.AuthorityFile), Path.Combine(box, NodeIdentity.AuthorityFile), overwrite: true);
        Assert.Equal(TrustProblem.UnknownIssuer, NodeIdentity.Load(box).Problem);
    }

    [Fact]
    [System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
    public void Secret_files_are_for_their_owner_only()
    {
        using var mesh = new TestMesh();
        var folder = mesh.WriteBox(1);
        var secret = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        Assert.Equal(secret, File.GetUnixFileMode(Path.Combine(folder, NodeIdentity.KeyFile)));
        Assert.Equal(secret, File.GetUnixFileMode(Path.Combine(folder, NodeIdentity.MeshKeyFile)));
    }

    [Theory]
    [InlineData("node-1", true)]
    [InlineData("hub-65535", true)]
    [InlineData("node-0", false)]
    [InlineData("node-65536", false)]
    [InlineData("node-01", false)]
    [InlineData("Node-1", false)]
    [InlineData("node--1", false)]
    [InlineData("node-1.example", false)]
    [InlineData("node-+1", false)]
    [InlineData("hub-", false)]
    [InlineData("", false)]
    public void Only_exact_names_are_boxes(string name, bool isBox) => Assert.Equal(isBox, NodeName.TryRead(name, out _, out _));

    [Fact]
    public void A_relay_can_not_make_a_second_valid_signature()
    {
        using var key = SigningKey.Create();
        var order = new System.Numerics.BigInteger(
            Convert.FromHexString("FFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551"), isUnsigned: true, isBigEndian: true);
        Seeds.ForEach(30, (_, random) =>
        {
            var message = new byte[random.Next(1, 200)];
            random.NextBytes(message);
            var signature = key.Sign(message);
            Assert.True(key.Public.Verify(message, signature));
            var s = new System.Numerics.BigInteger(signature.AsSpan(32), isUnsigned: true, isBigEndian: true);
            var other = (order - s).ToByteArray(isUnsigned: true, isBigEndian: true);
            var flipped = signature.ToArray();
            Array.Clear(flipped, 32, 32);
            other.CopyTo(flipped, 64 - other.Length);
            Assert.False(key.Public.Verify(message, flipped));
        });
    }

    [Fact]
    public void Garbage_signatures_and_keys_are_refused_without_an_exception()
    {
        using var key = SigningKey.Create();
        Seeds.ForEach(300, (_, random) =>
        {
            var signature = new byte[random.Next(0, 130)];
            random.NextBytes(signature);
            Assert.False(key.Public.Verify("x"u8, signature));
            var spki = key.Public.Spki.ToArray();
            spki[random.Next(spki.Length)] ^= (byte)random.Next(1, 256);
            Assert.False(VerifyKey.Read(spki).Ok);
            Assert.False(VerifyKey.Read(signature).Ok);
        });
        Assert.False(key.Public.Verify("x"u8, new byte[64]));
    }
}
