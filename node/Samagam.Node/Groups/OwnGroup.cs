using Samagam.Core.Facts;
using Samagam.Core.Groups;
using Samagam.Core.Ids;
using Samagam.Mesh.Facts;

namespace Samagam.Node.Groups;

/// <summary>What only the owner of a group may do: take members out, hand over, take another code, end it.</summary>
public sealed class OwnGroup(FactDesk desk, GroupBook book)
{
    /// <summary>
    /// Takes a member out, for good: a tombstone, so that no edit of theirs at another box brings them back. The group takes another code, for they know the old one.
    /// </summary>
    /// <param name="codes">Luck of the door's.</param>
    public ValueTask<GroupEnding> RemoveAsync(PersonId owner, GroupId id, PersonId member, IReadOnlyList<GroupCode> codes, CancellationToken cancellation) => AsOwnerAsync(
        owner,
        id,
        (scope, group) =>
        {
            if (group.Removed.Contains(member))
            {
                return GroupOutcome.Unchanged;
            }
            if (member == owner)
            {
                return GroupOutcome.Invalid;
            }
            if (group.Find(member) is null)
            {
                return GroupOutcome.Unknown;
            }
            scope.Author(FactKinds.MemberRemoved, id.MemberSubject(member), []);
            GroupWrites.Mark(scope, id, member, isIn: false);
            return Renew(scope, group, codes);
        },
        cancellation);

    /// <summary>Another member becomes the owner.</summary>
    public ValueTask<GroupEnding> HandOverAsync(PersonId owner, GroupId id, PersonId to, CancellationToken cancellation) => AsOwnerAsync(
        owner,
        id,
        (scope, group) =>
        {
            if (group.Find(to) is null)
            {
                return GroupOutcome.Unknown;
            }
            if (group.Said.Owner == to)
            {
                return GroupOutcome.Unchanged;
            }
            GroupWrites.Say(scope, id, group.Said with { Owner = to }, group.Said.Code);
            return GroupOutcome.Done;
        },
        cancellation);

    /// <summary>The group takes another code; the old one leads nowhere, and never to this group again.</summary>
    public ValueTask<GroupEnding> RenewCodeAsync(PersonId owner, GroupId id, IReadOnlyList<GroupCode> codes, CancellationToken cancellation) =>
        AsOwnerAsync(owner, id, (scope, group) => Renew(scope, group, codes), cancellation);

    /// <summary>Ends the group everywhere: its members, its name and its key go with it.</summary>
    public ValueTask<GroupEnding> EndAsync(PersonId owner, GroupId id, CancellationToken cancellation) => AsOwnerAsync(
        owner,
        id,
        (scope, group) =>
        {
            foreach (var member in group.Members)
            {
                GroupWrites.Mark(scope, id, member.Person, isIn: false);
            }
            scope.Author(FactKinds.GroupEnded, group.Said.Code.SubjectOf(id), []);
            scope.Author(FactKinds.GroupEnded, id.Subject, []);
            return GroupOutcome.Done;
        },
        cancellation);

    private static GroupOutcome Renew(FactScope scope, Group group, IReadOnlyList<GroupCode> codes)
    {
        if (GroupWrites.FreeCode(FactLookup.Of(scope), codes) is not { } code)
        {
            return GroupOutcome.StoreFailed;
        }
        GroupWrites.Say(scope, group.Id, group.Said with { Code = code }, group.Said.Code);
        return GroupOutcome.Done;
    }

    private async ValueTask<GroupEnding> AsOwnerAsync(PersonId owner, GroupId id, Func<FactScope, Group, GroupOutcome> act, CancellationToken cancellation)
    {
        try
        {
            return await desk.WriteAsync(
                Lane.Answer,
                scope =>
                {
                    var facts = FactLookup.Of(scope);
                    if (book.Find(facts, id) is not { } group)
                    {
                        return new GroupEnding(GroupBook.WasEnded(facts, id) ? GroupOutcome.Ended : GroupOutcome.Unknown);
                    }
                    return group.Find(owner) is null ? new(GroupOutcome.Unknown)
                        : group.Owner != owner ? new(GroupOutcome.NotOwner)
                        : new GroupEnding(act(scope, group), id);
                },
                cancellation).ConfigureAwait(false);
        }
        catch (StoreRefusedException)
        {
            return new(GroupOutcome.StoreFailed);
        }
    }
}
