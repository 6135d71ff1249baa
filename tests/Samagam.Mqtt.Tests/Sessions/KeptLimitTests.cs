using Samagam.Mqtt.Broker;
using Samagam.Mqtt.Codec;
using Samagam.Mqtt.Sessions;
using Samagam.Mqtt.Tests.Parts;

namespace Samagam.Mqtt.Tests.Sessions;

/// <summary>Limits on what is kept, stood upon while the broker runs and when it comes back with smaller ones.</summary>
public sealed class KeptLimitTests
{
    private static MqttPublish Message(string topic, int bytes) => new() { Topic = topic, Payload = new byte[bytes], Qos = MqttQos.AtLeastOnce };

    public static TheoryData<MqttBrokerOptions> TwoMessages =>
    [
        new MqttBrokerOptions { MaximumQueuedMessages = 2 },
        // Each costs its 100 bytes, its topic of one letter twice, and 128.
        new MqttBrokerOptions { MaximumQueuedBytes = (2 * 230) + 229 },
    ];

    [Theory]
    [MemberData(nameof(TwoMessages))]
    public async Task An_absent_client_is_kept_as_many_messages_and_bytes_as_allowed_and_no_more(MqttBrokerOptions options)
    {
        await using var file = new SessionFile();
        var host = await BrokerHost.StartAsync(options, file.Store);
        using (var peer = await RawPeer.ConnectAsync(host.EndPoint, "s", MqttVersion.V311, clean: false))
        {
            await peer.SubscribeAsync("t");
            peer.Vanish();
        }
        await Patience.UntilAsync(() => host.Broker.Connected.Count == 0);
        using var counts = new Counts();
        for (var i = 0; i < 3; i++)
        {
            await host.Broker.PublishAsync(Message("t", 100), Patience.Test);
        }
        Assert.True(counts["mqtt.dropped queue"] >= 1);
        await file.KillAndReopenAsync(host.DisposeAsync);
        Assert.Equal(2, Assert.Single((await file.Store.LoadAsync(Patience.Test)).Sessions).Messages.Count);
    }

    [Fact]
    public async Task What_a_smaller_limit_no_longer_allows_is_dropped_at_the_start_counted_and_forgotten_on_disk()
    {
        await using var file = new SessionFile();
        Subscription[] three = [new("a", MqttQos.AtLeastOnce), new("b", MqttQos.AtLeastOnce), new("c", MqttQos.AtLeastOnce)];
        foreach (var name in (string[])["s1", "s2", "s3"])
        {
            file.Store.Save(new SessionHeader(name, uint.MaxValue, three));
            for (var i = 1; i <= 3; i++)
            {
                file.Store.Append(name, new StoredMessage(i, Message("a", 10)));
            }
            file.Store.Retain(Message($"r/{name}", 10));
        }
        await file.ReopenAsync();
        using var counts = new Counts();
        var options = new MqttBrokerOptions { MaximumSessions = 2, MaximumSubscriptions = 2, MaximumQueuedMessages = 2, MaximumRetained = 2, MaximumSessionExpiry = TimeSpan.FromSeconds(30) };
        var host = await BrokerHost.StartAsync(options, file.Store);
        Assert.Equal(2, host.Broker.SessionCount);
        Assert.True(counts["mqtt.dropped sessions"] >= 1 && counts["mqtt.dropped subscriptions"] >= 2 && counts["mqtt.dropped queue"] >= 2 && counts["mqtt.dropped retained"] >= 1);
        await host.DisposeAsync();
        await file.ReopenAsync();
        var left = await file.Store.LoadAsync(Patience.Test);
        Assert.Equal(["s1", "s2"], left.Sessions.Select(s => s.Header.ClientId));
        Assert.All(left.Sessions, s => Assert.Equal([1, 2], s.Messages.Select(m => m.Sequence)));
        Assert.Equal(["r/s1", "r/s2"], left.Retained.Select(m => m.Topic));
    }

    [Fact]
    public async Task Retained_bytes_of_exactly_the_limit_come_back_and_one_more_does_not()
    {
        await using var file = new SessionFile();
        file.Store.Retain(Message("a", 100));
        file.Store.Retain(Message("b", 100));
        await file.ReopenAsync();
        var host = await BrokerHost.StartAsync(new MqttBrokerOptions { MaximumRetainedBytes = 460 }, file.Store);
        await host.DisposeAsync();
        Assert.Equal(2, (await file.Store.LoadAsync(Patience.Test)).Retained.Count);
        await file.ReopenAsync();
        var smaller = await BrokerHost.StartAsync(new MqttBrokerOptions { MaximumRetainedBytes = 459 }, file.Store);
        await smaller.DisposeAsync();
        Assert.Equal("a", Assert.Single((await file.Store.LoadAsync(Patience.Test)).Retained).Topic);
    }
}
