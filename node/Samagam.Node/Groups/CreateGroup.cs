using System.Text;
using Samagam.Core.Facts;
using Samagam.Core.Groups;
using Samagam.Core.Ids;
using Samagam.Mesh.Facts;
using Samagam.Mesh.People;

namespace Samagam.Node.Groups;

/// <summary>What a person asks for. The id and the codes are luck of the door's, which must not be guessable; more than one code, for the case that one is taken.</summary>
/// <param name="MaxMembers">Null for as many as there may be.</param>
/// <param name="ExpiresMs">Null for the usual life of a group.</param>
public sealed record GroupWish(GroupId Id, IReadOnlyList<GroupCode> Codes, string Name, int? MaxMembers, long? ExpiresMs, MemberWords Creator);

/// <summary>
/// A person makes a group and is its owner and first member. The same id again is the same group: a retry, at whichever box, makes no second one.
/// </summary>
public sealed class CreateGroup(FactDesk desk, PersonVault vault, GroupBook book, GroupOptions options)
{
    private const long DayMs = 24 * 3600 * 1_000L;

    public async ValueTask<GroupEnding> RunAsync(PersonId person, GroupWish wish, CancellationToken cancellation)
    {
        if (wish.Name.Length == 0 || wish.Name.Length > options.MaxNameLength || wish.MaxMembers < 2 || wish.MaxMembers > options.MaxMembers || !GroupWrites.AreWithin(wish.Creator, options))
        {
            return new(GroupOutcome.Invalid);
        }
        try
        {
            return await desk.WriteAsync(Lane.Shared, scope => Decide(scope, person, wish), cancellation).ConfigureAwait(false);
        }
        catch (StoreRefusedException)
        {
            return new(GroupOutcome.StoreFailed);
        }
    }

    private GroupEnding Decide(FactScope scope, PersonId person, GroupWish wish)
    {
        var facts = FactLookup.Of(scope);
        var nowMs = scope.Now.WallMs;
        var expiresMs = wish.ExpiresMs ?? nowMs + (options.DefaultDays * DayMs);
        if (book.Find(facts, wish.Id) is { } known)
        {
            return known.Find(person) is null ? new(GroupOutcome.Unknown) : new(GroupOutcome.Unchanged, wish.Id);
        }
        if (GroupBook.WasEnded(facts, wish.Id))
        {
            return new(GroupOutcome.Ended);
        }
        if (expiresMs <= nowMs || expiresMs > nowMs + (options.MaxDays * DayMs))
        {
            return new(GroupOutcome.Invalid);
        }
        if (book.GroupsOf(facts, person).Count(g => !g.HasExpired(nowMs)) >= options.MaxGroupsPerPerson)
        {
            return new(GroupOutcome.TooMany);
        }
        if (GroupWrites.FreeCode(facts, wish.Codes) is not { } code)
        {
            // Chance of it: one in many millions for each code drawn.
            return new(GroupOutcome.StoreFailed);
        }
        if (!GroupWrites.Put(scope, vault, wish.Id, person, wish.Creator.Nickname, isIn: true, nowMs, wish.Creator.Color ?? GroupWrites.FreeColor([]), isSharing: false))
        {
            return new(GroupOutcome.Erased);
        }
        var name = vault.Seal(scope, wish.Id.Subject, Encoding.UTF8.GetBytes(wish.Name));
        GroupWrites.Say(scope, wish.Id, new GroupStatement(code, person, wish.MaxMembers ?? options.MaxMembers, nowMs, expiresMs, name), before: null);
        return new(GroupOutcome.Done, wish.Id);
    }
}
