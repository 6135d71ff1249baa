namespace Samagam.Routing.Graph;

/// <summary>A corner of a ring, and its neighbours along it.</summary>
internal readonly record struct RingCorner(int Before, int Node, int After);

/// <summary>Which corners of rings walks can bend round.</summary>
internal static class RingCorners
{
    /// <summary>
    /// Points of the rings round which a shortest walk can bend: inner corners of the rim and outer corners of holes. A node that is a
    /// corner twice is told once.
    /// </summary>
    public static IEnumerable<RingCorner> Inner(IReadOnlyList<int[]> rings, Func<int, GridPoint> at)
    {
        var told = new HashSet<int>();
        foreach (var ring in rings)
        {
            var points = Array.ConvertAll(ring, n => at(n));
            double twiceArea = 0;
            for (var i = 0; i < points.Length; i++)
            {
                twiceArea += Cross(points[0], points[i], points[(i + 1) % points.Length]);
            }
            // A ring inside an odd number of others is a hole; the region is then outside it.
            var isHole = rings.Count(other => other != ring && IsInside(Array.ConvertAll(other, n => at(n)), points)) % 2 == 1;
            var sign = Math.Sign(twiceArea) * (isHole ? -1 : 1);
            for (var i = 0; i < ring.Length; i++)
            {
                var (before, after) = ((i + ring.Length - 1) % ring.Length, (i + 1) % ring.Length);
                if (SightField.Turn(points[before], points[i], points[after]) * sign < 0 && told.Add(ring[i]))
                {
                    yield return new RingCorner(ring[before], ring[i], ring[after]);
                }
            }
        }
    }

    // Coordinates relative to the first point keep the products small.
    private static double Cross(GridPoint o, GridPoint p, GridPoint q)
        => (((double)p.LonE7 - o.LonE7) * ((double)q.LatE7 - o.LatE7)) - (((double)p.LatE7 - o.LatE7) * ((double)q.LonE7 - o.LonE7));

    // By the first of the points that the other ring does not share.
    private static bool IsInside(GridPoint[] ring, GridPoint[] points)
    {
        var corners = ring.ToHashSet();
        var p = points.FirstOrDefault(p => !corners.Contains(p), points[0]);
        var inside = false;
        for (int i = 0, j = ring.Length - 1; i < ring.Length; j = i++)
        {
            var (a, b) = (ring[i], ring[j]);
            if (a.LatE7 > p.LatE7 != b.LatE7 > p.LatE7
                && p.LonE7 < ((b.LonE7 - (double)a.LonE7) * (p.LatE7 - (double)a.LatE7) / (b.LatE7 - (double)a.LatE7)) + a.LonE7)
            {
                inside = !inside;
            }
        }
        return inside;
    }
}
