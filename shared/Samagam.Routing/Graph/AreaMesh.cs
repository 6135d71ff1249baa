namespace Samagam.Routing.Graph;

/// <summary>
/// Straight lines across open ground: between every two of its entries and inner corners that see each other (a
/// visibility graph; de Berg et al., "Computational Geometry", ch. 15). The region is given by rings under the even-odd
/// rule, so holes are never crossed.
/// </summary>
internal sealed class AreaMesh(MapLoadOptions options, DropCounts dropped)
{
    private long _testsLeft = options.MaxAreaTests;

    /// <summary>Whether crossings of this ground are worked out at all, or it is only walked round its rim.</summary>
    public bool IsCrossable(IReadOnlyList<int[]> rings) => rings.Sum(r => r.Length) <= options.MaxAreaRimPoints;

    /// <summary>
    /// Points of the rings round which a shortest walk can bend: inner corners of the rim and outer corners of holes.
    /// </summary>
    public static IEnumerable<int> InnerCorners(IReadOnlyList<int[]> rings, int[] latE7, int[] lonE7)
    {
        foreach (var ring in rings)
        {
            double twiceArea = 0;
            for (var i = 0; i < ring.Length; i++)
            {
                twiceArea += Cross(ring[i], ring[(i + 1) % ring.Length]);
            }
            // A ring inside an odd number of others is a hole; the region is then outside it.
            var isHole = rings.Count(other => other != ring && IsInside(other, ring[0])) % 2 == 1;
            var sign = Math.Sign(twiceArea) * (isHole ? -1 : 1);
            for (var i = 0; i < ring.Length; i++)
            {
                var (a, b, c) = (ring[(i + ring.Length - 1) % ring.Length], ring[i], ring[(i + 1) % ring.Length]);
                if (Turn(a, b, c) * sign < 0)
                {
                    yield return b;
                }
            }
        }

        // Coordinates relative to the first point keep the products small.
        double Cross(int p, int q)
        {
            var o = rings[0][0];
            return (((double)lonE7[p] - lonE7[o]) * ((double)latE7[q] - latE7[o])) - (((double)latE7[p] - latE7[o]) * ((double)lonE7[q] - lonE7[o]));
        }

        int Turn(int a, int b, int c) => TurnOf(latE7, lonE7, a, b, c);

        bool IsInside(int[] ring, int p) => Crossings(ring, latE7, lonE7, lonE7[p], latE7[p]) % 2 == 1;
    }

    /// <summary>The pairs of <paramref name="points"/> that see each other, beyond neighbours along the rim.</summary>
    public List<(int From, int To)> Crossings(
        IReadOnlyList<int[]> rings, IReadOnlyList<int> points, int[] latE7, int[] lonE7)
    {
        var pairs = new List<(int, int)>();
        var rim = rings.Sum(r => r.Length);
        if (!IsCrossable(rings) || points.Count > options.MaxAreaCrossingPoints)
        {
            dropped.Add("area too detailed to cross (walked round its rim)");
            return pairs;
        }
        var tests = (long)points.Count * points.Count / 2 * rim;
        if (tests > _testsLeft)
        {
            dropped.Add("area beyond the limit of crossing tests (walked round its rim)");
            return pairs;
        }
        _testsLeft -= tests;
        for (var i = 0; i < points.Count; i++)
        {
            for (var j = i + 1; j < points.Count; j++)
            {
                if (Sees(rings, points[i], points[j], latE7, lonE7))
                {
                    pairs.Add((points[i], points[j]));
                }
            }
        }
        return pairs;
    }

    private static bool Sees(IReadOnlyList<int[]> rings, int a, int b, int[] latE7, int[] lonE7)
    {
        foreach (var ring in rings)
        {
            for (int i = 0, j = ring.Length - 1; i < ring.Length; j = i++)
            {
                var (c, d) = (ring[j], ring[i]);
                if ((c == a && d == b) || (c == b && d == a))
                {
                    // The rim itself leads from one to the other.
                    return false;
                }
                if (c == a || c == b || d == a || d == b)
                {
                    // Sharing an end is no crossing, but a rim point in the middle of the line is.
                    var other = c == a || c == b ? d : c;
                    if (TurnOf(latE7, lonE7, a, b, other) == 0 && IsBetween(latE7, lonE7, a, b, other))
                    {
                        return false;
                    }
                    continue;
                }
                var (c1, d1) = (TurnOf(latE7, lonE7, a, b, c), TurnOf(latE7, lonE7, a, b, d));
                if (c1 * d1 > 0)
                {
                    continue;
                }
                var (a1, b1) = (TurnOf(latE7, lonE7, c, d, a), TurnOf(latE7, lonE7, c, d, b));
                if (a1 * b1 <= 0 && !(c1 == 0 && d1 == 0 && !IsBetween(latE7, lonE7, a, b, c) && !IsBetween(latE7, lonE7, a, b, d)))
                {
                    return false;
                }
            }
        }
        // Nothing is crossed: the whole line is inside or outside, and its middle tells which.
        var midLon = ((double)lonE7[a] + lonE7[b]) / 2;
        var midLat = ((double)latE7[a] + latE7[b]) / 2;
        return rings.Sum(r => Crossings(r, latE7, lonE7, midLon, midLat)) % 2 == 1;
    }

    private static int TurnOf(int[] latE7, int[] lonE7, int a, int b, int c)
        => Math.Sign((((long)lonE7[b] - lonE7[a]) * ((long)latE7[c] - latE7[a])) - (((long)latE7[b] - latE7[a]) * ((long)lonE7[c] - lonE7[a])));

    private static bool IsBetween(int[] latE7, int[] lonE7, int a, int b, int c)
        => lonE7[c] >= Math.Min(lonE7[a], lonE7[b]) && lonE7[c] <= Math.Max(lonE7[a], lonE7[b])
            && latE7[c] >= Math.Min(latE7[a], latE7[b]) && latE7[c] <= Math.Max(latE7[a], latE7[b]);

    private static int Crossings(int[] ring, int[] latE7, int[] lonE7, double lon, double lat)
    {
        var crossings = 0;
        for (int i = 0, j = ring.Length - 1; i < ring.Length; j = i++)
        {
            var (a, b) = (ring[i], ring[j]);
            if (latE7[a] > lat != latE7[b] > lat
                && lon < ((lonE7[b] - (double)lonE7[a]) * (lat - latE7[a]) / (latE7[b] - (double)latE7[a])) + lonE7[a])
            {
                crossings++;
            }
        }
        return crossings;
    }
}
