using Samagam.Routing.Zones;

namespace Samagam.Routing.Graph;

/// <summary>A point on the map's own grid of 1e-7 degrees.</summary>
internal readonly record struct GridPoint(int LatE7, int LonE7)
{
    public Coordinate Place => Coordinate.FromE7(LatE7, LonE7);
}

/// <summary>
/// The borders of the crowd zones: cuts paths where they cross one and tells which zones a piece lies in. A piece on the
/// border itself is outside.
/// </summary>
internal sealed class ZoneBorders
{
    // A cut lands on the grid, up to half a unit off the line; what lies within this counts as on the border (about 3 cm).
    private const double BorderE7 = 3;

    private readonly Outline[] _zones;

    /// <param name="zones">In the order their numbers in <see cref="ZoneEntry"/> mean.</param>
    public ZoneBorders(IEnumerable<Zone> zones) => _zones = [.. zones.Select(z => new Outline(z))];

    /// <summary>Whether there are no zones: then every line is one piece.</summary>
    public bool IsEmpty => _zones.Length == 0;

    /// <summary>The pieces of a line of at least two points, in order; each is inside or outside of every zone.</summary>
    public IEnumerable<(IReadOnlyList<GridPoint> Piece, bool IsLast)> Cut(List<GridPoint> line)
    {
        var cuts = new SortedSet<double>();
        if (_zones.Length > 0)
        {
            var box = new MapBounds(
                new(line.Min(p => p.LatE7) / 1e7, line.Min(p => p.LonE7) / 1e7), new(line.Max(p => p.LatE7) / 1e7, line.Max(p => p.LonE7) / 1e7));
            foreach (var zone in _zones)
            {
                if (zone.Bounds.Touches(box))
                {
                    zone.AddCuts(line, cuts);
                }
            }
        }
        cuts.Remove(0);
        cuts.Remove(line.Count - 1);
        if (cuts.Count == 0)
        {
            yield return (line, true);
            yield break;
        }
        var piece = new List<GridPoint> { line[0] };
        var next = 1;
        foreach (var cut in cuts)
        {
            for (; next < cut; next++)
            {
                Append(line[next]);
            }
            Append(PointAt(line, cut));
            if (piece.Count > 1)
            {
                yield return (piece, false);
                piece = [piece[^1]];
            }
        }
        for (; next < line.Count; next++)
        {
            Append(line[next]);
        }
        if (piece.Count == 1)
        {
            // The last cut fell onto the end by rounding.
            piece.Add(line[^1]);
        }
        yield return (piece, true);

        void Append(GridPoint point)
        {
            if (point != piece[^1])
            {
                piece.Add(point);
            }
        }
    }

    /// <summary>Adds the zones a cut piece lies in.</summary>
    public void AddZonesOf(IReadOnlyList<GridPoint> piece, GrowList<ZoneEntry> entries)
    {
        for (var z = 0; z < _zones.Length; z++)
        {
            if (_zones[z].Holds((piece[0].LatE7 + (double)piece[1].LatE7) / 2, (piece[0].LonE7 + (double)piece[1].LonE7) / 2))
            {
                var entered = (_zones[z].Holds(piece[0].LatE7, piece[0].LonE7) ? 0 : WalkGraph.ForwardFlag)
                    | (_zones[z].Holds(piece[^1].LatE7, piece[^1].LonE7) ? 0 : WalkGraph.BackwardFlag);
                entries.Add(new ZoneEntry(z, (byte)entered));
            }
        }
    }

    private static GridPoint PointAt(List<GridPoint> line, double cut)
    {
        var i = (int)cut;
        var along = cut - i;
        if (along == 0)
        {
            return line[i];
        }
        var (a, b) = (line[i], line[i + 1]);
        return new GridPoint(
            (int)Math.Round(a.LatE7 + (along * ((double)b.LatE7 - a.LatE7))),
            (int)Math.Round(a.LonE7 + (along * ((double)b.LonE7 - a.LonE7))));
    }

    private sealed class Outline(Zone zone)
    {
        private readonly (double LatE7, double LonE7)[][] _rings =
            [.. zone.Rings.Select(r => r.Select(p => (Math.Round(p.LatitudeDeg * 1e7), Math.Round(p.LongitudeDeg * 1e7))).ToArray())];

        public MapBounds Bounds { get; } = zone.Bounds;

        /// <summary>Strictly inside: the border is not.</summary>
        public bool Holds(double latE7, double lonE7)
        {
            if (!Bounds.Contains(new(latE7 / 1e7, lonE7 / 1e7)))
            {
                return false;
            }
            var inside = false;
            foreach (var ring in _rings)
            {
                for (int i = 0, j = ring.Length - 1; i < ring.Length; j = i++)
                {
                    if (DistanceTo(ring[i], ring[j], latE7, lonE7) <= BorderE7)
                    {
                        return false;
                    }
                    if (ring[i].LatE7 > latE7 != ring[j].LatE7 > latE7
                        && lonE7 < ((ring[j].LonE7 - ring[i].LonE7) * (latE7 - ring[i].LatE7) / (ring[j].LatE7 - ring[i].LatE7)) + ring[i].LonE7)
                    {
                        inside = !inside;
                    }
                }
            }
            return inside;
        }

        /// <summary>Where a line meets the border, as segment number plus share of the segment; a corner of the line is a whole number.</summary>
        public void AddCuts(List<GridPoint> line, SortedSet<double> cuts)
        {
            for (var i = 0; i < line.Count; i++)
            {
                foreach (var ring in _rings)
                {
                    for (int k = 0, j = ring.Length - 1; k < ring.Length; j = k++)
                    {
                        if (MayTouch(ring[k], ring[j], line[i], line[Math.Min(i + 1, line.Count - 1)]))
                        {
                            if (DistanceTo(ring[k], ring[j], line[i].LatE7, line[i].LonE7) <= BorderE7)
                            {
                                cuts.Add(i);
                            }
                            else if (i + 1 < line.Count && Crossing(ring[k], ring[j], line[i], line[i + 1]) is { } along
                                && DistanceTo(ring[k], ring[j], line[i + 1].LatE7, line[i + 1].LonE7) > BorderE7)
                            {
                                cuts.Add(i + along);
                            }
                        }
                    }
                }
            }
        }

        private static bool MayTouch((double LatE7, double LonE7) a, (double LatE7, double LonE7) b, GridPoint p, GridPoint q)
            => Math.Min(a.LatE7, b.LatE7) - BorderE7 <= Math.Max(p.LatE7, q.LatE7) && Math.Max(a.LatE7, b.LatE7) + BorderE7 >= Math.Min(p.LatE7, q.LatE7)
                && Math.Min(a.LonE7, b.LonE7) - BorderE7 <= Math.Max(p.LonE7, q.LonE7) && Math.Max(a.LonE7, b.LonE7) + BorderE7 >= Math.Min(p.LonE7, q.LonE7);

        // Share of p→q at which it crosses a→b; null when it does not, or runs along it.
        private static double? Crossing((double LatE7, double LonE7) a, (double LatE7, double LonE7) b, GridPoint p, GridPoint q)
        {
            var (dy, dx) = ((double)q.LatE7 - p.LatE7, (double)q.LonE7 - p.LonE7);
            var (ey, ex) = (b.LatE7 - a.LatE7, b.LonE7 - a.LonE7);
            var turn = (dx * ey) - (dy * ex);
            if (turn == 0)
            {
                return null;
            }
            var (wy, wx) = (a.LatE7 - p.LatE7, a.LonE7 - p.LonE7);
            var along = ((wx * ey) - (wy * ex)) / turn;
            var across = ((wx * dy) - (wy * dx)) / turn;
            return along is > 0 and < 1 && across is >= 0 and <= 1 ? along : null;
        }

        private static double DistanceTo((double LatE7, double LonE7) a, (double LatE7, double LonE7) b, double latE7, double lonE7)
        {
            var (dy, dx) = (b.LatE7 - a.LatE7, b.LonE7 - a.LonE7);
            var squared = (dy * dy) + (dx * dx);
            var along = squared == 0 ? 0 : Math.Clamp((((latE7 - a.LatE7) * dy) + ((lonE7 - a.LonE7) * dx)) / squared, 0, 1);
            var (y, x) = (a.LatE7 + (along * dy) - latE7, a.LonE7 + (along * dx) - lonE7);
            return Math.Sqrt((y * y) + (x * x));
        }
    }
}
