namespace Samagam.Routing.Graph;

/// <summary>
/// Who sees whom on one piece of open ground: rings under the even-odd rule, so holes are never looked through, and barriers
/// that stand on it. The rim itself belongs to the ground. Whole numbers, so every answer is exact. Never changes.
/// </summary>
internal sealed class SightField
{
    private readonly SegmentGrid _rims;
    private readonly SegmentGrid _rows;
    private readonly SegmentGrid _barriers;
    private readonly int _east;

    public SightField(IReadOnlyList<GridPoint[]> rings, GridSegment[] barriers)
    {
        Rims = [.. rings.SelectMany(r => r.Select((p, i) => new GridSegment(p, r[(i + 1) % r.Length])))];
        _rims = new SegmentGrid(Rims);
        _rows = new SegmentGrid(Rims, isRows: true);
        _barriers = new SegmentGrid(barriers);
        _east = Rims.Max(s => Math.Max(s.A.LonE7, s.B.LonE7));
    }

    /// <summary>The smallest box around the ground.</summary>
    public MapBounds Bounds => new(
        Coordinate.FromE7(Rims.Min(s => s.A.LatE7), Rims.Min(s => s.A.LonE7)), Coordinate.FromE7(Rims.Max(s => s.A.LatE7), Rims.Max(s => s.A.LonE7)));

    /// <summary>Every straight piece of the rims.</summary>
    public GridSegment[] Rims { get; }

    /// <summary>Whether a point lies on the ground, its rim included.</summary>
    public bool Contains(GridPoint p) => IsOnRim(p, p, p) || IsInside(p.LatE7, p.LonE7);

    /// <summary>Whether a point lies on the ground and not on its rim.</summary>
    public bool ContainsStrictly(GridPoint p) => !IsOnRim(p, p, p) && IsInside(p.LatE7, p.LonE7);

    /// <summary>Whether the straight line stays on the ground and crosses no barrier; it may run along either.</summary>
    /// <param name="isStrictlyInside">That <paramref name="a"/> is known to be on the ground and not on its rim.</param>
    public bool Sees(GridPoint a, GridPoint b, bool isStrictlyInside = false)
    {
        long tests = 0;
        return Look(a, b, mayTouch: true, isStrictlyInside, ref tests);
    }

    /// <summary>As <see cref="Sees"/>, but not along the rim, nor where a corner lies on the way: others lead there.</summary>
    /// <param name="tests">Takes how many pieces were looked at: what limits are reckoned in.</param>
    public bool SeesFreely(GridPoint a, GridPoint b, ref long tests) => Look(a, b, mayTouch: false, isStrictlyInside: false, ref tests);

    /// <summary>The pieces of the rims a line comes near to.</summary>
    public SegmentGrid.Walk RimsAlong(GridPoint a, GridPoint b) => _rims.Along(a, b);

    /// <summary>Whether a line crosses a barrier that stands on the ground.</summary>
    public bool IsBarred(GridPoint a, GridPoint b)
    {
        foreach (var barrier in _barriers.Along(a, b))
        {
            if (Crosses(barrier, a, b))
            {
                return true;
            }
        }
        return false;
    }

    /// <summary>Whether a line gets from one side of a barrier to the other; beginning or ending on it is no crossing.</summary>
    public static bool Crosses(GridSegment barrier, GridPoint a, GridPoint b)
    {
        // A corner that lies exactly on the line counts as on its left, so a line through a corner crosses one of its two pieces.
        var (c, d) = (Turn(a, b, barrier.A) >= 0, Turn(a, b, barrier.B) >= 0);
        return c != d && Turn(barrier.A, barrier.B, a) * Turn(barrier.A, barrier.B, b) < 0;
    }

    /// <summary>+1 when c lies to the left of the line from a to b (north up), −1 to the right, 0 on it.</summary>
    public static int Turn(GridPoint a, GridPoint b, GridPoint c)
        => Math.Sign((((long)b.LonE7 - a.LonE7) * ((long)c.LatE7 - a.LatE7)) - (((long)b.LatE7 - a.LatE7) * ((long)c.LonE7 - a.LonE7)));

    private bool Look(GridPoint a, GridPoint b, bool mayTouch, bool isStrictlyInside, ref long tests)
    {
        List<GridPoint>? touched = null;
        foreach (var (c, d) in _rims.Along(a, b))
        {
            tests++;
            var (atC, atD) = (Turn(a, b, c), Turn(a, b, d));
            if (atC * atD > 0)
            {
                continue;
            }
            if (atC == 0 || atD == 0)
            {
                if (!mayTouch && ((c == a && d == b) || (c == b && d == a)))
                {
                    return false;
                }
                var (onC, onD) = (atC == 0 && IsBetween(a, b, c), atD == 0 && IsBetween(a, b, d));
                if (onC || onD)
                {
                    if (!mayTouch)
                    {
                        return false;
                    }
                    touched ??= [];
                    touched.Add(onC ? c : d);
                    touched.Add(onD ? d : c);
                }
                continue;
            }
            if (Turn(c, d, a) * Turn(c, d, b) < 0)
            {
                return false;
            }
        }
        if (_barriers.Count > 0 && IsBarred(a, b))
        {
            return false;
        }
        if (touched is null)
        {
            // Nothing is crossed: the whole line is on the ground or off it, and one point tells which.
            return isStrictlyInside || IsPieceInside(a, b);
        }
        touched.Sort((p, q) => Squared(a, p).CompareTo(Squared(a, q)));
        touched.Add(b);
        var from = a;
        foreach (var to in touched)
        {
            if (to != from && !IsPieceInside(from, to))
            {
                return false;
            }
            from = to;
        }
        return true;
    }

    // A line that meets the rim nowhere between its ends, or runs along one piece of it.
    private bool IsPieceInside(GridPoint a, GridPoint b)
        => IsInside((a.LatE7 + (double)b.LatE7) / 2, (a.LonE7 + (double)b.LonE7) / 2) || IsOnRim(a, b, a);

    private bool IsOnRim(GridPoint a, GridPoint b, GridPoint near)
    {
        foreach (var (c, d) in _rims.Along(near, near))
        {
            if (IsWithin(c, d, a) && IsWithin(c, d, b) && Turn(c, d, a) == 0 && Turn(c, d, b) == 0)
            {
                return true;
            }
        }
        return false;
    }

    private bool IsInside(double lat, double lon)
    {
        var inside = false;
        var row = new GridPoint((int)Math.Floor(lat), (int)Math.Floor(lon));
        foreach (var (a, b) in _rows.Along(row, row with { LonE7 = Math.Max(row.LonE7, _east) }))
        {
            if (a.LatE7 > lat != b.LatE7 > lat
                && lon < ((b.LonE7 - (double)a.LonE7) * (lat - a.LatE7) / (b.LatE7 - (double)a.LatE7)) + a.LonE7)
            {
                inside = !inside;
            }
        }
        return inside;
    }

    // Strictly: the ends are not.
    private static bool IsBetween(GridPoint a, GridPoint b, GridPoint c) => c != a && c != b && IsWithin(a, b, c);

    private static bool IsWithin(GridPoint a, GridPoint b, GridPoint c)
        => c.LonE7 >= Math.Min(a.LonE7, b.LonE7) && c.LonE7 <= Math.Max(a.LonE7, b.LonE7)
            && c.LatE7 >= Math.Min(a.LatE7, b.LatE7) && c.LatE7 <= Math.Max(a.LatE7, b.LatE7);

    private static long Squared(GridPoint a, GridPoint b)
    {
        var (y, x) = ((long)b.LatE7 - a.LatE7, (long)b.LonE7 - a.LonE7);
        return (y * y) + (x * x);
    }
}
