using Samagam.Core.Geo;
using Samagam.Core.Ids;
using Samagam.Core.Sos;
using Samagam.Core.Time;
using Samagam.TestKit;
using static Samagam.Core.Tests.Given;

namespace Samagam.Core.Tests.Sos;

public sealed class SosCaseTests
{
    [Fact]
    public void A_case_is_a_function_of_its_set_of_facts_whatever_order_they_come_in() => Seeds.ForEach(300, (_, luck) =>
    {
        var facts = Draw(luck);
        var expected = Describe(CaseOf(facts));
        var grown = SosCase.Empty(Case);
        foreach (var fact in facts.Concat(facts.Where(_ => luck.Next(2) == 0)).Shuffled(luck))
        {
            grown = grown.With([fact]);
        }
        Assert.Equal(expected, Describe(grown));
    });

    [Fact]
    public void The_standing_claim_is_the_least_by_time_then_box_then_responder()
    {
        Assert.Equal("b", Standing(Accepted(1, 5, 200, "a"), Accepted(2, 5, 100, "b")));
        Assert.Equal("b", Standing(Accepted(2, 5, 100, "a"), Accepted(1, 5, 100, "b")));
        Assert.Equal("a", Standing(Accepted(1, 6, 100, "a"), Accepted(1, 5, 100, "b")));
    }

    [Fact]
    public void A_claim_stamped_in_1970_does_not_stand_before_one_that_knew_the_time() =>
        Assert.Equal("late", Standing(Accepted(1, 5, -900_000_000, "old", quality: ClockQuality.Unknown), Accepted(2, 5, 900, "late")));

    [Fact]
    public void Of_two_boxes_that_took_the_same_call_the_first_leads() =>
        Assert.Equal(new NodeId(2), CaseOf(Raised(1, atMs: 50), Raised(2, atMs: 10)).Leader);

    [Fact]
    public void A_lapsed_claim_does_not_stand_any_more_and_the_case_is_pending_again()
    {
        var claim = Accepted(1, 5, 100, "a");
        var sos = CaseOf(Raised(), claim, Step(1, 6, new SosEscalated(RingLevel.NextNearest, EscalationReason.NoArrival, claim.Id), 900));
        Assert.Null(sos.Standing);
        Assert.Equal((SosStatus.Pending, ClaimState.Lapsed), (sos.Status, sos.Claims[0].State));
    }

    [Fact]
    public void Who_has_arrived_is_there_whatever_was_decided_about_the_claim_meanwhile()
    {
        var claim = Accepted(1, 5, 100, "a");
        var sos = CaseOf(
            Raised(),
            claim,
            Step(2, 6, new SosEscalated(RingLevel.NextNearest, EscalationReason.NoArrival, claim.Id), 900),
            Step(1, 7, new SosArrived(new ResponderId("a")), 950));
        Assert.True(sos.Arrived);
        Assert.Equal("a", sos.Standing?.Responder.Value);
    }

    [Fact]
    public void A_double_tap_on_accept_is_one_claim()
    {
        var sos = CaseOf(Raised(), Accepted(1, 5, 100, "a"), Accepted(2, 5, 150, "a"));
        Assert.Single(sos.Claims);
        Assert.Empty(sos.Extra);
    }

    [Fact]
    public void More_live_claims_than_one_are_extra_except_who_has_arrived()
    {
        var sos = CaseOf(Raised(), Accepted(1, 5, 100, "a"), Accepted(2, 5, 150, "b"), Accepted(3, 5, 160, "c"), Step(3, 6, new SosArrived(new ResponderId("c")), 200));
        Assert.Equal(["b"], sos.Extra.Select(c => c.Responder.Value));
    }

    [Fact]
    public void An_arrival_before_a_hand_over_does_not_count_for_the_claim_after_it()
    {
        var a = new ResponderId("a");
        var sos = CaseOf(
            Raised(), Accepted(1, 5, 100, "a"), Step(1, 6, new SosArrived(a), 200), Step(1, 7, new SosHandedOver(a, Id(1, 5), ""), 300), Accepted(1, 8, 400, "a"));
        Assert.False(sos.Arrived);
        Assert.Equal(Id(1, 8), sos.Standing!.Id);
    }

    [Fact]
    public void A_later_press_adds_what_it_says_and_takes_nothing_away()
    {
        var more = new SosRaised { Place = new Place(Ghat, 50, PlaceSource.Node), Type = SosType.Fire, People = 20, Person = "person/1", Details = new byte[] { 1 } };
        var sos = CaseOf(Raised(), Step(1, 2, more, 50), Step(1, 3, new SosRaised { Place = new Place(Ghat, 50, PlaceSource.Node) }, 90));
        Assert.Equal((SosType.Fire, 20, "person/1"), (sos.Raised!.Type, sos.Raised.People, sos.Raised.Person));
        Assert.Equal(Id(1, 1), sos.RaisedFact!.Id);
    }

    [Fact]
    public void A_cancel_ends_the_case_and_deletes_nothing()
    {
        var sos = CaseOf(Raised(), Accepted(1, 5, 100, "a"), Step(1, 6, new SosCancelled(FalseAlarm: true), 300));
        Assert.Equal((SosStatus.Resolved, false, 3), (sos.Status, sos.IsOpen, sos.Timeline.Count));
        Assert.NotNull(sos.Raised);
    }

    [Fact]
    public void Answers_that_come_before_the_call_itself_wait_for_it()
    {
        var sos = CaseOf(Offered(2, 1, 10, RingLevel.Nearest, "a"));
        Assert.False(sos.IsOpen);
        Assert.True(sos.With([Raised()]).IsOpen);
    }

    [Fact]
    public void The_newest_place_is_shown_and_a_nameless_one_keeps_the_label()
    {
        var raised = Step(1, 1, new SosRaised { Place = new Place(Ghat, 150, PlaceSource.Node), PlaceLabel = "pole 7" }, 0);
        var better = new Place(MetresNorth(40), 10, PlaceSource.Gps);
        var sos = CaseOf(raised, Step(1, 2, new SosLocated(better, "", PressedAgain: false), 10));
        Assert.Equal((better, "pole 7"), (sos.Place, sos.PlaceLabel));
    }

    [Fact]
    public void Facts_of_another_case_are_an_error_of_ours() =>
        Assert.Throws<InvariantBrokenException>(() => SosCase.Empty(SosId.From(new Random(1))).With([Raised()]));

    [Fact]
    public void The_book_knows_which_cases_are_open_whatever_order_facts_come_in() => Seeds.ForEach(100, (_, luck) =>
    {
        var facts = Draw(luck);
        var book = facts.Shuffled(luck).Aggregate(SosBook.Empty, (b, f) => b.With([f]));
        Assert.Equal(CaseOf(facts).IsOpen, book.OpenIds.Contains(Case));
        Assert.Equal(book.Open.Count(), book.OpenIds.Count);
    });

    private static string? Standing(params SosFact[] claims) => CaseOf(claims.Prepend(Raised())).Standing?.Responder.Value;

    private static SosFact[] Draw(Random luck)
    {
        var facts = new List<SosFact> { Raised(luck.Next(1, 4)) };
        for (ulong seq = 2; seq < 14; seq++)
        {
            var who = new ResponderId("v" + luck.Next(3));
            var claim = Id(luck.Next(1, 4), (ulong)luck.Next(2, 14));
            SosStep step = luck.Next(12) switch
            {
                0 or 1 => new SosOffered((RingLevel)luck.Next(1, 7), [new SosOffer(who, 10), new SosOffer(new ResponderId("v9"), null)], 30_000),
                2 or 3 or 4 => new SosAccepted(who, "c", luck.Next(100)),
                5 => new SosReceived(who),
                6 => new SosDeclined(who, ""),
                7 => new SosArrived(who),
                8 => new SosHandedOver(who, claim, ""),
                9 => new SosStoodDown(who, claim),
                10 => new SosEscalated((RingLevel)luck.Next(1, 7), EscalationReason.NoArrival, claim),
                _ => luck.Next(3) == 0 ? new SosCancelled(true) : new SosLocated(new Place(MetresNorth(luck.Next(100)), 5, PlaceSource.Gps), "p" + seq, false),
            };
            facts.Add(Step(luck.Next(1, 4), seq, step, luck.Next(6), (ClockQuality)luck.Next(3)));
        }
        return [.. facts];
    }

    private static string Describe(SosCase sos) => string.Join(
        '\n',
        sos.Status, sos.Level, sos.Leader, sos.Place, sos.PlaceLabel, sos.Standing, sos.EndedBy?.Id, sos.Arrived, sos.ReachedAPhone,
        string.Join(';', sos.Claims), string.Join(';', sos.Offers), string.Join(';', sos.Extra), string.Join(';', sos.Timeline.Select(f => f.Id)));
}
