namespace Samagam.Routing.Graph;

/// <summary>What sort of open ground an area is.</summary>
public enum WalkAreaKind : byte
{
    /// <summary>Ground of any sort: a mela ground, a yard, a broad path drawn as an area.</summary>
    Ground,

    /// <summary>A square or a pedestrian street drawn as an area.</summary>
    Square,

    Platform,

    Pier,

    /// <summary>Steps and ground along a river.</summary>
    Ghat,
}

/// <summary>A piece of open ground people walk all over; for drawing it and for asking whether a point lies on it.</summary>
public sealed class WalkArea
{
    private readonly SightField _field;

    internal WalkArea(int number, GroundColumns columns)
    {
        Id = (columns.IsRelation[number] ? "r" : "w") + columns.OsmId[number].ToString(System.Globalization.CultureInfo.InvariantCulture);
        (OsmId, Kind, Name) = (columns.OsmId[number], columns.Kind[number], columns.Names[number]);
        var rings = columns.RingsOf(number);
        Rings = [.. rings.Select(r => r.Select(p => p.Place).ToArray())];
        var points = rings.SelectMany(r => r).ToList();
        Bounds = new MapBounds(
            Coordinate.FromE7(points.Min(p => p.LatE7), points.Min(p => p.LonE7)), Coordinate.FromE7(points.Max(p => p.LatE7), points.Max(p => p.LonE7)));
        _field = new SightField(rings, columns.BarriersOf(number));
        IsCrossable = columns.VerticesOf(number).Length > 0;
    }

    /// <summary><c>w12</c> or <c>r34</c>: OSM way or relation.</summary>
    public string Id { get; }

    /// <summary>The number alone; what <see cref="RouteLeg.WayId"/> says of legs across it.</summary>
    public long OsmId { get; }

    public WalkAreaKind Kind { get; }

    public PathName Name { get; }

    /// <summary>Closed rings under the even-odd rule, so an inner ring is a hole; the first point is not repeated at the end.</summary>
    public IReadOnlyList<IReadOnlyList<Coordinate>> Rings { get; }

    /// <summary>The smallest box around it.</summary>
    public MapBounds Bounds { get; }

    /// <summary>Whether walks lead across it; false for one beyond the limits of loading, which is walked round its rim.</summary>
    public bool IsCrossable { get; }

    /// <summary>Whether a point, rounded to the map's own 1e-7 degrees, lies on it, its rim included.</summary>
    public bool Contains(Coordinate point)
        => Bounds.Contains(point) && _field.Contains(new GridPoint((int)Math.Round(point.LatitudeDeg * 1e7), (int)Math.Round(point.LongitudeDeg * 1e7)));

    internal SightField Field => _field;
}
