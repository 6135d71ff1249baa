using Samagam.Core.Sos;
using Samagam.Core.Time;

namespace Samagam.Simulation.Checks;

/// <summary>mesh.md: a stamp of unknown quality loses every tie. No claim stamped by a clock from 1970 stands before one that knew the time.</summary>
public sealed class BoxFrom1970WinsNoClaim : Checker
{
    public override void AtEnd()
    {
        foreach (var station in Story.Stations)
        {
            foreach (var sos in station.Snapshot.Sos.Cases.Values)
            {
                if (sos.Standing is not { Time.Quality: ClockQuality.Unknown } standing)
                {
                    continue;
                }
                Story.World.Marks.See("claims: one stamped by a clock of unknown quality stood");
                foreach (var better in sos.Claims.Where(c => c.State == ClaimState.Live && c.Time.Quality > ClockQuality.Unknown))
                {
                    Violated($"{sos.Id} at {station}: {standing.Responder} stands with {standing.Time} before {better.Responder} with {better.Time}");
                }
            }
        }
    }
}
