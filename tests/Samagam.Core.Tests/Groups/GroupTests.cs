using Samagam.Core.Groups;
using Samagam.Core.Ids;

namespace Samagam.Core.Tests.Groups;

public sealed class GroupTests
{
    private const long Now = 1_000;

    [Fact]
    public void Who_stands_as_owner_is_in_it_and_else_the_one_who_came_first()
    {
        Assert.Equal(Person(2), Of(members: [1, 2, 3], owner: 2).Owner);
        Assert.Equal(Person(1), Of(members: [1, 3], owner: 2).Owner);
        Assert.Null(Of(members: [], owner: 2).Owner);
    }

    [Fact]
    public void A_full_group_lets_nobody_in_and_one_below_lets_one_in()
    {
        Assert.Equal(JoinVerdict.Welcome, Of([1, 2], 1, most: 3).MayJoin(Person(9), Now));
        Assert.Equal(JoinVerdict.Full, Of([1, 2, 3], 1, most: 3).MayJoin(Person(9), Now));
        Assert.Equal(JoinVerdict.AlreadyIn, Of([1, 2, 3], 1, most: 3).MayJoin(Person(3), Now));
    }

    [Fact]
    public void More_than_there_may_be_is_said_and_nobody_new_comes_in()
    {
        Assert.False(Of([1, 2, 3], 1, most: 3).IsOverFull);
        var over = Of([1, 2, 3, 4], 1, most: 3);
        Assert.True(over.IsOverFull);
        Assert.Equal(JoinVerdict.Full, over.MayJoin(Person(9), Now));
    }

    [Fact]
    public void It_ends_at_its_moment_and_who_was_taken_out_stays_out()
    {
        var group = Of([1], 1);
        Assert.Equal(JoinVerdict.Welcome, group.MayJoin(Person(9), group.Said.ExpiresMs - 1));
        Assert.Equal(JoinVerdict.Ended, group.MayJoin(Person(9), group.Said.ExpiresMs));
        Assert.Equal(JoinVerdict.Removed, (group with { Removed = [Person(9)] }).MayJoin(Person(9), Now));
    }

    [Fact]
    public void Subjects_of_a_group_are_read_back()
    {
        var id = new GroupId(new Guid("7d9f3a10-0000-4000-8000-000000000001"));
        Assert.Equal(id, GroupId.OfSubject(id.Subject));
        Assert.Equal(id, GroupId.OfSubject(id.MemberSubject(Person(1))));
        Assert.Equal(Person(1), id.MemberOf(id.MemberSubject(Person(1))));
        Assert.Null(id.MemberOf(id.Subject));
        Assert.Equal(id, GroupId.OfPersonSubject(Person(1), id.SubjectAt(Person(1))));
        Assert.Null(GroupId.OfSubject("groups/" + id));
        var code = GroupCode.Of(7);
        Assert.Equal(id, code.GroupOf(code.SubjectOf(id)));
        Assert.Null(code.GroupOf(GroupCode.Of(8).SubjectOf(id)));
    }

    [Fact]
    public void Options_that_make_no_sense_are_refused_at_start()
    {
        new GroupOptions().Validate();
        Assert.Throws<ArgumentException>(() => new GroupOptions { MaxMembers = 1 }.Validate());
        Assert.Throws<ArgumentException>(() => new GroupOptions { MaxMembers = 51 }.Validate());
        Assert.Throws<ArgumentException>(() => new GroupOptions { DefaultDays = 91 }.Validate());
    }

    private static PersonId Person(int n) => new(new Guid(n, 0, 0x4000, [0x80, 0, 0, 0, 0, 0, 0, 1]));

    private static Group Of(int[] members, int owner, int most = 10) => new(
        new GroupId(new Guid("7d9f3a10-0000-4000-8000-000000000001")),
        new GroupStatement(GroupCode.Of(1), Person(owner), most, 0, 1_000_000, default),
        "Family",
        [.. members.Select(n => new GroupMember(Person(n), "m" + n, 0, n, false))],
        []);
}
