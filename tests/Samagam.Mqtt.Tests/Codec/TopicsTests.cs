using Samagam.Mqtt.Broker;
using Samagam.Mqtt.Sessions;
using Samagam.TestKit;

namespace Samagam.Mqtt.Tests.Codec;

/// <summary>Names, filters and who hears what (§4.7).</summary>
public sealed class TopicsTests
{
    [Theory]
    [InlineData("sport/tennis/player1/#", "sport/tennis/player1", true)]
    [InlineData("sport/tennis/player1/#", "sport/tennis/player1/score/wimbledon", true)]
    [InlineData("sport/#", "sport", true)]
    [InlineData("#", "a/b", true)]
    [InlineData("sport/tennis/+", "sport/tennis/player1", true)]
    [InlineData("sport/tennis/+", "sport/tennis/player1/ranking", false)]
    [InlineData("sport/+", "sport", false)]
    [InlineData("sport/+", "sport/", true)]
    [InlineData("+/+", "/finance", true)]
    [InlineData("/+", "/finance", true)]
    [InlineData("+", "/finance", false)]
    [InlineData("#", "$SYS/x", false)]
    [InlineData("+/monitor/Clients", "$SYS/monitor/Clients", false)]
    [InlineData("$SYS/#", "$SYS/x", true)]
    [InlineData("$SYS/monitor/+", "$SYS/monitor/Clients", true)]
    [InlineData("accounts", "Accounts", false)]
    public void The_examples_of_the_standard_hold(string filter, string topic, bool expected) => Assert.Equal(expected, Topics.Matches(filter, topic));

    [Theory]
    [InlineData("a/+/b", true)]
    [InlineData("+", true)]
    [InlineData("#", true)]
    [InlineData("a/#", true)]
    [InlineData("/", true)]
    [InlineData("", false)]
    [InlineData("a#", false)]
    [InlineData("a/#/b", false)]
    [InlineData("a+", false)]
    [InlineData("+a", false)]
    [InlineData("a\0", false)]
    public void A_filter_is_valid_or_not(string filter, bool expected) => Assert.Equal(expected, Topics.IsFilter(filter));

    [Fact]
    public void The_tree_finds_exactly_whom_the_rule_names() => Seeds.ForEach(100, (_, luck) =>
    {
        var options = new MqttBrokerOptions();
        using var meter = new BrokerMeter();
        var tree = new SubscriptionTree();
        var wanted = new Dictionary<Session, HashSet<string>>();
        string[] levels = ["a", "b", "", "$x", "+"];
        for (var i = 0; i < 20; i++)
        {
            wanted[new Session($"s{i}", options, new(1_000_000), new MemorySessionStore(), meter)] = [];
        }
        for (var i = 0; i < 200; i++)
        {
            var filter = string.Join('/', Enumerable.Range(0, luck.Next(1, 4)).Select(_ => levels[luck.Next(levels.Length)]));
            filter = luck.Next(4) == 0 ? filter + "/#" : filter.Length == 0 ? "#" : filter;
            var (session, filters) = wanted.ElementAt(luck.Next(wanted.Count));
            if (luck.Next(3) == 0)
            {
                tree.Remove(session, filter);
                filters.Remove(filter);
            }
            else
            {
                tree.Add(session, new Subscription(filter, MqttQos.AtLeastOnce));
                filters.Add(filter);
            }
            var topic = string.Join('/', Enumerable.Range(0, luck.Next(1, 4)).Select(_ => levels[luck.Next(levels.Length - 1)]));
            var expected = wanted.Where(w => w.Value.Any(f => Topics.Matches(f, topic))).Select(w => w.Key.ClientId).Order(StringComparer.Ordinal);
            Assert.Equal(expected, tree.Match(topic).Select(r => r.Session.ClientId).Order(StringComparer.Ordinal));
        }
    });
}
