using Samagam.Mqtt.Broker;
using Samagam.Mqtt.Codec;
using Samagam.Mqtt.Sessions;
using Samagam.Mqtt.Tests.Parts;
using Samagam.TestKit;

namespace Samagam.Mqtt.Tests.Broker;

/// <summary>Sessions, takeover, redelivery, wills.</summary>
public sealed class SessionTests
{
    private static MqttProperties Expiry(uint seconds) => new MqttProperties().With(MqttProperty.SessionExpiryInterval, seconds);

    [Theory]
    [InlineData(MqttVersion.V311)]
    [InlineData(MqttVersion.V5)]
    public async Task A_resumed_session_gets_what_it_did_not_acknowledge_first_and_then_what_waited(MqttVersion version)
    {
        await using var host = await BrokerHost.StartAsync();
        var kept = version == MqttVersion.V5 ? Expiry(100) : null;
        var first = await RawPeer.ConnectAsync(host.EndPoint, "s", version, clean: false, properties: kept);
        Assert.False(first.SessionPresent);
        await first.SubscribeAsync("t");
        await host.Broker.PublishAsync("t", new byte[] { 1 }, MqttQos.AtLeastOnce, false, Patience.Test);
        await host.Broker.PublishAsync("t", new byte[] { 2 }, MqttQos.AtLeastOnce, false, Patience.Test);
        var one = await first.ExpectAsync<MqttPublish>();
        var two = await first.ExpectAsync<MqttPublish>();
        await first.AckAsync(one);
        await first.ExpectNothingAsync();
        first.Vanish();
        await Patience.UntilAsync(() => host.Broker.Connected.Count == 0);
        await host.Broker.PublishAsync("t", new byte[] { 3 }, MqttQos.AtLeastOnce, false, Patience.Test);

        using var second = await RawPeer.ConnectAsync(host.EndPoint, "s", version, clean: false, properties: kept);
        Assert.True(second.SessionPresent);
        var again = await second.ExpectAsync<MqttPublish>();
        Assert.Equal((2, true, two.PacketId), (again.Payload.Span[0], again.Duplicate, again.PacketId));
        var three = await second.ExpectAsync<MqttPublish>();
        Assert.Equal((3, false), (three.Payload.Span[0], three.Duplicate));
        await second.ExpectNothingAsync();
    }

    [Fact]
    public async Task A_clean_start_forgets_the_session()
    {
        await using var host = await BrokerHost.StartAsync();
        using (var first = await RawPeer.ConnectAsync(host.EndPoint, "s", MqttVersion.V311, clean: false))
        {
            await first.SubscribeAsync("t");
            first.Vanish();
        }
        await host.Broker.PublishAsync("t", new byte[] { 1 }, MqttQos.AtLeastOnce, false, Patience.Test);
        using var second = await RawPeer.ConnectAsync(host.EndPoint, "s", MqttVersion.V311, clean: true);
        Assert.False(second.SessionPresent);
        await second.ExpectNothingAsync();
    }

    [Fact]
    public async Task A_session_ends_when_its_expiry_has_passed()
    {
        var time = new ManualTime();
        await using var host = await BrokerHost.StartAsync(time: time);
        using (var first = await RawPeer.ConnectAsync(host.EndPoint, "s", clean: false, properties: Expiry(60)))
        {
            await first.SubscribeAsync("t");
            await first.SendAsync(new ReasonPacket(MqttPacketType.Disconnect, MqttReason.Success));
            Assert.Null(await first.NextAsync());
        }
        time.Advance(TimeSpan.FromSeconds(59));
        using (var back = await RawPeer.ConnectAsync(host.EndPoint, "s", clean: false, properties: Expiry(60)))
        {
            Assert.True(back.SessionPresent);
            await back.SendAsync(new ReasonPacket(MqttPacketType.Disconnect, MqttReason.Success));
            Assert.Null(await back.NextAsync());
        }
        time.Advance(TimeSpan.FromSeconds(61));
        using var late = await RawPeer.ConnectAsync(host.EndPoint, "s", clean: false, properties: Expiry(60));
        Assert.False(late.SessionPresent);
    }

    [Fact]
    public async Task A_wish_for_a_longer_session_than_allowed_is_answered_with_what_is_granted()
    {
        await using var host = await BrokerHost.StartAsync(new MqttBrokerOptions { MaximumSessionExpiry = TimeSpan.FromSeconds(30) });
        using var peer = await RawPeer.DialAsync(host.EndPoint);
        var ack = await peer.OpenAsync("s", properties: Expiry(uint.MaxValue));
        Assert.Equal(30u, ack.Properties!.Number(MqttProperty.SessionExpiryInterval));
    }

    [Fact]
    public async Task A_second_connection_of_the_same_client_takes_the_session_over()
    {
        await using var host = await BrokerHost.StartAsync();
        using var first = await RawPeer.ConnectAsync(host.EndPoint, "s", properties: Expiry(100));
        await first.SubscribeAsync("t");
        using var second = await RawPeer.ConnectAsync(host.EndPoint, "s", clean: false, properties: Expiry(100));
        Assert.True(second.SessionPresent);
        await first.ExpectEndAsync(MqttReason.SessionTakenOver);
        await host.Broker.PublishAsync("t", new byte[] { 1 }, MqttQos.AtLeastOnce, false, Patience.Test);
        await second.ExpectAsync<MqttPublish>();
        Assert.Equal("s", Assert.Single(host.Broker.Connected).ClientId);
    }

    [Fact]
    public async Task The_connack_comes_before_any_redelivery()
    {
        await using var host = await BrokerHost.StartAsync();
        using (var first = await RawPeer.ConnectAsync(host.EndPoint, "s", properties: Expiry(100)))
        {
            await first.SubscribeAsync("t");
        }
        using var flood = new CancellationTokenSource();
        var flooding = Task.Run(async () =>
        {
            while (!flood.IsCancellationRequested)
            {
                await host.Broker.PublishAsync("t", new byte[] { 1 }, MqttQos.AtLeastOnce, false, CancellationToken.None);
                await Task.Yield();
            }
        }, Patience.Test);
        for (var i = 0; i < 20; i++)
        {
            // OpenAsync fails when the first packet is anything else than a CONNACK.
            using var again = await RawPeer.ConnectAsync(host.EndPoint, "s", clean: false, properties: Expiry(100));
            Assert.True(again.SessionPresent);
        }
        await flood.CancelAsync();
        await flooding;
    }

    [Fact]
    public async Task A_session_in_the_store_outlives_the_broker()
    {
        var store = new MemorySessionStore();
        await using (var host = await BrokerHost.StartAsync(sessions: store))
        {
            using (var first = await RawPeer.ConnectAsync(host.EndPoint, "s", properties: Expiry(100)))
            {
                await first.SubscribeAsync("t/+", identifier: 9);
                first.Vanish();
            }
            for (byte i = 1; i <= 3; i++)
            {
                await host.Broker.PublishAsync("t/x", new[] { i }, MqttQos.AtLeastOnce, false, Patience.Test);
            }
        }
        await using var reborn = await BrokerHost.StartAsync(sessions: store);
        using var back = await RawPeer.ConnectAsync(reborn.EndPoint, "s", clean: false, properties: Expiry(100));
        Assert.True(back.SessionPresent);
        for (byte i = 1; i <= 3; i++)
        {
            var message = await back.ExpectAsync<MqttPublish>();
            Assert.Equal((i, 9u), (message.Payload.Span[0], message.Properties!.SubscriptionIdentifiers.Single()));
            await back.AckAsync(message);
        }
        await back.ExpectNothingAsync();
        await reborn.Broker.PublishAsync("t/y", new byte[] { 4 }, MqttQos.AtLeastOnce, false, Patience.Test);
        await back.ExpectAsync<MqttPublish>();
    }

    [Fact]
    public async Task A_puback_waits_until_the_sessions_the_message_entered_are_flushed()
    {
        var store = new SlowStore();
        await using var host = await BrokerHost.StartAsync(sessions: store);
        using var subscriber = await RawPeer.ConnectAsync(host.EndPoint, "s", properties: Expiry(100));
        await subscriber.SubscribeAsync("t");
        using var peer = await RawPeer.ConnectAsync(host.EndPoint, "p");
        store.Flush = new TaskCompletionSource();
        await peer.PublishAsync("t", [1], MqttQos.AtLeastOnce, 1);
        await subscriber.ExpectAsync<MqttPublish>();
        await peer.ExpectNothingAsync();
        store.Flush.SetResult();
        await peer.ExpectAsync<AckPacket>();

        store.Flush = new TaskCompletionSource();
        await peer.PublishAsync("t", [2], MqttQos.AtLeastOnce, 2);
        await subscriber.ExpectAsync<MqttPublish>();
        store.Flush.SetException(new IOException("disk full"));
        await peer.ExpectEndAsync(MqttReason.ServerBusy);
        store.Flush = new TaskCompletionSource();
        store.Flush.SetResult();
    }

    [Fact]
    public async Task A_will_is_published_when_the_socket_dies_and_not_after_a_goodbye()
    {
        await using var host = await BrokerHost.StartAsync();
        using var witness = await RawPeer.ConnectAsync(host.EndPoint, "w");
        await witness.SubscribeAsync("wills/#");
        var will = new MqttPublish { Topic = "wills/polite", Payload = new byte[] { 1 }, Qos = MqttQos.AtLeastOnce };
        using (var polite = await RawPeer.ConnectAsync(host.EndPoint, "polite", MqttVersion.V311, will: will))
        {
            await polite.SendAsync(new ReasonPacket(MqttPacketType.Disconnect, MqttReason.Success));
            Assert.Null(await polite.NextAsync());
        }
        var sudden = await RawPeer.ConnectAsync(host.EndPoint, "sudden", MqttVersion.V311, will: new MqttPublish { Topic = "wills/sudden", Payload = new byte[] { 2 } });
        sudden.Vanish();
        Assert.Equal("wills/sudden", (await witness.ExpectAsync<MqttPublish>()).Topic);
        using var asked = await RawPeer.ConnectAsync(host.EndPoint, "asked", will: will);
        await asked.SendAsync(new ReasonPacket(MqttPacketType.Disconnect, MqttReason.DisconnectWithWill));
        Assert.Equal("wills/polite", (await witness.ExpectAsync<MqttPublish>()).Topic);
        await witness.ExpectNothingAsync();
    }

    [Fact]
    public async Task A_delayed_will_waits_for_its_delay_and_is_forgotten_when_the_client_is_back()
    {
        var time = new ManualTime();
        await using var host = await BrokerHost.StartAsync(time: time);
        using var witness = await RawPeer.ConnectAsync(host.EndPoint, "w");
        await witness.SubscribeAsync("wills/#");
        MqttPublish Will(byte mark) => new()
        {
            Topic = "wills/x", Payload = new[] { mark }, Properties = new MqttProperties().With(MqttProperty.WillDelayInterval, 10),
        };
        (await RawPeer.ConnectAsync(host.EndPoint, "x", properties: Expiry(100), will: Will(1))).Vanish();
        await witness.ExpectNothingAsync();
        using (var back = await RawPeer.ConnectAsync(host.EndPoint, "x", clean: false, properties: Expiry(100), will: Will(2)))
        {
            time.Advance(TimeSpan.FromSeconds(11));
            await witness.ExpectNothingAsync();
            back.Vanish();
        }
        await Patience.UntilAsync(() => host.Broker.Connected.Count == 1);
        time.Advance(TimeSpan.FromSeconds(9));
        await witness.ExpectNothingAsync();
        time.Advance(TimeSpan.FromSeconds(2));
        var message = await witness.ExpectAsync<MqttPublish>();
        Assert.Equal(2, message.Payload.Span[0]);
        Assert.Null(message.Properties);
    }

    [Fact]
    public async Task Packet_identifiers_wrap_and_skip_those_in_flight()
    {
        await using var host = await BrokerHost.StartAsync();
        using var peer = await RawPeer.ConnectAsync(host.EndPoint, "s", MqttVersion.V311);
        await peer.SubscribeAsync("t");
        await host.Broker.PublishAsync("t", new byte[] { 0 }, MqttQos.AtLeastOnce, false, Patience.Test);
        var held = await peer.ExpectAsync<MqttPublish>();
        Assert.Equal(1, held.PacketId);
        var last = 1;
        for (var i = 0; i < 65_540; i++)
        {
            await host.Broker.PublishAsync("t", new byte[] { 1 }, MqttQos.AtLeastOnce, false, Patience.Test);
            var message = await peer.ExpectAsync<MqttPublish>();
            Assert.NotEqual(held.PacketId, message.PacketId);
            Assert.Equal(last == ushort.MaxValue ? 2 : last + 1, message.PacketId);
            last = message.PacketId;
            await peer.AckAsync(message);
        }
    }

    /// <summary>A memory store whose disk a test holds up.</summary>
    private sealed class SlowStore : ISessionStore
    {
        private readonly MemorySessionStore _inner = new();

        public TaskCompletionSource? Flush { get; set; }

        public ValueTask<StoredState> LoadAsync(CancellationToken ct) => _inner.LoadAsync(ct);

        public void Save(SessionHeader header) => _inner.Save(header);

        public void Delete(string clientId) => _inner.Delete(clientId);

        public void Append(string clientId, StoredMessage message) => _inner.Append(clientId, message);

        public void Sent(string clientId, long sequence, ushort packetId) => _inner.Sent(clientId, sequence, packetId);

        public void Remove(string clientId, long sequence) => _inner.Remove(clientId, sequence);

        public void Retain(MqttPublish message) => _inner.Retain(message);

        public void Unretain(string topic) => _inner.Unretain(topic);

        public ValueTask FlushAsync(CancellationToken ct) => Flush is { } flush ? new ValueTask(flush.Task.WaitAsync(ct)) : ValueTask.CompletedTask;
    }
}
