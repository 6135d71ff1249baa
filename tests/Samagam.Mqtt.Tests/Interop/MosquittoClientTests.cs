using System.Text;
using Samagam.Mqtt.Tests.Parts;

namespace Samagam.Mqtt.Tests.Interop;

/// <summary>Debian's mosquitto_pub and mosquitto_sub against our broker.</summary>
public sealed class MosquittoClientTests
{
    public static TheoryData<string, int> VersionsAndLevels => new()
    {
        { "mqttv311", 0 }, { "mqttv311", 1 }, { "mqttv5", 0 }, { "mqttv5", 1 },
    };

    [Theory]
    [MemberData(nameof(VersionsAndLevels))]
    public async Task What_mosquitto_pub_publishes_mosquitto_sub_receives(string version, int qos)
    {
        await using var host = await BrokerHost.StartAsync();
        var port = host.Port.ToString();
        using var subscriber = Foreign.Subscriber("-p", port, "-V", version, "-t", "ghat/+/water", "-q", $"{qos}", "-C", "1", "-v", "-d");
        await subscriber.LineAsync("Subscribed (mid");
        using var publisher = Foreign.Publisher("-p", port, "-V", version, "-t", "ghat/ram/water", "-m", "jal ✓", "-q", $"{qos}");
        Assert.Equal(0, await publisher.ExitAsync());
        await subscriber.LineAsync("ghat/ram/water jal ✓");
        Assert.Equal(0, await subscriber.ExitAsync());
        Assert.Equal("jal ✓", Encoding.UTF8.GetString((await host.Owner.AskedAsync()).Publish.Payload.Span));
    }

    [Theory]
    [InlineData("mqttv311")]
    [InlineData("mqttv5")]
    public async Task A_retained_message_reaches_a_subscriber_that_comes_later(string version)
    {
        await using var host = await BrokerHost.StartAsync();
        var port = host.Port.ToString();
        using var publisher = Foreign.Publisher("-p", port, "-V", version, "-t", "gate/4", "-m", "closed", "-q", "1", "-r");
        Assert.Equal(0, await publisher.ExitAsync());
        using var subscriber = Foreign.Subscriber("-p", port, "-V", version, "-t", "gate/#", "-C", "1", "-v");
        await subscriber.LineAsync("gate/4 closed");
    }

    [Theory]
    [InlineData("mqttv311")]
    [InlineData("mqttv5")]
    public async Task A_killed_subscriber_leaves_its_will(string version)
    {
        await using var host = await BrokerHost.StartAsync();
        var port = host.Port.ToString();
        using var witness = Foreign.Subscriber("-p", port, "-V", version, "-t", "wills/#", "-C", "1", "-v", "-d");
        await witness.LineAsync("Subscribed (mid");
        using var doomed = Foreign.Subscriber(
            "-p", port, "-V", version, "-t", "x", "-d", "--will-topic", "wills/button", "--will-payload", "gone", "--will-qos", "1");
        await doomed.LineAsync("Subscribed (mid");
        doomed.Kill();
        await witness.LineAsync("wills/button gone");
    }

    [Fact]
    public async Task A_large_message_passes_whole()
    {
        await using var host = await BrokerHost.StartAsync();
        var port = host.Port.ToString();
        using var folder = new Samagam.TestKit.TempFolder();
        await File.WriteAllTextAsync(folder.File("big"), new string('x', 200_000), Patience.Test);
        using var subscriber = Foreign.Subscriber("-p", port, "-t", "big", "-q", "1", "-C", "1", "-d", "-F", "%l bytes");
        await subscriber.LineAsync("Subscribed (mid");
        using var publisher = Foreign.Publisher("-p", port, "-t", "big", "-f", folder.File("big"), "-q", "1");
        Assert.Equal(0, await publisher.ExitAsync());
        await subscriber.LineAsync("200000 bytes");
    }
}
