using Samagam.Core.Ids;
using Samagam.Core.Notices;
using Samagam.TestKit;

namespace Samagam.Core.Tests.Notices;

public sealed class NoticeRuleTests
{
    private static readonly PersonId Asha = new(new Guid(1, 2, 3, new byte[8]));

    [Fact]
    public void How_far_a_delivery_is_grows_whatever_the_order() => Seeds.ForEach(500, (_, luck) =>
    {
        var said = Enumerable.Range(0, 6).Select(_ => new NoticeDelivery(NoticeChannel.Sms, (NoticeProgress)luck.Next(1, 6), luck.Next(3), luck.Next(3), luck.Next(2) == 0 ? "" : "why")).ToList();
        var one = said.Aggregate(NoticeDelivery.Further);
        Assert.Equal(one, said.Concat(said.Take(3)).ToList().Shuffled(luck).Aggregate(NoticeDelivery.Further));
        Assert.Equal(said.Max(d => d.Progress), one.Progress);
    });

    [Theory]
    [InlineData("21:59", "21:59")]
    [InlineData("22:00", "05:00")]
    [InlineData("23:30", "05:00")]
    [InlineData("04:59", "05:00")]
    [InlineData("05:00", "05:00")]
    [InlineData("12:00", "12:00")]
    public void Quiet_hours_over_midnight_put_off_all_but_safety(string now, string sent)
    {
        var wishes = NoticePreferences.Default;
        var at = MsOf(now);
        var from = wishes.NotBeforeMs(NoticeCategory.Group, at, 330);
        Assert.Equal(sent, TimeOnly.FromTimeSpan(TimeSpan.FromMinutes(((from / 60_000) + 330) % 1440)).ToString("HH:mm", System.Globalization.CultureInfo.InvariantCulture));
        Assert.InRange(from - at, 0, 7 * 3_600_000);
        Assert.Equal(at, wishes.NotBeforeMs(NoticeCategory.Safety, at, 330));
    }

    [Fact]
    public void Quiet_hours_within_a_day_and_none()
    {
        var siesta = NoticePreferences.Default with { QuietFromMinute = 13 * 60, QuietToMinute = 15 * 60 };
        Assert.Equal(MsOf("15:00"), siesta.NotBeforeMs(NoticeCategory.Plan, MsOf("13:00"), 330));
        Assert.Equal(MsOf("12:59"), siesta.NotBeforeMs(NoticeCategory.Plan, MsOf("12:59"), 330));
        Assert.Equal(MsOf("23:00"), (siesta with { QuietFromMinute = 0, QuietToMinute = 0 }).NotBeforeMs(NoticeCategory.Plan, MsOf("23:00"), 330));
    }

    [Fact]
    public void Waits_double_from_the_first_to_the_longest_and_are_spread() => Seeds.ForEach(200, (_, luck) =>
    {
        var options = new NoticeOptions();
        var id = NoticeId.Of(Asha, luck.Next().ToString(System.Globalization.CultureInfo.InvariantCulture));
        Assert.InRange(NoticeBackoff.WaitMs(1, id, options), 11_250, 18_750);
        Assert.InRange(NoticeBackoff.WaitMs(3, id, options), 45_000, 75_000);
        Assert.InRange(NoticeBackoff.WaitMs(int.MaxValue, id, options), 3 * 3_600_000, 5 * 3_600_000);
    });

    [Fact]
    public void The_same_key_of_the_same_person_is_the_same_notice()
    {
        Assert.Equal(NoticeId.Of(Asha, "k"), NoticeId.Of(Asha, "k"));
        Assert.NotEqual(NoticeId.Of(Asha, "k"), NoticeId.Of(new PersonId(new Guid(9, 2, 3, new byte[8])), "k"));
        Assert.StartsWith(Asha.Subject + "/notice/", NoticeId.Of(Asha, "k").SubjectOf(Asha), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("asha@example.org", true)]
    [InlineData("", true)]
    [InlineData("asha", false)]
    [InlineData("a@b", false)]
    [InlineData("a b@example.org", false)]
    [InlineData("a@example.org\r\nBcc: x@y.z", false)]
    [InlineData("<a@example.org>", false)]
    public void An_address_is_plain(string text, bool ok) => Assert.Equal(ok, NoticePreferences.IsEmail(text));

    private static long MsOf(string local) => (new DateTimeOffset(2028, 4, 9, 0, 0, 0, TimeSpan.FromHours(5.5)) + TimeOnly.Parse(local, System.Globalization.CultureInfo.InvariantCulture).ToTimeSpan()).ToUnixTimeMilliseconds();
}
