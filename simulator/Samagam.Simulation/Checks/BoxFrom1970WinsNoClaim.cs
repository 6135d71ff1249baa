using Samagam.Core.Facts;
using Samagam.Core.Sos;
using Samagam.Core.Time;
using Samagam.Mesh.Picture;
using Samagam.Simulation.Actors;
using Samagam.Wire.Sos;

namespace Samagam.Simulation.Checks;

/// <summary>mesh.md: a stamp of unknown quality loses every tie. No claim stamped by a clock from 1970 stands before one that knew the time.</summary>
public sealed class BoxFrom1970WinsNoClaim : Checker
{
    public override void PictureChanged(SimStation at, PictureSnapshot before, PictureSnapshot now, IReadOnlyList<Fact> facts)
    {
        foreach (var id in facts.Select(SosCodec.TryRead).OfType<SosFact>().Select(f => f.Case).Distinct())
        {
            var sos = now.Sos.Find(id)!;
            if (sos.Standing is not { Time.Quality: ClockQuality.Unknown } standing)
            {
                continue;
            }
            Story.World.Marks.See("claims: one stamped by a clock of unknown quality stood");
            // The moment several are live, before the extra are stood down.
            foreach (var better in sos.Claims.Where(c => c.State == ClaimState.Live && c.Time.Quality > ClockQuality.Unknown))
            {
                Violated($"{id} at {at}: {standing.Responder} stands with {standing.Time} before {better.Responder} with {better.Time}");
            }
        }
    }
}
