using Samagam.Mqtt.Tests.Parts;

namespace Samagam.Mqtt.Tests.Interop;

/// <summary>Debian's python3-paho-mqtt against our broker.</summary>
public sealed class PahoTests
{
    private const string RoundTrip = """
        import sys
        try:
            import paho.mqtt.client as mqtt
        except ImportError:
            print("MISSING install the Debian package python3-paho-mqtt"); sys.exit(1)
        port, version = int(sys.argv[1]), int(sys.argv[2])
        c = mqtt.Client("paho", protocol=version)
        got = []
        def on_connect(c, u, f, rc, *more):
            print("connected", rc)
            c.subscribe([("echo/#", 1)])
        def on_subscribe(c, u, mid, granted, *more):
            print("granted", [int(str(g)) if version == 4 else g.value for g in granted])
            for i in range(200):
                c.publish("echo/%d" % i, "m%d" % i, qos=1)
        def on_message(c, u, m):
            got.append(m.payload.decode())
            if len(got) == 200:
                print("in order", got == ["m%d" % i for i in range(200)])
                c.disconnect()
        c.on_connect, c.on_subscribe, c.on_message = on_connect, on_subscribe, on_message
        c.connect("127.0.0.1", port, keepalive=5)
        c.loop_forever()
        """;

    private const string Properties = """
        import sys
        import paho.mqtt.client as mqtt
        from paho.mqtt.properties import Properties
        from paho.mqtt.packettypes import PacketTypes
        c = mqtt.Client("paho5", protocol=mqtt.MQTTv5)
        def on_connect(c, u, f, rc, props):
            print("maximum qos", props.MaximumQoS)
            sp = Properties(PacketTypes.SUBSCRIBE); sp.SubscriptionIdentifier = 42
            c.subscribe("p/#", options=mqtt.SubscribeOptions(qos=1), properties=sp)
        def on_subscribe(c, u, mid, granted, props):
            pp = Properties(PacketTypes.PUBLISH)
            pp.UserProperty = [("ghat", "ram"), ("ghat", "dutt")]; pp.CorrelationData = b"77"; pp.ContentType = "text"; pp.ResponseTopic = "r"
            pp.MessageExpiryInterval = 100; pp.TopicAlias = 3
            c.publish("p/x", b"1", qos=1, properties=pp)
        def on_message(c, u, m):
            p = m.properties
            print("got", m.topic, p.UserProperty, p.CorrelationData, p.ContentType, p.ResponseTopic, p.SubscriptionIdentifier)
            c.disconnect()
        c.on_connect, c.on_subscribe, c.on_message = on_connect, on_subscribe, on_message
        c.connect("127.0.0.1", int(sys.argv[1]), keepalive=5)
        c.loop_forever()
        """;

    [Theory]
    [InlineData(4)]
    [InlineData(5)]
    public async Task Paho_publishes_subscribes_and_leaves(int version)
    {
        await using var host = await BrokerHost.StartAsync();
        using var paho = Foreign.Python(RoundTrip, $"{host.Port}", $"{version}");
        await paho.LineAsync("granted [1]");
        await paho.LineAsync("in order True");
        Assert.Equal(0, await paho.ExitAsync());
    }

    [Fact]
    public async Task Paho_sees_its_5_0_properties_again()
    {
        await using var host = await BrokerHost.StartAsync();
        using var paho = Foreign.Python(Properties, $"{host.Port}");
        await paho.LineAsync("maximum qos 1");
        Assert.Equal("got p/x [('ghat', 'ram'), ('ghat', 'dutt')] b'77' text r [42]", await paho.LineAsync("got"));
        Assert.Equal(0, await paho.ExitAsync());
    }
}
