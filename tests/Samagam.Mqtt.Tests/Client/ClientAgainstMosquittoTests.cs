using Samagam.Mqtt.Tests.Parts;

namespace Samagam.Mqtt.Tests.Client;

/// <summary>Our client against Debian's Mosquitto broker.</summary>
public sealed class ClientAgainstMosquittoTests
{
    [Theory]
    [InlineData(MqttVersion.V311, false)]
    [InlineData(MqttVersion.V5, false)]
    [InlineData(MqttVersion.V311, true)]
    [InlineData(MqttVersion.V5, true)]
    public async Task It_publishes_and_hears_what_it_published(MqttVersion version, bool secure)
    {
        using var tls = secure ? new TestCertificates() : null;
        using var broker = await Mosquitto.StartAsync(tls);
        await using var client = new Running(broker.Port, o => o.Version = version, tls);
        Assert.Equal(MqttReason.GrantedQos1, await client.SubscribeAsync("ghat/#"));
        Assert.False((await client.PublishAsync("ghat/ram", [1, 2, 3])).IsRefusal());
        var message = await client.NextAsync();
        Assert.Equal(("ghat/ram", 3, MqttQos.AtLeastOnce), (message.Topic, message.Payload.Length, message.Qos));
        Assert.Equal(MqttReason.Success, await client.Client.UnsubscribeAsync("ghat/#", Patience.Test));
    }

    [Theory]
    [InlineData(MqttVersion.V311, false)]
    [InlineData(MqttVersion.V5, false)]
    [InlineData(MqttVersion.V311, true)]
    [InlineData(MqttVersion.V5, true)]
    public async Task It_comes_back_when_the_broker_was_killed_and_subscribes_again_and_repeats(MqttVersion version, bool secure)
    {
        using var tls = secure ? new TestCertificates() : null;
        using var broker = await Mosquitto.StartAsync(tls);
        await using var client = new Running(broker.Port, o => o.Version = version, tls);
        Assert.Equal(MqttReason.GrantedQos1, await client.SubscribeAsync("t"));
        broker.Kill();
        await Patience.UntilAsync(() => !client.Client.IsConnected);
        var waiting = client.PublishAsync("t", [7]);
        Assert.Equal(1, client.Client.Held);
        await broker.StartAsync();
        client.Client.TryNow();
        Assert.False((await waiting).IsRefusal());
        // Heard only because the new broker, which knows no session, was asked to subscribe again before the repeat.
        Assert.Equal(7, (await client.NextAsync()).Payload.Span[0]);
        Assert.Equal(0, client.Client.Held);
    }

    [Fact]
    public async Task Its_will_is_published_when_it_is_cut_and_not_when_it_ends()
    {
        using var broker = await Mosquitto.StartAsync();
        await using var witness = new Running(broker.Port, o => o.ClientId = "witness");
        await witness.SubscribeAsync("wills/#");
        static void Will(Samagam.Mqtt.Client.MqttClientOptions o) => o.Will = new MqttPublish { Topic = "wills/x", Payload = new byte[] { 1 } };
        await using (var ends = new Running(broker.Port, Will))
        {
            await ends.ConnectedAsync();
        }
        await witness.PublishAsync("wills/marker", [2]);
        Assert.Equal("wills/marker", (await witness.NextAsync()).Topic);
    }

    [Fact]
    public async Task A_thousand_messages_at_once_arrive_in_order()
    {
        using var broker = await Mosquitto.StartAsync();
        await using var client = new Running(broker.Port);
        await client.SubscribeAsync("t");
        var sent = Enumerable.Range(0, 1000).Select(i => client.PublishAsync("t", BitConverter.GetBytes(i))).ToList();
        for (var i = 0; i < 1000; i++)
        {
            Assert.Equal(i, BitConverter.ToInt32((await client.NextAsync()).Payload.Span));
        }
        Assert.DoesNotContain(await Task.WhenAll(sent), r => r.IsRefusal());
    }
}
