using Samagam.Mqtt.Broker;
using Samagam.Mqtt.Codec;
using Samagam.Mqtt.Tests.Parts;

namespace Samagam.Mqtt.Tests.Broker;

/// <summary>Sentences of the standards, each said to the broker's face. Numbers name the normative statement.</summary>
public sealed class ProtocolTests
{
    [Fact]
    public async Task The_first_packet_must_be_a_connect()
    {
        await using var host = await BrokerHost.StartAsync();
        using var peer = await RawPeer.DialAsync(host.EndPoint);
        await peer.SendAsync(new PingPacket(MqttPacketType.PingReq));
        await peer.ExpectEndAsync();
    }

    [Theory]
    [InlineData(MqttVersion.V311)]
    [InlineData(MqttVersion.V5)]
    public async Task A_second_connect_is_a_violation(MqttVersion version)
    {
        await using var host = await BrokerHost.StartAsync();
        using var peer = await RawPeer.ConnectAsync(host.EndPoint, "x", version);
        await peer.SendAsync(new ConnectPacket { Version = version, ClientId = "x", CleanStart = true });
        await peer.ExpectEndAsync(MqttReason.ProtocolError);
    }

    [Theory]
    [InlineData((byte)3, MqttVersion.V311)]
    [InlineData((byte)0x84, MqttVersion.V311)]
    [InlineData((byte)6, MqttVersion.V5)]
    public async Task An_unknown_protocol_level_is_told_so(byte level, MqttVersion answered)
    {
        await using var host = await BrokerHost.StartAsync();
        using var peer = await RawPeer.DialAsync(host.EndPoint, answered);
        await peer.SendAsync([0x10, 13, 0, 4, .. "MQTT"u8, level, 2, 0, 0, 0, 1, (byte)'x']);
        Assert.Equal(MqttReason.UnsupportedProtocolVersion, (await peer.ExpectAsync<ConnAckPacket>()).Reason);
        await peer.ExpectEndAsync();
    }

    [Fact]
    public async Task A_nameless_5_0_client_is_given_a_name_and_a_nameless_3_1_1_client_must_be_clean()
    {
        await using var host = await BrokerHost.StartAsync();
        using var five = await RawPeer.DialAsync(host.EndPoint);
        var name = (await five.OpenAsync("")).Properties!.Text(MqttProperty.AssignedClientIdentifier);
        Assert.Equal(name, Assert.Single(host.Broker.Connected).ClientId);
        using var clean = await RawPeer.ConnectAsync(host.EndPoint, "", MqttVersion.V311, clean: true);
        using var dirty = await RawPeer.DialAsync(host.EndPoint, MqttVersion.V311);
        Assert.Equal(MqttReason.ClientIdentifierNotValid, (await dirty.OpenAsync("", clean: false)).Reason);
    }

    [Fact]
    public async Task A_connack_announces_what_is_not_to_be_had()
    {
        await using var host = await BrokerHost.StartAsync();
        using var peer = await RawPeer.DialAsync(host.EndPoint);
        var said = (await peer.OpenAsync("x")).Properties!;
        Assert.Equal(1u, said.Number(MqttProperty.MaximumQos));
        Assert.Equal(0u, said.Number(MqttProperty.SharedSubscriptionAvailable));
        Assert.Equal(16u, said.Number(MqttProperty.TopicAliasMaximum));
        Assert.Equal(256u * 1024, said.Number(MqttProperty.MaximumPacketSize));
        Assert.Equal(256u, said.Number(MqttProperty.ReceiveMaximum));
    }

    [Theory]
    [InlineData(MqttVersion.V311)]
    [InlineData(MqttVersion.V5)]
    public async Task QoS_2_is_granted_as_1_and_refused_when_published(MqttVersion version)
    {
        await using var host = await BrokerHost.StartAsync();
        using var peer = await RawPeer.ConnectAsync(host.EndPoint, "x", version);
        Assert.Equal(MqttReason.GrantedQos1, Assert.Single((await peer.SubscribeAsync("t", MqttQos.ExactlyOnce)).Reasons));
        await peer.PublishAsync("t", [1], MqttQos.ExactlyOnce, 1);
        await peer.ExpectEndAsync(MqttReason.QosNotSupported);
    }

    [Fact]
    public async Task A_wildcard_at_the_front_does_not_see_dollar_topics()
    {
        await using var host = await BrokerHost.StartAsync();
        using var peer = await RawPeer.ConnectAsync(host.EndPoint, "x");
        await peer.SubscribeAsync("#");
        await peer.SubscribeAsync("+/uptime");
        await host.Broker.PublishAsync("$SYS/uptime", new byte[] { 1 }, MqttQos.AtMostOnce, retain: true, Patience.Test);
        await peer.ExpectNothingAsync();
        await peer.SubscribeAsync("$SYS/#");
        Assert.True((await peer.ExpectAsync<MqttPublish>()).Retain);
    }

    [Fact]
    public async Task Overlapping_subscriptions_give_one_message_with_the_higher_level_and_all_identifiers()
    {
        await using var host = await BrokerHost.StartAsync();
        using var peer = await RawPeer.ConnectAsync(host.EndPoint, "x");
        await peer.SubscribeAsync("a/#", MqttQos.AtMostOnce, identifier: 1);
        await peer.SubscribeAsync("a/+", MqttQos.AtLeastOnce, identifier: 2);
        await host.Broker.PublishAsync("a/b", new byte[] { 1 }, MqttQos.AtLeastOnce, false, Patience.Test);
        var message = await peer.ExpectAsync<MqttPublish>();
        Assert.Equal(MqttQos.AtLeastOnce, message.Qos);
        Assert.Equal([1u, 2u], message.Properties!.SubscriptionIdentifiers.Order());
        await peer.AckAsync(message);
        await peer.ExpectNothingAsync();
    }

    [Fact]
    public async Task Nothing_published_after_a_suback_was_read_is_missed()
    {
        await using var host = await BrokerHost.StartAsync();
        using var peer = await RawPeer.ConnectAsync(host.EndPoint, "x");
        for (var i = 0; i < 300; i++)
        {
            await peer.SubscribeAsync($"t/{i}", MqttQos.AtMostOnce);
            Assert.True(host.Broker.PublishAsync($"t/{i}", new byte[] { 1 }, MqttQos.AtMostOnce, false, Patience.Test).IsCompletedSuccessfully);
            Assert.Equal($"t/{i}", (await peer.ExpectAsync<MqttPublish>()).Topic);
            await peer.SendAsync(new UnsubscribePacket { PacketId = 4, Filters = [$"t/{i}"] });
            await peer.ExpectAsync<FiltersAckPacket>();
        }
    }

    [Fact]
    public async Task A_client_that_asked_for_no_local_does_not_hear_itself()
    {
        await using var host = await BrokerHost.StartAsync();
        using var peer = await RawPeer.ConnectAsync(host.EndPoint, "x");
        await peer.SubscribeAsync("t", noLocal: true);
        await peer.PublishAsync("t", [1]);
        await peer.ExpectNothingAsync();
        await host.Broker.PublishAsync("t", new byte[] { 2 }, MqttQos.AtMostOnce, false, Patience.Test);
        await peer.ExpectAsync<MqttPublish>();
    }

    [Theory]
    [InlineData((byte)0, 2)]
    [InlineData((byte)1, 1)]
    [InlineData((byte)2, 0)]
    public async Task Retained_messages_come_as_the_subscriber_wishes(byte handling, int expected)
    {
        await using var host = await BrokerHost.StartAsync();
        await host.Broker.PublishAsync("t", new byte[] { 1 }, MqttQos.AtMostOnce, retain: true, Patience.Test);
        using var peer = await RawPeer.ConnectAsync(host.EndPoint, "x");
        for (var i = 0; i < 2; i++)
        {
            await peer.SubscribeAsync("t", retainHandling: handling);
            if (expected-- > 0)
            {
                Assert.True((await peer.ExpectAsync<MqttPublish>()).Retain);
            }
            await peer.ExpectNothingAsync();
        }
    }

    [Fact]
    public async Task A_live_message_does_not_carry_the_retain_flag_it_was_published_with()
    {
        await using var host = await BrokerHost.StartAsync();
        using var peer = await RawPeer.ConnectAsync(host.EndPoint, "x");
        await peer.SubscribeAsync("t");
        await peer.PublishAsync("t", [1], retain: true);
        Assert.False((await peer.ExpectAsync<MqttPublish>()).Retain);
    }

    [Fact]
    public async Task After_unsubscribing_nothing_comes_and_an_unknown_filter_is_said_to_be_unknown()
    {
        await using var host = await BrokerHost.StartAsync();
        using var peer = await RawPeer.ConnectAsync(host.EndPoint, "x");
        await peer.SubscribeAsync("a/+");
        await peer.SendAsync(new UnsubscribePacket { PacketId = 4, Filters = ["a/+", "never"] });
        Assert.Equal([MqttReason.Success, MqttReason.NoSubscriptionExisted], (await peer.ExpectAsync<FiltersAckPacket>()).Reasons);
        await host.Broker.PublishAsync("a/b", new byte[] { 1 }, MqttQos.AtLeastOnce, false, Patience.Test);
        await peer.ExpectNothingAsync();
    }

    [Fact]
    public async Task A_topic_alias_stands_for_the_topic_it_was_given_with()
    {
        await using var host = await BrokerHost.StartAsync();
        using var peer = await RawPeer.ConnectAsync(host.EndPoint, "x");
        await peer.SubscribeAsync("#");
        MqttProperties Alias(uint n) => new MqttProperties().With(MqttProperty.TopicAlias, n);
        await peer.PublishAsync("ghat/ram", [1], properties: Alias(16));
        Assert.Equal("ghat/ram", (await peer.ExpectAsync<MqttPublish>()).Topic);
        await peer.PublishAsync("", [2], properties: Alias(16));
        var second = await peer.ExpectAsync<MqttPublish>();
        Assert.Equal(("ghat/ram", (MqttProperties?)null), (second.Topic, second.Properties));
        await peer.PublishAsync("ghat/ram", [3], properties: Alias(17));
        await peer.ExpectEndAsync(MqttReason.TopicAliasInvalid);
        using var fresh = await RawPeer.ConnectAsync(host.EndPoint, "x");
        await fresh.PublishAsync("", [2], properties: Alias(16));
        await fresh.ExpectEndAsync(MqttReason.ProtocolError);
    }

    [Fact]
    public async Task Message_properties_pass_through_unchanged_and_in_order()
    {
        await using var host = await BrokerHost.StartAsync();
        using var peer = await RawPeer.ConnectAsync(host.EndPoint, "x");
        await peer.SubscribeAsync("t");
        await peer.PublishAsync("t", [1], properties: new MqttProperties()
            .With(MqttProperty.PayloadFormatIndicator, 1).With(MqttProperty.ContentType, "text/plain")
            .With(MqttProperty.ResponseTopic, "back").With(MqttProperty.CorrelationData, new byte[] { 9 })
            .With(MqttProperty.MessageExpiryInterval, 60).WithUser("b", "1").WithUser("a", "2").WithUser("b", "3"));
        var got = (await peer.ExpectAsync<MqttPublish>()).Properties!;
        Assert.Equal(1u, got.Number(MqttProperty.PayloadFormatIndicator));
        Assert.Equal(("text/plain", "back"), (got.Text(MqttProperty.ContentType), got.Text(MqttProperty.ResponseTopic)));
        Assert.Equal(9, got.Data(MqttProperty.CorrelationData)!.Value.Span[0]);
        Assert.Equal([("b", "1"), ("a", "2"), ("b", "3")], got.User);
        Assert.InRange(got.Number(MqttProperty.MessageExpiryInterval)!.Value, 50u, 60u);
    }

    [Fact]
    public async Task A_message_that_expired_while_it_waited_is_not_delivered_and_the_wait_is_subtracted()
    {
        var time = new TestKit.ManualTime();
        await using var host = await BrokerHost.StartAsync(time: time);
        var kept = new MqttProperties().With(MqttProperty.SessionExpiryInterval, 1000);
        (await RawPeer.ConnectAsync(host.EndPoint, "x", properties: kept).ContinueWith(async p =>
        {
            await (await p).SubscribeAsync("t");
            return await p;
        }, TaskScheduler.Default).Unwrap()).Vanish();
        await Patience.UntilAsync(() => host.Broker.Connected.Count == 0);
        foreach (var seconds in new uint[] { 10, 100 })
        {
            await host.Broker.PublishAsync(
                new MqttPublish
                {
                    Topic = "t", Qos = MqttQos.AtLeastOnce, Properties = new MqttProperties().With(MqttProperty.MessageExpiryInterval, seconds),
                },
                Patience.Test);
        }
        time.Advance(TimeSpan.FromSeconds(30));
        using var back = await RawPeer.ConnectAsync(host.EndPoint, "x", clean: false, properties: kept);
        Assert.Equal(70u, (await back.ExpectAsync<MqttPublish>()).ExpirySeconds);
        await back.ExpectNothingAsync();
    }

    [Fact]
    public async Task Shared_subscriptions_are_refused_by_name()
    {
        await using var host = await BrokerHost.StartAsync();
        using var five = await RawPeer.ConnectAsync(host.EndPoint, "5");
        Assert.Equal(MqttReason.SharedSubscriptionsNotSupported, Assert.Single((await five.SubscribeAsync("$share/g/t")).Reasons));
        using var old = await RawPeer.ConnectAsync(host.EndPoint, "3", MqttVersion.V311);
        Assert.Equal((MqttReason)0x80, Assert.Single((await old.SubscribeAsync("$share/g/t")).Reasons));
    }

    [Fact]
    public async Task Enhanced_authentication_is_refused_by_name()
    {
        await using var host = await BrokerHost.StartAsync();
        using var peer = await RawPeer.DialAsync(host.EndPoint);
        var ack = await peer.OpenAsync("x", properties: new MqttProperties().With(MqttProperty.AuthenticationMethod, "SCRAM-SHA-1"));
        Assert.Equal(MqttReason.BadAuthenticationMethod, ack.Reason);
        await peer.ExpectEndAsync();
    }

    [Theory]
    [InlineData("0a")] // reserved packet type 0
    [InlineData("6200")] // PUBREL without identifier
    [InlineData("8005000161620100")] // SUBSCRIBE with the wrong flags
    [InlineData("820300010000")] // SUBSCRIBE without a filter
    [InlineData("36050001740001")] // PUBLISH at QoS 3
    [InlineData("300500022b61" + "0000")] // PUBLISH to a wildcard
    [InlineData("3a050001740000")] // DUP at QoS 1 with identifier 0
    [InlineData("30ffffffff7f")] // remaining length of five bytes
    [InlineData("c001")] // the beginning of a PINGREQ with a body
    public async Task Whatever_is_malformed_ends_the_connection_and_nobody_elses(string hex)
    {
        await using var host = await BrokerHost.StartAsync();
        using var bystander = await RawPeer.ConnectAsync(host.EndPoint, "bystander");
        foreach (var version in new[] { MqttVersion.V311, MqttVersion.V5 })
        {
            using var peer = await RawPeer.ConnectAsync(host.EndPoint, "x", version);
            await peer.SendAsync([.. Convert.FromHexString(hex), .. new byte[16]]);
            Assert.True(await peer.NextAsync() is null or ReasonPacket { Type: MqttPacketType.Disconnect, Reason: >= MqttReason.UnspecifiedError });
        }
        await bystander.ExpectNothingAsync();
    }

    [Fact]
    public async Task The_access_list_is_asked_each_time_and_may_change_its_mind()
    {
        await using var host = await BrokerHost.StartAsync();
        host.Access.OnPublish = t => t.StartsWith("mine/", StringComparison.Ordinal);
        host.Access.OnSubscribe = f => f == "mine/+";
        using var peer = await RawPeer.ConnectAsync(host.EndPoint, "x");
        Assert.Equal(MqttReason.NotAuthorized, Assert.Single((await peer.SubscribeAsync("#")).Reasons));
        Assert.Equal(MqttReason.GrantedQos1, Assert.Single((await peer.SubscribeAsync("mine/+")).Reasons));
        await peer.PublishAsync("theirs/a", [1], MqttQos.AtLeastOnce, 1);
        Assert.Equal(MqttReason.NotAuthorized, (await peer.ExpectAsync<AckPacket>()).Reason);
        host.Access.OnPublish = _ => true;
        await peer.PublishAsync("theirs/a", [1], MqttQos.AtLeastOnce, 2);
        Assert.Equal(MqttReason.Success, (await peer.ExpectAsync<AckPacket>()).Reason);
        Assert.True(host.Broker.Disconnect("x", MqttReason.NotAuthorized));
        await peer.ExpectEndAsync(MqttReason.NotAuthorized);
        Assert.False(host.Broker.Disconnect("x"));
    }

    [Fact]
    public async Task A_wrong_password_is_told_in_both_versions_and_a_will_beyond_ones_rights_is_refused()
    {
        await using var host = await BrokerHost.StartAsync();
        host.Access.OnConnect = r => r is { UserName: "button", Password: { Length: 3 } p } && p.Span.SequenceEqual("sos"u8)
            ? ConnectVerdict.Allow("device-7")
            : ConnectVerdict.Refuse(MqttReason.BadUserNameOrPassword);
        host.Access.OnPublish = _ => false;
        foreach (var version in new[] { MqttVersion.V311, MqttVersion.V5 })
        {
            using var wrong = await RawPeer.DialAsync(host.EndPoint, version);
            Assert.Equal(MqttReason.BadUserNameOrPassword, (await wrong.OpenAsync("x")).Reason);
            await wrong.ExpectEndAsync();
        }
        using var right = await RawPeer.DialAsync(host.EndPoint);
        await right.SendAsync(new ConnectPacket { Version = MqttVersion.V5, ClientId = "x", CleanStart = true, UserName = "button", Password = "sos"u8.ToArray() });
        Assert.Equal(MqttReason.Success, (await right.ExpectAsync<ConnAckPacket>()).Reason);
        Assert.Equal("device-7", Assert.Single(host.Broker.Connected).Principal);
        using var willing = await RawPeer.DialAsync(host.EndPoint);
        await willing.SendAsync(new ConnectPacket
        {
            Version = MqttVersion.V5, ClientId = "y", CleanStart = true, UserName = "button", Password = "sos"u8.ToArray(),
            Will = new MqttPublish { Topic = "not/mine" },
        });
        Assert.Equal(MqttReason.NotAuthorized, (await willing.ExpectAsync<ConnAckPacket>()).Reason);
    }

    [Fact]
    public async Task A_broker_that_stops_says_so_and_publishes_no_wills()
    {
        var host = await BrokerHost.StartAsync();
        using var five = await RawPeer.ConnectAsync(host.EndPoint, "5", will: new MqttPublish { Topic = "will" });
        using var old = await RawPeer.ConnectAsync(host.EndPoint, "3", MqttVersion.V311);
        var stopping = host.DisposeAsync();
        await five.ExpectEndAsync(MqttReason.ServerShuttingDown);
        await old.ExpectEndAsync();
        await stopping;
    }

    [Fact]
    public async Task A_refused_5_0_client_reads_why_although_it_is_still_sending()
    {
        await using var host = await BrokerHost.StartAsync(new MqttBrokerOptions { Linger = TimeSpan.FromSeconds(10) });
        for (var i = 0; i < 3; i++)
        {
            using var peer = await RawPeer.ConnectAsync(host.EndPoint, "x");
            // A violation followed by more than sockets hold: a broker that closes with input unread resets the socket, and
            // the reset takes the reason from the client that is still sending.
            var bytes = new byte[8 * 1024 * 1024];
            bytes[0] = 0xF1;
            await peer.SendAsync(bytes);
            await peer.ExpectEndAsync(MqttReason.MalformedPacket);
        }
    }
}
