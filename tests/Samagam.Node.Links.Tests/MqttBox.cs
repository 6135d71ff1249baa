using System.Net;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Samagam.Core.Ids;
using Samagam.Mqtt.Broker;
using Samagam.Mqtt.Sessions;
using Samagam.Node.Links.Devices;
using Samagam.Node.Links.Facts;
using Samagam.Sqlite;
using Samagam.TestBoxes;
using Samagam.Trust;

namespace Samagam.Node.Links.Tests;

/// <summary>A live box with its MQTT door open and, where asked for, the fast road to its neighbours.</summary>
internal sealed class MqttBox : IAsyncDisposable
{
    private MqttBox(LiveBox box, MqttFastRoad? fast) => (Box, Fast) = (box, fast);

    public LiveBox Box { get; }

    /// <summary>Null where the box was started without.</summary>
    public MqttFastRoad? Fast { get; }

    public int Port => Box.Folder.Settings.Ports.Mqtt;

    public int TlsPort => Box.Folder.Settings.Ports.MqttTls;

    public static async Task<MqttBox> StartAsync(BoxFolder folder, SqliteOptions? store = null, FastRoadOptions? fast = null)
    {
        MqttFastRoad? road = null;
        var buttons = new PressedButtons();
        DeviceStatus? status = null;
        var box = await LiveBox.StartAsync(folder, new LiveBoxParts
        {
            Store = store,
            Fast = live =>
            {
                if (fast is not null)
                {
                    road = new MqttFastRoad(
                        live.Id,
                        folder.Settings.Neighbours.Select(n => new MqttAddress(new NodeId((ushort)n.Number), n.Host, n.MqttTlsPort)),
                        live.Mesh.Tls, live.Mesh.Trust, fast, TimeProvider.System, new Random(3), NullLoggerFactory.Instance);
                    road.Serve(live.Node.Mesh);
                }
                return road;
            },
            Door = (live, builder) =>
            {
                var access = new DeviceAccess(live.Mesh.Tls, live.Mesh.Trust, folder.Devices, TimeProvider.System);
                builder.Services.AddSingleton<MqttBroker>(services => new MqttBroker(
                    new MqttBrokerOptions(),
                    access,
                    new MqttDoor(live.Node, access, buttons, live.Carry, services.GetRequiredService<ILoggerFactory>().CreateLogger("Samagam.Mqtt.Door")),
                    new MemorySessionStore(),
                    TimeProvider.System,
                    new Random(5),
                    services.GetRequiredService<ILogger<MqttBroker>>()));
                builder.Services.AddHostedService<MqttBrokerLifetime>();
                builder.WebHost.ConfigureKestrel(k => k.ListenMqtt(IPAddress.Loopback, folder.Settings.Ports, live.Mesh.Tls));
            },
            Beside = (live, stop) =>
            {
                status = new DeviceStatus(live.Node, buttons, live.Services.GetRequiredService<MqttBroker>());
                return Task.WhenAll(status.RunAsync(stop), new WarningSigns(live.Node, live.Services.GetRequiredService<MqttBroker>(), TimeProvider.System).RunAsync(stop), road?.RunAsync(stop) ?? Task.CompletedTask);
            },
        });
        return new MqttBox(box, road);
    }

    public ValueTask DisposeAsync() => Box.DisposeAsync();
}
