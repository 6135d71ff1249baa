using Samagam.Core.Facts;
using Samagam.Core.Ids;
using Samagam.Core.People;
using Samagam.Core.Privacy;
using Samagam.Core.Time;
using Samagam.TestKit;

namespace Samagam.Core.Tests.Privacy;

public sealed class PrivacyRulesTests
{
    private static readonly PrivacyOptions Options = new();

    [Fact]
    public void What_was_not_said_is_not_allowed_except_being_known()
    {
        foreach (var purpose in Purposes.All)
        {
            Assert.Equal(purpose == Purpose.Account, ConsentRules.Allows(purpose, null, AgeGroup.Adult));
            Assert.False(ConsentRules.Allows(purpose, Said(purpose, given: false), AgeGroup.Adult));
            Assert.True(ConsentRules.Allows(purpose, Said(purpose), AgeGroup.Adult));
        }
    }

    [Theory]
    [InlineData(AgeGroup.Child)]
    [InlineData(AgeGroup.Teen)]
    public void Of_a_minor_only_what_safety_needs_and_only_by_a_guardian(AgeGroup age)
    {
        Assert.Equal(ConsentVerdict.NotForMinors, ConsentRules.Judge(Purpose.LocationHistory, age, byGuardian: true));
        Assert.Equal(ConsentVerdict.NotForMinors, ConsentRules.Judge(Purpose.Analytics, age, byGuardian: true));
        Assert.Equal(ConsentVerdict.GuardianNeeded, ConsentRules.Judge(Purpose.LocationSharing, age, byGuardian: false));
        Assert.Equal(ConsentVerdict.Allowed, ConsentRules.Judge(Purpose.LocationSharing, age, byGuardian: true));
        // An age said after the yes binds it.
        Assert.True(ConsentRules.Allows(Purpose.LocationHistory, Said(Purpose.LocationHistory), AgeGroup.Unspecified));
        Assert.False(ConsentRules.Allows(Purpose.LocationHistory, Said(Purpose.LocationHistory), age));
        Assert.False(ConsentRules.Allows(Purpose.LocationSharing, Said(Purpose.LocationSharing), age));
        Assert.True(ConsentRules.Allows(Purpose.LocationSharing, Said(Purpose.LocationSharing) with { ByGuardian = true }, age));
    }

    [Fact]
    public void Each_purpose_has_a_word_that_leads_back_to_it()
    {
        foreach (var purpose in Enum.GetValues<Purpose>())
        {
            Assert.True(Purposes.TryParse(purpose.Word(), out var read));
            Assert.Equal(purpose, read);
        }
        Assert.False(Purposes.TryParse("", out _));
        Assert.False(Purposes.TryParse("everything", out _));
    }

    [Fact]
    public void The_table_of_keeping_names_what_goes_and_how()
    {
        Assert.Equal(new(Farewell.DroppedHere, 3), Keeping.Of(Fact("trail.point", "person/p/trail/1", StreamId.Self), Options));
        Assert.Equal(Farewell.Kept, Keeping.Of(Fact("person.profile", "person/p"), Options).Farewell);
        Assert.Equal(Farewell.Kept, Keeping.Of(Fact("person.pin", "person/p/pin/1"), Options).Farewell);
        Assert.Equal(Farewell.Kept, Keeping.Of(Fact("session.ended", "person/p/session/1"), Options).Farewell);
        Assert.Equal(new(Farewell.SignInEnds, 8), Keeping.Of(Fact("session.turned", "person/p/session/1"), Options));
        Assert.Equal(new(Farewell.Tombstone, 14), Keeping.Of(Fact("notice.said", "person/p/notice/1"), Options));
        Assert.Equal(new(Farewell.CaseWordsErased, 7), Keeping.Of(Fact("sos.resolved", "sos/1"), Options));
        Assert.Equal(Farewell.Kept, Keeping.Of(Fact("sos.raised", "sos/1"), Options).Farewell);
    }

    [Fact]
    public void Age_is_the_time_lived_and_a_place_of_the_log_is_due_only_when_all_before_it_is_old_enough()
    {
        const long Hour = 3_600_000;
        var marks = AgeMarks.None;
        for (var h = 0; h < 24 * 40; h++)
        {
            marks = marks.Lived(Hour, 100 * (h + 1), longestDays: 14);
        }
        Assert.Equal(960 * Hour, marks.LivedMs);
        Assert.InRange(marks.Marks.Length, 1, AgeMarks.MaxMarks);
        foreach (var days in new[] { 1, 3, 7, 14 })
        {
            var due = marks.DueUpTo(days);
            // Never younger than it should be; rougher by at most two steps of the thinned marks.
            Assert.InRange(due, 100 * (960 - (days * 24) - 8), 100 * (960 - (days * 24)));
        }
        Assert.Equal(0, AgeMarks.None.Lived(Hour, 5, 14).DueUpTo(1));
        // A box that stood still has made nothing older.
        Assert.Equal(marks.DueUpTo(3), marks.Lived(-5 * Hour, 200_000, 14).DueUpTo(3));
    }

    [Fact]
    public void Nothing_that_should_be_old_enough_is_due_too_early_whatever_the_steps() => Seeds.ForEach(20, (_, luck) =>
    {
        var marks = AgeMarks.None;
        var history = new List<(long Lived, long Cursor)>();
        long cursor = 0;
        for (var i = 0; i < 900; i++)
        {
            cursor += luck.Next(0, 50);
            marks = marks.Lived(luck.NextInt64(0, 20 * 3_600_000L), cursor, 30);
            history.Add((marks.LivedMs, cursor));
            Assert.InRange(marks.Marks.Length, 1, AgeMarks.MaxMarks);
            foreach (var days in new[] { 1, 9, 30 })
            {
                var due = marks.DueUpTo(days);
                Assert.True(due == 0 || history.Any(h => h.Cursor >= due && marks.LivedMs - h.Lived >= days * 86_400_000L), $"due {due} too early");
            }
        }
    });

    [Fact]
    public void An_option_outside_its_limits_is_refused_at_start()
    {
        new PrivacyOptions { SosDetailsDays = 1, TrailDays = 90, SignInDays = 8, NoticeDays = 365, HubGraceDays = 0, LookEveryMinutes = 1_440, MaxPerStep = 1, MaxAuditWaiting = 1, MaxExported = 100, Contact = new string('x', 300) }.Validate();
        foreach (var bad in new[]
        {
            Options with { SosDetailsDays = 0 }, Options with { TrailDays = 91 }, Options with { SignInDays = 7 }, Options with { NoticeDays = 366 }, Options with { HubGraceDays = 31 },
            Options with { LookEveryMinutes = 0 }, Options with { MaxPerStep = 10_001 }, Options with { MaxAuditWaiting = 0 }, Options with { MaxExported = 99 }, Options with { Contact = new string('x', 301) },
        })
        {
            Assert.Throws<ArgumentException>(bad.Validate);
        }
    }

    private static Consent Said(Purpose purpose, bool given = true) => new(purpose, given, "1", "hi", ByGuardian: false);

    private static Fact Fact(string kind, string subject, StreamId? stream = null) => new()
    {
        Id = new FactId(new StreamKey(new NodeId(1), 1, stream ?? StreamId.Mesh), 1),
        Time = new HybridTime(1, 0, ClockQuality.Trusted),
        Lane = Lane.Shared,
        Kind = kind,
        Subject = subject,
        Body = default,
        Statement = new byte[1],
        Signature = default,
    };
}
