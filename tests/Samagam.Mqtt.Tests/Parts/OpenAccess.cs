using Samagam.Mqtt.Broker;

namespace Samagam.Mqtt.Tests.Parts;

/// <summary>An access list a test changes while the broker runs.</summary>
internal sealed class OpenAccess : IMqttAccess
{
    public Func<MqttConnectRequest, ConnectVerdict> OnConnect { get; set; } = _ => ConnectVerdict.Allow();
    public Func<string, bool> OnPublish { get; set; } = _ => true;
    public Func<string, bool> OnSubscribe { get; set; } = _ => true;

    public ConnectVerdict Connect(MqttConnectRequest request) => OnConnect(request);

    public bool MayPublish(MqttClientIdentity client, string topic) => OnPublish(topic);

    public bool MaySubscribe(MqttClientIdentity client, string filter) => OnSubscribe(filter);
}

/// <summary>An owner that accepts everything at once, until a test says otherwise; what it was asked can be awaited.</summary>
internal sealed class Owner : IPublishGate
{
    private readonly System.Threading.Channels.Channel<(MqttPublish Publish, MqttClientIdentity Client)> _asked =
        System.Threading.Channels.Channel.CreateUnbounded<(MqttPublish, MqttClientIdentity)>();

    public Func<MqttPublish, ValueTask<PublishVerdict>> Decide { get; set; } = _ => ValueTask.FromResult(PublishVerdict.Accepted);

    public async Task<(MqttPublish Publish, MqttClientIdentity Client)> AskedAsync() =>
        await _asked.Reader.ReadAsync(Patience.Test).AsTask().WaitAsync(Patience.Limit, Patience.Test);

    public ValueTask<PublishVerdict> AcceptAsync(MqttPublish publish, MqttClientIdentity client, CancellationToken ct)
    {
        _asked.Writer.TryWrite((publish, client));
        return Decide(publish);
    }
}

/// <summary>How long a test waits for an event before it says the event did not come.</summary>
internal static class Patience
{
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    /// <summary>Looks again and again, without sleeping, until it is so.</summary>
    public static async Task UntilAsync(Func<bool> so)
    {
        var since = System.Diagnostics.Stopwatch.StartNew();
        while (!so())
        {
            Assert.True(since.Elapsed < Limit, "it never came to be");
            await Task.Yield();
        }
    }

    /// <summary>Fires when the running test is called off.</summary>
    public static CancellationToken Test => TestContext.Current.CancellationToken;
}
