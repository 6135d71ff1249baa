using System.Globalization;
using System.Text;
using Samagam.Mqtt;
using Samagam.Mqtt.Sessions;

namespace Samagam.Compliance.Sessions;

/// <summary>
/// What every <see cref="ISessionStore"/> promises. Derive, give a <see cref="SessionStoreBench"/>, and all sentences run
/// against your store. Each is asked after a flush and a kill.
/// </summary>
public abstract class SessionStoreCompliance
{
    /// <summary>A fresh, empty store.</summary>
    protected abstract Task<SessionStoreBench> OpenAsync();

    [Fact]
    public async Task A_new_store_is_empty()
    {
        await using var bench = await OpenAsync();
        Assert.Equal("", await SavedAsync(bench));
    }

    [Fact]
    public async Task What_was_flushed_outlives_a_kill()
    {
        await using var bench = await OpenAsync();
        bench.Store.Save(Header("b", 60, new Subscription("t/+", MqttQos.AtLeastOnce, NoLocal: true, RetainAsPublished: true, Identifier: 268_435_455), new Subscription("t/1", MqttQos.AtMostOnce)));
        bench.Store.Save(Header("a", uint.MaxValue));
        bench.Store.Append("b", new StoredMessage(1, Message("t/1", "one")));
        bench.Store.Append("b", new StoredMessage(2, Message("t/1", ""), PacketId: 65_535));
        bench.Store.Retain(Message("r/1", "kept"));
        Assert.Equal("a 4294967295\nb 60 [t/+ 1 True True 268435455] [t/1 0 False False 0] (1 0 t/1=one) (2 65535 t/1=)\nr/1=kept\n", await SavedAsync(bench));
    }

    [Fact]
    public async Task Every_member_of_a_message_comes_back_as_it_was()
    {
        await using var bench = await OpenAsync();
        var properties = new MqttProperties()
            .With(MqttProperty.PayloadFormatIndicator, 1).With(MqttProperty.MessageExpiryInterval, 77).With(MqttProperty.ContentType, "text")
            .With(MqttProperty.ResponseTopic, "back").With(MqttProperty.CorrelationData, (ReadOnlyMemory<byte>)new byte[] { 0, 255 })
            .With(MqttProperty.SubscriptionIdentifier, 3).With(MqttProperty.SubscriptionIdentifier, 9).WithUser("ghat", "ram").WithUser("ghat", "दत्त");
        var sent = new MqttPublish { Topic = "राम/घाट", Payload = new byte[] { 0, 1, 255 }, Qos = MqttQos.AtLeastOnce, Retain = true, Properties = properties };
        bench.Store.Save(Header("s", 60));
        bench.Store.Append("s", new StoredMessage(1, sent));
        await bench.Store.FlushAsync(Stop);
        await bench.KillAndReopenAsync();
        var back = (await bench.Store.LoadAsync(Stop)).Sessions.Single().Messages.Single().Message;
        Assert.Equal((sent.Topic, sent.Qos, sent.Retain), (back.Topic, back.Qos, back.Retain));
        Assert.Equal(sent.Payload.ToArray(), back.Payload.ToArray());
        Assert.Equal(StoredForm.Write(sent), StoredForm.Write(back));
        Assert.Equal([3u, 9u], back.Properties!.SubscriptionIdentifiers);
        Assert.Equal([("ghat", "ram"), ("ghat", "दत्त")], back.Properties.User);
        Assert.Equal((77u, "back"), (back.ExpirySeconds!.Value, back.Properties.Text(MqttProperty.ResponseTopic)));
    }

    [Fact]
    public async Task A_will_that_waits_comes_back_with_its_delay_and_its_owner()
    {
        await using var bench = await OpenAsync();
        var will = new MqttPublish
        {
            Topic = "w", Payload = new byte[] { 1 }, Qos = MqttQos.AtLeastOnce,
            Properties = new MqttProperties().With(MqttProperty.WillDelayInterval, 30).With(MqttProperty.MessageExpiryInterval, 5),
        };
        bench.Store.Save(Header("s", 60) with { Will = new StoredWill(will, 29, "user", "device:7") });
        bench.Store.Save(Header("t", 60) with { Will = new StoredWill(Message("w", "x"), uint.MaxValue, null, null) });
        await bench.Store.FlushAsync(Stop);
        await bench.KillAndReopenAsync();
        var kept = (await bench.Store.LoadAsync(Stop)).Sessions.Select(s => s.Header.Will!).ToList();
        Assert.Equal((29u, "user", "device:7"), (kept[0].DelaySeconds, kept[0].UserName, kept[0].Principal));
        Assert.Equal(StoredForm.Write(will), StoredForm.Write(kept[0].Message));
        Assert.Equal((uint.MaxValue, null, null), (kept[1].DelaySeconds, kept[1].UserName, kept[1].Principal));
        bench.Store.Save(Header("s", 60));
        await bench.Store.FlushAsync(Stop);
        await bench.KillAndReopenAsync();
        Assert.Null((await bench.Store.LoadAsync(Stop)).Sessions[0].Header.Will);
    }

    [Fact]
    public async Task Saving_anew_replaces_the_subscriptions_and_leaves_the_messages()
    {
        await using var bench = await OpenAsync();
        bench.Store.Save(Header("s", 60, new Subscription("a", MqttQos.AtLeastOnce), new Subscription("b", MqttQos.AtLeastOnce)));
        bench.Store.Append("s", new StoredMessage(1, Message("a", "x")));
        await bench.Store.FlushAsync(Stop);
        bench.Store.Save(Header("s", 61, new Subscription("b", MqttQos.AtMostOnce)));
        Assert.Equal("s 61 [b 0 False False 0] (1 0 a=x)\n", await SavedAsync(bench));
    }

    [Fact]
    public async Task A_removed_message_is_gone_whether_it_was_flushed_before_or_not()
    {
        await using var bench = await OpenAsync();
        bench.Store.Save(Header("s", 60));
        bench.Store.Append("s", new StoredMessage(1, Message("t", "1")));
        bench.Store.Append("s", new StoredMessage(2, Message("t", "2")));
        await bench.Store.FlushAsync(Stop);
        bench.Store.Append("s", new StoredMessage(3, Message("t", "3")));
        bench.Store.Append("s", new StoredMessage(4, Message("t", "4")));
        bench.Store.Remove("s", 1);
        bench.Store.Remove("s", 3);
        Assert.Equal("s 60 (2 0 t=2) (4 0 t=4)\n", await SavedAsync(bench));
    }

    [Fact]
    public async Task A_message_remembers_under_which_identifier_it_was_sent()
    {
        await using var bench = await OpenAsync();
        bench.Store.Save(Header("s", 60));
        bench.Store.Append("s", new StoredMessage(1, Message("t", "1")));
        await bench.Store.FlushAsync(Stop);
        bench.Store.Sent("s", 1, 7);
        bench.Store.Append("s", new StoredMessage(2, Message("t", "2")));
        bench.Store.Sent("s", 2, 8);
        Assert.Equal("s 60 (1 7 t=1) (2 8 t=2)\n", await SavedAsync(bench));
    }

    [Fact]
    public async Task A_deleted_session_is_gone_with_its_messages_and_a_new_one_of_that_name_begins_empty()
    {
        await using var bench = await OpenAsync();
        bench.Store.Save(Header("s", 60, new Subscription("t", MqttQos.AtLeastOnce)));
        bench.Store.Save(Header("other", 60));
        bench.Store.Append("s", new StoredMessage(1, Message("t", "old")));
        bench.Store.Append("other", new StoredMessage(1, Message("t", "stays")));
        await bench.Store.FlushAsync(Stop);
        bench.Store.Delete("s");
        Assert.Equal("other 60 (1 0 t=stays)\n", await SavedAsync(bench));
        bench.Store.Save(Header("s", 60));
        bench.Store.Append("s", new StoredMessage(1, Message("t", "older")));
        bench.Store.Delete("s");
        bench.Store.Save(Header("s", 61));
        bench.Store.Append("s", new StoredMessage(1, Message("t", "new")));
        Assert.Equal("other 60 (1 0 t=stays)\ns 61 (1 0 t=new)\n", await SavedAsync(bench));
    }

    [Fact]
    public async Task What_is_not_known_is_no_error()
    {
        await using var bench = await OpenAsync();
        bench.Store.Delete("nobody");
        bench.Store.Remove("nobody", 1);
        bench.Store.Sent("nobody", 1, 1);
        bench.Store.Unretain("nothing");
        bench.Store.Append("nobody", new StoredMessage(1, Message("t", "x")));
        bench.Store.Save(Header("s", 60));
        bench.Store.Remove("s", 5);
        bench.Store.Sent("s", 5, 1);
        Assert.Equal("s 60\n", await SavedAsync(bench));
    }

    [Fact]
    public async Task The_last_retained_message_of_a_topic_is_kept_until_it_is_forgotten()
    {
        await using var bench = await OpenAsync();
        bench.Store.Retain(Message("b", "1"));
        bench.Store.Retain(Message("a", "1"));
        bench.Store.Retain(Message("b", "2"));
        Assert.Equal("a=1\nb=2\n", await SavedAsync(bench));
        bench.Store.Unretain("a");
        bench.Store.Unretain("b");
        bench.Store.Retain(Message("b", "3"));
        Assert.Equal("b=3\n", await SavedAsync(bench));
    }

    [Fact]
    public async Task All_is_there_after_an_orderly_end()
    {
        await using var bench = await OpenAsync();
        bench.Store.Save(Header("s", 60));
        bench.Store.Append("s", new StoredMessage(1, Message("t", "x")));
        bench.Store.Retain(Message("r", "y"));
        await bench.ReopenAsync();
        Assert.Equal("s 60 (1 0 t=x)\nr=y\n", await SavedAsync(bench));
    }

    [Fact]
    public async Task Many_at_once_are_all_kept_in_the_order_of_each()
    {
        await using var bench = await OpenAsync();
        var store = bench.Store;
        await Task.WhenAll(Enumerable.Range(0, 16).Select(client => Task.Run(async () =>
        {
            var name = string.Create(CultureInfo.InvariantCulture, $"c{client:00}");
            store.Save(Header(name, 60));
            for (var i = 1; i <= 200; i++)
            {
                store.Append(name, new StoredMessage(i, Message("t", "x")));
                if (i % 7 == 0)
                {
                    await store.FlushAsync(Stop);
                }
                if (i % 2 == 0)
                {
                    store.Remove(name, i);
                }
            }
            await store.FlushAsync(Stop);
        }, Stop))).WaitAsync(TimeSpan.FromSeconds(30), Stop);
        await bench.KillAndReopenAsync();
        var sessions = (await bench.Store.LoadAsync(Stop)).Sessions;
        Assert.Equal(16, sessions.Count);
        Assert.All(sessions, s => Assert.Equal(Enumerable.Range(0, 100).Select(i => (2L * i) + 1), s.Messages.Select(m => m.Sequence)));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Any_walk_of_changes_flushes_and_kills_leaves_what_a_plain_list_would_hold(int seed)
    {
        await using var bench = await OpenAsync();
        var luck = new Random(seed);
        var model = new MemorySessionStore();
        await model.FlushAsync(Stop);
        var sequence = 0L;
        for (var step = 0; step < 600; step++)
        {
            var client = ((char)('a' + luck.Next(4))).ToString();
            var any = luck.NextInt64(sequence + 2);
            var kind = luck.Next(20);
            var next = kind is >= 3 and < 10 ? ++sequence : 0;
            foreach (var store in (ISessionStore[])[bench.Store, model])
            {
                Do(store, kind, client, next, any);
            }
            if (kind == 19)
            {
                Assert.Equal($"seed {seed} step {step}\n{await TextAsync(model)}", $"seed {seed} step {step}\n{await SavedAsync(bench)}");
            }
        }
    }

    private static void Do(ISessionStore store, int kind, string client, long next, long any)
    {
        switch (kind)
        {
            case 0:
                store.Delete(client);
                break;
            case 1 or 2:
                store.Save(Header(client, 60, new Subscription(any.ToString(CultureInfo.InvariantCulture), MqttQos.AtLeastOnce)));
                break;
            case < 10:
                // Only to a session that is there: appending before saving is no use the broker makes of a store.
                store.Save(Header(client, 61));
                store.Append(client, new StoredMessage(next, Message("t", client)));
                break;
            case < 14:
                store.Remove(client, any);
                break;
            case < 16:
                store.Sent(client, any, 9);
                break;
            case 16 or 17:
                store.Retain(Message(client, any.ToString(CultureInfo.InvariantCulture)));
                break;
            case 18:
                store.Unretain(client);
                break;
            default:
                break;
        }
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static SessionHeader Header(string client, uint expiry, params Subscription[] subscriptions) => new(client, expiry, subscriptions);

    private static MqttPublish Message(string topic, string payload) =>
        new() { Topic = topic, Payload = Encoding.UTF8.GetBytes(payload), Qos = MqttQos.AtLeastOnce };

    /// <summary>What is there after a flush and a kill.</summary>
    private static async Task<string> SavedAsync(SessionStoreBench bench)
    {
        await bench.Store.FlushAsync(Stop);
        await bench.KillAndReopenAsync();
        return await TextAsync(bench.Store);
    }

    private static async Task<string> TextAsync(ISessionStore store)
    {
        var state = await store.LoadAsync(Stop);
        var text = new StringBuilder();
        foreach (var (header, messages) in state.Sessions)
        {
            text.Append(CultureInfo.InvariantCulture, $"{header.ClientId} {header.ExpirySeconds}");
            foreach (var s in header.Subscriptions)
            {
                text.Append(CultureInfo.InvariantCulture, $" [{s.Filter} {(int)s.Qos} {s.NoLocal} {s.RetainAsPublished} {s.Identifier}]");
            }
            foreach (var m in messages)
            {
                text.Append(CultureInfo.InvariantCulture, $" ({m.Sequence} {m.PacketId} {m.Message.Topic}={Encoding.UTF8.GetString(m.Message.Payload.Span)})");
            }
            text.Append('\n');
        }
        foreach (var message in state.Retained)
        {
            text.Append(CultureInfo.InvariantCulture, $"{message.Topic}={Encoding.UTF8.GetString(message.Payload.Span)}\n");
        }
        return text.ToString();
    }
}
