using Samagam.Core.Sos;
using Samagam.Simulation.Stories;

namespace Samagam.Simulation.Checks;

/// <summary>sos.md rule 7: on heal the standing claim is the least by (time, node, responder), the same on every station without talking.</summary>
public sealed class StandingClaimAgrees : Checker
{
    public override void AtEnd()
    {
        if (!Agreement.IsReached(Story))
        {
            return;
        }
        foreach (var (id, expected) in Story.Boxes[0].Snapshot.Sos.Cases)
        {
            if (expected.Claims.Count > 1)
            {
                Story.World.Marks.See("claims: several on one case");
            }
            foreach (var station in Story.Stations)
            {
                var sos = station.Snapshot.Sos.Find(id);
                Hold(sos?.Standing?.Id == expected.Standing?.Id, $"{id}: {Story.Boxes[0]} lets {expected.Standing?.Responder} stand, {station} {sos?.Standing?.Responder}");
                var live = sos?.Claims.Where(c => c.State == ClaimState.Live).ToList() ?? [];
                Hold(live.TrueForAll(c => sos!.Standing!.ComparePrecedence(c) <= 0), $"{id} at {station}: a claim before the standing one is live");
            }
        }
    }
}
