namespace Samagam.Routing.Drawing;

/// <summary>
/// Cuts lines and rings at the border of a rectangle. Lines by Liang and Barsky ("A new concept and method for line clipping", ACM TOG 3, 1984) and may
/// fall apart; rings by Sutherland and Hodgman ("Reentrant polygon clipping", CACM 17, 1974) and stay one, with edges along the border.
/// </summary>
/// <remarks>Law: what comes out lies within the rectangle, borders included, on whole numbers.</remarks>
internal readonly record struct PlaneClip(int MinX, int MinY, int MaxX, int MaxY)
{
    /// <summary>The pieces of a line inside, one behind the other; each begins with a point whose <c>Starts</c> is set.</summary>
    public void Line(ReadOnlySpan<(int X, int Y)> line, List<(int X, int Y, bool Starts)> into)
    {
        var open = false;
        for (var i = 1; i < line.Length; i++)
        {
            if (!Inside(line[i - 1], line[i], out var from, out var to))
            {
                open = false;
                continue;
            }
            if (!open || (into[^1].X, into[^1].Y) != from)
            {
                into.Add((from.X, from.Y, true));
            }
            if (to != from)
            {
                into.Add((to.X, to.Y, false));
            }
            open = to == line[i];
        }
    }

    /// <summary>The ring inside; empty when there is nothing. The first point is not repeated at the end, in or out.</summary>
    public List<(int X, int Y)> Ring(List<(int X, int Y)> ring)
    {
        var (minX, minY, maxX, maxY) = this;
        ring = Cut(ring, p => p.X - minX, (a, b) => (minX, At(a.Y, b.Y, minX - a.X, b.X - a.X)));
        ring = Cut(ring, p => maxX - p.X, (a, b) => (maxX, At(a.Y, b.Y, maxX - a.X, b.X - a.X)));
        ring = Cut(ring, p => p.Y - minY, (a, b) => (At(a.X, b.X, minY - a.Y, b.Y - a.Y), minY));
        return Cut(ring, p => maxY - p.Y, (a, b) => (At(a.X, b.X, maxY - a.Y, b.Y - a.Y), maxY));
    }

    private static List<(int X, int Y)> Cut(List<(int X, int Y)> ring, Func<(int X, int Y), int> side, Func<(int X, int Y), (int X, int Y), (int X, int Y)> border)
    {
        if (ring.TrueForAll(p => side(p) >= 0))
        {
            return ring;
        }
        var kept = new List<(int X, int Y)>(ring.Count);
        for (var i = 0; i < ring.Count; i++)
        {
            var (a, b) = (ring[i == 0 ? ring.Count - 1 : i - 1], ring[i]);
            if (side(a) < 0 != side(b) < 0)
            {
                kept.Add(border(a, b));
            }
            if (side(b) >= 0)
            {
                kept.Add(b);
            }
        }
        return kept;
    }

    private static int At(int from, int to, double part, double whole) => (int)Math.Round(from + ((double)to - from) * (part / whole));

    private bool Inside((int X, int Y) a, (int X, int Y) b, out (int X, int Y) from, out (int X, int Y) to)
    {
        var (enter, leave) = (0.0, 1.0);
        (double dx, double dy) = ((double)b.X - a.X, (double)b.Y - a.Y);
        if (!Narrow(-dx, a.X - MinX) || !Narrow(dx, MaxX - a.X) || !Narrow(-dy, a.Y - MinY) || !Narrow(dy, MaxY - a.Y))
        {
            (from, to) = (a, b);
            return false;
        }
        from = enter == 0 ? a : Of(enter);
        to = leave == 1 ? b : Of(leave);
        return true;

        bool Narrow(double towards, double room)
        {
            if (towards == 0)
            {
                return room >= 0;
            }
            var at = room / towards;
            (enter, leave) = towards < 0 ? (Math.Max(enter, at), leave) : (enter, Math.Min(leave, at));
            return enter <= leave;
        }

        (int X, int Y) Of(double along) => ((int)Math.Round(a.X + (along * dx)), (int)Math.Round(a.Y + (along * dy)));
    }
}
