using Google.Protobuf;
using Samagam.Core.Facts;
using Samagam.Core.Geo;
using Samagam.Core.Orders;
using W = Samagam.Wire.Orders.V1;

namespace Samagam.Wire.Orders;

/// <summary>Orders about paths and their bodies (<c>samagam/orders/v1/orders.proto</c>).</summary>
public static class OrderCodec
{
    public static byte[] Serialise(WayOrder order)
    {
        var wire = new W.Order
        {
            Id = ByteString.CopyFrom(order.Id.ToByteArray(bigEndian: true)),
            Effect = (uint)order.Effect,
            BearingCenti = (uint)Math.Round(order.BearingDeg * 100) % 36_000,
            FromMs = (ulong)order.FromMs,
            UntilMs = (ulong)order.UntilMs,
            Lifted = order.Lifted,
            By = order.By,
            ReasonHi = order.ReasonHi,
            ReasonEn = order.ReasonEn,
        };
        wire.Ways.AddRange(order.Ways);
        foreach (var point in order.Area)
        {
            wire.AreaE7.Add((int)Math.Round(point.LatitudeDeg * 1e7));
            wire.AreaE7.Add((int)Math.Round(point.LongitudeDeg * 1e7));
        }
        return wire.ToByteArray();
    }

    /// <summary>Null when the fact is of another kind or cannot be read.</summary>
    public static WayOrder? TryRead(Fact fact)
    {
        if (fact.Kind != FactKinds.WayOrdered.Name)
        {
            return null;
        }
        try
        {
            var wire = W.Order.Parser.ParseFrom(fact.Body.Span);
            if (wire.Id.Length != 16 || wire.Effect > byte.MaxValue || wire.AreaE7.Count % 2 != 0 || wire.AreaE7.Count > 2 * WayOrder.MaxPoints
                || wire.FromMs > long.MaxValue || wire.UntilMs > long.MaxValue)
            {
                return null;
            }
            var order = new WayOrder
            {
                Id = new Guid(wire.Id.Span, bigEndian: true),
                Effect = (OrderEffect)wire.Effect,
                Ways = [.. wire.Ways],
                Area = [.. Enumerable.Range(0, wire.AreaE7.Count / 2).Select(i => new GeoPoint(wire.AreaE7[2 * i] / 1e7, wire.AreaE7[(2 * i) + 1] / 1e7))],
                BearingDeg = wire.BearingCenti / 100.0,
                FromMs = (long)wire.FromMs,
                UntilMs = (long)wire.UntilMs,
                Lifted = wire.Lifted,
                By = wire.By,
                ReasonHi = wire.ReasonHi,
                ReasonEn = wire.ReasonEn,
            };
            return order.IsValid && fact.Subject == order.Subject ? order : null;
        }
        catch (InvalidProtocolBufferException)
        {
            return null;
        }
    }
}
