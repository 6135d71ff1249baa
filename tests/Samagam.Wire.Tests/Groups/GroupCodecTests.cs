using Samagam.Core.Facts;
using Samagam.Core.Groups;
using Samagam.Core.Ids;
using Samagam.TestKit;
using Samagam.Wire.Groups;
using static Samagam.Wire.Tests.Given;

namespace Samagam.Wire.Tests.Groups;

public sealed class GroupCodecTests
{
    private static readonly GroupStatement Family =
        new(GroupCode.Of(123_456_789), new PersonId(new Guid("7d9f3a10-0000-4000-8000-000000000001")), 10, 1_838_800_000_000, 1_841_392_000_000, new byte[] { 1, 2, 3 });

    private static readonly MemberStatement Asha = new(true, 1_838_800_000_000, 0xE69F00, new byte[] { 9, 8 }, true);

    [Fact]
    public void They_come_back_as_they_were_by_their_own_kind()
    {
        var group = GroupCodec.TryReadGroup(Of("group.said", GroupCodec.Serialise(Family)))!;
        Assert.Equal(Family with { Name = default }, group with { Name = default });
        Assert.Equal([1, 2, 3], group.Name.ToArray());
        var member = GroupCodec.TryReadMember(Of("group.member", GroupCodec.Serialise(Asha)))!;
        Assert.Equal(Asha with { Nickname = default }, member with { Nickname = default });
        Assert.Equal([9, 8], member.Nickname.ToArray());
        Assert.Null(GroupCodec.TryReadGroup(Of("group.member", GroupCodec.Serialise(Family))));
        Assert.Null(GroupCodec.TryReadMember(Of("group.said", GroupCodec.Serialise(Asha))));
    }

    [Fact]
    public void Their_bytes_are_fixed()
    {
        Assert.Equal(
            "0A08" + Convert.ToHexString(System.Text.Encoding.ASCII.GetBytes(Family.Code.Text))
            + "122437643966336131302D303030302D343030302D383030302D303030303030303030303031180A2080A89588C2352880B890DCCB353203010203",
            Convert.ToHexString(GroupCodec.Serialise(Family)));
        Assert.Equal("N8KQN30F", Family.Code.Text);
        Assert.Equal("08011080A89588C2351880BE9A07220209082801", Convert.ToHexString(GroupCodec.Serialise(Asha)));
    }

    [Fact]
    public void A_field_of_a_later_build_is_passed_over()
    {
        Assert.NotNull(GroupCodec.TryReadGroup(Of("group.said", [.. GroupCodec.Serialise(Family), 0x9A, 0x06, 0x02, 0x68, 0x69])));
        Assert.NotNull(GroupCodec.TryReadMember(Of("group.member", [.. GroupCodec.Serialise(Asha), 0x9A, 0x06, 0x02, 0x68, 0x69])));
    }

    [Fact]
    public void Garbage_is_nothing_or_within_its_limits() => Seeds.ForEach(2_000, (_, luck) =>
    {
        var group = GroupCodec.TryReadGroup(Of("group.said", Spoilt(GroupCodec.Serialise(Family), luck)));
        Assert.True(group is null || (group.MaxMembers > 0 && group.Code.Text.Length == GroupCode.Length));
        var member = GroupCodec.TryReadMember(Of("group.member", Spoilt(GroupCodec.Serialise(Asha), luck)));
        Assert.True(member is null || member.Color is >= 0 and <= MemberStatement.MaxColor);
    });

    private static Fact Of(string kind, byte[] body) => Fact(kind, "group/7d9f3a10-0000-4000-8000-000000000001", body, Lane.Shared);
}
