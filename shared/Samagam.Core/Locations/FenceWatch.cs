using System.Collections.Immutable;
using Samagam.Core.Geo;

namespace Samagam.Core.Locations;

/// <summary>What happened at a fence.</summary>
public enum FenceChange : byte
{
    Entered,
    Left,

    /// <summary>A line, from its right to its left.</summary>
    CrossedForward,

    /// <summary>A line, from its left to its right.</summary>
    CrossedBack,
}

public readonly record struct FenceStep(FenceId Fence, FenceChange Change);

/// <summary>Where somebody surely is at one fence, and where that was known.</summary>
/// <param name="IsIn">Inside; of a line: to its left.</param>
public readonly record struct FenceSide(bool IsIn, GeoPoint Sure);

/// <summary>
/// One person at all fences. Law: a point counts at a fence only when it is farther from the edge than its own uncertainty and a margin, so that a phone
/// that trembles at the edge tells nothing; entering and leaving a fence come by turns. (A line can be walked round, and crossed the same way again.)
/// </summary>
public sealed record FenceWatch(ImmutableSortedDictionary<FenceId, FenceSide> Sides)
{
    public static readonly FenceWatch Nowhere = new(ImmutableSortedDictionary<FenceId, FenceSide>.Empty);

    /// <summary>Fences the person is in.</summary>
    public IEnumerable<FenceId> Inside(IReadOnlyDictionary<FenceId, FenceGeometry> fences) =>
        Sides.Where(s => s.Value.IsIn && fences.TryGetValue(s.Key, out var fence) && fence.Fence.Shape != FenceShape.Line).Select(s => s.Key);

    /// <summary>The watch after a good point, and what happened, in order of the fences.</summary>
    public (FenceWatch Now, IReadOnlyList<FenceStep> Steps) Move(PositionFix fix, IReadOnlyDictionary<FenceId, FenceGeometry> fences, LocationOptions options)
    {
        var doubtM = Math.Min(fix.AccuracyM, options.MaxFenceAccuracyM) + options.FenceMarginM;
        var sides = Sides;
        List<FenceStep>? steps = null;
        foreach (var gone in Sides.Keys.Where(id => !fences.ContainsKey(id)).ToList())
        {
            sides = sides.Remove(gone);
        }
        foreach (var (id, fence) in fences)
        {
            var isKnown = sides.TryGetValue(id, out var before);
            if (fence.Fence.Shape == FenceShape.Line)
            {
                // Far from a line nobody is on a side of it; what was known is of another visit.
                if (!fence.MayTouch(fix.Point, LineReachM))
                {
                    if (isKnown && !fence.IsCrossedBy(before.Sure, fix.Point))
                    {
                        sides = sides.Remove(id);
                        continue;
                    }
                    if (!isKnown)
                    {
                        continue;
                    }
                }
                var side = fence.SideM(fix.Point);
                if (Math.Abs(side) < doubtM)
                {
                    continue;
                }
                var isLeft = side > 0;
                if (isKnown && before.IsIn != isLeft && fence.IsCrossedBy(before.Sure, fix.Point))
                {
                    (steps ??= []).Add(new(id, isLeft ? FenceChange.CrossedForward : FenceChange.CrossedBack));
                }
                sides = sides.SetItem(id, new(isLeft, fix.Point));
                continue;
            }
            if (!isKnown && !fence.MayTouch(fix.Point, 0))
            {
                continue;
            }
            var edge = fence.EdgeM(fix.Point);
            var isIn = isKnown && before.IsIn;
            if (!isIn && edge <= -Math.Min(doubtM, InnerM(fence.Fence)))
            {
                sides = sides.SetItem(id, new(true, fix.Point));
                (steps ??= []).Add(new(id, FenceChange.Entered));
            }
            else if (isIn && edge >= doubtM)
            {
                // Whoever is out of a fence is not remembered at it.
                sides = sides.Remove(id);
                (steps ??= []).Add(new(id, FenceChange.Left));
            }
        }
        return (ReferenceEquals(sides, Sides) ? this : new FenceWatch(sides), steps ?? (IReadOnlyList<FenceStep>)[]);
    }

    /// <summary>How far from a line one is still at it.</summary>
    private const double LineReachM = 500;

    // The middle of a small fence is never farther from its edge than this: without it a tent could not be entered.
    private static double InnerM(Fence fence) => fence.Shape == FenceShape.Polygon ? double.MaxValue : fence.RadiusM / 2;
}
