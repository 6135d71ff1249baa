using Google.Protobuf;
using Samagam.Core.Facts;
using Samagam.Core.Geo;
using Samagam.Core.Warnings;
using W = Samagam.Wire.Warnings.V1;

namespace Samagam.Wire.Warnings;

/// <summary>Warnings and their bodies (<c>samagam/warnings/v1/warnings.proto</c>). Places are kept to 1e-7 degrees.</summary>
public static class WarningCodec
{
    /// <summary>Longest body: with kind, subject and stamp it fits <see cref="Fact.MaxStatementBytes"/>.</summary>
    public const int MaxBodyBytes = 15 * 1024;

    public static byte[] Serialise(WarningMessage message)
    {
        var rings = new RingTable();
        var wire = new W.Warning
        {
            Identifier = message.Identifier,
            Sender = message.Sender,
            SentS = Seconds(message.SentMs),
            OffsetMinutes = message.OffsetMinutes,
            Status = (uint)message.Status,
            MsgType = (uint)message.Type,
            Source = message.Source,
            Note = message.Note,
            By = message.By,
        };
        wire.Codes.AddRange(message.Codes);
        wire.Incidents.AddRange(message.Incidents);
        wire.References.AddRange(message.References.Select(r => new W.Reference { Sender = r.Sender, Identifier = r.Identifier, SentS = Seconds(r.SentMs) }));
        wire.Infos.AddRange(message.Infos.Select(i => ToWire(i, rings)));
        wire.Rings.AddRange(rings.All);
        return wire.ToByteArray();
    }

    /// <summary>Null when the fact is of another kind, says something outside the limits, or cannot be read.</summary>
    public static WarningMessage? TryRead(Fact fact)
    {
        if (fact.Kind != FactKinds.WarningIssued.Name || fact.Body.Length > MaxBodyBytes)
        {
            return null;
        }
        try
        {
            var wire = W.Warning.Parser.ParseFrom(fact.Body.Span);
            var rings = wire.Rings.Select(Points).ToList();
            var message = new WarningMessage
            {
                Identifier = wire.Identifier,
                Sender = wire.Sender,
                SentMs = Ms(wire.SentS),
                OffsetMinutes = wire.OffsetMinutes,
                Status = (WarningStatus)Word(wire.Status),
                Type = (WarningMsgType)Word(wire.MsgType),
                Source = wire.Source,
                Note = wire.Note,
                By = wire.By,
                Codes = [.. wire.Codes],
                Incidents = [.. wire.Incidents],
                References = [.. wire.References.Select(r => new WarningReference(r.Sender, r.Identifier, Ms(r.SentS)))],
                Infos = [.. wire.Infos.Select(i => FromWire(i, rings))],
            };
            return message.IsValid && fact.Subject == message.Subject ? message : null;
        }
        catch (Exception e) when (e is InvalidProtocolBufferException or ArgumentOutOfRangeException)
        {
            return null;
        }
    }

    private static W.Info ToWire(WarningInfo info, RingTable rings)
    {
        var wire = new W.Info
        {
            Language = info.Language,
            Event = info.Event,
            Urgency = (uint)info.Urgency,
            Severity = (uint)info.Severity,
            Certainty = (uint)info.Certainty,
            Audience = info.Audience,
            EffectiveS = Seconds(info.EffectiveMs ?? 0),
            OnsetS = Seconds(info.OnsetMs ?? 0),
            ExpiresS = Seconds(info.ExpiresMs ?? 0),
            SenderName = info.SenderName,
            Headline = info.Headline,
            Description = info.Description,
            Instruction = info.Instruction,
            Web = info.Web,
            Contact = info.Contact,
        };
        wire.Categories.AddRange(info.Categories.Select(c => (uint)c));
        wire.Responses.AddRange(info.Responses.Select(r => (uint)r));
        wire.EventCodes.AddRange(info.EventCodes.Select(ToWire));
        wire.Parameters.AddRange(info.Parameters.Select(ToWire));
        foreach (var r in info.Resources)
        {
            var resource = new W.Resource { Description = r.Description, MimeType = r.MimeType, Uri = r.Uri, Digest = r.Digest };
            if (r.SizeBytes is { } size)
            {
                resource.SizeBytes = (ulong)size;
            }
            wire.Resources.Add(resource);
        }
        wire.Areas.AddRange(info.Areas.Select(a => ToWire(a, rings)));
        return wire;
    }

    private static W.Area ToWire(WarningArea area, RingTable rings)
    {
        var wire = new W.Area { Description = area.Description };
        wire.Rings.AddRange(area.Rings.Select(rings.PlaceOf));
        wire.Circles.AddRange(area.Circles.Select(c => new W.Circle { LatitudeE7 = E7(c.Middle.LatitudeDeg), LongitudeE7 = E7(c.Middle.LongitudeDeg), RadiusKm = c.RadiusKm }));
        wire.Codes.AddRange(area.Codes.Select(ToWire));
        if (area.AltitudeFt is { } altitude)
        {
            wire.AltitudeFt = altitude;
        }
        if (area.CeilingFt is { } ceiling)
        {
            wire.CeilingFt = ceiling;
        }
        return wire;
    }

    private static WarningInfo FromWire(W.Info wire, List<IReadOnlyList<GeoPoint>> rings) => new()
    {
        Language = wire.Language,
        Categories = [.. wire.Categories.Select(c => (WarningCategory)Word(c))],
        Event = wire.Event,
        Responses = [.. wire.Responses.Select(r => (WarningResponse)Word(r))],
        Urgency = (WarningUrgency)Word(wire.Urgency),
        Severity = (WarningSeverity)Word(wire.Severity),
        Certainty = (WarningCertainty)Word(wire.Certainty),
        Audience = wire.Audience,
        EventCodes = [.. wire.EventCodes.Select(FromWire)],
        EffectiveMs = wire.EffectiveS == 0 ? null : Ms(wire.EffectiveS),
        OnsetMs = wire.OnsetS == 0 ? null : Ms(wire.OnsetS),
        ExpiresMs = wire.ExpiresS == 0 ? null : Ms(wire.ExpiresS),
        SenderName = wire.SenderName,
        Headline = wire.Headline,
        Description = wire.Description,
        Instruction = wire.Instruction,
        Web = wire.Web,
        Contact = wire.Contact,
        Parameters = [.. wire.Parameters.Select(FromWire)],
        Resources = [.. wire.Resources.Select(r => new WarningResource(r.Description, r.MimeType, r.Uri, r.HasSizeBytes ? (long)Math.Min(r.SizeBytes, long.MaxValue) : null, r.Digest))],
        Areas =
        [
            .. wire.Areas.Select(a => new WarningArea
            {
                Description = a.Description,
                Rings = [.. a.Rings.Select(r => rings[(int)Math.Min(r, int.MaxValue)])],
                Circles = [.. a.Circles.Select(c => new WarningCircle(new GeoPoint(c.LatitudeE7 / 1e7, c.LongitudeE7 / 1e7), c.RadiusKm))],
                Codes = [.. a.Codes.Select(FromWire)],
                AltitudeFt = a.HasAltitudeFt ? a.AltitudeFt : null,
                CeilingFt = a.HasCeilingFt ? a.CeilingFt : null,
            }),
        ],
    };

    private static W.Code ToWire(WarningCode code) => new() { Name = code.Name, Value = code.Value };

    private static WarningCode FromWire(W.Code code) => new(code.Name, code.Value);

    private static IReadOnlyList<GeoPoint> Points(W.Ring ring)
    {
        if (ring.StepsE7.Count % 2 != 0 || ring.StepsE7.Count > 2 * WarningArea.MaxRingPoints)
        {
            return [];
        }
        var points = new List<GeoPoint>(ring.StepsE7.Count / 2);
        int lat = 0, lng = 0;
        for (var i = 0; i < ring.StepsE7.Count; i += 2)
        {
            lat = unchecked(lat + ring.StepsE7[i]);
            lng = unchecked(lng + ring.StepsE7[i + 1]);
            points.Add(new GeoPoint(lat / 1e7, lng / 1e7));
        }
        return points;
    }

    private static int E7(double degrees) => (int)Math.Round(degrees * 1e7);

    private static ulong Seconds(long ms) => (ulong)(ms / 1000);

    private static long Ms(ulong seconds) => (long)Math.Min(seconds, 1_000_000_000_000) * 1000;

    // A word of a later build is none of ours.
    private static byte Word(uint number) => number > byte.MaxValue ? byte.MaxValue : (byte)number;

    private sealed class RingTable
    {
        private readonly List<W.Ring> _rings = [];

        public IReadOnlyList<W.Ring> All => _rings;

        public uint PlaceOf(IReadOnlyList<GeoPoint> points)
        {
            var ring = new W.Ring();
            int lat = 0, lng = 0;
            foreach (var point in points)
            {
                // In the order of the wire; differences wrap at the date line and come back the same way.
                ring.StepsE7.Add(unchecked(E7(point.LatitudeDeg) - lat));
                ring.StepsE7.Add(unchecked(E7(point.LongitudeDeg) - lng));
                (lat, lng) = (E7(point.LatitudeDeg), E7(point.LongitudeDeg));
            }
            var place = _rings.FindIndex(r => r.Equals(ring));
            if (place < 0)
            {
                place = _rings.Count;
                _rings.Add(ring);
            }
            return (uint)place;
        }
    }
}
