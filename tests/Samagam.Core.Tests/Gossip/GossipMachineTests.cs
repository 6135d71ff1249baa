using Samagam.Core.Facts;
using Samagam.Core.Gossip;
using static Samagam.Core.Tests.Given;

namespace Samagam.Core.Tests.Gossip;

public sealed class GossipMachineTests
{
    private static readonly Fact Mine = Fact(Id(1, 1), "sos.raised");
    private static readonly Fact Theirs = Fact(Id(2, 1), "sos.raised");

    [Fact]
    public void A_link_is_up_only_when_it_is_heard_both_ways()
    {
        var box = new Pair().Hears(new GossipInput.Opened(Pair.Peer)).Hello(heard: false);
        Assert.Empty(box.Machine.UpLinks);
        Assert.Equal([Pair.Peer], box.Hello(heard: true).Machine.UpLinks);
        Assert.Single(box.Said.OfType<GossipOutput.LinkUp>());
    }

    [Fact]
    public void A_new_link_asks_at_once_for_what_it_lacks()
    {
        var box = new Pair(held: [Mine]).Hears(new GossipInput.Opened(Pair.Peer)).Hello();
        Assert.True(box.Sent<GossipFrame.Want>().Single().Known.Contains(Mine.Id));
    }

    [Fact]
    public void What_was_committed_here_is_pushed_and_sent_again_until_it_is_acknowledged()
    {
        var box = new Pair().Up().Commits(Mine);
        Assert.Single(box.SentFacts);
        for (var i = 0; i < 10; i++)
        {
            box.Hello().Ticks(300);
        }
        var tries = box.SentFacts.Count();
        Assert.InRange(tries, 3, 40);
        box.Gets(new GossipFrame.Ack(Known(Mine)));
        Assert.Equal([Mine.Id], box.Said.OfType<GossipOutput.Copied>().Single().Facts);
        for (var i = 0; i < 10; i++)
        {
            box.Hello().Ticks(300);
        }
        Assert.Equal(tries, box.SentFacts.Count());
        Assert.Equal(1, box.Machine.CopiesOf(Mine.Id));
    }

    [Fact]
    public void An_arriving_fact_is_acknowledged_only_after_it_is_durable()
    {
        var box = new Pair { StoreWrites = false }.Up();
        box.Gets(new GossipFrame.Facts([Theirs], 0));
        Assert.Empty(box.Sent<GossipFrame.Ack>());
        box.StoreWrites = true;
        box.Gets(new GossipFrame.Facts([Theirs], 0));
        Assert.True(box.Sent<GossipFrame.Ack>().Single().Durable.Contains(Theirs.Id));
    }

    [Fact]
    public void A_known_fact_is_acknowledged_again_and_not_admitted_twice()
    {
        var box = new Pair().Up().Gets(new GossipFrame.Facts([Theirs], 0)).Gets(new GossipFrame.Facts([Theirs], 0));
        Assert.Single(box.Said.OfType<GossipOutput.Admit>());
        Assert.Equal(2, box.Sent<GossipFrame.Ack>().Count());
    }

    [Fact]
    public void A_name_that_is_known_here_proves_no_copy_until_it_is_acknowledged()
    {
        var box = new Pair().Up().Commits(Mine).Gets(new GossipFrame.Facts([Mine], 0));
        Assert.Empty(box.Said.OfType<GossipOutput.Copied>());
        box.Gets(new GossipFrame.Ack(Known(Mine)));
        Assert.Single(box.Said.OfType<GossipOutput.Copied>());
    }

    [Fact]
    public void A_believed_fact_is_a_copy_at_the_neighbour_that_sent_it() =>
        Assert.Equal([Theirs.Id], new Pair().Up().Gets(new GossipFrame.Facts([Theirs], 0)).Said.OfType<GossipOutput.Copied>().Single().Facts);

    [Fact]
    public void A_fact_is_not_sent_back_to_whom_it_came_from()
    {
        var box = new Pair().Up().Gets(new GossipFrame.Facts([Theirs], 0));
        Assert.Empty(box.SentFacts);
    }

    [Fact]
    public void A_want_is_answered_with_what_is_lacking_and_a_done()
    {
        var box = new Pair(held: [Mine, Theirs]).Up().Gets(new GossipFrame.Want(Known(Theirs), 7));
        Assert.Equal([Mine.Id], box.SentFacts);
        Assert.Equal((7u, false), box.Sent<GossipFrame.Done>().Select(d => (d.Round, d.More)).Single());
        Assert.All(box.Sent<GossipFrame.Facts>(), f => Assert.Equal(7u, f.Round));
    }

    [Fact]
    public void A_page_nobody_believes_does_not_hide_what_lies_behind_it()
    {
        var box = new Pair { Believes = false }.Hears(new GossipInput.Opened(Pair.Peer)).Hello();
        var first = box.Sent<GossipFrame.Want>().Last();
        box.Gets(new GossipFrame.Facts([Theirs], first.Round)).Gets(new GossipFrame.Done(first.Round, More: true, new Knowledge()));
        var second = box.Sent<GossipFrame.Want>().Last();
        Assert.Equal(first.Round + 1, second.Round);
        Assert.True(second.Skip!.Contains(Theirs.Id));
        Assert.False(second.Known.Contains(Theirs.Id));
        box.Gets(new GossipFrame.Done(second.Round, More: false, new Knowledge()));
        Wait(box, 6_000).Hello(root: 99);
        Assert.Null(box.Sent<GossipFrame.Want>().Last().Skip);
    }

    [Fact]
    public void A_store_that_refuses_does_not_ask_for_more_at_once()
    {
        var box = new Pair { StoreWrites = false }.Hears(new GossipInput.Opened(Pair.Peer)).Hello();
        var first = box.Sent<GossipFrame.Want>().Last();
        box.Gets(new GossipFrame.Facts([Theirs], first.Round)).Gets(new GossipFrame.Done(first.Round, More: true, new Knowledge()));
        Assert.Equal(first.Round, box.Sent<GossipFrame.Want>().Last().Round);
    }

    [Fact]
    public void What_a_neighbour_does_not_believe_is_not_sent_again_in_that_exchange_and_nothing_is_called_cleared()
    {
        var box = new Pair(held: [Mine, Theirs]) { Dropped = Known(Fact(Id(3, 1), "sos.raised")) }.Up();
        box.Gets(new GossipFrame.Want(new Knowledge(), 4, Known(Theirs)));
        Assert.Equal([Mine.Id], box.SentFacts);
        Assert.Equal(0, box.Machine.CopiesOf(Theirs.Id));
        Assert.True(box.Sent<GossipFrame.Done>().Last().Cleared.IsEmpty);
    }

    [Fact]
    public void A_neighbour_that_knows_more_is_asked_at_once()
    {
        var box = new Pair().Up();
        var wants = box.Sent<GossipFrame.Want>().Count();
        box.Gets(new GossipFrame.Want(Known(Theirs), 1));
        Assert.Equal(wants + 1, box.Sent<GossipFrame.Want>().Count());
    }

    [Fact]
    public void Differing_roots_start_an_exchange_after_5_s_and_equal_ones_after_60_s()
    {
        var box = new Pair(held: [Mine]).Up();
        var wants = box.Sent<GossipFrame.Want>().Count();
        var same = box.Sent<GossipFrame.Want>().Last().Known.Root(s => s.Scope is Scope.Mesh or Scope.Sector);
        Wait(box, 4_500).Hello(root: 99);
        Assert.Equal(wants, box.Sent<GossipFrame.Want>().Count());
        Wait(box, 1_000).Hello(root: same);
        Assert.Equal(wants, box.Sent<GossipFrame.Want>().Count());
        box.Hello(root: 99);
        Assert.Equal(wants + 1, box.Sent<GossipFrame.Want>().Count());
    }

    [Fact]
    public void Cleared_ranges_are_learnt_only_when_nothing_more_is_to_come()
    {
        var cleared = Known(Theirs);
        var box = new Pair().Hears(new GossipInput.Opened(Pair.Peer)).Hello();
        box.Gets(new GossipFrame.Done(1, More: true, cleared));
        Assert.Empty(box.Said.OfType<GossipOutput.LearnCleared>());
        var fresh = new Pair().Hears(new GossipInput.Opened(Pair.Peer)).Hello();
        fresh.Gets(new GossipFrame.Done(1, More: false, cleared));
        Assert.True(fresh.Said.OfType<GossipOutput.LearnCleared>().Single().Cleared.Contains(Theirs.Id));
    }

    [Fact]
    public void What_was_cleared_is_told_only_to_a_neighbour_that_has_all_that_superseded_it()
    {
        var box = new Pair(held: [Mine]) { Dropped = Known(Theirs) }.Up().Hears(new GossipInput.ClearedLearnt(Known(Theirs)));
        box.Gets(new GossipFrame.Want(new Knowledge(), 1));
        var first = box.Sent<GossipFrame.Done>().Last();
        Assert.True(first.More && first.Cleared.IsEmpty);
        box.Gets(new GossipFrame.Ack(Known(Mine))).Gets(new GossipFrame.Want(Known(Mine), 2));
        var second = box.Sent<GossipFrame.Done>().Last();
        Assert.True(!second.More && second.Cleared.Contains(Theirs.Id));
    }

    [Fact]
    public void An_end_of_an_earlier_round_is_not_taken_for_the_present_one()
    {
        var box = new Pair().Hears(new GossipInput.Opened(Pair.Peer)).Hello();
        box.Gets(new GossipFrame.Done(0, false, Known(Theirs))).Gets(new GossipFrame.Done(9, false, Known(Theirs)));
        Assert.Empty(box.Said.OfType<GossipOutput.LearnCleared>());
    }

    [Fact]
    public void A_silent_link_goes_down_after_three_missed_hellos()
    {
        var box = new Pair().Up();
        box.Ticks(900);
        Assert.Single(box.Machine.UpLinks);
        box.Ticks(100);
        Assert.Empty(box.Machine.UpLinks);
        Assert.Single(box.Said.OfType<GossipOutput.LinkDown>());
    }

    [Fact]
    public void A_lossy_link_is_given_more_hellos_before_it_counts_as_down()
    {
        var box = new Pair().Up();
        for (var i = 0; i < 20; i++)
        {
            box.Hello(skip: 1).Ticks(600);
        }
        box.Ticks(600);
        Assert.Single(box.Machine.UpLinks);
    }

    [Fact]
    public void A_box_that_was_itself_late_blames_nobody()
    {
        var box = new Pair().Up().Ticks(200);
        box.NowMs += 30_000;
        box.Hears(new GossipInput.Tick(0, default));
        Assert.Single(box.Machine.UpLinks);
    }

    [Fact]
    public void A_neighbour_that_knows_a_past_of_this_box_that_the_box_does_not_is_a_warning()
    {
        var box = new Pair().Up().Gets(new GossipFrame.Want(Known(Fact(Id(1, 40, epoch: 3))), 1));
        Assert.Equal(3u, box.Said.OfType<GossipOutput.OwnPastAhead>().Single().Epoch);
    }

    [Fact]
    public void Only_streams_the_neighbour_follows_are_sent_to_it()
    {
        var own = new Fact[] { OfStream(StreamId.Self), OfStream(StreamId.OfSector(1)), OfStream(StreamId.OfSector(9)), OfStream(StreamId.Hub), OfStream(StreamId.Mesh) };
        var box = new Pair().Up().Commits(own);
        Assert.Equal(["mesh", "sector1"], box.SentFacts.Select(f => f.Key.Stream.ToString()).Order());
        var hub = new Pair();
        hub.Hears(new GossipInput.Opened(Pair.Peer)).Hello(following: new Following(0, Everything: true)).Commits(own);
        Assert.Equal(["hub", "mesh", "sector1", "sector9"], hub.SentFacts.Select(f => f.Key.Stream.ToString()).Order());
    }

    [Fact]
    public void A_frame_stays_within_its_bytes_and_one_lane()
    {
        var facts = Enumerable.Range(1, 60).Select(i => Fact(Id(1, (ulong)i), i % 2 == 0 ? "sos.raised" : "sos.offered", bytes: 300)).ToArray();
        var box = new Pair(new GossipOptions { FrameBytes = 2_048 }).Up().Commits(facts);
        Assert.Equal(60, box.SentFacts.Distinct().Count());
        Assert.All(box.Sent<GossipFrame.Facts>(), frame =>
        {
            Assert.True(frame.Items.Sum(f => f.Statement.Length) <= 2_048);
            Assert.Single(frame.Items.Select(f => f.Lane).Distinct());
        });
        Assert.Equal(Lane.Life, box.Sent<GossipFrame.Facts>().First().Items[0].Lane);
    }

    [Theory]
    [InlineData(3, 3)]
    [InlineData(4, 3)]
    public void Unacknowledged_pushes_are_bounded_and_the_exchange_carries_the_rest(int committed, int pushed)
    {
        var box = new Pair(new GossipOptions { MaxPending = 3 }).Up().Commits([.. Enumerable.Range(1, committed).Select(i => Fact(Id(1, (ulong)i), "sos.raised"))]);
        Assert.Equal(pushed, box.SentFacts.Count());
        box.Ticks(320);
        Assert.Equal(committed > pushed, box.Sent<GossipFrame.Hello>().Last().Root is not null);
    }

    [Theory]
    [InlineData(5, 0)]
    [InlineData(6, 1)]
    public void A_want_that_names_too_many_streams_is_refused_and_counted(int streams, long refused)
    {
        var known = new Knowledge();
        for (var i = 1; i <= streams; i++)
        {
            known.Add(Id(i, 1));
        }
        var box = new Pair(new GossipOptions { MaxStreams = 5 }).Up().Gets(new GossipFrame.Want(known, 1));
        Assert.Equal(refused, box.Machine.RefusedFrames);
    }

    [Fact]
    public void A_frame_on_a_closed_link_is_ignored()
    {
        var box = new Pair().Up().Hears(new GossipInput.Closed(Pair.Peer));
        var said = box.Said.Count;
        box.Gets(new GossipFrame.Facts([Theirs], 0));
        Assert.Equal(said, box.Said.Count);
    }

    private static Pair Wait(Pair box, long ms)
    {
        for (long waited = 0; waited < ms; waited += 250)
        {
            box.Hello().Ticks(250);
        }
        return box;
    }

    private static Fact OfStream(StreamId stream) => Fact(new FactId(new StreamKey(Pair.Self, 1, stream), 1), lane: Lane.Shared);

    private static Knowledge Known(params Fact[] facts)
    {
        var known = new Knowledge();
        foreach (var fact in facts)
        {
            known.Add(fact.Id);
        }
        return known;
    }
}
