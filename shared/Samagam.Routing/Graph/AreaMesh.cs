using System.Numerics;

namespace Samagam.Routing.Graph;

/// <summary>A point where walks across an area begin, end or bend.</summary>
/// <param name="At">Where.</param>
/// <param name="Node">Its number among the map's nodes, or −1 for one that is no node: beside the end of a fence.</param>
/// <param name="Arms">The neighbours along the rim of a corner that is nothing but a bend; null where walks may also begin or end.</param>
internal readonly record struct MeshPoint(GridPoint At, int Node, (GridPoint Before, GridPoint After)? Arms = null);

/// <summary>
/// Straight lines across open ground: between every two of its entries and inner corners that see each other (a
/// visibility graph; de Berg et al., "Computational Geometry", ch. 15). Lines no shortest walk can use are left out: at a mere
/// bend a walk touches both arms of the corner on one side. Where there are still very many, those are left out that shorten no walk by a
/// thousandth (a greedy spanner; Althöfer et al. 1993).
/// </summary>
internal sealed class AreaMesh(MapLoadOptions options, DropCounts dropped)
{
    // A little below the promise of 1.001: lengths are single precision and reckoned in a plane here.
    private static readonly float[] Stretches = [1.0009f, 1.01f, 1.05f];

    private long _testsLeft = options.MaxAreaTests;

    /// <summary>Whether crossings of this ground are worked out at all, or it is only walked round its rim.</summary>
    public bool IsCrossable(IReadOnlyList<int[]> rings) => rings.Sum(r => r.Length) <= options.MaxAreaRimPoints;

    /// <summary>Counts ground that is not crossable.</summary>
    public void Refuse() => dropped.Add("area too detailed to cross (walked round its rim)");

    /// <summary>The pairs of points that see each other, beyond neighbours along the rim; null beyond a limit.</summary>
    /// <param name="field">What sees what.</param>
    /// <param name="points">Where walks begin, end or bend.</param>
    /// <param name="rims">The pairs of them the rim itself joins.</param>
    public List<(int From, int To)>? Crossings(SightField field, IReadOnlyList<MeshPoint> points, IEnumerable<(int From, int To)> rims)
    {
        if (points.Count > options.MaxAreaCrossingPoints)
        {
            Refuse();
            return null;
        }
        var pairs = new List<(int, int)>();
        for (var i = 0; i < points.Count; i++)
        {
            for (var j = i + 1; j < points.Count; j++)
            {
                long tests = 1;
                if (points[i].At != points[j].At && IsTouched(points[i], points[j].At) && IsTouched(points[j], points[i].At)
                    && field.SeesFreely(points[i].At, points[j].At, ref tests))
                {
                    pairs.Add((i, j));
                }
                if ((_testsLeft -= tests) < 0)
                {
                    return BeyondTests();
                }
            }
        }
        return Joined(field, points, rims, pairs)
            ? pairs.Count <= Math.Min(options.MaxAreaExactLines, options.MaxAreaLines) ? pairs : ThinEnough(field, points, pairs)
            : BeyondTests();
    }

    // A pillar that no walk between entries bends round is joined to the rest, too: somebody may stand behind it.
    private bool Joined(SightField field, IReadOnlyList<MeshPoint> points, IEnumerable<(int From, int To)> rims, List<(int From, int To)> pairs)
    {
        var part = Enumerable.Range(0, points.Count).ToArray();
        foreach (var (from, to) in rims.Concat(pairs))
        {
            part[PartOf(from)] = PartOf(to);
        }
        for (var i = 0; i < points.Count; i++)
        {
            for (var j = i + 1; j < points.Count; j++)
            {
                long tests = 0;
                if (PartOf(i) != PartOf(j) && points[i].At != points[j].At && field.SeesFreely(points[i].At, points[j].At, ref tests))
                {
                    pairs.Add((i, j));
                    part[PartOf(i)] = PartOf(j);
                }
                if ((_testsLeft -= tests) < 0)
                {
                    return false;
                }
            }
        }
        return true;

        int PartOf(int point)
        {
            while (part[point] != point)
            {
                point = part[point] = part[part[point]];
            }
            return point;
        }
    }

    // Whether a line could be part of a walk that bends here: both arms lie on one side of it.
    private static bool IsTouched(MeshPoint bend, GridPoint other)
        => bend.Arms is not { } arms || SightField.Turn(other, bend.At, arms.Before) * SightField.Turn(other, bend.At, arms.After) >= 0;

    private List<(int From, int To)>? ThinEnough(SightField field, IReadOnlyList<MeshPoint> points, List<(int From, int To)> pairs)
    {
        foreach (var stretch in Stretches)
        {
            if (Thinned(field, points, pairs, stretch) is not { } kept)
            {
                return null;
            }
            if (kept.Count <= options.MaxAreaLines)
            {
                if (stretch > Stretches[0])
                {
                    dropped.Add("lines across an area left out so that some walks are up to " + (stretch > 1.02f ? "5 %" : "1 %") + " longer");
                }
                return kept;
            }
        }
        Refuse();
        return null;
    }

    private List<(int From, int To)>? Thinned(SightField field, IReadOnlyList<MeshPoint> points, List<(int From, int To)> pairs, float stretch)
    {
        var n = points.Count;
        if ((_testsLeft -= (long)pairs.Count * n / Vector<float>.Count) < 0)
        {
            return BeyondTests();
        }
        var squeeze = Math.Cos(points[0].At.LatE7 / 1e7 * Math.PI / 180);
        // How far it is between two points by what is kept so far.
        var stride = (n + Vector<float>.Count - 1) / Vector<float>.Count * Vector<float>.Count;
        var known = new float[n * stride];
        known.AsSpan().Fill(float.PositiveInfinity);
        var number = new Dictionary<GridPoint, int>();
        for (var i = 0; i < n; i++)
        {
            known[(i * stride) + i] = 0;
            number.TryAdd(points[i].At, i);
        }
        foreach (var (a, b) in field.Rims)
        {
            if (number.TryGetValue(a, out var i) && number.TryGetValue(b, out var j))
            {
                known[(i * stride) + j] = known[(j * stride) + i] = Metres(i, j);
            }
        }
        var kept = new List<(int From, int To)>();
        foreach (var (from, to) in pairs.OrderBy(p => Metres(p.From, p.To)))
        {
            var straight = Metres(from, to);
            var round = Least(known.AsSpan(from * stride, stride), known.AsSpan(to * stride, stride));
            if (round > straight * stretch)
            {
                kept.Add((from, to));
                round = straight;
            }
            known[(from * stride) + to] = known[(to * stride) + from] = round;
        }
        return kept;

        float Metres(int i, int j)
        {
            var y = (double)points[i].At.LatE7 - points[j].At.LatE7;
            var x = ((double)points[i].At.LonE7 - points[j].At.LonE7) * squeeze;
            return (float)Math.Sqrt((y * y) + (x * x));
        }
    }

    private List<(int From, int To)>? BeyondTests()
    {
        dropped.Add("area beyond the limit of crossing tests (walked round its rim)");
        return null;
    }

    private static float Least(ReadOnlySpan<float> from, ReadOnlySpan<float> to)
    {
        var least = new Vector<float>(float.PositiveInfinity);
        for (var i = 0; i < from.Length; i += Vector<float>.Count)
        {
            least = Vector.Min(least, new Vector<float>(from[i..]) + new Vector<float>(to[i..]));
        }
        var best = float.PositiveInfinity;
        for (var lane = 0; lane < Vector<float>.Count; lane++)
        {
            best = Math.Min(best, least[lane]);
        }
        return best;
    }
}
