namespace Samagam.Routing;

/// <summary>How a question for isochrones ended: <see cref="IsochronesFound"/> or <see cref="NoIsochrones"/>, nothing else.</summary>
public abstract record IsochroneOutcome
{
    private protected IsochroneOutcome()
    {
    }
}

/// <summary>One outline for each time asked for, in the order asked.</summary>
public sealed record IsochronesFound(IReadOnlyList<Isochrone> Outlines) : IsochroneOutcome;

/// <summary>None, and why: the place is not on the Earth, or far from paths, or there is too much within reach.</summary>
public sealed record NoIsochrones(NoRouteReason Reason) : IsochroneOutcome;

/// <summary>Where one can be within a time: an outline round every stretch of path within reach.</summary>
/// <param name="Seconds">The time.</param>
/// <param name="Rings">
/// One polygon as GeoJSON has it (RFC 7946, section 3.1.6): the outer ring anticlockwise, then holes clockwise, each closed. Empty when not
/// even the path is reached in time.
/// </param>
/// <param name="MarginMetres">
/// No point within the outline is further than this from a path within reach: 6 cells of the grid it is drawn on.
/// </param>
public sealed record Isochrone(double Seconds, IReadOnlyList<IReadOnlyList<Coordinate>> Rings, double MarginMetres)
{
    /// <summary>Whether a point lies within the outline and in none of its holes.</summary>
    public bool Contains(Coordinate point)
    {
        var inside = false;
        foreach (var ring in Rings)
        {
            for (var i = 1; i < ring.Count; i++)
            {
                var (a, b) = (ring[i - 1], ring[i]);
                if (a.LatitudeDeg > point.LatitudeDeg != b.LatitudeDeg > point.LatitudeDeg
                    && point.LongitudeDeg < a.LongitudeDeg + ((point.LatitudeDeg - a.LatitudeDeg) / (b.LatitudeDeg - a.LatitudeDeg) * (b.LongitudeDeg - a.LongitudeDeg)))
                {
                    inside = !inside;
                }
            }
        }
        return inside;
    }
}
