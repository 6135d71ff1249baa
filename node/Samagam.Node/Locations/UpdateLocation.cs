using Samagam.Core.Ids;
using Samagam.Core.Locations;
using Samagam.Mesh.Facts;

namespace Samagam.Node.Locations;

/// <summary>What a person's point meant at a fence.</summary>
/// <param name="RecordedMs">Of the point, by the phone's clock.</param>
/// <param name="Inside">People in the fence at this box now; 0 for a line.</param>
public sealed record FenceNews(PersonId Person, Fence Fence, FenceChange Change, long RecordedMs, int Inside);

/// <summary>How a point ended.</summary>
/// <param name="IsKept">It will be part of the person's history.</param>
public readonly record struct UpdateEnding(FixVerdict Verdict, bool IsKept, IReadOnlyList<FenceNews> Fences);

/// <summary>
/// A phone says where it is: judged, shown to the groups the person lets see it, held against the fences, and kept only where the person consented. Nothing is written
/// to the disk on the way.
/// </summary>
public sealed class UpdateLocation(FactDesk desk, LivePlaces places, FenceShelf fences, TrailKeeper trails)
{
    private Action<FenceNews> _atFence = _ => { };

    /// <summary>Called for what happens at fences; must be quick and must not throw.</summary>
    public void OnFence(Action<FenceNews> handler) => _atFence += handler;

    /// <param name="isKept">It is part of the history already.</param>
    public UpdateEnding Run(PersonId person, PositionFix fix, bool isKept = false)
    {
        var standing = fences.Fences;
        var (verdict, steps) = places.Move(person, fix, desk.BestTime().WallMs, standing);
        if (verdict != FixVerdict.Good)
        {
            return new(verdict, false, []);
        }
        places.Share(person, fix);
        List<FenceNews> news = [.. steps.Select(s => new FenceNews(person, standing[s.Fence].Fence, s.Change, fix.RecordedMs, places.InsideOf(s.Fence)))];
        news.ForEach(n => _atFence(n));
        return new(verdict, isKept || trails.Note(person, fix), news);
    }
}
