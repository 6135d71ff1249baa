using System.Diagnostics.Metrics;

namespace Samagam.Mqtt.Broker;

/// <summary>What a broker counts, under the meter name <c>Samagam.Mqtt</c>.</summary>
internal sealed class BrokerMeter : IDisposable
{
    /// <summary>The meter's name.</summary>
    public const string Name = "Samagam.Mqtt";

    private readonly Meter _meter = new(Name);
    private readonly Counter<long> _in;
    private readonly Counter<long> _out;
    private readonly Counter<long> _refused;
    private readonly Counter<long> _dropped;
    private readonly UpDownCounter<long> _connections;

    public BrokerMeter()
    {
        _in = _meter.CreateCounter<long>("mqtt.publishes.in", description: "Messages clients published, before any decision");
        _out = _meter.CreateCounter<long>("mqtt.publishes.out", description: "Messages written to clients, repeats included");
        _refused = _meter.CreateCounter<long>("mqtt.refused", description: "Connections, packets and messages refused, by reason");
        _dropped = _meter.CreateCounter<long>("mqtt.dropped", description: "Messages a limit kept from a client, by limit");
        _connections = _meter.CreateUpDownCounter<long>("mqtt.connections", description: "Open sockets");
    }

    public void Opened() => _connections.Add(1);

    public void Closed() => _connections.Add(-1);

    public void PublishIn() => _in.Add(1);

    public void PublishOut() => _out.Add(1);

    public void Refused(MqttReason reason) => _refused.Add(1, new KeyValuePair<string, object?>("reason", reason.ToString()));

    public void Dropped(string limit) => _dropped.Add(1, new KeyValuePair<string, object?>("limit", limit));

    public void Dispose() => _meter.Dispose();
}
