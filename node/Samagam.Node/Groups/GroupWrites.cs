using System.Text;
using Samagam.Core.Facts;
using Samagam.Core.Groups;
using Samagam.Core.Ids;
using Samagam.Mesh.Facts;
using Samagam.Mesh.People;
using Samagam.Wire.Groups;
using Samagam.Wire.People;

namespace Samagam.Node.Groups;

/// <summary>How a use case of groups ended.</summary>
public enum GroupOutcome : byte
{
    /// <summary>On this box's disk and on its way.</summary>
    Done,

    /// <summary>It was so already.</summary>
    Unchanged,

    /// <summary>A word or number is outside its limits.</summary>
    Invalid,

    /// <summary>This box has heard of no such group, or not yet; or the caller is not in it, to whom it does not exist.</summary>
    Unknown,

    /// <summary>Two groups have this code; an owner must take another first.</summary>
    Ambiguous,
    Full,
    Ended,

    /// <summary>The owner took the person out of this group.</summary>
    Removed,

    /// <summary>Only its owner may do this.</summary>
    NotOwner,

    /// <summary>The person is in as many groups as anybody may be.</summary>
    TooMany,

    /// <summary>The person was erased.</summary>
    Erased,

    /// <summary>This box cannot write.</summary>
    StoreFailed,
}

/// <summary>How a use case ended and, where there is one, the group as the caller may see it.</summary>
public readonly record struct GroupEnding(GroupOutcome Outcome, GroupId? Group = null);

/// <summary>What one member says of themselves in a group.</summary>
/// <param name="Color">0xRRGGBB; null for one of the palette nobody has yet.</param>
public sealed record MemberWords(string Nickname, int? Color);

/// <summary>The writes all use cases of groups share.</summary>
internal static class GroupWrites
{
    /// <summary>Colours that are told apart on a map in the sun and by most who see colours otherwise (Okabe and Ito 2008, and two more).</summary>
    private static readonly int[] Palette = [0xE69F00, 0x56B4E9, 0x009E73, 0xF0E442, 0x0072B2, 0xD55E00, 0xCC79A7, 0x6A3D9A, 0x8C564B, 0x17BECF];

    public static bool AreWithin(MemberWords words, GroupOptions options) =>
        words.Nickname.Length > 0 && words.Nickname.Length <= options.MaxNicknameLength && words.Color is null or (>= 0 and <= MemberStatement.MaxColor);

    /// <summary>A colour none of these members has, while there is one.</summary>
    public static int FreeColor(IReadOnlyList<GroupMember> members)
    {
        var free = Palette.FirstOrDefault(c => members.All(m => m.Color != c), -1);
        return free >= 0 ? free : Palette[members.Count % Palette.Length];
    }

    /// <summary>States a membership and its mark at the person; false when the person was erased.</summary>
    public static bool Put(FactScope scope, PersonVault vault, GroupId group, PersonId person, string nickname, bool isIn, long joinedMs, int color, bool isSharing)
    {
        ReadOnlyMemory<byte> closed = default;
        if (isIn)
        {
            if (vault.Seal(scope, person.Subject, Encoding.UTF8.GetBytes(nickname)) is not { } made)
            {
                return false;
            }
            closed = made;
        }
        var facts = FactLookup.Of(scope);
        var subject = group.MemberSubject(person);
        var edits = facts.Latest(subject, FactKinds.GroupMember)?.Edits ?? 0;
        scope.Author(FactKinds.GroupMember, subject, GroupCodec.Serialise(new MemberStatement(isIn, joinedMs, color, closed, isSharing)), edits + 1);
        Mark(scope, group, person, isIn);
        return true;
    }

    /// <summary>States at the person whether they are in the group, where it is not said already.</summary>
    public static void Mark(FactScope scope, GroupId group, PersonId person, bool isIn)
    {
        var held = FactLookup.Of(scope).Latest(group.SubjectAt(person), FactKinds.PersonGroup);
        if (held is null ? isIn : PersonalCodec.TryReadBelonging(held) != isIn)
        {
            scope.Author(FactKinds.PersonGroup, group.SubjectAt(person), PersonalCodec.Belonging(isIn), (held?.Edits ?? 0) + 1);
        }
    }

    /// <summary>States the group anew and, where its code is another, where the new code leads and that the old one leads nowhere.</summary>
    public static void Say(FactScope scope, GroupId group, GroupStatement said, GroupCode? before)
    {
        var edits = FactLookup.Of(scope).Latest(group.Subject, FactKinds.GroupSaid)?.Edits ?? 0;
        scope.Author(FactKinds.GroupSaid, group.Subject, GroupCodec.Serialise(said), edits + 1);
        if (before == said.Code)
        {
            return;
        }
        scope.Author(FactKinds.GroupCode, said.Code.SubjectOf(group), [], 1);
        if (before is { } old)
        {
            scope.Author(FactKinds.GroupEnded, old.SubjectOf(group), []);
        }
    }

    /// <summary>The first of these codes that no group known here has; null when all are taken.</summary>
    public static GroupCode? FreeCode(FactLookup facts, IReadOnlyList<GroupCode> drawn)
    {
        foreach (var code in drawn)
        {
            // One that led to a group before is not given again either.
            if (facts.Below(code.Subject).Count == 0)
            {
                return code;
            }
        }
        return null;
    }
}
