namespace Samagam.Routing.Drawing;

/// <summary>What one tile may hold. What does not fit is left out, the least first (<c>"cut":true</c> says so), never cut in half.</summary>
public sealed record TileLimits
{
    /// <summary>Most points. 24,000: about 100 kB of text, 40 kB on the wire, more than a phone draws smoothly.</summary>
    public int MaxPoints { get; init; } = 24_000;

    /// <summary>Most things drawn.</summary>
    public int MaxFeatures { get; init; } = 6_000;

    /// <summary>Longest name, UTF-16 units; longer ones are cut.</summary>
    public int MaxNameChars { get; init; } = 120;

    /// <summary>Throws when a limit makes no sense.</summary>
    public void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxPoints, 100);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(MaxPoints, 1_000_000);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxFeatures, 10);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(MaxFeatures, 1_000_000);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxNameChars, 10);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(MaxNameChars, 1_000);
    }
}

/// <summary>Which tile: zoom, column from 180° W, row from 85.0511° N, as in slippy maps.</summary>
public readonly record struct TileAddress(int Zoom, int Column, int Row)
{
    /// <summary>Whether there is such a tile among those that are drawn.</summary>
    public bool IsDrawn => Zoom is >= DrawScale.MinZoom and <= DrawScale.MaxZoom && Column >= 0 && Row >= 0 && Column >> Zoom == 0 && Row >> Zoom == 0;

    /// <summary>The tile of a zoom that a point lies in.</summary>
    public static TileAddress Of(Coordinate point, int zoom) =>
        new(zoom, WebMercator.X(point.LongitudeDeg) >> (WebMercator.WorldBits - zoom), WebMercator.Y(point.LatitudeDeg) >> (WebMercator.WorldBits - zoom));

    internal int MinX => Column << (WebMercator.WorldBits - Zoom);

    internal int MinY => Row << (WebMercator.WorldBits - Zoom);
}
