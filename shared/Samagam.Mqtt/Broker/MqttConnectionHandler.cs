using Microsoft.AspNetCore.Connections;

namespace Samagam.Mqtt.Broker;

/// <summary>
/// Puts a broker behind a Kestrel endpoint: <c>listen.UseConnectionHandler&lt;MqttConnectionHandler&gt;()</c>, after
/// <c>listen.UseHttps(…)</c> where TLS is wanted; a client certificate is asked for and checked there. The broker is a
/// singleton of the host, which starts and stops it.
/// </summary>
public sealed class MqttConnectionHandler(MqttBroker broker) : ConnectionHandler
{
    public override Task OnConnectedAsync(ConnectionContext connection) => broker.ServeAsync(connection);
}
