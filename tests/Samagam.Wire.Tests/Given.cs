using Samagam.Core.Facts;
using Samagam.Core.Geo;
using Samagam.Core.Ids;
using Samagam.Core.Sos;
using Samagam.Core.Time;
using Samagam.Wire.Facts;

namespace Samagam.Wire.Tests;

/// <summary>Values as tests say them, and luck for many of them.</summary>
internal static class Given
{
    public static readonly HybridTime Noon = new(1_838_800_000_000, 258, ClockQuality.Trusted);

    public static FactId Id(int origin = 7, uint epoch = 103_161_600, ulong seq = 42, StreamId? stream = null) =>
        new(new StreamKey(new NodeId((ushort)origin), epoch, stream ?? StreamId.Mesh), seq);

    public static Fact Fact(string kind, string subject, byte[] body, Lane lane = Lane.Life, FactId? id = null) =>
        FactCodec.Parse(FactCodec.Serialise(id ?? Id(), Noon, lane, kind, subject, 0, null, body), new byte[lane.IsSigned() ? 64 : 0]);

    public static Knowledge Known(Random luck)
    {
        var known = new Knowledge();
        for (var i = luck.Next(6); i > 0; i--)
        {
            var from = (ulong)luck.NextInt64(1, 1_000_000);
            known.Add(AnyId(luck).Key, RangeSet.From([new SeqRange(from, from + (ulong)luck.Next(50)), new SeqRange(from + 100, from + 100)]));
        }
        return known;
    }

    public static FactId AnyId(Random luck) => Id(luck.Next(1, 65_536), (uint)luck.NextInt64(1L << 32), (ulong)luck.NextInt64(1, long.MaxValue), luck.Next(4) switch
    {
        0 => StreamId.Self,
        1 => StreamId.OfSector((ushort)luck.Next(65_536)),
        2 => StreamId.Hub,
        _ => StreamId.Mesh,
    });

    public static Place AnyPlace(Random luck) => new(new GeoPoint((luck.NextDouble() * 180) - 90, (luck.NextDouble() * 360) - 180), luck.NextDouble() * Place.MaxRadiusM, (PlaceSource)luck.Next(6));

    public static SosStep AnyStep(Random luck)
    {
        var who = new ResponderId("v" + luck.Next(100));
        return luck.Next(12) switch
        {
            0 => new SosRaised
            {
                Type = (SosType)luck.Next(8),
                Place = AnyPlace(luck),
                People = luck.Next(SosRaised.MaxPeople + 1),
                Door = (SosDoor)luck.Next(6),
                PlaceLabel = luck.Next(2) == 0 ? "" : "खंभा 12",
                Language = "hi",
                Skills = luck.Next(2) == 0 ? [] : ["medic", "swim"],
                Silent = luck.Next(2) == 0,
                ForSomebodyElse = luck.Next(2) == 0,
                Drill = luck.Next(2) == 0,
                PossiblySameAs = luck.Next(2) == 0 ? null : SosId.From(luck),
                Person = "person/1",
                Details = new byte[luck.Next(60)],
            },
            1 => new SosLocated(AnyPlace(luck), "gate", luck.Next(2) == 0),
            2 => new SosOffered((RingLevel)luck.Next(7), [.. Enumerable.Range(0, luck.Next(5)).Select(i => new SosOffer(new ResponderId("v" + i), luck.Next(2) == 0 ? null : luck.Next(4_000)))], luck.Next(60_000)),
            3 => new SosReceived(who),
            4 => new SosAccepted(who, "Call 7", luck.Next(SosAccepted.MaxEtaSeconds + 1)),
            5 => new SosDeclined(who, "far"),
            6 => new SosArrived(who),
            7 => new SosHandedOver(who, AnyId(luck), "to Asha"),
            8 => new SosStoodDown(who, AnyId(luck)),
            9 => new SosEscalated((RingLevel)luck.Next(7), (EscalationReason)luck.Next(6), luck.Next(2) == 0 ? null : AnyId(luck)),
            10 => new SosResolved("responder/" + who, (SosEnding)luck.Next(6)),
            _ => new SosCancelled(luck.Next(2) == 0),
        };
    }

    /// <summary>These bytes with a few of them changed, cut or doubled.</summary>
    public static byte[] Spoilt(byte[] bytes, Random luck)
    {
        var spoilt = bytes.ToList();
        for (var i = luck.Next(1, 5); i > 0 && spoilt.Count > 0; i--)
        {
            var at = luck.Next(spoilt.Count);
            switch (luck.Next(4))
            {
                case 0:
                    spoilt.RemoveAt(at);
                    break;
                case 1:
                    spoilt.Insert(at, (byte)luck.Next(256));
                    break;
                case 2:
                    spoilt.RemoveRange(at, spoilt.Count - at);
                    break;
                default:
                    spoilt[at] ^= (byte)luck.Next(1, 256);
                    break;
            }
        }
        return [.. spoilt];
    }
}
