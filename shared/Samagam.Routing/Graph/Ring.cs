namespace Samagam.Routing.Graph;

/// <summary>Plane geometry of one closed ring in degrees; good for rings of a few kilometres.</summary>
internal static class Ring
{
    /// <summary>Whether a point lies inside (even-odd rule); a point exactly on the ring belongs to one side, always the same.</summary>
    public static bool Contains(IReadOnlyList<Coordinate> ring, Coordinate point)
    {
        var inside = false;
        for (int i = 0, j = ring.Count - 1; i < ring.Count; j = i++)
        {
            inside ^= MeetsEastward(ring[i], ring[j], point);
        }
        return inside;
    }

    /// <summary>Whether a straight line meets the ring.</summary>
    public static bool Crosses(IReadOnlyList<Coordinate> ring, Coordinate p, Coordinate q)
    {
        for (int i = 0, j = ring.Count - 1; i < ring.Count; j = i++)
        {
            if (Meet(ring[i], ring[j], p, q))
            {
                return true;
            }
        }
        return false;
    }

    /// <summary>Whether a line from a point due east meets a side of a ring; where it meets an odd number of them the point lies inside.</summary>
    public static bool MeetsEastward(Coordinate a, Coordinate b, Coordinate point) =>
        a.LatitudeDeg > point.LatitudeDeg != b.LatitudeDeg > point.LatitudeDeg
        && point.LongitudeDeg < ((b.LongitudeDeg - a.LongitudeDeg) * (point.LatitudeDeg - a.LatitudeDeg) / (b.LatitudeDeg - a.LatitudeDeg)) + a.LongitudeDeg;

    /// <summary>Whether two straight lines have a point in common.</summary>
    public static bool Meet(Coordinate a, Coordinate b, Coordinate p, Coordinate q) =>
        // The boxes first: they tell most lines apart at a fraction of the cost.
        Math.Max(a.LatitudeDeg, b.LatitudeDeg) >= Math.Min(p.LatitudeDeg, q.LatitudeDeg)
        && Math.Min(a.LatitudeDeg, b.LatitudeDeg) <= Math.Max(p.LatitudeDeg, q.LatitudeDeg)
        && Math.Max(a.LongitudeDeg, b.LongitudeDeg) >= Math.Min(p.LongitudeDeg, q.LongitudeDeg)
        && Math.Min(a.LongitudeDeg, b.LongitudeDeg) <= Math.Max(p.LongitudeDeg, q.LongitudeDeg)
        && Turn(a, b, p) * Turn(a, b, q) <= 0 && Turn(p, q, a) * Turn(p, q, b) <= 0;

    private static int Turn(Coordinate a, Coordinate b, Coordinate c)
        => Math.Sign(((b.LongitudeDeg - a.LongitudeDeg) * (c.LatitudeDeg - a.LatitudeDeg)) - ((b.LatitudeDeg - a.LatitudeDeg) * (c.LongitudeDeg - a.LongitudeDeg)));
}
