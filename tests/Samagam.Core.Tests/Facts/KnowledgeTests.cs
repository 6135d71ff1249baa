using Samagam.Core.Facts;
using Samagam.TestKit;

namespace Samagam.Core.Tests.Facts;

public sealed class KnowledgeTests
{
    private static readonly Func<StreamId, bool> Everything = _ => true;

    [Fact]
    public void Equal_knowledge_has_equal_roots_and_different_knowledge_different_ones() => Seeds.ForEach(200, (_, luck) =>
    {
        var ids = Draw(luck, 60);
        var one = Of(ids.Shuffled(luck));
        var other = Of(ids.Shuffled(luck));
        Assert.True(one.SameAs(other));
        Assert.Equal(one.Root(Everything), other.Root(Everything));
        var more = Given.Id(luck.Next(1, 9), 1_000);
        other.Add(more);
        Assert.False(one.SameAs(other));
        Assert.NotEqual(one.Root(Everything), other.Root(Everything));
    });

    [Fact]
    public void What_is_lacking_added_to_what_is_known_is_both_together() => Seeds.ForEach(200, (_, luck) =>
    {
        var (mine, theirs) = (Of(Draw(luck, 40)), Of(Draw(luck, 40)));
        var lacking = theirs.Except(mine);
        var both = mine.Copy();
        both.Add(theirs);
        var filled = mine.Copy();
        filled.Add(lacking);
        Assert.True(both.SameAs(filled));
        Assert.True(filled.Except(both).IsEmpty && both.Except(filled).IsEmpty);
        Assert.Equal(mine.Count + lacking.Count, both.Count);
    });

    [Fact]
    public void The_root_looks_only_at_streams_that_are_followed()
    {
        var knowledge = Of([Given.Id(1, 1)]);
        var root = knowledge.Root(s => s == StreamId.Mesh);
        knowledge.Add(new FactId(new StreamKey(new(1), 1, StreamId.Self), 1));
        Assert.Equal(root, knowledge.Root(s => s == StreamId.Mesh));
        Assert.NotEqual(root, knowledge.Root(Everything));
        Assert.Single(knowledge.Where(s => s == StreamId.Self).Streams);
    }

    [Fact]
    public void Lives_of_one_box_are_streams_of_their_own()
    {
        var knowledge = Of([Given.Id(1, 5, epoch: 1), Given.Id(1, 1, epoch: 2)]);
        Assert.False(knowledge.Contains(Given.Id(1, 5, epoch: 2)));
        Assert.Equal(["n1.1.mesh", "n1.2.mesh"], knowledge.Streams.Keys.Select(k => k.ToString()));
    }

    [Fact]
    public void A_copy_is_a_copy()
    {
        var knowledge = Of([Given.Id(1, 1)]);
        knowledge.Copy().Add(Given.Id(1, 2));
        Assert.False(knowledge.Contains(Given.Id(1, 2)));
    }

    [Theory]
    [InlineData(0u, true)]
    [InlineData(1u, true)]
    [InlineData(2u, true)]
    [InlineData((65_535u << 2) | 2, true)]
    [InlineData((1u << 2) | 1, false)]
    [InlineData(0x40000u, false)]
    public void Only_numbers_that_some_stream_has_are_streams(uint packed, bool exists)
    {
        Assert.Equal(exists, StreamId.TryUnpack(packed, out var id));
        Assert.True(!exists || id.Packed == packed);
    }

    private static FactId[] Draw(Random luck, int count) =>
        [.. Enumerable.Range(0, luck.Next(count)).Select(_ => Given.Id(luck.Next(1, 5), (ulong)luck.Next(1, 30), (uint)luck.Next(1, 3)))];

    private static Knowledge Of(IEnumerable<FactId> ids)
    {
        var knowledge = new Knowledge();
        foreach (var id in ids)
        {
            knowledge.Add(id);
        }
        return knowledge;
    }
}
