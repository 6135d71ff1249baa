using System.Net;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Samagam.Mqtt.Broker;
using Samagam.Trust;

namespace Samagam.Node.Links;

/// <summary>The two listeners of the MQTT door.</summary>
public static class MqttListening
{
    /// <summary>
    /// Plain for devices on the box's own network; TLS for neighbours, who show a certificate of the mesh, and for devices, who
    /// show none and prove themselves by their secret.
    /// </summary>
    public static void ListenMqtt(this KestrelServerOptions kestrel, IPAddress address, NodePorts ports, MeshTls tls)
    {
        kestrel.Listen(address, ports.Mqtt, l => l.UseConnectionHandler<MqttConnectionHandler>());
        kestrel.Listen(address, ports.MqttTls, l =>
        {
            l.UseHttps(new TlsHandshakeCallbackOptions { OnConnection = _ => ValueTask.FromResult(tls.ServerOptions(ClientDemand.Optional)) });
            l.UseConnectionHandler<MqttConnectionHandler>();
        });
    }
}
