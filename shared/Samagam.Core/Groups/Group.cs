using Samagam.Core.Ids;

namespace Samagam.Core.Groups;

/// <summary>A group as last stated (kind <c>group.said</c>, law <see cref="Facts.FoldingLaw.Latest"/>).</summary>
/// <param name="Owner">Who may take members out and end it, while they are in it.</param>
/// <param name="Name">Sealed under the group's own key, which lies at the group: every member's box reads it, and erasing one person takes it from nobody.</param>
public sealed record GroupStatement(GroupCode Code, PersonId Owner, int MaxMembers, long CreatedMs, long ExpiresMs, ReadOnlyMemory<byte> Name);

/// <summary>A membership as last stated (kind <c>group.member</c>, law <see cref="Facts.FoldingLaw.Latest"/>).</summary>
/// <param name="IsIn">False after leaving.</param>
/// <param name="Color">0xRRGGBB, the member's on everybody's map.</param>
/// <param name="Nickname">Sealed under the member's person: erasing them takes it along.</param>
/// <param name="IsSharing">Whether the member lets the group see where they are; nothing is shared without their consent beside it.</param>
public sealed record MemberStatement(bool IsIn, long JoinedMs, int Color, ReadOnlyMemory<byte> Nickname, bool IsSharing)
{
    public const int MaxColor = 0xFFFFFF;
}

/// <summary>One member, as a box reads them.</summary>
/// <param name="Nickname">Empty when the member's key has not arrived yet.</param>
public sealed record GroupMember(PersonId Person, string Nickname, int Color, long JoinedMs, bool IsSharing);

/// <summary>Whether somebody may come in.</summary>
public enum JoinVerdict : byte
{
    Welcome,
    AlreadyIn,

    /// <summary>As many as it may have, or more since two islands met: nobody is put out, nobody comes in.</summary>
    Full,
    Ended,

    /// <summary>Was taken out by the owner.</summary>
    Removed,
}

/// <summary>
/// A group as the facts held here add up to. Law: a pure function of their set; boxes that hold the same facts read the same group.
/// </summary>
/// <param name="Name">Empty when the group's key has not arrived yet.</param>
/// <param name="Members">Those in it, erased persons left out, by the time they came, then by person.</param>
/// <param name="Removed">Those the owner took out.</param>
public sealed record Group(GroupId Id, GroupStatement Said, string Name, IReadOnlyList<GroupMember> Members, IReadOnlyList<PersonId> Removed)
{
    /// <summary>Who stands as the owner: the stated one while they are in it, else who came first. Null when nobody is in it.</summary>
    public PersonId? Owner => Find(Said.Owner) is not null ? Said.Owner : Members.Count > 0 ? Members[0].Person : null;

    /// <summary>True when islands that did not hear of each other let in more than there may be. All stay; the owner may take some out.</summary>
    public bool IsOverFull => Members.Count > Said.MaxMembers;

    public GroupMember? Find(PersonId person) => Members.FirstOrDefault(m => m.Person == person);

    public bool HasExpired(long nowMs) => nowMs >= Said.ExpiresMs;

    public JoinVerdict MayJoin(PersonId person, long nowMs) =>
        HasExpired(nowMs) ? JoinVerdict.Ended
        : Find(person) is not null ? JoinVerdict.AlreadyIn
        : Removed.Contains(person) ? JoinVerdict.Removed
        : Members.Count >= Said.MaxMembers ? JoinVerdict.Full
        : JoinVerdict.Welcome;
}
