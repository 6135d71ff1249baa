using Samagam.Core.Amenities;
using Samagam.TestKit;

namespace Samagam.Core.Tests.Amenities;

/// <summary>What staff and pilgrims say of an amenity, weighed.</summary>
public sealed class AmenityStateTests
{
    private const long Now = Given.NoonMs;
    private static readonly AmenityOptions Options = new();

    [Fact]
    public void Two_people_do_not_put_it_out_of_use_and_three_do()
    {
        Assert.Null(At(null, Said(0, FoundState.Closed, 2)).Operational);
        Assert.Equal(new Reported(FoundState.Closed, 2, 0), At(null, Said(0, FoundState.Closed, 2)).Reported);
        Assert.False(At(null, Said(0, FoundState.Closed, 3)).Operational);
        Assert.False(At(null, Said(0, FoundState.Gone, 1), Said(0, FoundState.Closed, 2)).Operational);
        // However many call it dirty, it is open.
        Assert.Null(At(null, Said(0, FoundState.Dirty, 8), Said(0, FoundState.Dirty, 8)).Operational);
    }

    [Fact]
    public void As_many_who_say_it_is_good_keep_it_open() => Assert.Null(At(null, Said(0, FoundState.Closed, 4), Said(0, FoundState.Ok, 4)).Operational);

    [Fact]
    public void A_word_fades_by_half_in_its_half_life_and_is_forgotten()
    {
        long fresh = Options.FreshMs, half = Options.HalfLifeMs;
        Assert.False(At(null, Said(fresh, FoundState.Closed, 3)).Operational);
        Assert.Null(At(null, Said(fresh + 1_000, FoundState.Closed, 3)).Operational);
        Assert.False(At(null, Said(fresh + half, FoundState.Closed, 6)).Operational);
        Assert.NotNull(At(null, Said(fresh + half, FoundState.Dirty, 1)).Reported);
        Assert.Null(At(null, Said(fresh + half + 1_000, FoundState.Dirty, 1)).Reported);
        Assert.Equal(AmenityState.Unsaid, At(null, Said(Options.ForgottenMs + 1, FoundState.Closed, 8)));
    }

    [Fact]
    public void Staff_stand_above_pilgrims_and_what_was_said_before_they_looked_no_longer_counts()
    {
        var open = At((Now - 60_000, Status(true)), Said(120_000, FoundState.Closed, 8), Said(0, FoundState.Closed, 8));
        Assert.Equal((true, true, new Reported(FoundState.Closed, 8, 0)), (open.Operational, open.ByStaff, open.Reported));
        Assert.Null(At((Now - 60_000, Status(true)), Said(120_000, FoundState.Closed, 8)).Reported);
        // When their word is over, pilgrims are heard again.
        Assert.False(At((Now - 60_000, Status(true) with { UntilMs = Now }), Said(0, FoundState.Closed, 3)).Operational);
        Assert.True(At((Now - 60_000, Status(true) with { UntilMs = Now + 1 }), Said(0, FoundState.Closed, 3)).Operational);
    }

    [Fact]
    public void Random_words_obey_the_law() => Seeds.ForEach(2_000, (_, luck) =>
    {
        var said = Enumerable.Range(0, luck.Next(6)).Select(_ => Said(luck.Next(0, 8 * 3_600_000), (FoundState)luck.Next(1, 7), luck.Next(1, 9))).ToList();
        var staff = luck.Next(2) == 0 ? ((long, AmenityStatus)?)null : (Now - luck.Next(0, 7_200_000), Status(luck.Next(2) == 0));
        var state = At(staff, [.. said]);
        // The order of boxes says nothing.
        Assert.Equal(state, At(staff, [.. said.Shuffled(luck)]));
        if (staff is { } word)
        {
            Assert.Equal(word.Item2.Operational, state.Operational);
        }
        else
        {
            var shut = said.Where(s => s.Report.Voices[0].State is FoundState.Closed or FoundState.Gone).Sum(s => s.Report.Voices.Count);
            Assert.True(state.Operational is null || (state.Operational == false && shut >= Options.ClosingWeight));
            // One more who says it is good never puts it out of use.
            if (state.Operational is null)
            {
                Assert.Null(At(null, [.. said, Said(0, FoundState.Ok, 1)]).Operational);
            }
        }
    });

    private static AmenityState At((long, AmenityStatus)? staff, params (long AtMs, AmenityReport Report)[] said) => AmenityState.At(staff, said, Now, Options);

    private static AmenityStatus Status(bool operational) => new("n1", operational, null, "", Now + 3_600_000, "asha");

    private static (long AtMs, AmenityReport Report) Said(long agoMs, FoundState state, int people) => (Now - agoMs, new AmenityReport("n1", [.. Enumerable.Repeat(new Voice(state, 0), people)]));
}
