using System.Text;
using Samagam.Core.Facts;
using Samagam.Core.Groups;
using Samagam.Core.Ids;
using Samagam.Mesh.Facts;
using Samagam.Mesh.People;
using Samagam.Wire.Groups;
using Samagam.Wire.People;

namespace Samagam.Node.Groups;

/// <summary>Reads groups from the facts, by subject: some dozen look-ups for a full one. Nothing of a group is kept in memory.</summary>
public sealed class GroupBook(FactDesk desk, PersonVault vault)
{
    /// <summary>Null for a group this box has not heard of, or that was ended.</summary>
    public Group? Find(GroupId id) => Find(FactLookup.Of(desk.Log), id);

    public Group? Find(FactLookup facts, GroupId id)
    {
        var about = facts.About(id.Subject);
        if (FactLookup.LatestIn(about, FactKinds.GroupSaid) is not { } fact || GroupCodec.TryReadGroup(fact) is not { } said)
        {
            return null;
        }
        var members = new List<GroupMember>();
        var removed = new List<PersonId>();
        foreach (var held in facts.Below(id.Subject).GroupBy(f => f.Subject))
        {
            if (id.MemberOf(held.Key) is not { } person)
            {
                continue;
            }
            if (held.Any(f => f.Kind == FactKinds.MemberRemoved.Name))
            {
                removed.Add(person);
            }
            else if (FactLookup.LatestIn(held, FactKinds.GroupMember) is { } word && GroupCodec.TryReadMember(word) is { IsIn: true } member)
            {
                var aboutPerson = facts.About(person.Subject);
                if (!aboutPerson.Any(f => f.Kind == FactKinds.PersonErased.Name))
                {
                    members.Add(new GroupMember(person, Text(aboutPerson, person.Subject, member.Nickname), member.Color, member.JoinedMs, member.IsSharing));
                }
            }
        }
        return new Group(id, said, Text(about, id.Subject, said.Name), [.. members.OrderBy(m => m.JoinedMs).ThenBy(m => m.Person)], removed);
    }

    /// <summary>True when this box knows that the group was ended by its owner.</summary>
    public bool WasEnded(GroupId id) => WasEnded(FactLookup.Of(desk.Log), id);

    public static bool WasEnded(FactLookup facts, GroupId id) => facts.About(id.Subject).Any(f => f.Kind == FactKinds.GroupEnded.Name);

    /// <summary>Groups a person is in, by id.</summary>
    public IReadOnlyList<Group> GroupsOf(PersonId person) => GroupsOf(FactLookup.Of(desk.Log), person);

    public IReadOnlyList<Group> GroupsOf(FactLookup facts, PersonId person) =>
    [
        .. facts.Below(GroupId.RootAt(person))
            .GroupBy(f => f.Subject)
            .Where(held => FactLookup.LatestIn(held, FactKinds.PersonGroup) is { } fact && PersonalCodec.TryReadBelonging(fact) is true)
            .Select(held => GroupId.OfPersonSubject(person, held.Key) is { } id ? Find(facts, id) : null)
            .OfType<Group>()
            .Where(group => group.Find(person) is not null)
            .OrderBy(group => group.Id),
    ];

    /// <summary>
    /// Groups that have this code now. More than one only where islands drew the same luck: then nobody is led anywhere until an owner has taken another code.
    /// </summary>
    public IReadOnlyList<GroupId> WithCode(FactLookup facts, GroupCode code, long nowMs) =>
    [
        .. facts.Below(code.Subject)
            .Where(f => f.Kind == FactKinds.GroupCode.Name)
            .Select(f => code.GroupOf(f.Subject))
            .OfType<GroupId>()
            .Distinct()
            .Where(id => FactLookup.LatestIn(facts.About(id.Subject), FactKinds.GroupSaid) is { } fact
                && GroupCodec.TryReadGroup(fact) is { } said && said.Code == code && nowMs < said.ExpiresMs)
            .Order(),
    ];

    /// <summary>Whether another group has the same code; its owner is told to take another.</summary>
    public bool IsCodeShared(Group group) => WithCode(FactLookup.Of(desk.Log), group.Said.Code, desk.BestTime().WallMs).Count > 1;

    private string Text(IReadOnlyList<Fact> about, string subject, ReadOnlyMemory<byte> closed) =>
        vault.Open(_ => about, subject, closed.Span) is { } clear ? Encoding.UTF8.GetString(clear) : "";
}
