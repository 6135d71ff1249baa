using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Samagam.BoxHost;
using Samagam.Core.Crowd;
using Samagam.Core.Gossip;
using Samagam.Hosting;
using Samagam.Hub.Api;
using Samagam.Trust;

namespace Samagam.Hub.Host;

/// <summary>The hub and its doors, composed.</summary>
internal sealed class HubBox : IBox
{
    private readonly WebApplication _app;
    private readonly BoxMesh _mesh;
    private readonly HubApplication _hub;
    private readonly BoardDoor _board;
    private readonly HubMap _map;
    private readonly BoxMeter _meter;
    private readonly BoxPulse _pulse;
    private readonly TimeProvider _time;

    private HubBox(WebApplication app, BoxMesh mesh, HubApplication hub, BoardDoor board, HubMap map, BoxPulse pulse, TimeProvider time) =>
        (_app, _mesh, _hub, _board, _map, _pulse, _time, _meter) =
            (app, mesh, hub, board, map, pulse, time, new BoxMeter("Samagam.Hub", mesh, hub.Picture, hub.Intake, hub.Mesh, time));

    public static async Task<HubBox> OpenAsync(BoxFolder folder, ILoggerFactory loggers, TimeProvider time, Random luck)
    {
        var builder = BoxWeb.CreateBuilder(folder, loggers);
        var mesh = BoxMesh.Of(builder.Configuration, folder, time, new Random(luck.Next()), loggers);
        var parts = new HubParts
        {
            Self = folder.Self(),
            Log = mesh.Log,
            Signer = mesh.Signer,
            Trust = mesh.Trust,
            Sealer = mesh.Sealer,
            Roads = mesh.Roads,
            Time = time,
            Luck = new Random(luck.Next()),
            Offload = work => Task.Run(work),
            Gossip = builder.Configuration.Options<GossipOptions>("Gossip"),
            Crowd = builder.Configuration.Options<CrowdOptions>("Crowd"),
        };
        var messages = HubMessages.Of(builder.Configuration, time);
        // A hub takes no calls: without its store it is of no use, and its supervisor starts it until there is one.
        var hub = await mesh.OpenAsync(() => HubApplication.OpenAsync(parts, CancellationToken.None), closed: null).ConfigureAwait(false);
        mesh.Serve(hub.Desk, hub.Mesh, hub.Picture.Snapshot.Boxes.All.Select(b => b.Node));
        builder.WebHost.ConfigureKestrel(mesh.Listen);
        var app = builder.Build();
        app.UseBoxHeaders(folder, time, new Random(luck.Next()));
        mesh.Map(app, take: null, messages is null ? null : HubMessages.Sending(messages));
        var board = new BoardDoor(new BoardParts
        {
            Hub = hub,
            Operators = new OperatorGate(folder, mesh),
            Time = time,
            Luck = RandomNumberGenerator.Create(),
            Log = loggers.CreateLogger("Samagam.Board"),
            Options = builder.Configuration.Options<BoardApiOptions>("Board"),
        });
        board.Map(app);
        var map = new HubMap(folder.MapFile, hub.Zones, loggers.CreateLogger("Samagam.Map"));
        app.MapBoxHealth(
            new HealthBoard(
                new HealthOptions(),
                [
                    mesh.StoreCheck(),
                    // Without a map the board still shows every call: no reason to send anybody elsewhere.
                    HealthCheck.Of("map", HealthQuestion.Live, () => HealthVerdict.Well(map.Problem)),
                    HealthCheck.Of("links", HealthQuestion.Live, () => HealthVerdict.Well($"{hub.Mesh.UpLinks.Count} boxes heard both ways")),
                ],
                time),
            new PrometheusExporter(new PrometheusOptions()));
        var pulse = new BoxPulse(builder.Configuration.Options<PulseOptions>("Pulse"), mesh.BeatAsync, time, () => hub.Mesh.Turns);
        return new HubBox(app, mesh, hub, board, map, pulse, time);
    }

    public Task RunAsync() => _app.RunBoxAsync(
        $"{_mesh.Folder.Settings.Name}: board on port {_mesh.Folder.Settings.Ports.Http}, peers on {_mesh.Folder.Settings.Ports.Peers}",
        _pulse,
        _time,
        _hub.RunAsync,
        _board.RunAsync,
        _map.LoadAsync,
        _mesh.RunAsync);

    public async ValueTask DisposeAsync()
    {
        _meter.Dispose();
        await _app.DisposeAsync().ConfigureAwait(false);
        await _mesh.DisposeAsync().ConfigureAwait(false);
    }
}
