using System.Text;
using Samagam.TestKit;

namespace Samagam.Trust.Tests;

public sealed class NodeSettingsTests
{
    private const string Good = """
        {"number":1,"name":"Ram Ghat","nameHi":"राम घाट","role":"node","sector":1,"latitudeDeg":23.185,"longitudeDeg":75.767,
         "listen":"0.0.0.0","ports":{"http":8080,"https":8081,"peers":8082,"mqtt":8083,"mqttTls":8084},"dataFolder":"/var/lib/samagam",
         "neighbours":[{"number":2,"host":"10.0.0.2","peersPort":8082,"mqttTlsPort":8084}],"clock":{"trusted":"auto"}}
        """;

    [Fact]
    public void Settings_read_back_as_they_were_written()
    {
        var read = NodeSettings.Read(Encoding.UTF8.GetBytes(Good)).Value!;
        Assert.Equal((1, "राम घाट", ClockTrust.Auto, 8084), (read.Number, read.NameHi, read.Clock.Trusted, read.Ports.MqttTls));
        var again = NodeSettings.Read(read.ToJson()).Value!;
        Assert.Equal(read with { Neighbours = again.Neighbours }, again);
        Assert.Equal(read.Neighbours, again.Neighbours);
        Assert.Null(NodeSettings.Read((read with { NameHi = null }).ToJson()).Value!.NameHi);
        Assert.Contains("\"role\": \"node\"", Encoding.UTF8.GetString(read.ToJson()), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"sector\":1", "\"sector\":1,\"sektor\":2", "sektor")]
    [InlineData("\"mqttTls\":8084", "\"mqttTls\":8084,\"coap\":1", "coap")]
    [InlineData("\"sector\":1,", "", "sector")]
    [InlineData("\"sector\":1", "\"sector\":1,\"sector\":2", "sector")]
    [InlineData("\"name\":\"Ram Ghat\"", "\"name\":null", "name")]
    [InlineData("\"role\":\"node\"", "\"role\":\"king\"", "role")]
    [InlineData("\"role\":\"node\"", "\"role\":1", "role")]
    [InlineData("\"number\":1", "\"number\":0", "number")]
    [InlineData("\"number\":1", "\"number\":2", "own neighbour")]
    [InlineData("\"listen\":\"0.0.0.0\"", "\"listen\":\"everywhere\"", "listen")]
    [InlineData("8081", "8080", "ports")]
    [InlineData("8081", "70000", "ports")]
    [InlineData("10.0.0.2", "two words", "neighbour 2")]
    [InlineData("\"auto\"", "\"maybe\"", "clock")]
    [InlineData("23.185", "123", "latitudeDeg")]
    [InlineData("\"sector\":1", "\"sector\":1000", "sector")]
    [InlineData("/var/lib/samagam", "", "dataFolder")]
    [InlineData("\"sector\":1", "\"sector\":1,\"portalKeyFile\":\"x\"", "portal")]
    [InlineData("\"sector\":1", "\"sector\":1,\"portalName\":\"no name\"", "portalName")]
    public void A_mistake_is_refused_and_named(string said, string instead, string named)
    {
        Assert.Contains(said, Good, StringComparison.Ordinal);
        var verdict = NodeSettings.Read(Encoding.UTF8.GetBytes(Good.Replace(said, instead, StringComparison.Ordinal)));
        Assert.Equal(TrustProblem.Malformed, verdict.Problem);
        Assert.Contains(named, verdict.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("true", ClockTrust.Yes)]
    [InlineData("false", ClockTrust.No)]
    public void A_clock_can_be_trusted_or_not(string word, ClockTrust trust)
    {
        var read = NodeSettings.Read(Encoding.UTF8.GetBytes(Good.Replace("\"auto\"", word, StringComparison.Ordinal))).Value!;
        Assert.Equal(trust, read.Clock.Trusted);
        Assert.Equal(trust, NodeSettings.Read(read.ToJson()).Value!.Clock.Trusted);
    }

    [Fact]
    public void Settings_stand_on_their_limits()
    {
        var good = NodeSettings.Read(Encoding.UTF8.GetBytes(Good)).Value!;
        var many = Enumerable.Range(2, NodeSettings.MaxNeighbours + 1).Select(n => new NeighbourSettings(n, "box", 1, 2)).ToArray();
        Assert.Null((good with { Neighbours = many[..NodeSettings.MaxNeighbours] }).Problem());
        Assert.NotNull((good with { Neighbours = many }).Problem());
        Assert.NotNull((good with { Neighbours = [many[0], many[0]] }).Problem());
        Assert.Null((good with { DataFolder = new string('d', NodeSettings.MaxPathChars) }).Problem());
        Assert.NotNull((good with { DataFolder = new string('d', NodeSettings.MaxPathChars + 1) }).Problem());
        Assert.Equal(TrustProblem.TooLarge, NodeSettings.Read(new byte[NodeSettings.MaxBytes + 1]).Problem);
    }

    [Fact]
    public void Paths_start_at_the_folder_of_the_file()
    {
        Assert.Equal("/boxes/data", NodeSettings.Resolve("/boxes/one", "../data"));
        Assert.Equal("/var/x", NodeSettings.Resolve("/boxes/one", "/var/x"));
        Assert.Null(NodeSettings.Resolve("/boxes/one", null));
    }

    [Fact]
    public void Garbage_is_refused_without_an_exception() => Seeds.ForEach(300, (_, random) =>
    {
        var bytes = Encoding.UTF8.GetBytes(Good);
        for (var i = random.Next(1, 5); i > 0; i--)
        {
            bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
        }
        var verdict = NodeSettings.Read(bytes.AsSpan(0, random.Next(bytes.Length)));
        Assert.False(verdict.Ok);
        Assert.NotEmpty(verdict.Reason);
        Assert.NotNull(NodeSettings.Read(bytes).Reason);
    });
}
