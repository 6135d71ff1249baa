using System.Net;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Samagam.Mqtt.Broker;
using Samagam.Mqtt.Sessions;

namespace Samagam.Mqtt.Tests.Parts;

/// <summary>A broker behind a real Kestrel socket on a free port of loopback.</summary>
internal sealed class BrokerHost : IAsyncDisposable
{
    private readonly WebApplication _app;

    private BrokerHost(WebApplication app, MqttBroker broker, Owner owner, OpenAccess access)
    {
        _app = app;
        Broker = broker;
        Owner = owner;
        Access = access;
        var address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        Port = new Uri(address.Replace("[::]", "localhost", StringComparison.Ordinal)).Port;
    }

    public MqttBroker Broker { get; }
    public Owner Owner { get; }
    public OpenAccess Access { get; }
    public int Port { get; }
    public IPEndPoint EndPoint => new(IPAddress.Loopback, Port);

    public static async Task<BrokerHost> StartAsync(
        MqttBrokerOptions? options = null,
        ISessionStore? sessions = null,
        TimeProvider? time = null,
        TestCertificates? tls = null,
        int port = 0)
    {
        var owner = new Owner();
        var access = new OpenAccess();
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, port, listen =>
        {
            if (tls is not null)
            {
                listen.UseHttps(new HttpsConnectionAdapterOptions
                {
                    ServerCertificate = tls.Server,
                    ClientCertificateMode = ClientCertificateMode.AllowCertificate,
                    ClientCertificateValidation = (certificate, _, _) => tls.Trusts(certificate),
                });
            }
            listen.UseConnectionHandler<MqttConnectionHandler>();
        }));
        builder.Services.AddSingleton(services => new MqttBroker(
            options ?? new MqttBrokerOptions(),
            access,
            owner,
            sessions ?? new MemorySessionStore(),
            time ?? TimeProvider.System,
            new Random(1),
            services.GetRequiredService<ILogger<MqttBroker>>()));
        builder.Services.AddHostedService<MqttBrokerLifetime>();
        var app = builder.Build();
        await app.StartAsync(Patience.Test);
        return new BrokerHost(app, app.Services.GetRequiredService<MqttBroker>(), owner, access);
    }

    public async ValueTask DisposeAsync()
    {
        using var patience = new CancellationTokenSource(Patience.Limit);
        await _app.StopAsync(patience.Token);
        await _app.DisposeAsync();
    }
}
