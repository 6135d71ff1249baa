using System.Buffers.Binary;
using System.Net.Sockets;
using Samagam.Mqtt.Broker;
using Samagam.Mqtt.Codec;
using Samagam.Mqtt.Tests.Parts;
using Samagam.TestKit;

namespace Samagam.Mqtt.Tests.Broker;

/// <summary>Every limit of the broker, stood upon.</summary>
public sealed class LimitTests
{
    [Fact]
    public async Task A_socket_that_says_nothing_is_closed()
    {
        var time = new ManualTime();
        await using var host = await BrokerHost.StartAsync(time: time);
        using var silent = await RawPeer.DialAsync(host.EndPoint);
        using var talking = await RawPeer.ConnectAsync(host.EndPoint, "talks");
        await Patience.UntilAsync(() => host.Broker.OpenConnections == 2);
        Advance(time, host, TimeSpan.FromSeconds(9.9));
        await talking.ExpectNothingAsync();
        Advance(time, host, TimeSpan.FromSeconds(0.5));
        await silent.ExpectEndAsync();
        await talking.ExpectNothingAsync();
    }

    [Fact]
    public async Task A_socket_that_sends_half_a_connect_and_waits_is_closed()
    {
        var time = new ManualTime();
        await using var host = await BrokerHost.StartAsync(time: time);
        using var half = await RawPeer.DialAsync(host.EndPoint);
        await half.SendAsync([0x10, 40, 0, 4]);
        await Patience.UntilAsync(() => host.Broker.OpenConnections == 1);
        Advance(time, host, TimeSpan.FromSeconds(10.5));
        await half.ExpectEndAsync();
    }

    [Theory]
    [InlineData(MqttVersion.V311)]
    [InlineData(MqttVersion.V5)]
    public async Task A_client_silent_for_one_and_a_half_times_its_keep_alive_is_dropped(MqttVersion version)
    {
        var time = new ManualTime();
        await using var host = await BrokerHost.StartAsync(time: time);
        using var peer = await RawPeer.ConnectAsync(host.EndPoint, "k", version, keepAlive: 10);
        Advance(time, host, TimeSpan.FromSeconds(14.9));
        await peer.ExpectNothingAsync();
        Advance(time, host, TimeSpan.FromSeconds(14.9));
        await peer.ExpectNothingAsync();
        Advance(time, host, TimeSpan.FromSeconds(15.3));
        await peer.ExpectEndAsync(MqttReason.KeepAliveTimeout);
    }

    [Fact]
    public async Task A_5_0_client_without_keep_alive_is_given_one()
    {
        await using var host = await BrokerHost.StartAsync(new MqttBrokerOptions { MaximumKeepAlive = TimeSpan.FromSeconds(40) });
        using var none = await RawPeer.DialAsync(host.EndPoint);
        Assert.Equal(40u, (await none.OpenAsync("a")).Properties!.Number(MqttProperty.ServerKeepAlive));
        using var less = await RawPeer.DialAsync(host.EndPoint);
        Assert.Null((await less.OpenAsync("b", keepAlive: 40)).Properties!.Number(MqttProperty.ServerKeepAlive));
    }

    [Fact]
    public async Task A_refused_client_that_does_not_close_is_closed_when_the_linger_ends()
    {
        var time = new ManualTime();
        await using var host = await BrokerHost.StartAsync(time: time);
        using var peer = await RawPeer.ConnectAsync(host.EndPoint, "x");
        await peer.SendAsync([0xF1, 0]);
        Assert.Equal(MqttReason.MalformedPacket, (await peer.ExpectAsync<ReasonPacket>()).Reason);
        await Patience.UntilAsync(() =>
        {
            time.Advance(TimeSpan.FromSeconds(1));
            return host.Broker.OpenConnections == 0;
        });
        Assert.Null(await peer.NextAsync());
    }

    [Fact]
    public async Task One_connection_too_many_is_closed_and_one_that_leaves_makes_room()
    {
        await using var host = await BrokerHost.StartAsync(new MqttBrokerOptions { MaximumConnections = 2 });
        using var one = await RawPeer.ConnectAsync(host.EndPoint, "1");
        using var two = await RawPeer.ConnectAsync(host.EndPoint, "2");
        try
        {
            using var three = await RawPeer.DialAsync(host.EndPoint);
            await three.ExpectEndAsync();
        }
        catch (SocketException e) when (e.SocketErrorCode == SocketError.ConnectionReset)
        {
            // Closed before the dialling had even returned.
        }
        two.Vanish();
        await Patience.UntilAsync(() => host.Broker.OpenConnections == 1);
        using var next = await RawPeer.ConnectAsync(host.EndPoint, "3");
    }

    [Theory]
    [InlineData(MqttVersion.V311)]
    [InlineData(MqttVersion.V5)]
    public async Task A_packet_of_exactly_the_limit_passes_and_one_byte_more_is_refused_from_its_header(MqttVersion version)
    {
        const int limit = 4096;
        await using var host = await BrokerHost.StartAsync(new MqttBrokerOptions { MaximumPacketBytes = limit });
        using var peer = await RawPeer.ConnectAsync(host.EndPoint, "p", version);
        // Header 3, topic 3, identifier 2, and in 5.0 one byte of empty properties.
        var most = limit - 8 - (version == MqttVersion.V5 ? 1 : 0);
        await peer.PublishAsync("t", new byte[most], MqttQos.AtLeastOnce, 1);
        await peer.ExpectAsync<AckPacket>();
        // Only the header is ever sent: the answer cannot have waited for the body.
        var header = new byte[3];
        header[0] = 0x32;
        VarInt.Write(limit - 3 + 1, header.AsSpan(1));
        await peer.SendAsync(header);
        await peer.ExpectEndAsync(MqttReason.PacketTooLarge);
    }

    [Fact]
    public async Task A_stranger_that_announces_a_quarter_of_a_gigabyte_is_refused_at_once()
    {
        await using var host = await BrokerHost.StartAsync();
        using var stranger = await RawPeer.DialAsync(host.EndPoint);
        await stranger.SendAsync([0x10, 0xFF, 0xFF, 0xFF, 0x7F]);
        await stranger.ExpectEndAsync();
    }

    [Fact]
    public async Task A_slow_reader_is_bounded_and_others_are_not_slowed()
    {
        var options = new MqttBrokerOptions
        {
            MaximumPacketBytes = 32 * 1024,
            MaximumOutputBytes = 128 * 1024,
            MaximumQueuedMessages = 50,
            MaximumHeldBytes = 16 * 1024 * 1024,
        };
        using var counts = new Counts();
        await using var host = await BrokerHost.StartAsync(options);
        using var slow = await RawPeer.ConnectAsync(host.EndPoint, "slow", receiveBuffer: 4096);
        await slow.SubscribeAsync("t", MqttQos.AtLeastOnce);
        using var quick = await RawPeer.ConnectAsync(host.EndPoint, "quick");
        await quick.SubscribeAsync("t", MqttQos.AtLeastOnce);
        var payload = new byte[16 * 1024];
        for (var i = 0; i < 1_000; i++)
        {
            BinaryPrimitives.WriteInt32BigEndian(payload, i);
            await host.Broker.PublishAsync("t", payload.ToArray(), MqttQos.AtLeastOnce, false, Patience.Test);
            var message = await quick.ExpectAsync<MqttPublish>();
            Assert.Equal(i, BinaryPrimitives.ReadInt32BigEndian(message.Payload.Span));
            await quick.AckAsync(message);
            if (i % 20 == 0)
            {
                // A ping behind the acknowledgements: its answer says that the broker has read them.
                await quick.ExpectNothingAsync();
            }
        }
        Assert.True(counts["mqtt.dropped queue"] >= 900, $"{counts["mqtt.dropped queue"]} dropped");
        Assert.True(host.Broker.Budget.Held < 4 * 1024 * 1024, $"{host.Broker.Budget.Held} bytes held");
        // What the slow one does get is in order and without holes up to where it was full.
        for (var i = 0; i < 50; i++)
        {
            var message = await slow.ExpectAsync<MqttPublish>();
            Assert.Equal(i, BinaryPrimitives.ReadInt32BigEndian(message.Payload.Span));
            await slow.AckAsync(message);
        }
        await slow.ExpectNothingAsync();
    }

    [Fact]
    public async Task A_client_that_takes_no_bytes_at_all_is_dropped()
    {
        var time = new ManualTime();
        await using var host = await BrokerHost.StartAsync(time: time);
        using var stuck = await RawPeer.ConnectAsync(host.EndPoint, "stuck", MqttVersion.V311, receiveBuffer: 4096);
        await stuck.SubscribeAsync("t", MqttQos.AtMostOnce);
        var payload = new byte[200 * 1024];
        using var counts = new Counts();
        await Patience.UntilAsync(() =>
        {
            // The kernel takes some megabytes before it stops; from then on the broker's clock counts.
            Assert.True(host.Broker.PublishAsync("t", payload, MqttQos.AtMostOnce, false, Patience.Test).IsCompletedSuccessfully);
            time.Advance(TimeSpan.FromSeconds(1));
            host.Broker.Step();
            return host.Broker.Connected.Count == 0;
        });
        Assert.True(counts["mqtt.dropped write stall"] > 0);
        await Patience.UntilAsync(() => host.Broker.Budget.Held == 0);
    }

    [Fact]
    public async Task Memory_all_queues_share_is_given_back_when_sessions_end()
    {
        await using var host = await BrokerHost.StartAsync();
        using (var peer = await RawPeer.ConnectAsync(host.EndPoint, "s", MqttVersion.V311, clean: false))
        {
            await peer.SubscribeAsync("t");
            peer.Vanish();
        }
        for (var i = 0; i < 100; i++)
        {
            await host.Broker.PublishAsync("t", new byte[1000], MqttQos.AtLeastOnce, false, Patience.Test);
        }
        Assert.True(host.Broker.Budget.Held >= 100_000);
        using var clean = await RawPeer.ConnectAsync(host.EndPoint, "s", MqttVersion.V311, clean: true);
        await clean.ExpectNothingAsync();
        await Patience.UntilAsync(() => host.Broker.Budget.Held == 0);
    }

    [Fact]
    public async Task One_subscription_too_many_is_refused_and_the_others_stay()
    {
        await using var host = await BrokerHost.StartAsync(new MqttBrokerOptions { MaximumSubscriptions = 2 });
        using var peer = await RawPeer.ConnectAsync(host.EndPoint, "s");
        await peer.SubscribeAsync("a");
        await peer.SubscribeAsync("b");
        Assert.Equal(MqttReason.QuotaExceeded, Assert.Single((await peer.SubscribeAsync("c")).Reasons));
        Assert.Equal(MqttReason.GrantedQos1, Assert.Single((await peer.SubscribeAsync("b")).Reasons));
    }

    [Fact]
    public async Task One_session_too_many_is_refused_and_the_known_may_return()
    {
        await using var host = await BrokerHost.StartAsync(new MqttBrokerOptions { MaximumSessions = 2 });
        using var one = await RawPeer.ConnectAsync(host.EndPoint, "1", MqttVersion.V311, clean: false);
        using var two = await RawPeer.ConnectAsync(host.EndPoint, "2", MqttVersion.V311, clean: false);
        using var three = await RawPeer.DialAsync(host.EndPoint, MqttVersion.V5);
        Assert.Equal(MqttReason.QuotaExceeded, (await three.OpenAsync("3")).Reason);
        using var back = await RawPeer.ConnectAsync(host.EndPoint, "1", MqttVersion.V311, clean: false);
        Assert.True(back.SessionPresent);
    }

    [Fact]
    public async Task Retained_messages_are_bounded_and_an_empty_one_makes_room()
    {
        await using var host = await BrokerHost.StartAsync(new MqttBrokerOptions { MaximumRetained = 1 });
        using var peer = await RawPeer.ConnectAsync(host.EndPoint, "p");
        await peer.PublishAsync("a", [1], MqttQos.AtLeastOnce, 1, retain: true);
        Assert.Equal(MqttReason.Success, (await peer.ExpectAsync<AckPacket>()).Reason);
        await peer.PublishAsync("b", [1], MqttQos.AtLeastOnce, 2, retain: true);
        Assert.Equal(MqttReason.QuotaExceeded, (await peer.ExpectAsync<AckPacket>()).Reason);
        await peer.PublishAsync("a", [], MqttQos.AtLeastOnce, 3, retain: true);
        Assert.Equal(MqttReason.Success, (await peer.ExpectAsync<AckPacket>()).Reason);
        await peer.PublishAsync("b", [1], MqttQos.AtLeastOnce, 4, retain: true);
        Assert.Equal(MqttReason.Success, (await peer.ExpectAsync<AckPacket>()).Reason);
    }

    [Fact]
    public async Task A_client_id_of_the_limit_passes_and_a_longer_one_is_refused()
    {
        await using var host = await BrokerHost.StartAsync();
        using var longest = await RawPeer.ConnectAsync(host.EndPoint, new string('x', 128));
        using var longer = await RawPeer.DialAsync(host.EndPoint);
        Assert.Equal(MqttReason.ClientIdentifierNotValid, (await longer.OpenAsync(new string('x', 129))).Reason);
        await longer.ExpectEndAsync();
    }

    [Fact]
    public async Task A_topic_of_the_deepest_level_passes_and_a_deeper_one_is_refused()
    {
        await using var host = await BrokerHost.StartAsync(new MqttBrokerOptions { MaximumTopicLevels = 3 });
        using var peer = await RawPeer.ConnectAsync(host.EndPoint, "p");
        await peer.PublishAsync("a/b/c", [1], MqttQos.AtLeastOnce, 1);
        Assert.Equal(MqttReason.Success, (await peer.ExpectAsync<AckPacket>()).Reason);
        await peer.PublishAsync("a/b/c/d", [1], MqttQos.AtLeastOnce, 2);
        Assert.Equal(MqttReason.TopicNameInvalid, (await peer.ExpectAsync<AckPacket>()).Reason);
        Assert.Equal(MqttReason.TopicFilterInvalid, Assert.Single((await peer.SubscribeAsync("a/b/c/#")).Reasons));
    }

    [Fact]
    public async Task A_topic_of_the_greatest_length_passes_and_a_longer_one_is_refused()
    {
        await using var host = await BrokerHost.StartAsync(new MqttBrokerOptions { MaximumTopicLength = 20 });
        using var peer = await RawPeer.ConnectAsync(host.EndPoint, "p");
        await peer.PublishAsync(new string('a', 20), [1], MqttQos.AtLeastOnce, 1);
        Assert.Equal(MqttReason.Success, (await peer.ExpectAsync<AckPacket>()).Reason);
        await peer.PublishAsync(new string('a', 21), [1], MqttQos.AtLeastOnce, 2, properties: new MqttProperties().With(MqttProperty.TopicAlias, 1));
        Assert.Equal(MqttReason.TopicNameInvalid, (await peer.ExpectAsync<AckPacket>()).Reason);
        Assert.Equal(MqttReason.TopicFilterInvalid, Assert.Single((await peer.SubscribeAsync(new string('a', 21))).Reasons));
        // The alias of a refused topic was not kept.
        await peer.PublishAsync("", [1], properties: new MqttProperties().With(MqttProperty.TopicAlias, 1));
        await peer.ExpectEndAsync(MqttReason.ProtocolError);
    }

    [Fact]
    public async Task No_packet_larger_than_the_client_takes_is_sent_to_it()
    {
        await using var host = await BrokerHost.StartAsync();
        using var small = await RawPeer.ConnectAsync(host.EndPoint, "s", properties: new MqttProperties().With(MqttProperty.MaximumPacketSize, 100));
        await small.SubscribeAsync("t");
        await host.Broker.PublishAsync("t", new byte[200], MqttQos.AtLeastOnce, false, Patience.Test);
        await host.Broker.PublishAsync("t", new byte[20], MqttQos.AtLeastOnce, false, Patience.Test);
        Assert.Equal(20, (await small.ExpectAsync<MqttPublish>()).Payload.Length);
        await small.ExpectNothingAsync();
    }

    [Fact]
    public async Task No_more_than_the_clients_receive_maximum_is_in_flight()
    {
        await using var host = await BrokerHost.StartAsync();
        using var two = await RawPeer.ConnectAsync(host.EndPoint, "s", properties: new MqttProperties().With(MqttProperty.ReceiveMaximum, 2));
        await two.SubscribeAsync("t");
        for (byte i = 1; i <= 4; i++)
        {
            await host.Broker.PublishAsync("t", new[] { i }, MqttQos.AtLeastOnce, false, Patience.Test);
        }
        var first = await two.ExpectAsync<MqttPublish>();
        await two.ExpectAsync<MqttPublish>();
        await two.ExpectNothingAsync();
        await two.AckAsync(first);
        Assert.Equal(3, (await two.ExpectAsync<MqttPublish>()).Payload.Span[0]);
        await two.ExpectNothingAsync();
    }

    [Fact]
    public void An_option_that_makes_no_sense_is_named()
    {
        var wrong = Assert.Throws<ArgumentOutOfRangeException>(() => new MqttBrokerOptions { MaximumOutputBytes = 1000 }.Validate());
        Assert.Equal("MaximumOutputBytes", wrong.ParamName);
        new MqttBrokerOptions().Validate();
    }

    /// <summary>Moves the clock and has the broker look at it, without waiting for its own timer.</summary>
    private static void Advance(ManualTime time, BrokerHost host, TimeSpan by)
    {
        time.Advance(by);
        host.Broker.Step();
    }
}
