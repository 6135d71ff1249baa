using Samagam.Core.Facts;
using Samagam.Core.Groups;
using Samagam.Core.Ids;
using Samagam.Mesh.Facts;
using Samagam.Mesh.People;

namespace Samagam.Node.Groups;

/// <summary>
/// A person comes into a group by its code. Refused here when it is full here; islands that do not hear of each other may still let in more than there may
/// be, and then all stay (<see cref="Group.IsOverFull"/>) and nobody else comes in.
/// </summary>
public sealed class JoinGroup(FactDesk desk, PersonVault vault, GroupBook book, GroupOptions options)
{
    public async ValueTask<GroupEnding> RunAsync(PersonId person, GroupCode code, MemberWords words, CancellationToken cancellation)
    {
        if (!GroupWrites.AreWithin(words, options))
        {
            return new(GroupOutcome.Invalid);
        }
        try
        {
            return await desk.WriteAsync(Lane.Shared, scope => Decide(scope, person, code, words), cancellation).ConfigureAwait(false);
        }
        catch (StoreRefusedException)
        {
            return new(GroupOutcome.StoreFailed);
        }
    }

    private GroupEnding Decide(FactScope scope, PersonId person, GroupCode code, MemberWords words)
    {
        var facts = FactLookup.Of(scope);
        var nowMs = scope.Now.WallMs;
        var found = book.WithCode(facts, code, nowMs);
        if (found.Count > 1)
        {
            return new(GroupOutcome.Ambiguous);
        }
        if (found.Count == 0 || book.Find(facts, found[0]) is not { } group)
        {
            return new(GroupOutcome.Unknown);
        }
        switch (group.MayJoin(person, nowMs))
        {
            case JoinVerdict.AlreadyIn:
                return new(GroupOutcome.Unchanged, group.Id);
            case JoinVerdict.Full:
                return new(GroupOutcome.Full);
            case JoinVerdict.Removed:
                return new(GroupOutcome.Removed);
            case JoinVerdict.Ended:
                return new(GroupOutcome.Ended);
            default:
                break;
        }
        if (book.GroupsOf(facts, person).Count(g => !g.HasExpired(nowMs)) >= options.MaxGroupsPerPerson)
        {
            return new(GroupOutcome.TooMany);
        }
        return GroupWrites.Put(scope, vault, group.Id, person, words.Nickname, isIn: true, nowMs, words.Color ?? GroupWrites.FreeColor(group.Members), isSharing: false)
            ? new(GroupOutcome.Done, group.Id)
            : new(GroupOutcome.Erased);
    }
}
