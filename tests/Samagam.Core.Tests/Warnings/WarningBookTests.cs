using Samagam.Core.Facts;
using Samagam.Core.Geo;
using Samagam.Core.Time;
using Samagam.Core.Warnings;
using Samagam.TestKit;

namespace Samagam.Core.Tests.Warnings;

/// <summary>What stands of the warnings a box has heard of.</summary>
public sealed class WarningBookTests
{
    private const long Hour = 3_600_000;
    private const long Sent = 1_838_800_000_000;

    [Fact]
    public void The_same_messages_in_any_order_and_any_number_give_the_same_book() => Seeds.ForEach(300, (_, luck) =>
    {
        var said = new List<(Fact Fact, WarningMessage Message)>();
        for (var i = 0; i < 14; i++)
        {
            var earlier = said.Count == 0 ? [] : said.Shuffled(luck).Take(luck.Next(3)).Select(s => s.Message).ToArray();
            var type = earlier.Length == 0 ? WarningMsgType.Alert : luck.Next(3) == 0 ? WarningMsgType.Cancel : WarningMsgType.Update;
            said.Add(Given(luck.Next(1, 4), (ulong)i + 1, Message($"m{luck.Next(12)}", type, [.. earlier.Take(type == WarningMsgType.Alert ? 0 : 3)])));
        }
        var expected = Describe(said.Aggregate(WarningBook.Empty, (b, s) => b.With(s.Fact, s.Message)));
        var twice = said.Concat(said.Take(5)).ToList().Shuffled(luck);
        Assert.Equal(expected, Describe(twice.Aggregate(WarningBook.Empty, (b, s) => b.With(s.Fact, s.Message))));
    });

    [Fact]
    public void What_was_cancelled_or_updated_never_stands_again_whichever_came_first()
    {
        var alert = Message("a");
        var update = Message("b", WarningMsgType.Update, alert);
        var end = Message("c", WarningMsgType.Cancel, alert);
        Assert.Equal([WarningState.Updated, WarningState.InForce], States(Book(update, alert), alert, update));
        // The cancel was made by somebody who had not heard of the update: the update is ended as well.
        foreach (var book in new[] { Book(alert, update, end), Book(end, update, alert), Book(update, end, alert) })
        {
            Assert.Equal([WarningState.Cancelled, WarningState.Cancelled], States(book, alert, update));
            Assert.Empty(book.InForce(Sent + 1));
        }
    }

    [Fact]
    public void Two_updates_that_did_not_hear_of_each_other_both_stand_and_one_end_ends_both()
    {
        var alert = Message("a");
        var (one, two) = (Message("b", WarningMsgType.Update, alert), Message("c", WarningMsgType.Update, alert));
        var book = Book(alert, one, two);
        Assert.Equal(2, book.InForce(Sent + 1).Count);
        Assert.Equal(3, book.ChainOf(one.Id).Count);
        Assert.Empty(Book(alert, one, two, Message("d", WarningMsgType.Cancel, [.. book.ChainOf(one.Id)])).InForce(Sent + 1));
    }

    [Fact]
    public void A_warning_is_in_force_from_its_beginning_until_just_before_its_end()
    {
        var message = Message("a") with { Infos = [Info() with { EffectiveMs = Sent + Hour, ExpiresMs = Sent + (2 * Hour) }] };
        var book = Book(message);
        Assert.Equal(
            [WarningState.Announced, WarningState.Announced, WarningState.InForce, WarningState.InForce, WarningState.Expired],
            new[] { Sent, Sent + Hour - 1, Sent + Hour, Sent + (2 * Hour) - 1, Sent + (2 * Hour) }.Select(now => book.StateOf(message, now)));
        Assert.Equal([Sent + Hour, Sent + (2 * Hour), null], new[] { Sent, Sent + Hour, Sent + (2 * Hour) }.Select(book.NextChangeMs));
        Assert.Equal(Sent + WarningMessage.DefaultLastsMs, Message("b") is var endless ? (endless with { Infos = [Info() with { ExpiresMs = null }] }).ExpiresMs : 0);
    }

    [Fact]
    public void A_box_without_a_clock_knows_it_is_not_before_the_newest_warning_of_a_box_with_one()
    {
        var old = Message("a");
        var (fact, message) = Given(1, 1, old);
        var (later, _) = Given(2, 2, Message("b"));
        var book = WarningBook.Empty.With(fact with { Time = new HybridTime(Sent, 0, ClockQuality.Trusted) }, message)
            .With(later with { Time = new HybridTime(Sent + (3 * Hour), 0, ClockQuality.Trusted) }, Message("b") with { SentMs = Sent + (3 * Hour), Infos = [Info() with { ExpiresMs = Sent + (4 * Hour) }] });
        Assert.Equal(WarningState.Expired, book.StateOf(old, book.NowMs(1_000, ClockQuality.Unknown)));
        // Whoever has a clock goes by it.
        Assert.Equal(WarningState.InForce, book.StateOf(old, book.NowMs(Sent + 1, ClockQuality.Trusted)));
    }

    [Fact]
    public void The_2001st_message_lets_go_of_the_one_needed_least_long_in_any_order()
    {
        var all = Enumerable.Range(0, WarningBook.MaxKept + 1).Select(i => Given(1, (ulong)i + 1, Message($"m{i}") with { SentMs = Sent + (i * 1000), Infos = [Info() with { ExpiresMs = Sent + (i * 1000) + Hour }] })).ToList();
        foreach (var order in new[] { all, Enumerable.Reverse(all).ToList() })
        {
            var book = order.Aggregate(WarningBook.Empty, (b, s) => b.With(s.Fact, s.Message));
            Assert.Equal(WarningBook.MaxKept, book.Count);
            Assert.Null(book.Find(all[0].Message.Id));
        }
    }

    [Fact]
    public void What_ends_a_warning_is_needed_as_long_as_the_warning_could_be_in_force() => Seeds.ForEach(200, (_, luck) =>
    {
        var warning = Message("a") with { SentMs = Sent + (luck.Next(-1000, 1000) * 1000L), Infos = [] };
        warning = warning with { Infos = [Info() with { ExpiresMs = warning.SentMs + luck.NextInt64(1, WarningMessage.MaxLastsMs / 1000) * 1000 }] };
        Assert.True(warning.IsValid);
        var end = Message("b", WarningMsgType.Cancel, warning) with { SentMs = Sent + (luck.Next(-1000, 1000) * 1000L) };
        Assert.True(end.NeededUntilMs >= warning.ExpiresMs && end.NeededUntilMs >= warning.NeededUntilMs);
    });

    [Fact]
    public void An_area_reaches_what_is_in_it_and_what_is_near_it()
    {
        var ring = new WarningArea { Description = "x", Rings = [[new(23.18, 75.76), new(23.18, 75.77), new(23.19, 75.77), new(23.19, 75.76)]] };
        var circle = new WarningArea { Description = "x", Circles = [new(new(23.18, 75.76), 0.5)] };
        Assert.True(ring.Reaches(new(23.185, 75.765), 0));
        // 0.001 degree of latitude is 111 m.
        Assert.Equal((false, true), (ring.Reaches(new(23.191, 75.765), 110), ring.Reaches(new(23.191, 75.765), 112)));
        Assert.Equal((false, true), (circle.Reaches(new(23.186, 75.76), 100), circle.Reaches(new(23.186, 75.76), 200)));
        Assert.True(new WarningArea { Description = "everywhere" }.Reaches(new(0, 0), 0));
    }

    [Theory]
    [InlineData("a b", false)]
    [InlineData("a,b", false)]
    [InlineData("a<b", false)]
    [InlineData("a&b", false)]
    [InlineData("", false)]
    [InlineData("2.49.0.1.356.0", true)]
    public void A_name_can_stand_in_a_reference(string name, bool ok) => Assert.Equal(ok, (Message("a") with { Identifier = name }).IsValid);

    [Fact]
    public void Limits_of_a_message()
    {
        var message = Message("a");
        Assert.True(message.IsValid);
        Assert.True((message with { Infos = [.. Enumerable.Repeat(Info(), WarningMessage.MaxInfos)] }).IsValid);
        Assert.False((message with { Infos = [.. Enumerable.Repeat(Info(), WarningMessage.MaxInfos + 1)] }).IsValid);
        Assert.True((message with { Infos = [Info() with { Description = new string('x', WarningText.MaxLong) }] }).IsValid);
        Assert.False((message with { Infos = [Info() with { Description = new string('x', WarningText.MaxLong + 1) }] }).IsValid);
        Assert.True((message with { Infos = [Info() with { ExpiresMs = Sent + WarningMessage.MaxLastsMs }] }).IsValid);
        Assert.False((message with { Infos = [Info() with { ExpiresMs = Sent + WarningMessage.MaxLastsMs + 1000 }] }).IsValid);
        Assert.False((message with { Infos = [Info() with { ExpiresMs = Sent }] }).IsValid);
        Assert.False((message with { Status = WarningStatus.Test }).IsValid);
        Assert.False((message with { Type = WarningMsgType.Update }).IsValid);
        Assert.False((message with { Infos = [Info() with { Headline = "\u0001" }] }).IsValid);
        Assert.False((message with { Infos = [Info() with { Headline = "\ud800" }] }).IsValid);
        Assert.False((message with { Infos = [Info() with { Language = "not a tag" }] }).IsValid);
    }

    [Theory]
    [InlineData("hi", "hi-IN")]
    [InlineData("ta", "en-IN")]
    [InlineData("en", "en-IN")]
    public void A_reader_gets_its_language_else_English(string reader, string language)
    {
        var message = Message("a") with { Infos = [Info() with { Language = "mr" }, Info() with { Language = "hi-IN" }, Info() with { Language = "en-IN" }] };
        Assert.Equal(language, message.InfoIn(reader)!.Language);
    }

    private static WarningInfo Info() => new()
    {
        Language = "en", Categories = [WarningCategory.Safety], Event = "Crush", Urgency = WarningUrgency.Immediate, Severity = WarningSeverity.Severe,
        Certainty = WarningCertainty.Likely, ExpiresMs = Sent + Hour,
    };

    private static WarningMessage Message(string name, WarningMsgType type = WarningMsgType.Alert, params WarningMessage[] about) => new()
    {
        Identifier = name, Sender = "test@samagam", SentMs = Sent, Status = WarningStatus.Actual, Type = type,
        References = [.. about.Select(m => m.AsReference)], Infos = type == WarningMsgType.Cancel ? [] : [Info()],
    };

    private static (Fact Fact, WarningMessage Message) Given(int box, ulong seq, WarningMessage message) =>
        (Tests.Given.Fact(Tests.Given.Id(box, seq), FactKinds.WarningIssued.Name, message.Subject), message);

    private static WarningBook Book(params WarningMessage[] messages) =>
        messages.Select((m, i) => Given(1, (ulong)i + 1, m)).Aggregate(WarningBook.Empty, (b, s) => b.With(s.Fact, s.Message));

    private static IEnumerable<WarningState> States(WarningBook book, params WarningMessage[] messages) => messages.Select(m => book.StateOf(m, Sent + 1));

    private static string Describe(WarningBook book) =>
        string.Join('\n', book.All.Select(m => $"{m.Identifier} {m.Type} {string.Join(',', m.References.Select(r => r.Identifier))} {book.StateOf(m, Sent + 1)}"));
}
