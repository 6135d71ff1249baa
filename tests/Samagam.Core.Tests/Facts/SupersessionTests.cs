using Samagam.Core.Facts;
using Samagam.Core.Time;
using Samagam.TestKit;

namespace Samagam.Core.Tests.Facts;

public sealed class SupersessionTests
{
    [Fact]
    public void Whatever_the_order_and_number_of_arrivals_the_set_held_at_the_end_is_the_same() => Seeds.ForEach(600, (_, luck) =>
    {
        var facts = Draw(luck);
        var expected = Fold(facts);
        for (var again = 0; again < 4; again++)
        {
            var repeated = facts.Concat(facts.Where(_ => luck.Next(3) == 0)).Shuffled(luck);
            Assert.Equal(expected, Fold(repeated));
        }
    });

    [Fact]
    public void A_tombstone_beats_everything_about_its_subject_whenever_it_comes()
    {
        var tombstone = Given.Fact(Given.Id(1, 1), "person.erased");
        var key = Given.Fact(Given.Id(2, 1), "person.key");
        var word = Given.Fact(Given.Id(3, 9), "later.word");
        Assert.Equal([tombstone.Id], Fold([key, word, tombstone]));
        Assert.Equal([tombstone.Id], Fold([tombstone, key, word]));
        Assert.Equal([tombstone.Id, Given.Id(4, 1)], Fold([tombstone, Given.Fact(Given.Id(4, 1), "person.key", subject: "s/2")]));
    }

    [Fact]
    public void A_tombstone_takes_along_all_that_belongs_to_its_subject_whenever_either_comes()
    {
        var tombstone = Given.Fact(Given.Id(1, 1), "person.erased", subject: "person/a");
        var pin = Given.Fact(Given.Id(2, 1), "later.word", subject: "person/a/pin/1");
        var other = Given.Fact(Given.Id(2, 2), "later.word", subject: "person/ab/pin/1");
        Assert.Equal([tombstone.Id, other.Id], Fold([pin, other, tombstone]));
        Assert.Equal([tombstone.Id, other.Id], Fold([tombstone, other, pin]));
    }

    [Fact]
    public void A_tombstone_of_what_belongs_to_a_thing_leaves_the_thing()
    {
        var thing = Given.Fact(Given.Id(2, 1), "later.word", subject: "person/a");
        var tombstone = Given.Fact(Given.Id(1, 1), "person.erased", subject: "person/a/pin/1");
        Assert.Equal(2, Fold([thing, tombstone]).Count);
        Assert.Equal(2, Fold([tombstone, thing]).Count);
    }

    [Fact]
    public void Of_what_was_typed_at_the_same_time_at_two_boxes_both_stay_until_it_is_typed_again()
    {
        var here = Given.Fact(Given.Id(1, 1), "person.profile", edits: 2);
        var there = Given.Fact(Given.Id(2, 1), "person.profile", edits: 2);
        var before = Given.Fact(Given.Id(3, 1), "person.profile", edits: 1);
        Assert.Equal([here.Id, there.Id], Fold([here, before, there]));
        var again = Given.Fact(Given.Id(2, 2), "person.profile", edits: 3);
        Assert.Equal([again.Id], Fold([here, again, there]));
    }

    [Fact]
    public void A_clock_set_to_2030_wins_at_most_one_edit()
    {
        var wild = Given.Fact(Given.Id(1, 1), "responder.duty", time: Given.At(200_000_000_000), edits: 1);
        var next = Given.Fact(Given.Id(2, 1), "responder.duty", time: Given.At(0), edits: 2);
        Assert.Equal([next.Id], Fold([wild, next]));
        Assert.Equal([next.Id], Fold([next, wild]));
    }

    [Fact]
    public void A_register_stamped_in_1970_loses_the_tie_against_a_clock_that_knows()
    {
        var lost = Given.Fact(Given.Id(9, 1), "responder.duty", time: Given.At(999, ClockQuality.Unknown), edits: 3);
        var known = Given.Fact(Given.Id(1, 1), "responder.duty", time: Given.At(1, ClockQuality.Neighbours), edits: 3);
        Assert.Equal([known.Id], Fold([lost, known]));
    }

    [Fact]
    public void A_register_of_one_writer_needs_no_clock()
    {
        var older = Given.Fact(Given.Id(1, 7), "hub.receipt", time: Given.At(5_000));
        var newer = Given.Fact(Given.Id(1, 8), "hub.receipt", time: Given.At(-5_000));
        var otherWriter = Given.Fact(Given.Id(2, 1), "hub.receipt");
        Assert.Equal([newer.Id, otherWriter.Id], Fold([newer, older, otherWriter]));
    }

    [Fact]
    public void A_new_life_of_the_writer_goes_before_the_old_one()
    {
        var old = Given.Fact(Given.Id(1, 100, epoch: 1), "hub.receipt");
        var fresh = Given.Fact(Given.Id(1, 1, epoch: 2), "hub.receipt");
        Assert.Equal([fresh.Id], Fold([fresh, old]));
    }

    [Fact]
    public void Facts_of_an_unknown_kind_are_all_kept() =>
        Assert.Equal(3, Fold([Given.Fact(Given.Id(1, 1)), Given.Fact(Given.Id(1, 2)), Given.Fact(Given.Id(2, 1))]).Count);

    [Fact]
    public void The_same_identity_with_other_bytes_does_not_say_the_same()
    {
        var fact = Given.Fact(Given.Id(1, 1));
        Assert.True(fact.SaysTheSameAs(Given.Fact(Given.Id(1, 1))));
        Assert.False(fact.SaysTheSameAs(Given.Fact(Given.Id(1, 1), edits: 7)));
    }

    private static Fact[] Draw(Random luck)
    {
        string[] kinds = ["later.word", "responder.duty", "hub.receipt", "person.profile", "person.erased", "person.key"];
        string[] subjects = ["s/0", "s/1", "s/1/x", "s/1/x/y", "s/1/x0", "s/2"];
        var facts = new List<Fact>();
        for (ulong seq = 1; seq <= 8; seq++)
        {
            // Tombstones are rare, or little else would be seen.
            var kind = kinds[luck.Next(luck.Next(4) == 0 ? 6 : 4)];
            facts.Add(Given.Fact(
                Given.Id(luck.Next(1, 4), seq, (uint)luck.Next(1, 3)),
                kind,
                subjects[luck.Next(subjects.Length)],
                Given.At(luck.Next(3), (ClockQuality)luck.Next(3), (ushort)luck.Next(2)),
                (uint)luck.Next(3)));
        }
        return [.. facts];
    }

    /// <summary>What a store holds after these arrivals, by the rules of <see cref="Supersession"/> alone.</summary>
    private static List<FactId> Fold(IEnumerable<Fact> arrivals)
    {
        var held = new SortedDictionary<FactId, Fact>();
        var known = new HashSet<FactId>();
        foreach (var fact in arrivals)
        {
            if (!known.Add(fact.Id))
            {
                continue;
            }
            var verdict = Supersession.Judge([.. held.Values.Where(f => Near(f, fact))], fact);
            foreach (var id in verdict.Drop)
            {
                held.Remove(id);
            }
            if (verdict.Keep)
            {
                held[fact.Id] = fact;
            }
        }
        return [.. held.Keys];
    }

    /// <summary>What a store gives for a judgement: the subject's own, those above it, and for a tombstone all below.</summary>
    private static bool Near(Fact held, Fact arriving) =>
        held.Subject == arriving.Subject
        || Subjects.Above(arriving.Subject).Contains(held.Subject)
        || (FactKinds.LawOf(arriving.Kind) == FoldingLaw.Gone && Subjects.IsAtOrBelow(held.Subject, arriving.Subject));
}
