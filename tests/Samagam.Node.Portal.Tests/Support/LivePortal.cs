using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Samagam.Core.Ids;
using Samagam.Node.Portal.Auth;
using Samagam.Node.Portal.Duty;
using Samagam.TestBoxes;

namespace Samagam.Node.Portal.Tests.Support;

/// <summary>The portal of a box of a real mesh, on a port of its own; closing it and opening another is a restart of the door.</summary>
internal sealed class LivePortal : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly RandomNumberGenerator _luck;

    private LivePortal(WebApplication app, RandomNumberGenerator luck) => (_app, _luck, Address) = (app, luck, new Uri(app.Urls.Single()));

    public Uri Address { get; }

    public static async Task<LivePortal> StartAsync(LiveBox box, PortalOptions? options = null)
    {
        var luck = RandomNumberGenerator.Create();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(k => k.Listen(IPAddress.Loopback, 0));
        builder.Services.AddPortal(new PortalParts
        {
            Node = box.Node,
            Staff = new StaffGate(box.Folder.Identity, n => box.Mesh.Trust.KeyOf(new NodeId((ushort)n)), box.Mesh.BestTime, TimeSpan.FromHours(12), luck, box.Folder.Identity.Authority.Key),
            People = new PersonGate(box.Folder.Identity, n => box.Mesh.Trust.KeyOf(new NodeId((ushort)n)), box.Mesh.BestTime, box.Node.People.Index, box.Node.People.Options),
            Time = TimeProvider.System,
            Luck = luck,
            Options = options ?? new PortalOptions { EntriesPerMinute = 1_000, RequestsPerMinute = 10_000 },
        });
        var app = builder.Build();
        app.MapPortal();
        await app.StartAsync(PortalBox.Cancel);
        return new LivePortal(app, luck);
    }

    public Phone Phone(string language = "en")
    {
        var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = new CookieContainer() }) { BaseAddress = Address, Timeout = TimeSpan.FromSeconds(20) };
        client.DefaultRequestHeaders.AcceptLanguage.Add(new StringWithQualityHeaderValue(language));
        return new Phone(client);
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync(CancellationToken.None);
        await _app.DisposeAsync();
        _luck.Dispose();
    }
}
