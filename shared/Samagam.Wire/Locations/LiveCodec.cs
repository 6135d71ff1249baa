using Google.Protobuf;
using Samagam.Core.Geo;
using Samagam.Core.Groups;
using Samagam.Core.Ids;
using Samagam.Core.Locations;
using Samagam.Core.Time;
using W = Samagam.Wire.Locations.V1;

namespace Samagam.Wire.Locations;

/// <summary>Live places and askings as they travel between neighbours (<c>samagam/locations/v1/locations.proto</c>).</summary>
public static class LiveCodec
{
    public static W.LiveNews ToWire(LiveNews news)
    {
        var wire = new W.LiveNews();
        foreach (var ask in news.Asks)
        {
            var asked = new W.LiveAsk { From = ask.From.Number, Number = ask.Number, Hops = (uint)ask.Hops };
            asked.Groups.AddRange(ask.Groups.Select(g => BytesOf(g.Value)));
            wire.Asks.Add(asked);
        }
        foreach (var place in news.Places)
        {
            wire.Places.Add(new W.LivePlace
            {
                Person = BytesOf(place.Person.Value),
                Group = BytesOf(place.Group.Value),
                LatitudeE7 = LocationCodec.ToE7(place.Point.LatitudeDeg),
                LongitudeE7 = LocationCodec.ToE7(place.Point.LongitudeDeg),
                AccuracyDm = LocationCodec.Deci(place.AccuracyM),
                RecordedMs = (ulong)Math.Max(0, place.RecordedMs),
                AgeMs = (uint)Math.Max(0, place.AgeMs),
                Hops = (uint)place.Hops,
            });
        }
        return wire;
    }

    /// <summary>What of it can be read; a neighbour of another build or a damaged one costs only what cannot. Throws <see cref="MalformedException"/> beyond the limits of a frame.</summary>
    public static LiveNews FromWire(W.LiveNews wire)
    {
        if (wire.Asks.Count > LiveNews.MaxAsks || wire.Places.Count > LiveNews.MaxPlaces || wire.Asks.Any(a => a.Groups.Count > LiveAsk.MaxGroups))
        {
            throw new MalformedException($"{wire.Asks.Count} askings and {wire.Places.Count} places in a frame");
        }
        return new LiveNews(
            [
                .. wire.Asks.Where(a => a.From is > 0 and <= ushort.MaxValue && a.Hops <= 255)
                    .Select(a => new LiveAsk(new NodeId((ushort)a.From), a.Number, (int)a.Hops, [.. a.Groups.Select(IdOf).OfType<Guid>().Select(g => new GroupId(g))])),
            ],
            [.. wire.Places.Select(PlaceOf).OfType<LivePlace>()]);
    }

    private static LivePlace? PlaceOf(W.LivePlace wire) =>
        IdOf(wire.Person) is { } person && IdOf(wire.Group) is { } group && wire.AgeMs <= int.MaxValue && wire.Hops <= 255 && wire.RecordedMs <= HybridTime.MaxWallMs
        && new GeoPoint(wire.LatitudeE7 / LocationCodec.E7, wire.LongitudeE7 / LocationCodec.E7) is { IsValid: true } point
            ? new LivePlace(new PersonId(person), new GroupId(group), point, wire.AccuracyDm / 10.0, (long)wire.RecordedMs, (int)wire.AgeMs, (int)wire.Hops)
            : null;

    private static ByteString BytesOf(Guid id)
    {
        Span<byte> bytes = stackalloc byte[16];
        id.TryWriteBytes(bytes, bigEndian: true, out _);
        return ByteString.CopyFrom(bytes);
    }

    private static Guid? IdOf(ByteString bytes) => bytes.Length == 16 && new Guid(bytes.Span, bigEndian: true) is var id && id != Guid.Empty ? id : null;
}
