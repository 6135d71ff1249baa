using Samagam.Core.Geo;
using Samagam.Core.Ids;
using Samagam.Core.Sos;
using static Samagam.Core.Tests.Given;

namespace Samagam.Core.Tests.Sos;

public sealed class RaiseRulesTests
{
    private static readonly SosRaised Call = new() { Place = new Place(Ghat, 50, PlaceSource.Node) };

    [Fact]
    public void Second_tap_of_the_same_phone_is_the_same_case() =>
        Assert.Equal(new RaiseVerdict.Repeat(Case), RaiseRules.Judge(CaseOf(Raised()), null, false, Call, newPlace: false, At(10), []));

    [Fact]
    public void The_same_id_with_a_better_place_updates_its_open_case() =>
        Assert.Equal(new RaiseVerdict.Again(Case), RaiseRules.Judge(CaseOf(Raised()), null, false, Call, newPlace: true, At(10), []));

    [Fact]
    public void The_same_id_after_the_end_is_no_new_case()
    {
        var ended = CaseOf(Raised(), Step(1, 2, new SosCancelled(false), 5));
        Assert.Equal(new RaiseVerdict.Repeat(Case), RaiseRules.Judge(ended, null, false, Call, newPlace: true, At(10), []));
        // Long after, the same id is a device that knows no other: a need of its own.
        Assert.IsType<RaiseVerdict.NewCase>(RaiseRules.Judge(ended, null, false, Call, newPlace: true, At(RaiseRules.RetryMs + 60_000), []));
    }

    [Fact]
    public void The_same_device_pressing_again_updates_its_open_case_but_not_for_somebody_else()
    {
        var open = CaseOf(Raised());
        Assert.Equal(new RaiseVerdict.Again(Case), RaiseRules.Judge(null, open, false, Call, false, At(10), []));
        Assert.IsType<RaiseVerdict.NewCase>(RaiseRules.Judge(null, open, forSomebodyElse: true, Call, false, At(10), [open]));
    }

    [Fact]
    public void A_device_whose_case_has_ended_opens_a_new_one()
    {
        var ended = CaseOf(Raised(), Step(1, 2, new SosCancelled(false), 5));
        Assert.Equal(new RaiseVerdict.NewCase(null), RaiseRules.Judge(null, ended, false, Call, false, At(10), []));
    }

    [Theory]
    [InlineData(99, 0, true)]
    [InlineData(101, 0, false)]
    [InlineData(0, RaiseRules.SameTimeMs, true)]
    [InlineData(0, RaiseRules.SameTimeMs + 1, false)]
    public void A_call_at_nearly_the_same_place_and_minute_is_linked_as_possibly_the_same(double metres, long laterMs, bool linked)
    {
        var here = Call with { Place = new Place(MetresNorth(metres), 50, PlaceSource.Gps) };
        var verdict = Assert.IsType<RaiseVerdict.NewCase>(RaiseRules.Judge(null, null, false, here, false, At(laterMs), [CaseOf(Raised())]));
        Assert.Equal(linked ? Case : null, verdict.PossiblySame);
    }

    [Fact]
    public void A_drill_is_never_linked_with_the_real() =>
        Assert.Equal(new RaiseVerdict.NewCase(null), RaiseRules.Judge(null, null, false, Call with { Drill = true }, false, At(0), [CaseOf(Raised())]));

    [Fact]
    public void The_ladder_shows_only_what_is_true()
    {
        var fresh = Ladder.Of(CaseOf(Raised()), copies: 0, null, null);
        Assert.Equal([LadderRung.SavedHere], fresh.Steps.Where(s => s.Reached).Select(s => s.Rung));
        var full = Ladder.Of(
            CaseOf(Raised(), Offered(1, 2, 1, RingLevel.Nearest, "a"), Step(2, 1, new SosReceived(new ResponderId("a")), 2), Accepted(2, 2, 3, "a"), Step(2, 3, new SosArrived(new ResponderId("a")), 4)),
            copies: 2,
            At(1),
            At(9));
        Assert.All(full.Steps, step => Assert.True(step.Reached, step.Rung.ToString()));
        Assert.Equal("a", full.Standing?.Responder.Value);
    }

    [Fact]
    public void A_lapsed_acceptance_leaves_the_ladder()
    {
        var claim = Accepted(1, 3, 5, "a");
        var ladder = Ladder.Of(CaseOf(Raised(), claim, Step(1, 4, new SosEscalated(RingLevel.Sector, EscalationReason.NoArrival, claim.Id), 9)), 0, null, null);
        Assert.False(ladder.Steps.Single(s => s.Rung == LadderRung.Accepted).Reached);
    }
}
