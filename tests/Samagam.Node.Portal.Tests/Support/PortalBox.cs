using System.Diagnostics.Metrics;
using System.Net;
using System.Net.Http.Headers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Samagam.Core.Auth;
using Samagam.Core.Boxes;
using Samagam.Core.Geo;
using Samagam.Core.Gossip;
using Samagam.Core.Ids;
using Samagam.Core.Facts;
using Samagam.Mesh.Gossip;
using Samagam.Node.Auth;
using Samagam.Node.Portal.Auth;
using Samagam.Node.Portal.Duty;
using Samagam.Routing;
using Samagam.Trust;

namespace Samagam.Node.Portal.Tests.Support;

/// <summary>A box with the real application over a log in memory, behind a real Kestrel on a port of its own.</summary>
internal sealed class PortalBox : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly WebApplication _app;
    private readonly Task _pumps;
    private bool _ownsMesh = true;

    private PortalBox(WebApplication app, NodeApplication node, MemoryLog log, TestMesh mesh, LogLines lines, StaffClock clock, bool liveMap)
    {
        (_app, Node, Log, Mesh, Lines, Clock) = (app, node, log, mesh, lines, clock);
        Address = new Uri(app.Urls.Single());
        _pumps = liveMap ? Task.WhenAll(node.RunAsync(_stop.Token), node.Map.RunAsync(_stop.Token)) : node.RunAsync(_stop.Token);
    }

    public NodeApplication Node { get; }
    public MemoryLog Log { get; }
    public TestMesh Mesh { get; }
    public LogLines Lines { get; }
    public Uri Address { get; }

    /// <summary>The clock by which vouchers and sessions are judged.</summary>
    public StaffClock Clock { get; }

    /// <summary>The clock of the application.</summary>
    public AheadTime Time { get; private init; } = null!;

    /// <summary>Where this box's counters are made: tells them from those of other tests.</summary>
    public IMeterFactory Meters => _app.Services.GetRequiredService<IMeterFactory>();

    /// <summary>Every door that is mapped.</summary>
    public IReadOnlyList<RouteEndpoint> Endpoints => [.. ((IEndpointRouteBuilder)_app).DataSources.SelectMany(s => s.Endpoints).OfType<RouteEndpoint>()];

    /// <summary>A part of the portal, to be looked at.</summary>
    public T Part<T>()
        where T : notnull => _app.Services.GetRequiredService<T>();

    public static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static async Task<PortalBox> StartAsync(
        PortalOptions? options = null, CarryByNeighbour? carry = null, TimeProvider? portalTime = null, bool withMap = true, MapSnapshot? town = null, bool liveMap = false,
        AuthOptions? auth = null, IReadOnlyList<IOtpChannel>? channels = null, PortalBox? after = null,
        Samagam.Core.Locations.LocationOptions? locations = null)
    {
        var mesh = after?.Mesh ?? new TestMesh(DateTimeOffset.UtcNow);
        var log = after?.Log ?? new MemoryLog();
        var time = new AheadTime();
        var map = town ?? (withMap ? SampleTown.Load() : null);
        var self = new Box(new NodeId(1), "Ram Ghat <1>", "राम घाट", 3, SampleTown.Crossing, IsHub: false, mesh.Identity.Certificate.RawData);
        var node = await NodeApplication.OpenAsync(
            new NodeParts
            {
                Self = self,
                ClockTrusted = true,
                Log = log,
                Signer = mesh.Signer,
                Trust = new NobodyElse(),
                Sealer = mesh.Sealer,
                Roads = new NoRoads(),
                Walk = (from, to) => Walk(map, from, to),
                Time = time,
                Luck = new Random(1),
                Offload = Task.Run,
                Auth = auth ?? new AuthOptions(),
                AuthSecret = mesh.AuthSecret,
                OtpChannels = channels ?? [],
                Locations = locations ?? new Samagam.Core.Locations.LocationOptions(),
            },
            Cancel);
        if (map is not null)
        {
            node.Map.Put(map);
        }
        var builder = WebApplication.CreateSlimBuilder();
        var lines = new LogLines();
        var clock = new StaffClock();
        builder.Logging.ClearProviders().AddProvider(lines);
        builder.WebHost.UseKestrelCore().ConfigureKestrel(k => k.Listen(IPAddress.Loopback, 0));
        builder.Services.AddPortal(new PortalParts
        {
            Node = node,
            Staff = new StaffGate(mesh.Identity, mesh.KeyOf, () => new BestTime(DateTimeOffset.UtcNow + clock.Ahead, Trusted: true), TimeSpan.FromHours(12), mesh.Luck, mesh.Authority),
            People = new PersonGate(mesh.Identity, mesh.KeyOf, () => new BestTime(DateTimeOffset.UtcNow + clock.Ahead, Trusted: true), node.People.Index, node.People.Options),
            Outbox = channels?.OfType<OtpOutbox>().FirstOrDefault(),
            Carry = carry,
            Time = portalTime ?? TimeProvider.System,
            Luck = mesh.Luck,
            Options = options ?? new PortalOptions(),
        });
        var app = builder.Build();
        app.MapPortal();
        await app.StartAsync(Cancel);
        return new PortalBox(app, node, log, mesh, lines, clock, liveMap) { Time = time, _ownsMesh = after is null };
    }

    /// <summary>A phone: its own cookies, follows no redirect by itself unless asked to.</summary>
    public Phone Phone(string language = "en", bool cookies = true)
    {
        var handler = new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = cookies, CookieContainer = new CookieContainer() };
        var client = new HttpClient(handler) { BaseAddress = Address, Timeout = TimeSpan.FromSeconds(20) };
        client.DefaultRequestHeaders.AcceptLanguage.Add(new StringWithQualityHeaderValue(language));
        return new Phone(client);
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync(CancellationToken.None);
        await _app.DisposeAsync();
        await _stop.CancelAsync();
        await _pumps;
        _stop.Dispose();
        if (_ownsMesh)
        {
            Mesh.Dispose();
        }
    }

    private static IReadOnlyList<int?> Walk(MapSnapshot? map, GeoPoint from, IReadOnlyList<GeoPoint> to) => map is null
        ? [.. to.Select(_ => (int?)null)]
        : [.. map.Usual.WalkTimesTo(Of(from), [.. to.Select(Of)]).Select(w => w.IsFound ? (int?)w.Seconds : null)];

    private static Coordinate Of(GeoPoint point) => new(point.LatitudeDeg, point.LongitudeDeg);

    private sealed class NoRoads : IPeerRoads
    {
        public bool Send(NodeId peer, GossipFrame frame, Lane lane) => false;
    }
}

/// <summary>The system's time, moved.</summary>
internal sealed class AheadTime : TimeProvider
{
    public TimeSpan Ahead { get; set; }

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + Ahead;
}

/// <summary>Moves the time of vouchers and sessions.</summary>
internal sealed class StaffClock
{
    public TimeSpan Ahead { get; set; }
}

/// <summary>What the box has logged.</summary>
internal sealed class LogLines : ILoggerProvider, ILogger
{
    private readonly System.Collections.Concurrent.ConcurrentQueue<(LogLevel Level, int Id, string Text)> _lines = new();

    public IReadOnlyList<(LogLevel Level, int Id, string Text)> All => [.. _lines];

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Information;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        _lines.Enqueue((logLevel, eventId.Id, formatter(state, exception)));

    public void Dispose()
    {
        _lines.Clear();
    }
}
