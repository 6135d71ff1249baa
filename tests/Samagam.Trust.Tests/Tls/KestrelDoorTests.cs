using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Samagam.Trust.Tests;

public sealed class KestrelDoorTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_kestrel_door_speaks_http_2_with_members_and_hangs_up_on_the_revoked(bool byHandshakeCallback)
    {
        using var mesh = new TestMesh();
        NodeIdentity one = mesh.Box(1), two = mesh.Box(2);
        var revoked = false;
        var door = MeshTlsTests.Tls(two, _ => revoked);
        await using var app = await Start(door, two, byHandshakeCallback);
        var port = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First()).Port;

        Assert.Equal("box 1 over HTTP/2", await Ask(MeshTlsTests.Tls(one), port));
        await Assert.ThrowsAsync<HttpRequestException>(() => Ask(MeshTlsTests.Tls(one), port, meant: 3));
        revoked = true;
        await Assert.ThrowsAsync<HttpRequestException>(() => Ask(MeshTlsTests.Tls(one), port));
    }

    private static async Task<WebApplication> Start(MeshTls door, NodeIdentity self, bool byHandshakeCallback)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen =>
        {
            listen.Protocols = HttpProtocols.Http2;
            if (byHandshakeCallback)
            {
                listen.UseHttps(new TlsHandshakeCallbackOptions { OnConnection = _ => ValueTask.FromResult(door.ServerOptions(ClientDemand.Required)) });
            }
            else
            {
                listen.UseHttps(new HttpsConnectionAdapterOptions
                {
                    ServerCertificate = self.Certificate,
                    ClientCertificateMode = ClientCertificateMode.RequireCertificate,
                    ClientCertificateValidation = door.AcceptClient,
                });
            }
        }));
        var app = builder.Build();
        app.MapGet("/", async context =>
        {
            var peer = door.Check((await context.Connection.GetClientCertificateAsync(context.RequestAborted))!, MemberUse.Client, null);
            await context.Response.Body.WriteAsync(System.Text.Encoding.UTF8.GetBytes($"box {peer.Value!.Number} over {context.Request.Protocol}"), context.RequestAborted);
        });
        await app.StartAsync(TestContext.Current.CancellationToken);
        return app;
    }

    private static async Task<string> Ask(MeshTls tls, int port, int meant = 2)
    {
        using var handler = new SocketsHttpHandler
        {
            UseProxy = false,
            SslOptions = tls.ClientOptions(meant),
            ConnectCallback = async (_, cancel) =>
            {
                var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
                await socket.ConnectAsync(IPAddress.Loopback, port, cancel);
                return new NetworkStream(socket, ownsSocket: true);
            },
        };
        using var http = new HttpClient(handler) { DefaultRequestVersion = HttpVersion.Version20, DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact };
        return await http.GetStringAsync(new Uri($"https://node-{meant}:{port}/"), TestContext.Current.CancellationToken);
    }
}
