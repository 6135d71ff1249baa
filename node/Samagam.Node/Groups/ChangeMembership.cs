using Samagam.Core.Facts;
using Samagam.Core.Groups;
using Samagam.Core.Ids;
using Samagam.Mesh.Facts;
using Samagam.Mesh.People;

namespace Samagam.Node.Groups;

/// <summary>What a member changes of themselves; null leaves it as it is.</summary>
public sealed record MemberChange(string? Nickname, int? Color, bool? IsSharing);

/// <summary>A member leaves, or says otherwise who they are in the group.</summary>
public sealed class ChangeMembership(FactDesk desk, PersonVault vault, GroupBook book, GroupOptions options)
{
    /// <summary>Leaving a group one has left is fine and writes nothing.</summary>
    public ValueTask<GroupEnding> LeaveAsync(PersonId person, GroupId id, CancellationToken cancellation) => WriteAsync(
        scope =>
        {
            var facts = FactLookup.Of(scope);
            if (book.Find(facts, id) is { } group && group.Find(person) is { } me)
            {
                GroupWrites.Put(scope, vault, id, person, "", isIn: false, me.JoinedMs, me.Color, isSharing: false);
                return new(GroupOutcome.Done, id);
            }
            return facts.Latest(id.MemberSubject(person), FactKinds.GroupMember) is null && !GroupBook.WasEnded(facts, id) ? new(GroupOutcome.Unknown) : new(GroupOutcome.Unchanged, id);
        },
        cancellation);

    public ValueTask<GroupEnding> ChangeAsync(PersonId person, GroupId id, MemberChange change, CancellationToken cancellation) => WriteAsync(
        scope =>
        {
            if (book.Find(FactLookup.Of(scope), id) is not { } group || group.Find(person) is not { } me)
            {
                return new(GroupOutcome.Unknown);
            }
            var now = me with { Nickname = change.Nickname ?? me.Nickname, Color = change.Color ?? me.Color, IsSharing = change.IsSharing ?? me.IsSharing };
            if (!GroupWrites.AreWithin(new MemberWords(now.Nickname, now.Color), options))
            {
                return new(GroupOutcome.Invalid);
            }
            if (now == me)
            {
                return new(GroupOutcome.Unchanged, id);
            }
            return GroupWrites.Put(scope, vault, id, person, now.Nickname, isIn: true, now.JoinedMs, now.Color, now.IsSharing) ? new(GroupOutcome.Done, id) : new(GroupOutcome.Erased);
        },
        cancellation);

    private async ValueTask<GroupEnding> WriteAsync(Func<FactScope, GroupEnding> decide, CancellationToken cancellation)
    {
        try
        {
            return await desk.WriteAsync(Lane.Shared, decide, cancellation).ConfigureAwait(false);
        }
        catch (StoreRefusedException)
        {
            return new(GroupOutcome.StoreFailed);
        }
    }
}
