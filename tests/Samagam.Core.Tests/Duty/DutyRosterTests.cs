using Samagam.Core.Duty;
using Samagam.Core.Facts;
using Samagam.Core.Ids;
using Samagam.TestKit;

namespace Samagam.Core.Tests.Duty;

public sealed class DutyRosterTests
{
    [Fact]
    public void The_same_statements_in_any_order_give_the_same_roster() => Seeds.ForEach(200, (_, luck) =>
    {
        var said = Enumerable.Range(1, 12).Select(i =>
        {
            var who = new ResponderId("v" + luck.Next(3));
            var state = new DutyState(who, luck.Next(2) == 0, "c" + i, "", [], new NodeId((ushort)luck.Next(1, 4)), 1, Given.Ghat);
            return (Fact: Given.Fact(Given.Id(luck.Next(1, 4), (ulong)i), FactKinds.ResponderDuty.Name, who.Subject, edits: (uint)luck.Next(3)), State: state);
        }).ToList();
        var expected = Describe(said.Aggregate(DutyRoster.Empty, (r, s) => r.With(s.Fact, s.State)));
        Assert.Equal(expected, Describe(said.Shuffled(luck).Aggregate(DutyRoster.Empty, (r, s) => r.With(s.Fact, s.State))));
    });

    [Theory]
    [InlineData("asha-1.x_2", true)]
    [InlineData("", false)]
    [InlineData("a b", false)]
    [InlineData("आशा", false)]
    public void A_responder_id_is_short_and_plain(string text, bool good) => Assert.Equal(good, ResponderId.TryParse(text, out _));

    [Fact]
    public void A_responder_id_stands_on_its_limit()
    {
        Assert.True(ResponderId.TryParse(new string('a', ResponderId.MaxLength), out _));
        Assert.False(ResponderId.TryParse(new string('a', ResponderId.MaxLength + 1), out _));
    }

    private static string Describe(DutyRoster roster) =>
        string.Join('\n', roster.OnDuty.Select(d => $"{d.Responder} {d.CallSign} {d.Node}")) + string.Join(',', Enumerable.Range(0, 3).Select(i => roster.EditsOf(new ResponderId("v" + i))));
}
