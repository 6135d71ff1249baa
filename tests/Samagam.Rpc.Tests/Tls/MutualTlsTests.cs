using System.Net;
using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Samagam.Rpc.Tests.Echo;

namespace Samagam.Rpc.Tests.Tls;

public sealed class MutualTlsTests : IDisposable
{
    private readonly MeshAuthority _mesh = new("mesh of the test");
    private readonly MeshAuthority _strangers = new("somebody else");

    public void Dispose()
    {
        _mesh.Dispose();
        _strangers.Dispose();
    }

    [Fact]
    public async Task Two_nodes_of_one_mesh_know_each_other_by_certificate()
    {
        await using var server = await StartAsync(_mesh.Issue("node-7"));
        using var channel = Connect(server, "node-7", _mesh.Issue("node-8"), _mesh);
        await channel.UnaryAsync<Ping, Pong>(EchoPaths.Say, new Ping()).InTime();
        await using var call = await channel.DuplexAsync<Ping, Pong>(EchoPaths.WaitChat).InTime();
        var context = await server.NextWaitingAsync();
        Assert.Equal("CN=node-8", context.PeerCertificate!.Subject);
        Assert.Equal(IPAddress.Loopback, ((IPEndPoint)context.Remote!).Address);
    }

    [Fact]
    public async Task A_node_under_another_name_is_not_spoken_to()
    {
        await using var server = await StartAsync(_mesh.Issue("node-9"));
        using var channel = Connect(server, "node-7", _mesh.Issue("node-8"), _mesh);
        await RefusedAsync(server, channel);
    }

    [Fact]
    public async Task A_server_of_another_mesh_is_not_spoken_to()
    {
        await using var server = await StartAsync(_strangers.Issue("node-7"));
        using var channel = Connect(server, "node-7", _mesh.Issue("node-8"), _mesh);
        await RefusedAsync(server, channel);
    }

    [Fact]
    public async Task A_client_of_another_mesh_is_refused()
    {
        await using var server = await StartAsync(_mesh.Issue("node-7"));
        using var channel = Connect(server, "node-7", _strangers.Issue("node-8"), _mesh);
        await RefusedAsync(server, channel);
    }

    [Fact]
    public async Task A_client_without_a_certificate_is_refused()
    {
        await using var server = await StartAsync(_mesh.Issue("node-7"));
        using var channel = Connect(server, "node-7", null, _mesh);
        await RefusedAsync(server, channel);
    }

    [Fact]
    public async Task A_plain_caller_is_refused()
    {
        await using var server = await StartAsync(_mesh.Issue("node-7"));
        using var channel = new RpcChannel(new RpcChannelOptions { Address = server.Address }, TimeProvider.System);
        await RefusedAsync(server, channel);
    }

    private static async Task RefusedAsync(EchoServer server, RpcChannel channel)
    {
        var refused = await Assert.ThrowsAsync<RpcException>(() => channel.UnaryAsync<Ping, Pong>(EchoPaths.Say, new Ping()).InTime());
        Assert.Equal(RpcStatus.Unavailable, refused.Status);
        Assert.Equal(0, server.Said);
    }

    private static RpcChannel Connect(EchoServer server, string name, X509Certificate2? own, MeshAuthority trusted) => new(
        new RpcChannelOptions
        {
            // The name is a node's, known to no resolver; the place is dialled.
            Address = new Uri($"https://{name}:8092"),
            Dial = _ => ValueTask.FromResult<EndPoint>(server.EndPoint),
            Tls = new SslClientAuthenticationOptions
            {
                EnabledSslProtocols = SslProtocols.Tls13 | SslProtocols.Tls12,
                ClientCertificates = own is null ? [] : [own],
                RemoteCertificateValidationCallback = (_, certificate, _, errors) => trusted.Trusts(certificate, errors),
            },
        },
        TimeProvider.System);

    private Task<EchoServer> StartAsync(X509Certificate2 own) => EchoServer.StartAsync(listen: l =>
    {
        l.Protocols = HttpProtocols.Http2;
        l.UseHttps(https =>
        {
            https.ServerCertificate = own;
            https.ClientCertificateMode = ClientCertificateMode.RequireCertificate;
            https.ClientCertificateValidation = (certificate, _, errors) => _mesh.Trusts(certificate, errors);
        });
    });
}
