using System.Collections.Concurrent;
using Samagam.Mqtt.Broker;
using Samagam.Mqtt.Codec;
using Samagam.Mqtt.Tests.Parts;

namespace Samagam.Mqtt.Tests.Broker;

/// <summary>The owner decides each message and the PUBACK waits for it.</summary>
public sealed class GateTests
{
    [Theory]
    [InlineData(MqttVersion.V311)]
    [InlineData(MqttVersion.V5)]
    public async Task A_puback_waits_until_the_owner_has_answered(MqttVersion version)
    {
        await using var host = await BrokerHost.StartAsync();
        var answer = new TaskCompletionSource<PublishVerdict>();
        host.Owner.Decide = _ => new ValueTask<PublishVerdict>(answer.Task);
        using var peer = await RawPeer.ConnectAsync(host.EndPoint, "button", version);
        await peer.PublishAsync("sos", [1], MqttQos.AtLeastOnce, 5);
        await host.Owner.AskedAsync();
        await peer.ExpectNothingAsync();
        answer.SetResult(PublishVerdict.Accepted);
        var ack = await peer.ExpectAsync<AckPacket>();
        Assert.Equal((MqttPacketType.PubAck, (ushort)5, MqttReason.Success), (ack.Type, ack.PacketId, ack.Reason));
    }

    [Theory]
    [InlineData(MqttVersion.V311)]
    [InlineData(MqttVersion.V5)]
    public async Task When_the_owner_is_unavailable_there_is_no_puback_and_the_connection_ends(MqttVersion version)
    {
        await using var host = await BrokerHost.StartAsync();
        host.Owner.Decide = _ => ValueTask.FromResult(PublishVerdict.Unavailable);
        using var peer = await RawPeer.ConnectAsync(host.EndPoint, "button", version);
        await peer.PublishAsync("sos", [1], MqttQos.AtLeastOnce, 5);
        await peer.ExpectEndAsync(MqttReason.ServerBusy);
    }

    [Fact]
    public async Task An_owner_that_throws_is_unavailable_and_the_broker_lives_on()
    {
        await using var host = await BrokerHost.StartAsync();
        host.Owner.Decide = _ => throw new InvalidOperationException("disk on fire");
        using var peer = await RawPeer.ConnectAsync(host.EndPoint, "button");
        await peer.PublishAsync("sos", [1], MqttQos.AtLeastOnce, 5);
        await peer.ExpectEndAsync(MqttReason.ServerBusy);
        host.Owner.Decide = _ => ValueTask.FromResult(PublishVerdict.Accepted);
        using var again = await RawPeer.ConnectAsync(host.EndPoint, "button");
        await again.PublishAsync("sos", [1], MqttQos.AtLeastOnce, 5, duplicate: true);
        await again.ExpectAsync<AckPacket>();
    }

    [Fact]
    public async Task A_refusal_is_told_in_5_0_and_ends_a_3_1_1_connection()
    {
        await using var host = await BrokerHost.StartAsync();
        host.Owner.Decide = _ => ValueTask.FromResult(PublishVerdict.Refused(MqttReason.PayloadFormatInvalid));
        using var five = await RawPeer.ConnectAsync(host.EndPoint, "five");
        await five.PublishAsync("sos", [1], MqttQos.AtLeastOnce, 5);
        Assert.Equal(MqttReason.PayloadFormatInvalid, (await five.ExpectAsync<AckPacket>()).Reason);
        await five.ExpectNothingAsync();
        using var old = await RawPeer.ConnectAsync(host.EndPoint, "old", MqttVersion.V311);
        await old.PublishAsync("sos", [1], MqttQos.AtLeastOnce, 5);
        await old.ExpectEndAsync();
    }

    [Fact]
    public async Task A_silently_accepted_message_is_acknowledged_and_reaches_no_subscriber()
    {
        await using var host = await BrokerHost.StartAsync();
        host.Owner.Decide = p => ValueTask.FromResult(p.Topic == "quiet" ? PublishVerdict.AcceptedSilently : PublishVerdict.Accepted);
        using var peer = await RawPeer.ConnectAsync(host.EndPoint, "a");
        await peer.SubscribeAsync("#");
        await peer.PublishAsync("quiet", [1], MqttQos.AtLeastOnce, 1, retain: true);
        await peer.ExpectAsync<AckPacket>();
        await peer.ExpectNothingAsync();
        using var later = await RawPeer.ConnectAsync(host.EndPoint, "b");
        await later.SubscribeAsync("#");
        await later.ExpectNothingAsync();
    }

    [Fact]
    public async Task Questions_of_one_client_run_side_by_side_and_pubacks_and_messages_keep_their_order()
    {
        await using var host = await BrokerHost.StartAsync();
        var answers = new ConcurrentDictionary<byte, TaskCompletionSource<PublishVerdict>>();
        host.Owner.Decide = p => new ValueTask<PublishVerdict>(answers.GetOrAdd(p.Payload.Span[0], _ => new()).Task);
        using var subscriber = await RawPeer.ConnectAsync(host.EndPoint, "s");
        await subscriber.SubscribeAsync("t", MqttQos.AtMostOnce);
        using var peer = await RawPeer.ConnectAsync(host.EndPoint, "p");
        for (byte i = 1; i <= 10; i++)
        {
            await peer.PublishAsync("t", [i], MqttQos.AtLeastOnce, i);
            await host.Owner.AskedAsync();
        }
        for (byte i = 10; i >= 2; i--)
        {
            answers[i].SetResult(PublishVerdict.Accepted);
        }
        await peer.ExpectNothingAsync();
        answers[1].SetResult(PublishVerdict.Accepted);
        for (ushort i = 1; i <= 10; i++)
        {
            Assert.Equal(i, (await peer.ExpectAsync<AckPacket>()).PacketId);
            Assert.Equal(i, (await subscriber.ExpectAsync<MqttPublish>()).Payload.Span[0]);
        }
    }

    [Fact]
    public async Task One_more_than_the_receive_maximum_ends_a_5_0_connection()
    {
        await using var host = await BrokerHost.StartAsync(new MqttBrokerOptions { ReceiveMaximum = 3 });
        var never = new TaskCompletionSource<PublishVerdict>();
        host.Owner.Decide = _ => new ValueTask<PublishVerdict>(never.Task);
        using var peer = await RawPeer.DialAsync(host.EndPoint);
        Assert.Equal(3u, (await peer.OpenAsync("p")).Properties!.Number(MqttProperty.ReceiveMaximum));
        for (ushort i = 1; i <= 3; i++)
        {
            await peer.PublishAsync("t", [1], MqttQos.AtLeastOnce, i);
            await host.Owner.AskedAsync();
        }
        await peer.PublishAsync("t", [1]);
        await host.Owner.AskedAsync();
        await peer.ExpectNothingAsync();
        await peer.PublishAsync("t", [1], MqttQos.AtLeastOnce, 4);
        await peer.ExpectEndAsync(MqttReason.ReceiveMaximumExceeded);
        never.SetResult(PublishVerdict.Accepted);
    }

    [Fact]
    public async Task A_3_1_1_client_that_knows_no_receive_maximum_is_slowed_and_loses_nothing()
    {
        await using var host = await BrokerHost.StartAsync(new MqttBrokerOptions { ReceiveMaximum = 3 });
        var gate = new SemaphoreSlim(0);
        host.Owner.Decide = async _ =>
        {
            await gate.WaitAsync(Patience.Test);
            return PublishVerdict.Accepted;
        };
        using var peer = await RawPeer.ConnectAsync(host.EndPoint, "p", MqttVersion.V311);
        for (ushort i = 1; i <= 20; i++)
        {
            await peer.PublishAsync("t", [1], MqttQos.AtLeastOnce, i);
        }
        for (var i = 0; i < 3; i++)
        {
            await host.Owner.AskedAsync();
        }
        gate.Release(20);
        for (ushort i = 1; i <= 20; i++)
        {
            Assert.Equal(i, (await peer.ExpectAsync<AckPacket>()).PacketId);
        }
    }

    [Fact]
    public async Task What_was_asked_is_finished_although_the_publisher_left()
    {
        await using var host = await BrokerHost.StartAsync();
        var answer = new TaskCompletionSource<PublishVerdict>();
        host.Owner.Decide = _ => new ValueTask<PublishVerdict>(answer.Task);
        using var subscriber = await RawPeer.ConnectAsync(host.EndPoint, "s");
        await subscriber.SubscribeAsync("t");
        using (var peer = await RawPeer.ConnectAsync(host.EndPoint, "p"))
        {
            await peer.PublishAsync("t", [1], MqttQos.AtLeastOnce, 1);
            await host.Owner.AskedAsync();
            peer.Vanish();
        }
        answer.SetResult(PublishVerdict.Accepted);
        Assert.Equal("t", (await subscriber.ExpectAsync<MqttPublish>()).Topic);
    }
}
