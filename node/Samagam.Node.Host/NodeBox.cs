using System.Diagnostics.Metrics;
using System.Net;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Samagam.BoxHost;
using Samagam.BoxHost.Content;
using Samagam.Core.Amenities;
using Samagam.Core.Auth;
using Samagam.Core.Crowd;
using Samagam.Core.Facts;
using Samagam.Core.Gossip;
using Samagam.Core.Groups;
using Samagam.Core.Ids;
using Samagam.Core.Locations;
using Samagam.Core.Notices;
using Samagam.Core.People;
using Samagam.Core.Privacy;
using Samagam.Core.Sos;
using Samagam.Core.Warnings;
using Samagam.Hosting;
using Samagam.Modem;
using Samagam.Mqtt;
using Samagam.Mqtt.Broker;
using Samagam.Mqtt.Store;
using Samagam.Node.Auth;
using Samagam.Node.Links;
using Samagam.Node.Links.Carry;
using Samagam.Node.Links.Devices;
using Samagam.Node.Links.Facts;
using Samagam.Node.Links.Notices;
using Samagam.Node.Portal;
using Samagam.Node.Portal.Auth;
using Samagam.Node.Portal.Duty;
using Samagam.Node.Routes;
using Samagam.Trust;

namespace Samagam.Node.Host;

/// <summary>One box: the application and all its doors, composed.</summary>
internal sealed class NodeBox : IBox
{
    private readonly WebApplication _app;
    private readonly BoxMesh _mesh;
    private readonly NodeApplication _node;
    private readonly MapHolder _map;
    private readonly ContentHolder _content;
    private readonly ContentPuller _puller;
    private readonly BoxMeter _meter;
    private readonly DeviceStatus _devices;
    private readonly WarningSigns _signs;
    private readonly MqttFastRoad _fast;
    private readonly SqliteSessionStore _sessions;
    private readonly BoxPulse _pulse;
    private readonly TimeProvider _time;

    private NodeBox(
        WebApplication app, BoxMesh mesh, NodeApplication node, MapHolder map, ContentHolder content, ContentPuller puller, DeviceStatus devices, WarningSigns signs, MqttFastRoad fast,
        SqliteSessionStore sessions, BoxPulse pulse, TimeProvider time)
    {
        (_app, _mesh, _node, _map, _content, _puller, _devices, _signs, _fast, _sessions, _pulse, _time) = (app, mesh, node, map, content, puller, devices, signs, fast, sessions, pulse, time);
        _meter = new BoxMeter("Samagam.Node", mesh, node.Picture, node.Intake, node.Mesh, node.Audit, node.Retention, time);
        _meter.Meter.CreateObservableCounter("samagam.dispatch.faults", () => node.Dispatch.Faults, description: "Steps of escalation that broke and are tried again");
        _meter.Meter.CreateObservableGauge("samagam.live.places", () => node.Places.Count, description: "People whose last place is remembered");
        _meter.Meter.CreateObservableCounter("samagam.live.sent", () => node.LiveRoad.Counts.Sent, description: "Live places sent to neighbours");
        _meter.Meter.CreateObservableCounter("samagam.live.heard", () => node.LiveRoad.Counts.Delivered, description: "Live places heard from neighbours that were news");
        _meter.Meter.CreateObservableCounter(
            "samagam.live.left_out", () => node.LiveRoad.Counts.OverBudget + node.LiveRoad.Counts.NoRoom + node.LiveRoad.Dropped, description: "Live places and askings left out: budget, room or a full link");
        _meter.Meter.CreateObservableGauge(
            "samagam.map.in_force", () => new Measurement<int>(map.IsLoaded ? 1 : 0, new KeyValuePair<string, object?>("version", map.Version)), description: "1, with the version of the map in force");
        _meter.Meter.CreateObservableCounter("samagam.map.taken_over", () => map.Swapped, description: "Maps that came into force from the map file");
        _meter.Meter.CreateObservableCounter("samagam.map.refused", () => map.Refused, description: "Map files that could not be used; the map before stayed");
        _meter.Meter.CreateObservableCounter("samagam.content.fetched", () => puller.Bytes, "By", "Bytes of content packs fetched from neighbours");
        _meter.Meter.CreateObservableCounter("samagam.content.spoiled", () => puller.Spoiled, description: "Files from neighbours that were not what their hash says");
    }

    public static async Task<NodeBox> OpenAsync(BoxFolder folder, ILoggerFactory loggers, TimeProvider time, Random luck)
    {
        var builder = BoxWeb.CreateBuilder(folder, loggers);
        var mesh = BoxMesh.Of(builder.Configuration, folder, time, new Random(luck.Next()), loggers);
        var map = new MapHolder(folder.MapFile, builder.Configuration.Options<MapWatchOptions>("Map"), time, loggers.CreateLogger("Samagam.Map"));
        var auth = builder.Configuration.Options<AuthOptions>("Auth");
        var outbox = auth.Outbox ? new OtpOutbox(time) : null;
        var modem = OtpWays.ModemOf(builder.Configuration.Options<ModemOptions>("Modem"), time);
        var parts = new NodeParts
        {
            Self = folder.Self(),
            ClockTrusted = mesh.ClockTrusted,
            Log = mesh.Log,
            Signer = mesh.Signer,
            Trust = mesh.Trust,
            Sealer = mesh.Sealer,
            Roads = mesh.Roads,
            Walk = map.WalkTimes,
            Time = time,
            Luck = new Random(luck.Next()),
            Offload = work => Task.Run(work),
            Gossip = builder.Configuration.Options<GossipOptions>("Gossip"),
            Dispatch = builder.Configuration.Options<DispatchOptions>("Dispatch"),
            Crowd = builder.Configuration.Options<CrowdOptions>("Crowd"),
            People = builder.Configuration.Options<PeopleOptions>("People"),
            Groups = builder.Configuration.Options<GroupOptions>("Groups"),
            Amenities = builder.Configuration.Options<AmenityOptions>("Amenities"),
            Locations = builder.Configuration.Options<LocationOptions>("Locations"),
            Auth = auth,
            Privacy = builder.Configuration.Options<PrivacyOptions>("Privacy"),
            AuthSecret = folder.Identity.MeshKey.Derive("samagam-auth-1"u8),
            OtpChannels = OtpWays.Of(folder, mesh, modem, auth, outbox),
            Warnings = builder.Configuration.Options<WarningOptions>("Warnings"),
            Notices = builder.Configuration.Options<NoticeOptions>("Notices"),
            NoticeChannels = NoticeRoads.Open(builder.Configuration.Options<NoticeRoadOptions>("NoticeRoads"), time, modem is null ? null : new ModemSms(modem)),
        };
        var node = await mesh.OpenAsync(() => NodeApplication.OpenAsync(parts, CancellationToken.None), log => NodeApplication.OpenClosed(parts, log)).ConfigureAwait(false);
        map.Serve(node.Map);
        var content = new ContentHolder(
            folder.DataFolder, builder.Configuration.Options<ContentOptions>("Content"), folder.Identity.Authority.Key, time, loggers.CreateLogger("Samagam.Content"));
        content.Serve(node);
        var puller = new ContentPuller(
            content.Depot,
            () => node.Picture.Snapshot.Editions,
            () => [.. folder.Neighbours().Where(n => mesh.Roads.Connected.Contains(n.Node))],
            mesh.Dialer,
            builder.Configuration.Options<ContentOptions>("Content").Bulk,
            content.TakeAsync,
            time,
            loggers.CreateLogger("Samagam.Content"));
        node.Picture.OnChanged((_, facts) =>
        {
            if (facts.Any(f => f.Kind == FactKinds.ContentAnnounced.Name))
            {
                puller.Ring();
            }
        });
        _ = new SosJournal(node.Picture, folder.Self().Node, loggers.CreateLogger("Samagam.Sos"));
        var fast = new MqttFastRoad(
            folder.Self().Node,
            // The hub has no MQTT door.
            folder.Settings.Neighbours
                .Where(n => folder.Roster.Find(n.Number)?.Role != NodeRole.Hub)
                .Select(n => new MqttAddress(new NodeId((ushort)n.Number), n.Host, n.MqttTlsPort)),
            mesh.Tls,
            mesh.Trust,
            builder.Configuration.Options<FastRoadOptions>("FastRoad"),
            time,
            new Random(luck.Next()),
            loggers);
        fast.Serve(node.Mesh);
        mesh.Serve(node.Desk, node.Mesh, node.Picture.Snapshot.Boxes.All.Select(b => b.Node), fast);

        // A file of its own: whatever happens to sessions, the log of facts does not notice.
        var sessions = SqliteSessionStore.Open(
            Path.Combine(folder.DataFolder, "sessions.db"), builder.Configuration.Options<SessionStoreOptions>("Sessions"), time, loggers.CreateLogger("Samagam.Mqtt.Sessions"));
        var carry = new NeighbourCarry(node, mesh.Roads, folder.Neighbours(), mesh.Dialer, mesh.Peers, new Random(luck.Next()));
        var buttons = new PressedButtons();
        var access = new DeviceAccess(mesh.Tls, mesh.Trust, folder.Devices, time);
        builder.Services.AddSingleton<MqttBroker>(services => new MqttBroker(
            new MqttBrokerOptions(),
            access,
            new MqttDoor(node, access, buttons, carry, services.GetRequiredService<ILoggerFactory>().CreateLogger("Samagam.Mqtt.Door")),
            sessions,
            time,
            new Random(luck.Next()),
            services.GetRequiredService<ILogger<MqttBroker>>()));
        builder.Services.AddHostedService<MqttBrokerLifetime>();
        var portal = builder.Configuration.Options<PortalOptions>("Portal");
        var secretLuck = RandomNumberGenerator.Create();
        builder.Services.AddPortal(new PortalParts
        {
            Node = node,
            Staff = new StaffGate(
                folder.Identity,
                number => mesh.Trust.KeyOf(new NodeId((ushort)number)),
                mesh.BestTime,
                TimeSpan.FromHours(portal.StaffSessionHours),
                secretLuck,
                folder.Identity.Authority.Key),
            People = new PersonGate(folder.Identity, number => mesh.Trust.KeyOf(new NodeId((ushort)number)), mesh.BestTime, node.People.Index, node.People.Options),
            Outbox = outbox,
            Carry = async (command, stop) => await carry.GiveAsync(command, stop).ConfigureAwait(false),
            Time = time,
            Luck = secretLuck,
            Options = portal,
        });
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            mesh.Listen(kestrel);
            kestrel.ListenMqtt(IPAddress.Parse(folder.Settings.Listen), folder.Settings.Ports, mesh.Tls);
        });
        var app = builder.Build();
        app.UseBoxHeaders(folder, time, new Random(luck.Next()));
        mesh.Map(app, NeighbourCarry.Taking(node), give: ContentGate.Of(content.Depot));
        var exporter = new PrometheusExporter(new PrometheusOptions());
        app.MapPortal();
        app.MapBoxHealth(Health(node, mesh, map, content, sessions, time), exporter);
        var devices = new DeviceStatus(node, buttons, app.Services.GetRequiredService<MqttBroker>());
        var signs = new WarningSigns(node, app.Services.GetRequiredService<MqttBroker>(), time);
        var pulse = new BoxPulse(builder.Configuration.Options<PulseOptions>("Pulse"), mesh.BeatAsync, time, () => node.Mesh.Turns, () => node.Dispatch.Turns);
        return new NodeBox(app, mesh, node, map, content, puller, devices, signs, fast, sessions, pulse, time);
    }

    public Task RunAsync()
    {
        var ports = _mesh.Folder.Settings.Ports;
        return _app.RunBoxAsync(
            $"{_mesh.Folder.Settings.Name}: portal on port {ports.Http}, peers on {ports.Peers}, MQTT on {ports.Mqtt} and {ports.MqttTls}",
            _pulse,
            _time,
            _node.RunAsync,
            _mesh.RunAsync,
            _devices.RunAsync,
            _signs.RunAsync,
            _fast.RunAsync,
            _map.RunAsync,
            _node.Map.RunAsync,
            _content.RunAsync,
            _puller.RunAsync);
    }

    public async ValueTask DisposeAsync()
    {
        _meter.Dispose();
        await _app.DisposeAsync().ConfigureAwait(false);
        await _sessions.DisposeAsync().ConfigureAwait(false);
        await _mesh.DisposeAsync().ConfigureAwait(false);
    }

    private static HealthBoard Health(NodeApplication node, BoxMesh mesh, MapHolder map, ContentHolder content, SqliteSessionStore sessions, TimeProvider time) => new(
        new HealthOptions(),
        [
            mesh.StoreCheck(),
            HealthCheck.Of("map", HealthQuestion.Ready, () => !map.IsLoaded ? HealthVerdict.Ill(map.Problem) : HealthVerdict.Well(map.Problem.Length > 0 ? map.Problem : $"{map.Version} is in force")),
            // Without an operator's pack people are told less; nobody is sent to another box for it.
            HealthCheck.Of("content", HealthQuestion.Live, () => HealthVerdict.Well(content.Report)),
            HealthCheck.Of("links", HealthQuestion.Live, () => HealthVerdict.Well($"{node.Mesh.UpLinks.Count} of {mesh.Folder.Neighbours().Count} neighbours heard both ways")),
            HealthCheck.Of("audit", HealthQuestion.Live, () => HealthVerdict.Well(BoxMeter.AuditSays(node.Audit))),
            // Said, and no reason to send anybody to another box.
            HealthCheck.Of("sessions", HealthQuestion.Live, () => HealthVerdict.Well(sessions.Trouble is { } trouble ? $"MQTT sessions are in memory only: {trouble}" : "")),
            HealthCheck.Of("damage", HealthQuestion.Live, () => HealthVerdict.Well(mesh.SetAside is { } aside ? $"a damaged store was set aside as {aside}" : "")),
        ],
        time);
}
