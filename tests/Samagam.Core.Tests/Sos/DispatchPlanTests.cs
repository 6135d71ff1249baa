using Samagam.Core.Geo;
using Samagam.Core.Ids;
using Samagam.Core.Sos;
using static Samagam.Core.Tests.Given;

namespace Samagam.Core.Tests.Sos;

public sealed class DispatchPlanTests
{
    private static readonly DispatchOptions Options = new();

    [Fact]
    public void A_call_opens_the_nearest_ring_at_once()
    {
        var step = DispatchPlan.Next(CaseOf(Raised()), Options);
        Assert.Equal((DispatchAct.OpenRing, RingLevel.Nearest, 0), (step.Act, step.Level, step.WaitMs));
        Assert.True(DispatchPlan.IsDue(step, 0, 0, Options));
    }

    [Fact]
    public void No_acceptance_within_30_s_widens_the_ring()
    {
        var step = DispatchPlan.Next(CaseOf(Raised(), Offered(1, 2, 0, RingLevel.Nearest, "a", "b")), Options);
        Assert.Equal((DispatchAct.OpenRing, RingLevel.NextNearest, 30_000, EscalationReason.NoAnswer), (step.Act, step.Level, step.WaitMs, step.Reason));
        Assert.False(DispatchPlan.IsDue(step, 0, 29_999, Options));
        Assert.True(DispatchPlan.IsDue(step, 0, 30_000, Options));
    }

    [Fact]
    public void Everybody_declining_widens_the_ring_at_once()
    {
        var step = DispatchPlan.Next(CaseOf(Raised(), Offered(1, 2, 0, RingLevel.Nearest, "a"), Step(2, 1, new SosDeclined(new ResponderId("a"), ""), 5)), Options);
        Assert.Equal((0, EscalationReason.AllDeclined), (step.WaitMs, step.Reason));
    }

    [Fact]
    public void Rings_go_up_to_the_siren_and_then_are_asked_again_for_ever()
    {
        var facts = new List<SosFact> { Raised() };
        var levels = new List<RingLevel>();
        for (ulong seq = 2; seq < 14; seq++)
        {
            var step = DispatchPlan.Next(CaseOf(facts), Options);
            Assert.Equal(DispatchAct.OpenRing, step.Act);
            levels.Add(step.Level);
            facts.Add(Offered(1, seq, (long)seq, step.Level, "a"));
        }
        Assert.Equal([RingLevel.Nearest, RingLevel.NextNearest, RingLevel.Sector, RingLevel.Neighbours, RingLevel.ControlRoom, RingLevel.Siren], levels.Take(6));
        Assert.All(levels.Skip(6), level => Assert.True(level >= RingLevel.Neighbours));
        Assert.Equal(Options.RepeatMs * 4, DispatchPlan.Next(CaseOf(facts), Options).WaitMs);
    }

    [Fact]
    public void The_wait_between_the_widest_rings_doubles_with_each_turn_of_them_up_to_sixteen_times()
    {
        var facts = new List<SosFact> { Raised() };
        var waits = new List<int>();
        for (ulong seq = 2; seq < 40; seq++)
        {
            var step = DispatchPlan.Next(CaseOf(facts), Options);
            waits.Add(step.WaitMs / Options.RepeatMs);
            facts.Add(Offered(1, seq, (long)seq, step.Level, "a"));
        }
        Assert.Equal([1, 1, 1, 2, 2, 2, 4, 4, 4, 8, 8, 8, 16, 16, 16, 16], waits.Skip(6).Take(16));
        Assert.Equal(16, waits[^1]);
        Assert.Equal(DispatchOptions.MaxRepeatMs, DispatchPlan.RepeatMs(CaseOf(facts), Options with { RepeatMs = 3_000_000 }));
    }

    [Fact]
    public void An_acceptance_holds_the_ring_until_the_promise_and_its_grace_are_over()
    {
        var step = DispatchPlan.Next(CaseOf(Raised(), Offered(1, 2, 0, RingLevel.Nearest, "a"), Accepted(1, 3, 5, "a", eta: 100)), Options);
        Assert.Equal((DispatchAct.LapseClaim, 100_000 + 60_000), (step.Act, step.WaitMs));
        var far = DispatchPlan.Next(CaseOf(Raised(), Accepted(1, 3, 5, "a", eta: 1_000)), Options);
        Assert.Equal(1_000_000 + 500_000, far.WaitMs);
    }

    [Fact]
    public void A_lapsed_claim_reopens_further_out()
    {
        var claim = Accepted(1, 3, 5, "a");
        var sos = CaseOf(Raised(), Offered(1, 2, 0, RingLevel.Nearest, "a"), claim);
        var lapse = DispatchPlan.Next(sos, Options);
        Assert.Equal((RingLevel.NextNearest, EscalationReason.NoArrival, claim.Id), (lapse.Level, lapse.Reason, lapse.Claim!.Id));
    }

    [Fact]
    public void A_claim_given_back_reopens_at_once_and_only_once()
    {
        var claim = Accepted(1, 3, 5, "a");
        var given = CaseOf(Raised(), Offered(1, 2, 0, RingLevel.Nearest, "a"), claim, Step(1, 4, new SosHandedOver(new ResponderId("a"), claim.Id, ""), 6));
        var step = DispatchPlan.Next(given, Options);
        Assert.Equal((0, EscalationReason.HandedOver, claim.Id), (step.WaitMs, step.Reason, step.Claim!.Id));
        var answered = given.With([Step(1, 5, new SosEscalated(RingLevel.NextNearest, EscalationReason.HandedOver, claim.Id), 7), Offered(1, 6, 7, RingLevel.NextNearest, "b")]);
        Assert.Equal(EscalationReason.NoAnswer, DispatchPlan.Next(answered, Options).Reason);
    }

    [Fact]
    public void Too_many_acceptances_stand_the_extra_down()
    {
        var step = DispatchPlan.Next(CaseOf(Raised(), Accepted(1, 3, 5, "a"), Accepted(2, 3, 6, "b")), Options);
        Assert.Equal((DispatchAct.StandDown, "b", 0), (step.Act, step.Claim!.Responder.Value, step.WaitMs));
    }

    [Fact]
    public void An_arrival_and_an_end_ask_for_nothing_more()
    {
        var arrived = CaseOf(Raised(), Accepted(1, 3, 5, "a"), Step(1, 4, new SosArrived(new ResponderId("a")), 9));
        Assert.Equal(DispatchAct.None, DispatchPlan.Next(arrived, Options).Act);
        Assert.Equal(DispatchAct.None, DispatchPlan.Next(CaseOf(Raised(), Step(1, 2, new SosCancelled(false), 3)), Options).Act);
        Assert.False(DispatchPlan.IsDue(DispatchPlan.Next(arrived, Options), 0, long.MaxValue / 2, Options));
    }

    [Fact]
    public void Each_position_waits_one_stagger_more_up_to_the_last()
    {
        var step = DispatchPlan.Next(CaseOf(Raised()), Options);
        Assert.False(DispatchPlan.IsDue(step, 2, 9_999, Options));
        Assert.True(DispatchPlan.IsDue(step, 2, 10_000, Options));
        Assert.True(DispatchPlan.IsDue(step, 5_000, Options.MaxPosition * Options.StaggerMs, Options));
    }

    [Fact]
    public void Any_step_of_any_box_changes_the_stage_and_so_restarts_everybodys_wait()
    {
        var sos = CaseOf(Raised());
        var stages = new HashSet<string> { DispatchPlan.Next(sos, Options).Stage };
        SosFact[] steps = [Offered(1, 2, 9, RingLevel.Nearest, "a"), Offered(2, 1, -99, RingLevel.Nearest, "a"), Accepted(3, 1, 20, "a"), Accepted(2, 9, 10, "b")];
        foreach (var step in steps)
        {
            sos = sos.With([step]);
            Assert.True(stages.Add(DispatchPlan.Next(sos, Options).Stage));
        }
    }

    [Fact]
    public void The_box_that_took_the_call_is_first_and_the_others_follow_by_distance()
    {
        BoxPost[] posts = [Post(1, 500), Post(2, 10), Post(3, 300), Post(4, 300)];
        var sos = CaseOf(Raised(origin: 1));
        Assert.Equal([0, 1, 2, 3], new[] { 1, 2, 3, 4 }.Select(n => DispatchOrder.PositionOf(new NodeId((ushort)n), sos, posts)));
    }

    [Fact]
    public void The_nearest_three_on_duty_are_asked_by_walking_time_and_the_skilled_first()
    {
        Candidate[] duty = [Who("far", 900), Who("near", 60), Who("busy", 10, busy: true), Who("medic", 700, skills: "medic"), Who("lost", null), Who("mid", 300), Who("toofar", 1_300)];
        Assert.Equal(["near", "mid", "medic"], Asked(CaseOf(Raised()), RingLevel.Nearest, duty));
        Assert.Equal(["medic", "near", "mid"], Asked(CaseOf(Raised(skills: "medic")), RingLevel.Nearest, duty));
    }

    [Fact]
    public void The_next_ring_asks_others_and_nobody_who_declined_is_asked_again()
    {
        Candidate[] duty = [Who("a", 1), Who("b", 2), Who("c", 3), Who("d", 4), Who("e", 5)];
        var sos = CaseOf(Raised(), Offered(1, 2, 0, RingLevel.Nearest, "a", "b", "c"), Step(1, 3, new SosDeclined(new ResponderId("b"), ""), 1));
        Assert.Equal(["d", "e"], Asked(sos, RingLevel.NextNearest, duty));
        Assert.Equal(["a", "c", "d", "e"], Asked(sos, RingLevel.Neighbours, duty));
    }

    [Fact]
    public void A_ring_with_nobody_in_it_is_passed_over_but_the_control_room_is_always_told()
    {
        var (level, offers) = RingChoice.Open(CaseOf(Raised()), RingLevel.Nearest, 1, [Who("a", 2_000, sector: 9)], Options);
        Assert.Equal((RingLevel.Neighbours, 1), (level, offers.Count));
        var (empty, none) = RingChoice.Open(CaseOf(Raised()), RingLevel.Nearest, 1, [], Options);
        Assert.Equal((RingLevel.ControlRoom, 0), (empty, none.Count));
    }

    [Fact]
    public void An_offer_names_at_most_as_many_as_fit() =>
        Assert.Equal(SosOffered.MaxOffers, RingChoice.Choose(CaseOf(Raised()), RingLevel.Neighbours, 1, Enumerable.Range(0, 500).Select(i => Who("v" + i, i)), Options).Count);

    private static BoxPost Post(int node, double metres) => new(new NodeId((ushort)node), MetresNorth(metres), 1, "", "");

    private static Candidate Who(string id, int? walk, bool busy = false, ushort sector = 1, params string[] skills) =>
        new(new ResponderId(id), sector, Ghat, skills, walk, busy);

    private static IEnumerable<string> Asked(SosCase sos, RingLevel level, Candidate[] duty) =>
        RingChoice.Choose(sos, level, 1, duty, Options).Select(o => o.Responder.Value);
}
