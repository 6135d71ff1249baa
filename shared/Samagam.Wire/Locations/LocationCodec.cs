using Google.Protobuf;
using Samagam.Core.Facts;
using Samagam.Core.Geo;
using Samagam.Core.Locations;
using Samagam.Core.Time;
using W = Samagam.Wire.Locations.V1;

namespace Samagam.Wire.Locations;

/// <summary>Geofences and pieces of histories, and their bodies (<c>samagam/locations/v1/locations.proto</c>).</summary>
public static class LocationCodec
{
    internal const double E7 = 1e7;

    public static byte[] Serialise(Fence fence)
    {
        var wire = new W.Fence
        {
            Name = fence.Name, Shape = (uint)fence.Shape, RadiusDm = (uint)Math.Round(fence.RadiusM * 10), Tells = (uint)fence.Tells, Removed = fence.IsRemoved,
        };
        var (lat, lng) = (0, 0);
        foreach (var point in fence.Points)
        {
            var (nextLat, nextLng) = (ToE7(point.LatitudeDeg), ToE7(point.LongitudeDeg));
            wire.PointsE7.Add(unchecked(nextLat - lat));
            wire.PointsE7.Add(unchecked(nextLng - lng));
            (lat, lng) = (nextLat, nextLng);
        }
        return wire.ToByteArray();
    }

    /// <summary>Null when the fact is of another kind or cannot be read. Whether its numbers make sense <see cref="Fence.Wrong"/> says.</summary>
    public static Fence? TryReadFence(Fact fact)
    {
        if (fact.Kind != FactKinds.FenceSaid.Name || FenceId.OfSubject(fact.Subject) is not { } id)
        {
            return null;
        }
        try
        {
            var wire = W.Fence.Parser.ParseFrom(fact.Body.Span);
            if (wire.Shape is 0 or > (uint)FenceShape.Line || wire.Tells > byte.MaxValue || wire.PointsE7.Count % 2 != 0)
            {
                return null;
            }
            var points = new List<GeoPoint>(wire.PointsE7.Count / 2);
            var (lat, lng) = (0, 0);
            for (var i = 0; i < wire.PointsE7.Count; i += 2)
            {
                (lat, lng) = (unchecked(lat + wire.PointsE7[i]), unchecked(lng + wire.PointsE7[i + 1]));
                points.Add(new GeoPoint(lat / E7, lng / E7));
            }
            return new Fence(id, wire.Name, (FenceShape)wire.Shape, points, wire.RadiusDm / 10.0, (FenceTells)wire.Tells, wire.Removed);
        }
        catch (InvalidProtocolBufferException)
        {
            return null;
        }
    }

    public static byte[] Serialise(IReadOnlyList<TrailPoint> points)
    {
        var wire = new W.Trail();
        foreach (var (fix, mark) in points)
        {
            var point = new W.TrailPoint
            {
                LatitudeE7 = ToE7(fix.Point.LatitudeDeg),
                LongitudeE7 = ToE7(fix.Point.LongitudeDeg),
                AccuracyDm = Deci(fix.AccuracyM),
                RecordedMs = (ulong)Math.Max(0, fix.RecordedMs),
                Offline = fix.IsOfflineSync,
                Mark = mark,
            };
            if (fix.AltitudeM is { } altitude)
            {
                point.AltitudeDm = (int)Math.Round(altitude * 10);
            }
            if (fix.HeadingDeg is { } heading)
            {
                point.HeadingDeci = Deci(heading);
            }
            if (fix.SpeedMps is { } speed)
            {
                point.SpeedCmps = (uint)Math.Round(Math.Clamp(speed, 0, 1_000) * 100);
            }
            wire.Points.Add(point);
        }
        return wire.ToByteArray();
    }

    /// <summary>Null for bytes that are none.</summary>
    public static IReadOnlyList<TrailPoint>? TryReadTrail(ReadOnlySpan<byte> opened)
    {
        try
        {
            var points = new List<TrailPoint>();
            foreach (var wire in W.Trail.Parser.ParseFrom(opened).Points)
            {
                var point = new GeoPoint(wire.LatitudeE7 / E7, wire.LongitudeE7 / E7);
                if (!point.IsValid || wire.RecordedMs > HybridTime.MaxWallMs)
                {
                    return null;
                }
                points.Add(new TrailPoint(
                    new PositionFix(point, wire.AccuracyDm / 10.0, (long)wire.RecordedMs)
                    {
                        AltitudeM = wire.HasAltitudeDm ? wire.AltitudeDm / 10.0 : null,
                        HeadingDeg = wire.HasHeadingDeci ? wire.HeadingDeci / 10.0 : null,
                        SpeedMps = wire.HasSpeedCmps ? wire.SpeedCmps / 100.0 : null,
                        IsOfflineSync = wire.Offline,
                    },
                    wire.Mark));
            }
            return points;
        }
        catch (InvalidProtocolBufferException)
        {
            return null;
        }
    }

    internal static int ToE7(double degrees) => (int)Math.Round(degrees * E7);

    internal static uint Deci(double value) => (uint)Math.Round(Math.Clamp(value, 0, 100_000) * 10);
}
