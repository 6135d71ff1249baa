using Samagam.Core.Facts;
using Samagam.Core.Ids;
using Samagam.Core.Plans;
using Samagam.Mesh.Facts;
using Samagam.Mesh.People;
using Samagam.Wire.Plans;

namespace Samagam.Node.Plans;

/// <summary>How telling of progress ended.</summary>
public enum PlanOutcome : byte
{
    /// <summary>On this box's disk, and on its way.</summary>
    Kept,

    /// <summary>It was started before; nothing changed.</summary>
    Unchanged,

    /// <summary>The person was erased.</summary>
    Erased,

    /// <summary>This box cannot write.</summary>
    StoreFailed,
}

/// <summary>A person starts an itinerary and says how far they came. One state for each person and itinerary, whatever boxes they told.</summary>
public sealed class FollowPlan(FactDesk desk, PersonVault vault)
{
    /// <summary>Starts it; a second time changes nothing.</summary>
    public ValueTask<PlanOutcome> StartAsync(PersonId person, string itinerary, CancellationToken cancellation) =>
        WriteAsync(person, itinerary, (all, own, nowMs) => all is null ? PlanProgress.Told(own, [], 0, nowMs) : null, cancellation);

    /// <summary>Tells how far they came, and starts it where nobody heard of it: a phone may have been far from any box.</summary>
    public ValueTask<PlanOutcome> TellAsync(PersonId person, string itinerary, IReadOnlyList<string> completed, int currentIndex, CancellationToken cancellation) =>
        WriteAsync(
            person,
            itinerary,
            (_, own, nowMs) =>
            {
                var told = PlanProgress.Told(own, completed, currentIndex, nowMs);
                return own is not null && told with { AtMs = own.AtMs } == own ? null : told;
            },
            cancellation);

    /// <summary>What all boxes heard of know; null when it was never started, or the person's key is not here.</summary>
    public PlanProgress? Of(PersonId person, string itinerary) => PlanProgress.Of(Read(desk.Log.BySubject, person, itinerary).Select(r => r.Progress));

    private async ValueTask<PlanOutcome> WriteAsync(PersonId person, string itinerary, Func<PlanProgress?, PlanProgress?, long, PlanProgress?> decide, CancellationToken cancellation)
    {
        try
        {
            return await desk.WriteAsync(
                Lane.Shared,
                scope =>
                {
                    var told = Read(scope.Rows.BySubject, person, itinerary).ToList();
                    var own = PlanProgress.Of(told.Where(t => t.Fact.Id.Origin == desk.Self).Select(t => t.Progress));
                    if (decide(PlanProgress.Of(told.Select(t => t.Progress)), own, scope.Now.WallMs) is not { } next)
                    {
                        return PlanOutcome.Unchanged;
                    }
                    if (vault.Seal(scope, person.Subject, PlanCodec.Serialise(next)) is not { } closed)
                    {
                        return PlanOutcome.Erased;
                    }
                    scope.Author(FactKinds.PlanProgressed, PlanCodec.SubjectOf(person, itinerary), PlanCodec.Wrap(closed));
                    return PlanOutcome.Kept;
                },
                cancellation).ConfigureAwait(false);
        }
        catch (StoreRefusedException)
        {
            return PlanOutcome.StoreFailed;
        }
    }

    private IEnumerable<(Fact Fact, PlanProgress Progress)> Read(Func<string, IReadOnlyList<Fact>> bySubject, PersonId person, string itinerary)
    {
        foreach (var fact in bySubject(PlanCodec.SubjectOf(person, itinerary)))
        {
            if (PlanCodec.TryUnwrap(fact) is { } closed && vault.Open(bySubject, person.Subject, closed) is { } plain && PlanCodec.TryRead(plain) is { } progress)
            {
                yield return (fact, progress);
            }
        }
    }
}
