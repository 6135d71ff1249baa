using Samagam.Core.Crowd;
using Samagam.Core.Facts;
using Samagam.Simulation.Actors;
using Samagam.Simulation.Town;
using Samagam.Wire.Crowd;

namespace Samagam.Simulation.Checks;

/// <summary>
/// map.md: stale levels decay. No zone is fuller or emptier than anybody says whose word is not forgotten (or than usual); a report older than that
/// has no weight. Reckoned from the disk, not from the picture.
/// </summary>
public sealed class ZonesAreAsFullAsSaid : Checker
{
    private const int EverySeconds = 2;
    private const int Looks = 3;

    // A change of less is not worth new weights.
    private const double Slack = 0.11;
    private readonly Dictionary<(string Box, int Life, string Zone), int> _wrong = [];
    private int _seconds;

    public override void EverySecond()
    {
        if (!Story.Options.Paths || ++_seconds % EverySeconds != 0)
        {
            return;
        }
        foreach (var box in Story.Boxes.Where(b => b is { Up: true, Application.Map.View: not null }))
        {
            var nowMs = box.Desk!.BestTime().WallMs;
            foreach (var zone in SimTown.Zones)
            {
                if (box.Application!.Map.View!.Conditions.Zones.TryGetValue(zone, out var shown))
                {
                    Look(box, zone, shown.DensityPerM2, nowMs);
                }
            }
        }
    }

    private void Look(SimBox box, string zone, double shown, long nowMs)
    {
        var usual = Story.Options.Crowd.UsualDensityPerM2;
        var (least, most, heard, live) = (usual, usual, 0, 0);
        foreach (var reporter in (string[])["counter-" + zone, "people"])
        {
            foreach (var fact in box.Disk.State.BySubject($"crowd/{zone}/{reporter}").Where(f => f.Kind == FactKinds.CrowdReported.Name))
            {
                heard++;
                if (nowMs - fact.Time.WallMs <= Story.Options.Crowd.ForgottenMs && CrowdCodec.TryRead(fact) is { } report)
                {
                    (least, most) = (Math.Min(least, report.DensityPerM2), Math.Max(most, report.DensityPerM2));
                    live++;
                }
            }
        }
        if (heard > 0 && live == 0 && Math.Abs(shown - usual) <= Slack)
        {
            Story.World.Marks.See("crowd: all reports forgotten, as usual again");
        }
        var key = (box.Name, box.Life, zone);
        var isHonest = shown >= least - Slack && shown <= most + Slack;
        _wrong[key] = isHonest ? 0 : _wrong.GetValueOrDefault(key) + 1;
        Hold(_wrong[key] != Looks, $"{box} finds {zone} at {shown:0.00} persons/m², {live} of {heard} reports not forgotten say {least:0.00} to {most:0.00}");
    }
}
