using Microsoft.Extensions.Logging.Abstractions;
using Samagam.Mqtt.Broker;
using Samagam.Mqtt.Client;
using Samagam.Mqtt.Sessions;
using Samagam.Mqtt.Tests.Parts;

namespace Samagam.Mqtt.Tests.Client;

/// <summary>Our client against our broker: what only a scripted owner or a scripted peer can show.</summary>
public sealed class ClientAgainstOurBrokerTests
{
    [Fact]
    public async Task A_publish_returns_when_the_owner_has_taken_the_message()
    {
        await using var host = await BrokerHost.StartAsync();
        var answer = new TaskCompletionSource<PublishVerdict>();
        host.Owner.Decide = _ => new ValueTask<PublishVerdict>(answer.Task);
        await using var client = new Running(host.Port);
        var publish = client.PublishAsync("t", [1]);
        await host.Owner.AskedAsync();
        Assert.False(publish.IsCompleted);
        answer.SetResult(PublishVerdict.Refused(MqttReason.QuotaExceeded));
        Assert.Equal(MqttReason.QuotaExceeded, await publish);
    }

    [Fact]
    public async Task A_message_the_owner_could_not_take_is_repeated_as_a_duplicate_until_it_can()
    {
        await using var host = await BrokerHost.StartAsync();
        var refusals = 2;
        host.Owner.Decide = _ => ValueTask.FromResult(refusals-- > 0 ? PublishVerdict.Unavailable : PublishVerdict.Accepted);
        await using var client = new Running(host.Port, o => o.ShortestBackoff = TimeSpan.FromMilliseconds(1));
        Assert.Equal(MqttReason.Success, await client.PublishAsync("t", [1]));
        Assert.False((await host.Owner.AskedAsync()).Publish.Duplicate);
        Assert.True((await host.Owner.AskedAsync()).Publish.Duplicate);
        Assert.True((await host.Owner.AskedAsync()).Publish.Duplicate);
    }

    [Theory]
    [InlineData(MqttVersion.V311, false)]
    [InlineData(MqttVersion.V5, true)]
    public async Task It_resumes_its_session_at_a_restarted_broker_that_kept_it(MqttVersion version, bool secure)
    {
        using var tls = secure ? new TestCertificates() : null;
        var store = new MemorySessionStore();
        var host = await BrokerHost.StartAsync(sessions: store, tls: tls);
        await using var client = new Running(host.Port, o => o.Version = version, tls);
        await client.SubscribeAsync("t");
        await host.DisposeAsync();
        await Patience.UntilAsync(() => !client.Client.IsConnected);
        var waiting = client.PublishAsync("t", [9]);
        await using var reborn = await BrokerHost.StartAsync(sessions: store, tls: tls, port: host.Port);
        client.Client.TryNow();
        Assert.Equal(MqttReason.Success, await waiting);
        Assert.Equal(9, (await client.NextAsync()).Payload.Span[0]);
    }

    [Fact]
    public async Task A_message_whose_handling_failed_comes_again()
    {
        await using var host = await BrokerHost.StartAsync();
        var seen = new List<bool>();
        var twice = new TaskCompletionSource();
        await using var client = new Running(host.Port, o =>
        {
            o.ShortestBackoff = TimeSpan.FromMilliseconds(1);
            o.Received = (publish, _) =>
            {
                seen.Add(publish.Duplicate);
                if (seen.Count == 1)
                {
                    throw new IOException("disk full");
                }
                twice.TrySetResult();
                return ValueTask.CompletedTask;
            };
        });
        await client.SubscribeAsync("t");
        await host.Broker.PublishAsync("t", new byte[] { 1 }, MqttQos.AtLeastOnce, false, Patience.Test);
        await twice.Task.WaitAsync(Patience.Limit, Patience.Test);
        Assert.Equal([false, true], seen);
    }

    [Fact]
    public async Task A_handler_may_publish_and_wait_for_the_answer()
    {
        await using var host = await BrokerHost.StartAsync();
        MqttClient? self = null;
        await using var client = new Running(host.Port, o => o.Received = async (publish, ct) =>
            await self!.PublishAsync("answer", publish.Payload, MqttQos.AtLeastOnce, false, ct));
        self = client.Client;
        await client.SubscribeAsync("question");
        await host.Broker.PublishAsync("question", new byte[] { 5 }, MqttQos.AtLeastOnce, false, Patience.Test);
        Assert.Equal("answer", (await host.Owner.AskedAsync()).Publish.Topic);
    }

    [Fact]
    public async Task A_peer_that_stops_answering_is_given_up_and_dialled_again()
    {
        using var listener = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        listener.Start();
        var port = ((System.Net.IPEndPoint)listener.LocalEndpoint).Port;
        var time = new TestKit.ManualTime();
        await using var client = new Running(port, time: time);
        using var first = await listener.AcceptSocketAsync(Patience.Test).AsTask().WaitAsync(Patience.Limit, Patience.Test);
        await first.SendAsync(new byte[] { 0x20, 3, 0, 0, 0 }, Patience.Test);
        await client.ConnectedAsync();
        // The peer's machine has died: the socket stays open and nothing is ever said again.
        await Patience.UntilAsync(() =>
        {
            time.Advance(TimeSpan.FromMilliseconds(500));
            return !client.Client.IsConnected;
        });
        await Patience.UntilAsync(() => client.Client.LastTrouble is not null);
        Assert.Equal("no answer to a ping", client.Client.LastTrouble);
        client.Client.TryNow();
        using var second = await listener.AcceptSocketAsync(Patience.Test).AsTask().WaitAsync(Patience.Limit, Patience.Test);
    }

    [Fact]
    public async Task One_message_too_many_is_answered_at_once_and_the_held_ones_are_not_lost()
    {
        var host = await BrokerHost.StartAsync();
        var port = host.Port;
        await host.DisposeAsync();
        await using var client = new Running(port, o => o.MaximumHeld = 2);
        var one = client.PublishAsync("t", [1]);
        var two = client.PublishAsync("t", [2]);
        Assert.Equal(MqttReason.QuotaExceeded, await client.PublishAsync("t", [3]));
        Assert.Equal(MqttReason.ServerUnavailable, await client.Client.PublishAsync("t", new byte[] { 4 }, MqttQos.AtMostOnce, false, Patience.Test));
        await using var back = await BrokerHost.StartAsync(port: port);
        client.Client.TryNow();
        Assert.Equal([MqttReason.Success, MqttReason.Success], await Task.WhenAll(one, two));
    }

    [Fact]
    public async Task No_more_than_the_brokers_receive_maximum_is_in_flight()
    {
        await using var host = await BrokerHost.StartAsync(new MqttBrokerOptions { ReceiveMaximum = 2 });
        var gate = new SemaphoreSlim(0);
        host.Owner.Decide = async _ =>
        {
            await gate.WaitAsync(Patience.Test);
            return PublishVerdict.Accepted;
        };
        await using var client = new Running(host.Port);
        var sent = Enumerable.Range(0, 20).Select(i => client.PublishAsync("t", [(byte)i])).ToList();
        gate.Release(20);
        Assert.All(await Task.WhenAll(sent), r => Assert.Equal(MqttReason.Success, r));
        Assert.True(client.Client.IsConnected);
        Assert.Null(client.Client.LastTrouble);
    }

    [Fact]
    public async Task A_message_larger_than_the_broker_takes_is_refused_on_our_side()
    {
        await using var host = await BrokerHost.StartAsync(new MqttBrokerOptions { MaximumPacketBytes = 1000 });
        await using var client = new Running(host.Port);
        Assert.Equal(MqttReason.PacketTooLarge, await client.PublishAsync("t", new byte[1000]));
        Assert.Equal(MqttReason.Success, await client.PublishAsync("t", new byte[900]));
    }

    [Fact]
    public async Task A_refused_client_keeps_trying_and_says_why_it_is_not_connected()
    {
        await using var host = await BrokerHost.StartAsync();
        host.Access.OnConnect = _ => ConnectVerdict.Refuse(MqttReason.NotAuthorized);
        await using var client = new Running(host.Port, o => o.ShortestBackoff = TimeSpan.FromMilliseconds(1));
        await Patience.UntilAsync(() => client.Client.LastTrouble is not null);
        Assert.Equal("refused: NotAuthorized", client.Client.LastTrouble);
        host.Access.OnConnect = _ => ConnectVerdict.Allow();
        await client.ConnectedAsync();
    }

    [Fact]
    public async Task A_cancelled_publish_that_was_not_sent_is_taken_back()
    {
        var client = new MqttClient(
            new MqttClientOptions { Host = "127.0.0.1", Port = 1, ClientId = "x" }, TimeProvider.System, new Random(1), NullLogger<MqttClient>.Instance);
        using var cancel = new CancellationTokenSource();
        var publish = client.PublishAsync("t", new byte[] { 1 }, MqttQos.AtLeastOnce, false, cancel.Token);
        Assert.Equal(1, client.Held);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => publish);
        Assert.Equal(0, client.Held);
    }

    [Fact]
    public async Task The_client_certificate_reaches_the_access_list()
    {
        using var tls = new TestCertificates();
        await using var host = await BrokerHost.StartAsync(tls: tls);
        host.Access.OnConnect = r => r.ClientCertificate is { } certificate
            ? ConnectVerdict.Allow(certificate.GetNameInfo(System.Security.Cryptography.X509Certificates.X509NameType.SimpleName, false))
            : ConnectVerdict.Refuse(MqttReason.NotAuthorized);
        await using var client = new Running(host.Port, tls: tls);
        await client.ConnectedAsync();
        Assert.Equal("panic-button-7", Assert.Single(host.Broker.Connected).Principal);
    }
}
