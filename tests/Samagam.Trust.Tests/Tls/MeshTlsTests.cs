using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace Samagam.Trust.Tests;

public sealed class MeshTlsTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task Two_boxes_of_a_mesh_meet_over_tls_13_and_know_each_other()
    {
        using var mesh = new TestMesh();
        await using var met = await Meet(Tls(mesh.Box(1)), Tls(mesh.Box(2)), meant: 2);
        Assert.Equal(SslProtocols.Tls13, met.Server.SslProtocol);
        Assert.True(met.Server.IsMutuallyAuthenticated);
        Assert.Equal(1, Tls(mesh.Box(2)).Check((X509Certificate2)met.Server.RemoteCertificate!, MemberUse.Client, null).Value!.Number);
    }

    [Fact]
    public async Task Tls_12_still_works_for_old_peers_and_11_does_not()
    {
        using var mesh = new TestMesh();
        await using var met = await Meet(Tls(mesh.Box(1)), Tls(mesh.Box(2)), 2, change: o => o.EnabledSslProtocols = SslProtocols.Tls12);
        Assert.Equal(SslProtocols.Tls12, met.Server.SslProtocol);
#pragma warning disable SYSLIB0039 // The test is that the old protocol is refused.
        await Assert.ThrowsAnyAsync<Exception>(() => Meet(Tls(mesh.Box(1)), Tls(mesh.Box(2)), 2, change: o => o.EnabledSslProtocols = SslProtocols.Tls11));
#pragma warning restore SYSLIB0039
    }

    [Fact]
    public async Task A_box_is_refused_when_another_was_meant()
    {
        using var mesh = new TestMesh();
        var refusals = new List<TrustProblem>();
        await Assert.ThrowsAnyAsync<Exception>(() => Meet(Tls(mesh.Box(1), refusals: refusals), Tls(mesh.Box(2)), meant: 3));
        Assert.Equal([TrustProblem.WrongPeer], refusals);
    }

    [Fact]
    public async Task A_revoked_box_is_refused_at_both_ends_by_boxes_that_never_met_the_hub()
    {
        using var mesh = new TestMesh();
        NodeIdentity one = mesh.Box(1), two = mesh.Box(2);
        var list = RevocationList.Empty.With(new RevocationEntry(1, one.Member.SerialHex, "stolen at the ghat", 1));
        var known = RevocationList.Read(list.Sign(mesh.Authority), mesh.Public).Value!;
        List<TrustProblem> atServer = [], atClient = [];
        await Assert.ThrowsAnyAsync<Exception>(() => Meet(Tls(one), Tls(two, known.IsRevoked, refusals: atServer), 2));
        Assert.Equal([TrustProblem.Revoked], atServer);
        await Assert.ThrowsAnyAsync<Exception>(() => Meet(Tls(two, known.IsRevoked, refusals: atClient), Tls(one), 1));
        Assert.Equal([TrustProblem.Revoked], atClient);
        // The replacement with the same number has another serial and is welcome.
        await using var met = await Meet(Tls(mesh.Box(1)), Tls(two, known.IsRevoked), 2);
    }

    [Fact]
    public async Task A_box_revoked_between_two_meetings_does_not_come_back_on_its_old_session()
    {
        using var mesh = new TestMesh();
        var revoked = false;
        MeshTls one = Tls(mesh.Box(1)), two = Tls(mesh.Box(2), _ => revoked);
        await (await Meet(one, two, 2, change: o => o.EnabledSslProtocols = SslProtocols.Tls12)).DisposeAsync();
        revoked = true;
        await Assert.ThrowsAnyAsync<Exception>(() => Meet(one, two, 2, change: o => o.EnabledSslProtocols = SslProtocols.Tls12));
    }

    [Fact]
    public async Task A_stranger_with_a_certificate_of_another_mesh_is_refused()
    {
        using var mesh = new TestMesh();
        using var other = new TestMesh("Simhastha 2028", seed: 2);
        var refusals = new List<TrustProblem>();
        await Assert.ThrowsAnyAsync<Exception>(() => Meet(Tls(other.Box(1)), Tls(mesh.Box(2), refusals: refusals), 2, trustAll: true));
        Assert.Single(refusals);
        Assert.True(refusals[0] is TrustProblem.UnknownIssuer or TrustProblem.BadSignature, refusals[0].ToString());
    }

    [Fact]
    public async Task Without_a_certificate_only_the_optional_door_opens()
    {
        using var mesh = new TestMesh();
        var refusals = new List<TrustProblem>();
        var door = Tls(mesh.Box(2), refusals: refusals);
        await Assert.ThrowsAnyAsync<Exception>(() => Meet(Tls(mesh.Box(1)), door, 2, change: o => o.ClientCertificateContext = null));
        Assert.Equal([TrustProblem.Missing], refusals);
        await using var met = await Meet(Tls(mesh.Box(1)), door, 2, ClientDemand.Optional, o => o.ClientCertificateContext = null);
        Assert.Null(met.Server.RemoteCertificate);
    }

    [Fact]
    public async Task A_box_whose_clock_says_1970_still_connects_both_ways()
    {
        using var mesh = new TestMesh();
        var old = new BestTime(DateTimeOffset.UnixEpoch, Trusted: false);
        NodeIdentity one = mesh.Box(1), two = mesh.Box(2);
        await using var outward = await Meet(Tls(one, time: old), Tls(two), 2);
        await using var inward = await Meet(Tls(two), Tls(one, time: old), 1);
        Assert.True(outward.Server.IsMutuallyAuthenticated && inward.Server.IsMutuallyAuthenticated);
    }

    [Fact]
    public async Task A_trusted_clock_refuses_what_is_over_and_what_has_not_begun()
    {
        using var mesh = new TestMesh();
        NodeIdentity one = mesh.Box(1, life: TimeSpan.FromDays(10)), two = mesh.Box(2);
        var refusals = new List<TrustProblem>();
        await Assert.ThrowsAnyAsync<Exception>(() => Meet(Tls(one), Tls(two, time: new BestTime(TestMesh.Day.AddDays(11), true), refusals: refusals), 2));
        await Assert.ThrowsAnyAsync<Exception>(() => Meet(Tls(one), Tls(two, time: new BestTime(TestMesh.Day.AddDays(-2), true), refusals: refusals), 2));
        Assert.Equal([TrustProblem.Expired, TrustProblem.NotYetValid], refusals);
    }

    [Fact]
    public void A_certificate_is_only_good_for_the_uses_it_names()
    {
        using var mesh = new TestMesh();
        using var key = SigningKey.Create();
        using var ecdsa = System.Security.Cryptography.ECDsa.Create();
        ecdsa.ImportFromPem(key.ToPem());
        var request = new CertificateRequest("CN=node-5", ecdsa, System.Security.Cryptography.HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new System.Security.Cryptography.Oid("1.3.6.1.5.5.7.3.2")], false));
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("node-5");
        request.CertificateExtensions.Add(names.Build());
        using var authorityKey = System.Security.Cryptography.ECDsa.Create();
        authorityKey.ImportFromPem(mesh.Authority.Key.ToPem());
        using var onlyClient = request.Create(mesh.Authority.Certificate.SubjectName, X509SignatureGenerator.CreateForECDsa(authorityKey),
            TestMesh.Day, TestMesh.Day.AddDays(1), [9, 9]);
        Assert.True(Tls(mesh.Box(1)).Check(onlyClient, MemberUse.Client, null).Ok);
        Assert.Equal(TrustProblem.WrongPeer, Tls(mesh.Box(1)).Check(onlyClient, MemberUse.Server, null).Problem);
    }

    [Fact]
    public async Task A_stranger_can_not_make_a_box_fetch_anything_from_the_network()
    {
        using var mesh = new TestMesh();
        using var trap = new TcpListener(IPAddress.Loopback, 0);
        trap.Start();
        using var key = System.Security.Cryptography.ECDsa.Create(System.Security.Cryptography.ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=node-1", key, System.Security.Cryptography.HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509AuthorityInformationAccessExtension(null, [$"http://{trap.LocalEndpoint}/issuer.crt"]));
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("node-1");
        request.CertificateExtensions.Add(names.Build());
        using var bare = request.Create(new X500DistinguishedName("CN=Nobody"), X509SignatureGenerator.CreateForECDsa(key), TestMesh.Day.AddYears(-9), TestMesh.Day.AddYears(9), [1]);
        using var stranger = bare.CopyWithPrivateKey(key);
        await Assert.ThrowsAnyAsync<Exception>(() => Meet(Tls(mesh.Box(1)), Tls(mesh.Box(2)), 2, change: o =>
            o.ClientCertificateContext = SslStreamCertificateContext.Create(stranger, [], offline: true)));
        Assert.False(trap.Pending());
    }

    [Fact]
    public async Task A_device_with_openssl_trusts_the_optional_door_by_the_address_it_dialled()
    {
        using var mesh = new TestMesh();
        var box = mesh.Box(2, NodeRole.Node, null, "127.0.0.1");
        using var timeout = new CancellationTokenSource(Patience);
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        var asking = Task.Run(() => MeshAuthorityTests.Openssl($"s_client -connect 127.0.0.1:{port} -verify_ip 127.0.0.1 -verify_return_error -x509_strict " +
            $"-attime {TestMesh.Day.ToUnixTimeSeconds()} -CAfile {mesh.Folder.File("box-2")}/mesh-ca.crt -ign_eof -quiet -no_ticket"), timeout.Token);
        await using var server = new SslStream(new NetworkStream(await listener.AcceptSocketAsync(timeout.Token), ownsSocket: true));
        await server.AuthenticateAsServerAsync(Tls(box).ServerOptions(ClientDemand.Optional), timeout.Token);
        await server.WriteAsync("namaste\n"u8.ToArray(), timeout.Token);
        await server.ShutdownAsync();
        await server.DisposeAsync();
        Assert.Contains("namaste", await asking, StringComparison.Ordinal);
    }

    internal static MeshTls Tls(NodeIdentity self, Func<RevocationKey, bool>? isRevoked = null, BestTime? time = null, List<TrustProblem>? refusals = null) =>
        new(self, () => time ?? TestMesh.Now, isRevoked ?? (_ => false), (problem, _) =>
        {
            lock (refusals ?? [])
            {
                refusals?.Add(problem);
            }
        });

    /// <summary>Two boxes over a real socket; throws what the failing end saw. With TLS 1.3 a client learns of a refusal only by reading.</summary>
    private static async Task<Meeting> Meet(MeshTls dialler, MeshTls door, int meant,
        ClientDemand demand = ClientDemand.Required, Action<SslClientAuthenticationOptions>? change = null, bool trustAll = false)
    {
        using var timeout = new CancellationTokenSource(Patience);
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen();
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        var accepting = listener.AcceptAsync(timeout.Token);
        await socket.ConnectAsync(listener.LocalEndPoint!, timeout.Token);
        var client = new SslStream(new NetworkStream(socket, ownsSocket: true));
        var server = new SslStream(new NetworkStream(await accepting, ownsSocket: true));
        var options = dialler.ClientOptions(meant);
        change?.Invoke(options);
        if (trustAll)
        {
            options.RemoteCertificateValidationCallback = (_, _, _, _) => true;
        }
        var serving = Serve();
        try
        {
            await client.AuthenticateAsClientAsync(options, timeout.Token);
            await client.WriteAsync(new byte[1], timeout.Token);
            var answer = new byte[1];
            await client.ReadExactlyAsync(answer, timeout.Token);
        }
        catch
        {
            await client.DisposeAsync();
            await Assert.ThrowsAnyAsync<Exception>(() => serving);
            await server.DisposeAsync();
            throw;
        }
        await serving;
        return new Meeting(client, server);

        async Task Serve()
        {
            try
            {
                await server.AuthenticateAsServerAsync(door.ServerOptions(demand), timeout.Token);
                await server.ReadExactlyAsync(new byte[1], timeout.Token);
                await server.WriteAsync(new byte[1], timeout.Token);
            }
            catch
            {
                await server.DisposeAsync();
                throw;
            }
        }
    }

    private sealed record Meeting(SslStream Client, SslStream Server) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            await Client.DisposeAsync();
            await Server.DisposeAsync();
        }
    }
}
