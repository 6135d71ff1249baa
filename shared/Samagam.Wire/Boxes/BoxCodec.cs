using Google.Protobuf;
using Samagam.Core.Boxes;
using Samagam.Core.Facts;
using Samagam.Core.Geo;
using W = Samagam.Wire.Boxes.V1;

namespace Samagam.Wire.Boxes;

/// <summary>A box's own statement and its body (<c>samagam/boxes/v1/boxes.proto</c>).</summary>
public static class BoxCodec
{
    private const int MaxCertificateBytes = 4096;

    public static string SubjectOf(Core.Ids.NodeId node) => "box/" + node;

    public static byte[] Serialise(Box box) => new W.Joined
    {
        Certificate = UnsafeByteOperations.UnsafeWrap(box.Certificate),
        Name = box.Name,
        NameHi = box.NameHi,
        Sector = box.Sector,
        LatitudeDeg = box.Point.LatitudeDeg,
        LongitudeDeg = box.Point.LongitudeDeg,
        Hub = box.IsHub,
    }.ToByteArray();

    /// <summary>Null when the fact is of another kind, speaks of another box than its origin, or cannot be read.</summary>
    public static Box? TryRead(Fact fact)
    {
        if (fact.Kind != FactKinds.BoxJoined.Name || fact.Subject != SubjectOf(fact.Id.Origin))
        {
            return null;
        }
        try
        {
            var wire = W.Joined.Parser.ParseFrom(fact.Body.Span);
            var point = new GeoPoint(wire.LatitudeDeg, wire.LongitudeDeg);
            return point.IsValid && wire.Sector <= ushort.MaxValue && wire.Certificate.Length <= MaxCertificateBytes
                && wire.Name.Length <= Box.MaxNameLength && wire.NameHi.Length <= Box.MaxNameLength
                ? new Box(fact.Id.Origin, wire.Name, wire.NameHi, (ushort)wire.Sector, point, wire.Hub, wire.Certificate.Memory)
                : null;
        }
        catch (InvalidProtocolBufferException)
        {
            return null;
        }
    }
}
