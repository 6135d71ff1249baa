using Google.Protobuf;
using Samagam.Core.Facts;
using Samagam.Core.Groups;
using Samagam.Core.Ids;
using Samagam.Core.Time;
using W = Samagam.Wire.Groups.V1;

namespace Samagam.Wire.Groups;

/// <summary>Groups and memberships and their bodies (<c>samagam/groups/v1/groups.proto</c>).</summary>
public static class GroupCodec
{
    public static byte[] Serialise(GroupStatement group) => new W.Group
    {
        Code = group.Code.Text,
        Owner = group.Owner.ToString(),
        MaxMembers = (uint)group.MaxMembers,
        CreatedMs = (ulong)group.CreatedMs,
        ExpiresMs = (ulong)group.ExpiresMs,
        Name = ByteString.CopyFrom(group.Name.Span),
    }.ToByteArray();

    public static byte[] Serialise(MemberStatement member) => new W.Member
    {
        IsIn = member.IsIn,
        JoinedMs = (ulong)member.JoinedMs,
        Color = (uint)member.Color,
        Nickname = ByteString.CopyFrom(member.Nickname.Span),
        IsSharing = member.IsSharing,
    }.ToByteArray();

    /// <summary>Null when the fact is of another kind or cannot be read.</summary>
    public static GroupStatement? TryReadGroup(Fact fact)
    {
        if (fact.Kind != FactKinds.GroupSaid.Name)
        {
            return null;
        }
        try
        {
            var wire = W.Group.Parser.ParseFrom(fact.Body.Span);
            return GroupCode.TryParse(wire.Code, out var code) && PersonId.TryParse(wire.Owner, out var owner)
                && wire.MaxMembers is > 0 and <= int.MaxValue && wire.CreatedMs <= HybridTime.MaxWallMs && wire.ExpiresMs <= HybridTime.MaxWallMs
                ? new GroupStatement(code, owner, (int)wire.MaxMembers, (long)wire.CreatedMs, (long)wire.ExpiresMs, wire.Name.Memory)
                : null;
        }
        catch (InvalidProtocolBufferException)
        {
            return null;
        }
    }

    /// <summary>Null when the fact is of another kind or cannot be read.</summary>
    public static MemberStatement? TryReadMember(Fact fact)
    {
        if (fact.Kind != FactKinds.GroupMember.Name)
        {
            return null;
        }
        try
        {
            var wire = W.Member.Parser.ParseFrom(fact.Body.Span);
            return wire.JoinedMs <= HybridTime.MaxWallMs && wire.Color <= MemberStatement.MaxColor
                ? new MemberStatement(wire.IsIn, (long)wire.JoinedMs, (int)wire.Color, wire.Nickname.Memory, wire.IsSharing)
                : null;
        }
        catch (InvalidProtocolBufferException)
        {
            return null;
        }
    }
}
