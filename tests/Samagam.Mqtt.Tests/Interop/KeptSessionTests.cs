using Samagam.Mqtt.Tests.Parts;
using Samagam.Mqtt.Tests.Sessions;

namespace Samagam.Mqtt.Tests.Interop;

/// <summary>Sessions of foreign clients across the death of our broker.</summary>
public sealed class KeptSessionTests
{
    private const string Paho = """
        import sys
        import paho.mqtt.client as mqtt
        from paho.mqtt.properties import Properties
        from paho.mqtt.packettypes import PacketTypes
        port, version, wanted = int(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
        more = {"clean_session": False} if version == 4 else {}
        c = mqtt.Client("paho-kept", protocol=version, **more)
        got = []
        def on_connect(c, u, f, rc, *more):
            print("present", f["session present"])
            if wanted == 0:
                c.subscribe("kept/#", 1)
        def on_subscribe(c, u, mid, granted, *more):
            print("granted"); c.disconnect()
        def on_message(c, u, m):
            got.append(m.payload.decode())
            if len(got) == wanted:
                print("got", ",".join(got)); c.disconnect()
        c.on_connect, c.on_subscribe, c.on_message = on_connect, on_subscribe, on_message
        if version == 4:
            c.connect("127.0.0.1", port)
        else:
            p = Properties(PacketTypes.CONNECT); p.SessionExpiryInterval = 300
            c.connect("127.0.0.1", port, clean_start=False, properties=p)
        c.loop_forever()
        """;

    [Theory]
    [InlineData("mqttv311")]
    [InlineData("mqttv5")]
    public async Task Mosquitto_sub_gets_after_a_kill_what_mosquitto_pub_was_acknowledged_before(string version)
    {
        await using var file = new SessionFile();
        var host = await BrokerHost.StartAsync(sessions: file.Store);
        string[] expiry = version == "mqttv5" ? ["-x", "300"] : [];
        string[] who = ["-V", version, "-i", "kept", "-c", "-t", "ghat/#", "-q", "1", .. expiry];
        using var first = Foreign.Subscriber(["-p", $"{host.Port}", "-E", .. who]);
        Assert.Equal(0, await first.ExitAsync());
        for (var i = 1; i <= 3; i++)
        {
            using var publisher = Foreign.Publisher("-p", $"{host.Port}", "-V", version, "-t", "ghat/ram", "-m", $"m{i}", "-q", "1");
            Assert.Equal(0, await publisher.ExitAsync());
        }
        await file.KillAndReopenAsync(host.DisposeAsync);
        await using var reborn = await BrokerHost.StartAsync(sessions: file.Store);
        using var back = Foreign.Subscriber(["-p", $"{reborn.Port}", "-C", "3", .. who]);
        Assert.Equal(0, await back.ExitAsync());
        await back.LineAsync("m1");
        await back.LineAsync("m2");
        await back.LineAsync("m3");
    }

    [Theory]
    [InlineData(4)]
    [InlineData(5)]
    public async Task Paho_finds_its_session_present_after_a_kill(int version)
    {
        await using var file = new SessionFile();
        var host = await BrokerHost.StartAsync(sessions: file.Store);
        using var first = Foreign.Python(Paho, $"{host.Port}", $"{version}", "0");
        await first.LineAsync("granted");
        Assert.Equal(0, await first.ExitAsync());
        await Patience.UntilAsync(() => host.Broker.Connected.Count == 0);
        await host.Broker.PublishAsync("kept/1", "a"u8.ToArray(), MqttQos.AtLeastOnce, false, Patience.Test);
        await host.Broker.PublishAsync("kept/2", "b"u8.ToArray(), MqttQos.AtLeastOnce, false, Patience.Test);
        await file.KillAndReopenAsync(host.DisposeAsync);
        await using var reborn = await BrokerHost.StartAsync(sessions: file.Store);
        using var back = Foreign.Python(Paho, $"{reborn.Port}", $"{version}", "2");
        await back.LineAsync("present 1");
        Assert.Equal("got a,b", await back.LineAsync("got"));
        Assert.Equal(0, await back.ExitAsync());
    }
}
