using System.Diagnostics;
using System.Security.Cryptography.X509Certificates;

namespace Samagam.Trust.Tests;

public sealed class MeshAuthorityTests
{
    [Fact]
    public void A_new_mesh_reads_back_from_its_two_files()
    {
        using var mesh = new TestMesh();
        using var again = MeshAuthority.Read(mesh.Authority.Certificate.ExportCertificatePem(), mesh.Authority.Key.ToPem()).Value;
        Assert.Equal("Simhastha 2028", again!.MeshName);
        Assert.Equal(TestMesh.Day.AddYears(10), new DateTimeOffset(again.Certificate.NotAfter));
    }

    [Fact]
    public void A_key_of_another_mesh_is_refused()
    {
        using var one = new TestMesh();
        using var other = new TestMesh();
        Assert.Equal(TrustProblem.WrongPeer, MeshAuthority.Read(one.Authority.Certificate.ExportCertificatePem(), other.Authority.Key.ToPem()).Problem);
    }

    [Fact]
    public void Openssl_agrees_that_a_box_certificate_is_of_this_mesh_and_fit_for_both_uses()
    {
        using var mesh = new TestMesh();
        var folder = mesh.WriteBox(7, NodeRole.Hub, null, "10.1.0.7", "hub.samagam.example");
        var at = TestMesh.Day.ToUnixTimeSeconds();
        foreach (var purpose in (string[])["sslserver", "sslclient"])
        {
            var answer = Openssl($"verify -x509_strict -purpose {purpose} -attime {at} -CAfile {folder}/mesh-ca.crt {folder}/node.crt");
            Assert.Contains("OK", answer, StringComparison.Ordinal);
        }
        var text = Openssl($"x509 -noout -text -in {folder}/node.crt");
        Assert.Contains("DNS:hub-7, DNS:node-7, IP Address:10.1.0.7, DNS:hub.samagam.example", text, StringComparison.Ordinal);
        Assert.Contains("NIST CURVE: P-256", text, StringComparison.Ordinal);
        Assert.Contains("pathlen:0", Openssl($"x509 -noout -text -in {folder}/mesh-ca.crt"), StringComparison.Ordinal);
    }

    [Fact]
    public void Serials_have_126_random_bits_and_come_from_the_luck_given()
    {
        using var mesh = new TestMesh();
        using var key = SigningKey.Create();
        var serials = Enumerable.Range(0, 50).Select(_ => Issue(new SeededLuck(_))).ToHashSet(StringComparer.Ordinal);
        Assert.Equal(50, serials.Count);
        Assert.All(serials, s => Assert.Equal(32, s.Length));
        Assert.Equal(Issue(new SeededLuck(3)), Issue(new SeededLuck(3)));

        string Issue(SeededLuck luck)
        {
            using var certificate = mesh.Authority.Issue(1, NodeRole.Node, key.Public, [], TestMesh.Day, TestMesh.Day.AddDays(1), luck);
            return MemberCertificate.Read(certificate).Value!.SerialHex;
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(65536)]
    public void Numbers_beyond_two_bytes_are_never_issued(int number)
    {
        using var mesh = new TestMesh();
        using var key = SigningKey.Create();
        Assert.Throws<ArgumentOutOfRangeException>(() =>
            mesh.Authority.Issue(number, NodeRole.Node, key.Public, [], TestMesh.Day, TestMesh.Day.AddDays(1), mesh.Luck));
    }

    [Fact]
    public void An_address_can_not_pass_for_another_box()
    {
        using var mesh = new TestMesh();
        using var key = SigningKey.Create();
        Assert.Throws<ArgumentException>(() =>
            mesh.Authority.Issue(1, NodeRole.Node, key.Public, ["node-2"], TestMesh.Day, TestMesh.Day.AddDays(1), mesh.Luck));
        Assert.Throws<ArgumentOutOfRangeException>(() => mesh.Authority.Issue(1, NodeRole.Node, key.Public,
            [.. Enumerable.Range(0, MeshAuthority.MaxHosts + 1).Select(i => $"h{i}.example")], TestMesh.Day, TestMesh.Day.AddDays(1), mesh.Luck));
    }

    [Fact]
    public void Mesh_names_stand_on_their_limit()
    {
        Assert.True(MeshAuthority.IsMeshName(new string('s', MeshAuthority.MaxMeshNameBytes)));
        Assert.False(MeshAuthority.IsMeshName(new string('s', MeshAuthority.MaxMeshNameBytes + 1)));
        Assert.True(MeshAuthority.IsMeshName("सिंहस्थ २०२८"));
        Assert.False(MeshAuthority.IsMeshName("two\nlines"));
        Assert.False(MeshAuthority.IsMeshName(" "));
        Assert.Throws<ArgumentException>(() => MeshAuthority.Create("", TestMesh.Day, new SeededLuck(1)));
    }

    [Fact]
    public void A_certificate_never_outlives_its_authority()
    {
        using var mesh = new TestMesh();
        using var key = SigningKey.Create();
        using var certificate = mesh.Authority.Issue(1, NodeRole.Node, key.Public, [], TestMesh.Day.AddYears(-5), TestMesh.Day.AddYears(50), mesh.Luck);
        Assert.Equal(mesh.Authority.Certificate.NotAfter, certificate.NotAfter);
        Assert.Equal(mesh.Authority.Certificate.NotBefore, certificate.NotBefore);
    }

    [Fact]
    public void A_box_certificate_can_not_found_an_authority()
    {
        using var mesh = new TestMesh();
        var box = mesh.Box(1);
        Assert.False(AuthorityCertificate.Of(box.Certificate).Ok);
        // A forged child of a box: the chain is one step too long and its signer is no authority.
        using var forged = mesh.Box(2);
        var request = new CertificateRequest("CN=x", forged.Certificate.GetECDsaPrivateKey()!, System.Security.Cryptography.HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("node-3");
        request.CertificateExtensions.Add(names.Build());
        using var child = request.Create(box.Certificate.SubjectName, X509SignatureGenerator.CreateForECDsa(box.Certificate.GetECDsaPrivateKey()!),
            TestMesh.Day.AddHours(-1), TestMesh.Day.AddDays(1), [1, 2, 3]);
        Assert.False(CertificateCheck.Check(child, mesh.Authority.Certificate, TestMesh.Now, MemberUse.Any).Ok);
    }

    [Fact]
    public void A_certificate_with_any_byte_changed_is_refused_without_an_exception()
    {
        using var mesh = new TestMesh();
        var good = mesh.Box(1).Certificate.RawData;
        TestKit.Seeds.ForEach(400, (_, random) =>
        {
            var bad = good.ToArray();
            for (var i = random.Next(1, 3); i > 0; i--)
            {
                bad[random.Next(bad.Length)] ^= (byte)random.Next(1, 256);
            }
            X509Certificate2 certificate;
            try
            {
                certificate = X509CertificateLoader.LoadCertificate(bad);
            }
            catch (System.Security.Cryptography.CryptographicException)
            {
                return; // The TLS layer never hands us what is no certificate at all.
            }
            using (certificate)
            {
                Assert.False(CertificateCheck.Check(certificate, mesh.Authority.Certificate, TestMesh.Now, MemberUse.Client).Ok);
                Assert.NotEqual("", AuthorityCertificate.Of(certificate).Reason);
                Assert.NotNull(MemberCertificate.Read(certificate).Reason);
            }
        });
    }

    [Fact]
    public void A_certificate_whose_date_is_no_date_is_refused_without_an_exception()
    {
        using var mesh = new TestMesh();
        var der = mesh.Box(1).Certificate.RawData;
        var time = der.AsSpan().IndexOf((ReadOnlySpan<byte>)[0x17, 13]); // UTCTime, 13 characters: YYMMDDHHMMSSZ
        der[time + 4] = (byte)'9';
        using var certificate = X509CertificateLoader.LoadCertificate(der);
        Assert.Equal(TrustProblem.Malformed, CertificateCheck.Check(certificate, mesh.Authority.Certificate, TestMesh.Now, MemberUse.Client).Problem);
    }

    internal static string Openssl(string arguments)
    {
        using var process = Process.Start(new ProcessStartInfo("openssl", arguments) { RedirectStandardOutput = true, RedirectStandardError = true })
            ?? throw new InvalidOperationException("openssl did not start: install the Debian package openssl");
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return output;
    }
}
