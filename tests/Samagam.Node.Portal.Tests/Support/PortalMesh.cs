using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Samagam.Core.Auth;
using Samagam.Core.Ids;
using Samagam.Node.Auth;
using Samagam.Node.Portal.Auth;
using Samagam.Node.Portal.Duty;
using Samagam.Processes;
using Samagam.TestBoxes;
using Samagam.Trust;

namespace Samagam.Node.Portal.Tests.Support;

/// <summary>Two real boxes in this process, each with its store, its keys and its portal, and a wire between them that can be cut.</summary>
internal sealed class PortalMesh : IAsyncDisposable
{
    private readonly RandomNumberGenerator _luck = RandomNumberGenerator.Create();
    private readonly LinkProxy _toOne;
    private readonly LinkProxy _toTwo;

    private PortalMesh(TestAuthority authority) => (Authority, _toOne, _toTwo) = (
        authority,
        new LinkProxy(new IPEndPoint(IPAddress.Loopback, authority.PortsOf(1).Peers)),
        new LinkProxy(new IPEndPoint(IPAddress.Loopback, authority.PortsOf(2).Peers)));

    public TestAuthority Authority { get; }
    public LiveBox One { get; private set; } = null!;
    public LiveBox Two { get; private set; } = null!;

    /// <summary>Codes sent by either box.</summary>
    public OtpOutbox Outbox { get; } = new(TimeProvider.System);

    public static async Task<PortalMesh> StartAsync(AuthOptions? auth = null)
    {
        var mesh = new PortalMesh(new TestAuthority());
        mesh.One = await LiveBox.StartAsync(mesh.Authority.Issue(1, [mesh.Authority.Way(2, peersPort: mesh._toTwo.Port)]), mesh.Parts(auth));
        mesh.Two = await LiveBox.StartAsync(mesh.Authority.Issue(2, [mesh.Authority.Way(1, peersPort: mesh._toOne.Port)]), mesh.Parts(auth));
        await mesh.JoinedAsync();
        return mesh;
    }

    /// <summary>Cuts the wire; comes back when both boxes have noticed.</summary>
    public async Task CutAsync()
    {
        _toOne.Set(cut: true);
        _toTwo.Set(cut: true);
        await One.UntilAsync(() => !One.IsUpWith(Two), "the link's end");
        await Two.UntilAsync(() => !Two.IsUpWith(One), "the link's end");
    }

    /// <summary>Mends the wire; comes back when both boxes know the same.</summary>
    public async Task HealAsync()
    {
        _toOne.Set(cut: false);
        _toTwo.Set(cut: false);
        await JoinedAsync();
    }

    /// <summary>Waits until both boxes know the same.</summary>
    public async Task JoinedAsync()
    {
        await One.UntilAsync(() => One.IsUpWith(Two) && Two.IsUpWith(One), "the link");
        await One.UntilAsync(() => One.AgreesWith(Two), "agreement");
        await Two.UntilAsync(() => One.AgreesWith(Two), "agreement");
    }

    /// <summary>A phone in the air of one box.</summary>
    public static Phone PhoneAt(LiveBox box)
    {
        var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false })
        {
            BaseAddress = new Uri($"http://127.0.0.1:{box.Folder.Settings.Ports.Http}/"),
            Timeout = TimeSpan.FromSeconds(20),
        };
        client.DefaultRequestHeaders.AcceptLanguage.Add(new StringWithQualityHeaderValue("en"));
        return new Phone(client);
    }

    public async ValueTask DisposeAsync()
    {
        await One.DisposeAsync();
        await Two.DisposeAsync();
        await _toOne.DisposeAsync();
        await _toTwo.DisposeAsync();
        Authority.Dispose();
        _luck.Dispose();
    }

    private LiveBoxParts Parts(AuthOptions? auth) => new()
    {
        Auth = auth ?? new AuthOptions(),
        OtpChannels = [Outbox],
        Door = (box, builder) =>
        {
            builder.WebHost.ConfigureKestrel(k => k.Listen(IPAddress.Loopback, box.Folder.Settings.Ports.Http));
            VerifyKey? KeyOf(int number) => box.Mesh.Trust.KeyOf(new NodeId((ushort)number));
            builder.Services.AddPortal(new PortalParts
            {
                Node = box.Node,
                Staff = new StaffGate(box.Folder.Identity, KeyOf, box.Mesh.BestTime, TimeSpan.FromHours(12), _luck, box.Folder.Identity.Authority.Key),
                People = new PersonGate(box.Folder.Identity, KeyOf, box.Mesh.BestTime, box.Node.People.Index, box.Node.People.Options),
                Time = TimeProvider.System,
                Luck = _luck,
                Options = new PortalOptions { EntriesPerMinute = 100 },
            });
        },
        Mapped = (_, app) => app.MapPortal(),
    };
}
