namespace Samagam.Routing.Drawing;

/// <summary>
/// Which points of a line are worth drawing at which zoom, for all zooms at once: Douglas and Peucker, "Algorithms for the reduction of the number of
/// points required to represent a digitized line or its caricature", Cartographica 10 (1973). A point's distance counts at most as much as
/// that of the point its piece was cut at, so taking the points of a zoom is the same as running the algorithm with the zoom's tolerance. Works
/// the same whichever tile asks, so lines meet at the borders of tiles.
/// </summary>
internal static class LineThinning
{
    /// <summary>Longer lines are thinned piece by piece: bounds the time a line made to be slow can take.</summary>
    public const int MaxPiece = 4_096;

    /// <summary>Law: every point left out at a zoom is within <see cref="DrawScale.ToleranceAt"/> of the line through those that stay.</summary>
    /// <param name="fromZoom">The first zoom each point is drawn at; the ends always.</param>
    public static void Rank(ReadOnlySpan<int> x, ReadOnlySpan<int> y, Span<byte> fromZoom)
    {
        fromZoom.Fill(DrawScale.Never);
        fromZoom[..Math.Min(1, fromZoom.Length)].Clear();
        var open = new Stack<(int First, int Last, double Cap)>();
        for (var first = 0; first < x.Length - 1; first += MaxPiece)
        {
            var last = Math.Min(first + MaxPiece, x.Length - 1);
            fromZoom[first] = fromZoom[last] = 0;
            open.Push((first, last, double.MaxValue));
        }
        while (open.TryPop(out var piece))
        {
            var (at, distance) = Farthest(x, y, piece.First, piece.Last);
            distance = Math.Min(distance, piece.Cap);
            var zoom = DrawScale.ZoomOf(distance);
            if (at < 0 || zoom == DrawScale.Never)
            {
                continue;
            }
            fromZoom[at] = zoom;
            open.Push((piece.First, at, distance));
            open.Push((at, piece.Last, distance));
        }
    }

    // Distance to the segment, not to the line through it: a path that turns back beyond its end is far from it.
    private static (int At, double Distance) Farthest(ReadOnlySpan<int> x, ReadOnlySpan<int> y, int first, int last)
    {
        var (at, most) = (-1, -1.0);
        for (var i = first + 1; i < last; i++)
        {
            var squared = PlaneSegment.SquaredDistance(x[i], y[i], x[first], y[first], x[last], y[last]);
            if (squared > most)
            {
                (at, most) = (i, squared);
            }
        }
        return (at, Math.Sqrt(most));
    }
}

/// <summary>A straight piece of a drawn line.</summary>
internal static class PlaneSegment
{
    public static double SquaredDistance(double x, double y, double ax, double ay, double bx, double by)
    {
        var (dx, dy) = (bx - ax, by - ay);
        var (px, py) = (x - ax, y - ay);
        var squared = (dx * dx) + (dy * dy);
        var along = squared == 0 ? 0 : Math.Clamp(((px * dx) + (py * dy)) / squared, 0, 1);
        (px, py) = (px - (along * dx), py - (along * dy));
        return (px * px) + (py * py);
    }
}
