namespace Samagam.Routing.Drawing;

/// <summary>
/// The plane maps on screens are drawn in (EPSG:3857), as whole numbers: the world is 2^30 wide and high, x east from 180° W, y south from
/// 85.0511° N, so one step is 3.7 cm at the equator and less elsewhere.
/// </summary>
internal static class WebMercator
{
    public const int WorldBits = 30;

    /// <summary>Side of the world.</summary>
    public const int World = 1 << WorldBits;

    private const double MaxLatitudeDeg = 85.0511287;

    public static int X(double longitudeDeg) => (int)Math.Clamp(Math.Round((longitudeDeg + 180) / 360 * World), 0, World - 1);

    public static int Y(double latitudeDeg)
    {
        var sin = Math.Sin(Math.Clamp(latitudeDeg, -MaxLatitudeDeg, MaxLatitudeDeg) * Math.PI / 180);
        return (int)Math.Clamp(Math.Round((0.5 - (Math.Log((1 + sin) / (1 - sin)) / (4 * Math.PI))) * World), 0, World - 1);
    }

    public static double LongitudeDeg(double x) => (x / World * 360) - 180;

    public static double LatitudeDeg(double y) => Math.Atan(Math.Sinh(Math.PI * (1 - (2 * y / World)))) * 180 / Math.PI;

    /// <summary>Metres one step is at a height of the world.</summary>
    public static double MetresPerStep(double y) =>
        2 * Math.PI * Coordinate.EarthRadiusMetres * Math.Cos(LatitudeDeg(y) * Math.PI / 180) / World;
}

/// <summary>A box of the drawn plane, borders included.</summary>
internal readonly record struct PlaneBox(int MinX, int MinY, int MaxX, int MaxY)
{
    /// <summary>Holds nothing; grows by <see cref="With"/>.</summary>
    public static readonly PlaneBox Nothing = new(int.MaxValue, int.MaxValue, int.MinValue, int.MinValue);

    public PlaneBox With(int x, int y) => new(Math.Min(MinX, x), Math.Min(MinY, y), Math.Max(MaxX, x), Math.Max(MaxY, y));

    public bool Touches(PlaneBox other) => MinX <= other.MaxX && other.MinX <= MaxX && MinY <= other.MaxY && other.MinY <= MaxY;

    public bool Contains(int x, int y) => x >= MinX && x <= MaxX && y >= MinY && y <= MaxY;

    /// <summary>The longer side.</summary>
    public long Side => Math.Max((long)MaxX - MinX, (long)MaxY - MinY);
}
