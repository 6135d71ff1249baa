using Samagam.Core.Facts;
using Samagam.Core.Ids;
using Samagam.Simulation.Actors;
using Samagam.Wire.Sos;

namespace Samagam.Simulation.Checks;

/// <summary>
/// sos.md rule 7: a split notifies twice at most once per island. In a mesh without trouble, whatever box opens a ring of a case
/// knows of all rings opened before: places in the order keep the boxes apart.
/// </summary>
public sealed class NotifiedAtMostOncePerIsland : Checker
{
    /// <summary>Until a broken session is noticed everywhere and knowledge was exchanged.</summary>
    private const long SettledMs = 30_000;

    /// <summary>Until every box has met every other, in a story without faults.</summary>
    private const long MetMs = 12_000;

    private readonly Dictionary<SosId, List<(FactId Id, SimStation By, long AtMs)>> _rings = [];

    public override void Committed(SimStation at, IReadOnlyList<Fact> facts)
    {
        foreach (var fact in facts.Where(f => f.Kind == FactKinds.SosOffered.Name && f.Id.Origin == at.Node))
        {
            if (SosCodec.TryRead(fact) is not { } offered)
            {
                continue;
            }
            if (!_rings.TryGetValue(offered.Case, out var rings))
            {
                _rings[offered.Case] = rings = [];
            }
            foreach (var (id, by, atMs) in rings)
            {
                if (by == at || at.Disk.State.Known.Contains(id))
                {
                    continue;
                }
                Story.World.Marks.See("ring: two islands notified");
                var calm = Story.Options.FaultEveryMs <= 0 ? atMs > MetMs : Story.Faults.LastTroubleMs + SettledMs < atMs;
                var fair = Story.Options.Loss <= 0.1 && Story.Options.BytesPerSecond <= 0 && !by.HasTwin && !at.HasTwin;
                Hold(!calm || !fair, $"{at} opened a ring of {offered.Case} without knowing {id}, opened by {by} {Story.World.NowMs - atMs} ms before");
            }
            rings.Add((fact.Id, at, Story.World.NowMs));
        }
    }
}
