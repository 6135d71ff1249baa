using Samagam.Core.Boxes;
using Samagam.Core.Facts;
using Samagam.Core.Gossip;
using Samagam.Core.Ids;
using Samagam.Mesh.Boxes;
using Samagam.Mesh.Facts;

namespace Samagam.Mesh.Gossip;

/// <summary>
/// Takes facts of other boxes, by whatever road: believes or refuses each by itself, then makes the believed durable in one
/// transaction. Never throws for a stranger's bytes or for a store that refuses: what is not durable is not known.
/// </summary>
/// <param name="self">What this box says of itself, said again in each life.</param>
public sealed class FactIntake(FactDesk desk, IOriginTrust trust, Box self)
{
    public MeshCounters Counters { get; } = new();

    /// <summary>Completes when the believed facts are durable.</summary>
    public async Task<GossipInput.AdmissionOver> TakeAsync(NodeId peer, IReadOnlyList<Fact> facts)
    {
        var believed = new List<Fact>(facts.Count);
        var refused = new List<FactId>();
        // Certificates come before what they certify.
        foreach (var fact in facts.OrderBy(f => f.Kind == FactKinds.BoxJoined.Name ? 0 : 1))
        {
            switch (SlipsItsSignature(fact) ? TrustVerdict.BadSignature : trust.Judge(fact))
            {
                case TrustVerdict.Believed:
                    believed.Add(fact);
                    break;
                case TrustVerdict.UnknownOrigin:
                    Counters.CountEarly();
                    refused.Add(fact.Id);
                    break;
                default:
                    Counters.Count(Admission.Refused);
                    refused.Add(fact.Id);
                    break;
            }
        }
        var known = new List<FactId>();
        if (believed.Count > 0)
        {
            try
            {
                await AdmitAsync(believed, known, refused).ConfigureAwait(false);
            }
            catch (StoreRefusedException)
            {
                // Said by the store's condition; the neighbour keeps them and sends them again.
                return new GossipInput.AdmissionOver(peer, [], [.. facts.Select(f => f.Id)], StoreFailed: true);
            }
        }
        return new GossipInput.AdmissionOver(peer, known, refused);
    }

    /// <summary>All in one transaction; if one record breaks it, each in its own, so that a poison record harms only itself.</summary>
    private async Task AdmitAsync(List<Fact> believed, List<FactId> known, List<FactId> refused)
    {
        try
        {
            var admissions = await desk.WriteAsync(believed.Min(f => f.Lane), scope => believed.ConvertAll(scope.Admit), CancellationToken.None).ConfigureAwait(false);
            for (var i = 0; i < believed.Count; i++)
            {
                Counters.Count(admissions[i]);
                (admissions[i] is Admission.Accepted or Admission.Known ? known : refused).Add(believed[i].Id);
            }
        }
        catch (Exception e) when (e is not StoreRefusedException)
        {
            if (believed.Count == 1)
            {
                Counters.Count(Admission.Refused);
                refused.Add(believed[0].Id);
                return;
            }
            foreach (var fact in believed)
            {
                await AdmitAsync([fact], known, refused).ConfigureAwait(false);
            }
        }
    }

    /// <summary>
    /// Counts as known what a neighbour says was superseded; gives what was learnt, nothing when the store refused. What this box
    /// itself says in its present life is nobody else's to clear: numbers it has not given yet would be lost to it.
    /// </summary>
    public async Task<Knowledge> LearnClearedAsync(Knowledge cleared)
    {
        try
        {
            return await desk.WriteAsync(
                Lane.Shared,
                scope =>
                {
                    var learnt = new Knowledge();
                    foreach (var (key, ranges) in cleared.Streams.Where(s => s.Key.Origin != desk.Self || s.Key.Epoch < desk.Epoch))
                    {
                        scope.Rows.MarkKnown(key, ranges);
                        learnt.Add(key, ranges);
                    }
                    return learnt;
                },
                CancellationToken.None).ConfigureAwait(false);
        }
        catch (StoreRefusedException)
        {
            return new Knowledge();
        }
    }

    /// <summary>
    /// Raises this box's epoch and states the box in its new life: what it said before may be hidden behind what its neighbours hold
    /// under the same numbers, its certificate included. A store that refuses is asked again at the neighbour's next word.
    /// </summary>
    public async Task GoBeyondAsync(uint epoch)
    {
        try
        {
            await desk.RaiseEpochBeyondAsync(epoch, CancellationToken.None).ConfigureAwait(false);
            await JoinMesh.RunAsync(desk, self, CancellationToken.None).ConfigureAwait(false);
        }
        catch (StoreRefusedException)
        {
            return;
        }
    }

    /// <summary>
    /// A kind that is signed, stated in a lane that is not: a relay could forge it so. The lane is part of what is signed, but nobody
    /// would look.
    /// </summary>
    private static bool SlipsItsSignature(Fact fact) => FactKinds.Find(fact.Kind) is { } kind && kind.Lane.IsSigned() && !fact.Lane.IsSigned();
}
