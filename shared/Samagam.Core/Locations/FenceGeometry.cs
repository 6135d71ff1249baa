using Samagam.Core.Geo;

namespace Samagam.Core.Locations;

/// <summary>Metres on a plane that touches the earth at a fence: east and north.</summary>
internal readonly record struct Flat(double X, double Y)
{
    public static Flat operator -(Flat a, Flat b) => new(a.X - b.X, a.Y - b.Y);

    /// <summary>Positive when <paramref name="to"/> lies to the left.</summary>
    public double Cross(Flat to) => (X * to.Y) - (Y * to.X);

    public double Dot(Flat with) => (X * with.X) + (Y * with.Y);

    public double Length => Math.Sqrt(Dot(this));
}

/// <summary>A fence laid out flat, for many questions. An event is some kilometres wide: the error of the plane is below a metre.</summary>
public sealed class FenceGeometry
{
    private readonly Fence _fence;
    private readonly Flat[] _points;
    private readonly double _metresPerLongitude;
    private readonly Flat _low;
    private readonly Flat _high;

    public FenceGeometry(Fence fence)
    {
        _fence = fence;
        _metresPerLongitude = MetresPerDegree * Math.Cos(double.DegreesToRadians(fence.Points[0].LatitudeDeg));
        _points = [.. fence.Points.Select(FlatOf)];
        var reach = fence.RadiusM;
        _low = new Flat(_points.Min(p => p.X) - reach, _points.Min(p => p.Y) - reach);
        _high = new Flat(_points.Max(p => p.X) + reach, _points.Max(p => p.Y) + reach);
    }

    private static double MetresPerDegree => Math.PI * GeoPoint.EarthRadiusM / 180;

    public Fence Fence => _fence;

    /// <summary>Cheap: false when the point is farther than <paramref name="beyondM"/> from all of it.</summary>
    public bool MayTouch(GeoPoint point, double beyondM)
    {
        var at = FlatOf(point);
        return at.X >= _low.X - beyondM && at.X <= _high.X + beyondM && at.Y >= _low.Y - beyondM && at.Y <= _high.Y + beyondM;
    }

    /// <summary>Metres to the edge: negative inside, positive outside. Not for a line.</summary>
    public double EdgeM(GeoPoint point)
    {
        var at = FlatOf(point);
        return _fence.Shape switch
        {
            FenceShape.Circle => (at - _points[0]).Length - _fence.RadiusM,
            FenceShape.Corridor => ToLineM(at, closed: false) - _fence.RadiusM,
            _ => IsWithin(at) ? -ToLineM(at, closed: true) : ToLineM(at, closed: true),
        };
    }

    /// <summary>Metres from the straight line the fence's points make, as far as the nearest piece goes; positive to its left.</summary>
    public double SideM(GeoPoint point)
    {
        var at = FlatOf(point);
        var (nearest, side) = (double.MaxValue, 0.0);
        for (var i = 0; i + 1 < _points.Length; i++)
        {
            var distance = ToPieceM(at, _points[i], _points[i + 1]);
            var left = (_points[i + 1] - _points[i]).Cross(at - _points[i]);
            // At a bend both pieces are as near; the one that is faced more squarely tells the side.
            if (distance < nearest - 1e-9 || (distance < nearest + 1e-9 && Math.Abs(left) > Math.Abs(side)))
            {
                (nearest, side) = (Math.Min(nearest, distance), left);
            }
        }
        return side < 0 ? -nearest : nearest;
    }

    /// <summary>True when the straight way from one point to the other meets the line.</summary>
    public bool IsCrossedBy(GeoPoint from, GeoPoint to)
    {
        var (a, b) = (FlatOf(from), FlatOf(to));
        for (var i = 0; i + 1 < _points.Length; i++)
        {
            var (c, d) = (_points[i], _points[i + 1]);
            var (c1, c2) = ((d - c).Cross(a - c), (d - c).Cross(b - c));
            var (a1, a2) = ((b - a).Cross(c - a), (b - a).Cross(d - a));
            if (((c1 >= 0 && c2 <= 0) || (c1 <= 0 && c2 >= 0)) && ((a1 >= 0 && a2 <= 0) || (a1 <= 0 && a2 >= 0)) && (c1 != 0 || c2 != 0))
            {
                return true;
            }
        }
        return false;
    }

    private Flat FlatOf(GeoPoint point) =>
        new((point.LongitudeDeg - _fence.Points[0].LongitudeDeg) * _metresPerLongitude, (point.LatitudeDeg - _fence.Points[0].LatitudeDeg) * MetresPerDegree);

    private double ToLineM(Flat at, bool closed)
    {
        var nearest = double.MaxValue;
        for (var i = 0; i + 1 < _points.Length; i++)
        {
            nearest = Math.Min(nearest, ToPieceM(at, _points[i], _points[i + 1]));
        }
        return closed ? Math.Min(nearest, ToPieceM(at, _points[^1], _points[0])) : nearest;
    }

    private static double ToPieceM(Flat at, Flat from, Flat to)
    {
        var way = to - from;
        var along = way.Dot(way) is var length && length > 0 ? Math.Clamp((at - from).Dot(way) / length, 0, 1) : 0;
        return (at - new Flat(from.X + (along * way.X), from.Y + (along * way.Y))).Length;
    }

    // Even-odd rule (W. R. Franklin, PNPOLY).
    private bool IsWithin(Flat at)
    {
        var inside = false;
        for (int i = 0, j = _points.Length - 1; i < _points.Length; j = i++)
        {
            var (a, b) = (_points[i], _points[j]);
            if (a.Y > at.Y != b.Y > at.Y && at.X < ((b.X - a.X) * (at.Y - a.Y) / (b.Y - a.Y)) + a.X)
            {
                inside = !inside;
            }
        }
        return inside;
    }
}
