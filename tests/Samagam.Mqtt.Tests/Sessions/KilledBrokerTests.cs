using Samagam.Mqtt.Broker;
using Samagam.Mqtt.Codec;
using Samagam.Mqtt.Tests.Parts;
using Samagam.TestKit;

namespace Samagam.Mqtt.Tests.Sessions;

/// <summary>What a broker over a file still knows after a kill. The kill is a copy of the file as it lies on the disk.</summary>
public sealed class KilledBrokerTests
{
    private static MqttProperties Expiry(uint seconds) => new MqttProperties().With(MqttProperty.SessionExpiryInterval, seconds);

    private static MqttProperties? Kept(MqttVersion version) => version == MqttVersion.V5 ? Expiry(100) : null;

    [Theory]
    [InlineData(MqttVersion.V311)]
    [InlineData(MqttVersion.V5)]
    public async Task An_acknowledged_message_for_an_absent_client_outlives_a_kill_and_one_at_qos_0_does_not(MqttVersion version)
    {
        await using var file = new SessionFile(new() { SurvivesPowerCut = true });
        var host = await BrokerHost.StartAsync(sessions: file.Store);
        using (var first = await RawPeer.ConnectAsync(host.EndPoint, "s", version, clean: false, properties: Kept(version)))
        {
            await first.SubscribeAsync("t/+");
            first.Vanish();
        }
        await Patience.UntilAsync(() => host.Broker.Connected.Count == 0);
        using var peer = await RawPeer.ConnectAsync(host.EndPoint, "p");
        await peer.PublishAsync("t/0", [0]);
        for (byte i = 1; i <= 3; i++)
        {
            await peer.PublishAsync("t/1", [i], MqttQos.AtLeastOnce, i);
            await peer.ExpectAsync<AckPacket>();
        }
        await file.KillAndReopenAsync(host.DisposeAsync);

        await using var reborn = await BrokerHost.StartAsync(sessions: file.Store);
        using var back = await RawPeer.ConnectAsync(reborn.EndPoint, "s", version, clean: false, properties: Kept(version));
        Assert.True(back.SessionPresent);
        for (byte i = 1; i <= 3; i++)
        {
            var message = await back.ExpectAsync<MqttPublish>();
            Assert.Equal((i, false), (message.Payload.Span[0], message.Duplicate));
            await back.AckAsync(message);
        }
        await reborn.Broker.PublishAsync("t/2", new byte[] { 4 }, MqttQos.AtLeastOnce, false, Patience.Test);
        Assert.Equal(4, (await back.ExpectAsync<MqttPublish>()).Payload.Span[0]);
        await back.ExpectNothingAsync();
    }

    [Fact]
    public async Task What_was_sent_and_not_acknowledged_comes_again_under_its_identifier_as_a_duplicate_and_what_was_acknowledged_does_not()
    {
        await using var file = new SessionFile();
        var host = await BrokerHost.StartAsync(sessions: file.Store);
        using var first = await RawPeer.ConnectAsync(host.EndPoint, "s", properties: Expiry(100));
        await first.SubscribeAsync("t");
        for (byte i = 1; i <= 3; i++)
        {
            await host.Broker.PublishAsync("t", new[] { i }, MqttQos.AtLeastOnce, false, Patience.Test);
        }
        var one = await first.ExpectAsync<MqttPublish>();
        var two = await first.ExpectAsync<MqttPublish>();
        await first.AckAsync(one);
        await first.ExpectAsync<MqttPublish>();
        await first.ExpectNothingAsync();
        await file.Store.FlushAsync(Patience.Test);
        await file.KillAndReopenAsync(host.DisposeAsync);

        await using var reborn = await BrokerHost.StartAsync(sessions: file.Store);
        using var back = await RawPeer.ConnectAsync(reborn.EndPoint, "s", clean: false, properties: Expiry(100));
        var again = await back.ExpectAsync<MqttPublish>();
        Assert.Equal((2, true, two.PacketId), (again.Payload.Span[0], again.Duplicate, again.PacketId));
        Assert.Equal(3, (await back.ExpectAsync<MqttPublish>()).Payload.Span[0]);
        await reborn.Broker.PublishAsync("t", new byte[] { 4 }, MqttQos.AtLeastOnce, false, Patience.Test);
        var four = await back.ExpectAsync<MqttPublish>();
        Assert.Equal((4, false, 4), (four.Payload.Span[0], four.Duplicate, four.PacketId));
    }

    [Theory]
    [InlineData(MqttVersion.V311)]
    [InlineData(MqttVersion.V5)]
    public async Task A_session_that_ends_with_its_connection_is_not_there_after_a_kill(MqttVersion version)
    {
        await using var file = new SessionFile();
        var host = await BrokerHost.StartAsync(sessions: file.Store);
        using var clean = await RawPeer.ConnectAsync(host.EndPoint, "clean", version);
        await clean.SubscribeAsync("t");
        (await RawPeer.ConnectAsync(host.EndPoint, "shortened", version, clean: false, properties: Kept(version))).Vanish();
        using var shortened = await RawPeer.ConnectAsync(host.EndPoint, "shortened", version, clean: version == MqttVersion.V311);
        await shortened.SubscribeAsync("t");
        await host.Broker.PublishAsync("t", new byte[] { 1 }, MqttQos.AtLeastOnce, false, Patience.Test);
        await file.Store.FlushAsync(Patience.Test);
        await file.KillAndReopenAsync(host.DisposeAsync);
        Assert.Empty((await file.Store.LoadAsync(Patience.Test)).Sessions);
    }

    [Fact]
    public async Task A_restored_session_ends_when_its_expiry_has_passed_anew()
    {
        await using var file = new SessionFile();
        file.Store.Save(new("s", 60, []));
        await file.ReopenAsync();
        var time = new ManualTime();
        await using var host = await BrokerHost.StartAsync(sessions: file.Store, time: time);
        time.Advance(TimeSpan.FromSeconds(59));
        Assert.Equal(1, host.Broker.SessionCount);
        time.Advance(TimeSpan.FromSeconds(2));
        await Patience.UntilAsync(() => host.Broker.SessionCount == 0);
        await file.Store.FlushAsync(Patience.Test);
        await file.KillAndReopenAsync(host.DisposeAsync);
        Assert.Empty((await file.Store.LoadAsync(Patience.Test)).Sessions);
    }

    [Fact]
    public async Task A_client_that_may_no_longer_subscribe_does_not_get_what_waited_for_it()
    {
        await using var file = new SessionFile();
        var host = await BrokerHost.StartAsync(sessions: file.Store);
        using (var first = await RawPeer.ConnectAsync(host.EndPoint, "s", properties: Expiry(100)))
        {
            await first.SubscribeAsync("t");
            first.Vanish();
        }
        await host.Broker.PublishAsync("t", new byte[] { 1 }, MqttQos.AtLeastOnce, false, Patience.Test);
        await file.KillAndReopenAsync(host.DisposeAsync);
        await using var reborn = await BrokerHost.StartAsync(sessions: file.Store);
        reborn.Access.OnSubscribe = filter => filter != "t";
        using var back = await RawPeer.ConnectAsync(reborn.EndPoint, "s", clean: false, properties: Expiry(100));
        Assert.False(back.SessionPresent);
        await back.ExpectNothingAsync();
        await reborn.Broker.PublishAsync("t", new byte[] { 2 }, MqttQos.AtLeastOnce, false, Patience.Test);
        await back.ExpectNothingAsync();
    }

    [Fact]
    public async Task Retained_messages_outlive_a_kill_and_erased_ones_stay_erased()
    {
        await using var file = new SessionFile();
        var host = await BrokerHost.StartAsync(sessions: file.Store);
        using var peer = await RawPeer.ConnectAsync(host.EndPoint, "p");
        (string Topic, byte[] Payload)[] told = [("gate/1", [1]), ("gate/2", [1]), ("gate/1", [2]), ("gate/2", [])];
        foreach (var (topic, payload) in told)
        {
            await peer.PublishAsync(topic, payload, MqttQos.AtLeastOnce, 1, retain: true);
            await peer.ExpectAsync<AckPacket>();
        }
        await file.KillAndReopenAsync(host.DisposeAsync);
        await using var reborn = await BrokerHost.StartAsync(sessions: file.Store);
        using var late = await RawPeer.ConnectAsync(reborn.EndPoint, "l");
        await late.SubscribeAsync("gate/#");
        var message = await late.ExpectAsync<MqttPublish>();
        Assert.Equal(("gate/1", 2, true), (message.Topic, message.Payload.Span[0], message.Retain));
        await late.ExpectNothingAsync();
    }

    [Fact]
    public async Task A_will_that_waits_for_its_delay_is_published_after_a_kill_in_its_owners_name()
    {
        await using var file = new SessionFile();
        var host = await BrokerHost.StartAsync(sessions: file.Store);
        host.Access.OnConnect = _ => ConnectVerdict.Allow("device:7");
        var will = new MqttPublish { Topic = "wills/x", Payload = new byte[] { 7 }, Properties = new MqttProperties().With(MqttProperty.WillDelayInterval, 10) };
        (await RawPeer.ConnectAsync(host.EndPoint, "x", properties: Expiry(100), will: will)).Vanish();
        await Patience.UntilAsync(() => host.Broker.Connected.Count == 0);
        await file.Store.FlushAsync(Patience.Test);
        await file.KillAndReopenAsync(host.DisposeAsync);

        var time = new ManualTime();
        await using var reborn = await BrokerHost.StartAsync(sessions: file.Store, time: time);
        using var witness = await RawPeer.ConnectAsync(reborn.EndPoint, "w");
        await witness.SubscribeAsync("wills/#");
        time.Advance(TimeSpan.FromSeconds(9));
        await witness.ExpectNothingAsync();
        time.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(7, (await witness.ExpectAsync<MqttPublish>()).Payload.Span[0]);
        Assert.Equal(("x", "device:7"), ((await reborn.Owner.AskedAsync()).Client is var c ? (c.ClientId, c.Principal) : default));
        await file.Store.FlushAsync(Patience.Test);
        witness.Vanish();
        await file.KillAndReopenAsync(reborn.DisposeAsync);
        Assert.Null((await file.Store.LoadAsync(Patience.Test)).Sessions.Single(s => s.Header.ClientId == "x").Header.Will);
    }
}
