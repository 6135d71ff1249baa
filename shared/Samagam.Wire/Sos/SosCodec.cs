using Google.Protobuf;
using Samagam.Core.Facts;
using Samagam.Core.Geo;
using Samagam.Core.Ids;
using Samagam.Core.Sos;
using Samagam.Wire.Facts;
using W = Samagam.Wire.Sos.V1;

namespace Samagam.Wire.Sos;

/// <summary>Steps of a case and the bodies of their facts (<c>samagam/sos/v1/sos.proto</c>). Total: each step maps to one kind and back.</summary>
public static class SosCodec
{
    private const int MaxText = 500;

    public static FactKind KindOf(SosStep step) => step switch
    {
        SosRaised => FactKinds.SosRaised,
        SosLocated => FactKinds.SosLocated,
        SosOffered => FactKinds.SosOffered,
        SosReceived => FactKinds.SosReceived,
        SosAccepted => FactKinds.SosAccepted,
        SosDeclined => FactKinds.SosDeclined,
        SosArrived => FactKinds.SosArrived,
        SosHandedOver => FactKinds.SosHandedOver,
        SosStoodDown => FactKinds.SosStoodDown,
        SosEscalated => FactKinds.SosEscalated,
        SosResolved => FactKinds.SosResolved,
        SosCancelled => FactKinds.SosCancelled,
        _ => throw new ArgumentOutOfRangeException(nameof(step)),
    };

    public static byte[] Serialise(SosStep step) => ToWire(step).ToByteArray();

    /// <summary>The step a fact carries, or null when the fact is of another feature or its body cannot be read (it is kept and passed on all the same).</summary>
    public static SosFact? TryRead(Fact fact)
    {
        if (!fact.Kind.StartsWith("sos.", StringComparison.Ordinal) || !fact.Subject.StartsWith("sos/", StringComparison.Ordinal)
            || !SosId.TryParse(fact.Subject[4..], out var id))
        {
            return null;
        }
        try
        {
            return Read(fact.Kind, fact.Body.Span) is { } step ? new SosFact(id, fact.Id, fact.Time, step) : null;
        }
        catch (Exception e) when (e is InvalidProtocolBufferException or MalformedException)
        {
            return null;
        }
    }

    public static W.Raised ToWire(SosRaised raised)
    {
        var wire = new W.Raised
        {
            Type = (uint)raised.Type,
            Place = ToWire(raised.Place),
            People = (uint)raised.People,
            Door = (uint)raised.Door,
            PlaceLabel = raised.PlaceLabel,
            Language = raised.Language,
            Silent = raised.Silent,
            ForSomebodyElse = raised.ForSomebodyElse,
            Drill = raised.Drill,
            PossiblySameAs = raised.PossiblySameAs?.ToString() ?? "",
            Person = raised.Person,
            Details = UnsafeByteOperations.UnsafeWrap(raised.Details),
        };
        wire.Skills.AddRange(raised.Skills);
        return wire;
    }

    public static SosRaised FromWire(W.Raised wire) => new()
    {
        Type = (SosType)Math.Min(wire.Type, byte.MaxValue),
        Place = FromWire(wire.Place),
        People = (int)Math.Min(wire.People, SosRaised.MaxPeople),
        Door = (SosDoor)Math.Min(wire.Door, byte.MaxValue),
        PlaceLabel = Text(wire.PlaceLabel),
        Language = Text(wire.Language),
        Skills = [.. wire.Skills.Take(Core.Duty.DutyState.MaxSkills).Select(Text)],
        Silent = wire.Silent,
        ForSomebodyElse = wire.ForSomebodyElse,
        Drill = wire.Drill,
        PossiblySameAs = SosId.TryParse(wire.PossiblySameAs, out var same) ? same : null,
        Person = Text(wire.Person),
        Details = wire.Details.Memory,
    };

    private static IMessage ToWire(SosStep step)
    {
        switch (step)
        {
            case SosRaised raised:
                return ToWire(raised);
            case SosLocated located:
                return new W.Located { Place = ToWire(located.Place), PlaceLabel = located.PlaceLabel, PressedAgain = located.PressedAgain };
            case SosOffered offered:
                var wire = new W.Offered { Level = (uint)offered.Level, WindowMs = (uint)offered.WindowMs };
                foreach (var offer in offered.Offers)
                {
                    var one = new W.Offer { Responder = offer.Responder.Value };
                    if (offer.WalkSeconds is { } walk)
                    {
                        one.WalkSeconds = (uint)walk;
                    }
                    wire.Offers.Add(one);
                }
                return wire;
            case SosReceived received:
                return new W.Received { Responder = received.Responder.Value };
            case SosAccepted accepted:
                return new W.Accepted { Responder = accepted.Responder.Value, CallSign = accepted.CallSign, EtaSeconds = (uint)accepted.EtaSeconds };
            case SosDeclined declined:
                return new W.Declined { Responder = declined.Responder.Value, Reason = declined.Reason };
            case SosArrived arrived:
                return new W.Arrived { Responder = arrived.Responder.Value };
            case SosHandedOver handed:
                return new W.HandedOver { Responder = handed.Responder.Value, Claim = FactCodec.ToRef(handed.Claim), Note = handed.Note };
            case SosStoodDown stood:
                return new W.StoodDown { Responder = stood.Responder.Value, Claim = FactCodec.ToRef(stood.Claim) };
            case SosEscalated escalated:
                return new W.Escalated
                {
                    Level = (uint)escalated.Level,
                    Reason = (uint)escalated.Reason,
                    AnswersClaim = escalated.AnswersClaim is { } claim ? FactCodec.ToRef(claim) : null,
                };
            case SosResolved resolved:
                return new W.Resolved { By = resolved.By, Ending = (uint)resolved.Ending };
            case SosCancelled cancelled:
                return new W.Cancelled { FalseAlarm = cancelled.FalseAlarm };
            default:
                throw new ArgumentOutOfRangeException(nameof(step));
        }
    }

    private static SosStep? Read(string kind, ReadOnlySpan<byte> body)
    {
        switch (kind)
        {
            case "sos.raised":
                return FromWire(W.Raised.Parser.ParseFrom(body));
            case "sos.located":
                var located = W.Located.Parser.ParseFrom(body);
                return new SosLocated(FromWire(located.Place), Text(located.PlaceLabel), located.PressedAgain);
            case "sos.offered":
                var offered = W.Offered.Parser.ParseFrom(body);
                return new SosOffered(
                    Level(offered.Level),
                    [.. offered.Offers.Take(SosOffered.MaxOffers).Select(o => new SosOffer(Responder(o.Responder), o.HasWalkSeconds ? (int)Math.Min(o.WalkSeconds, 1_000_000) : null))],
                    (int)Math.Min(offered.WindowMs, 3_600_000));
            case "sos.received":
                return new SosReceived(Responder(W.Received.Parser.ParseFrom(body).Responder));
            case "sos.accepted":
                var accepted = W.Accepted.Parser.ParseFrom(body);
                return new SosAccepted(Responder(accepted.Responder), Text(accepted.CallSign), (int)Math.Min(accepted.EtaSeconds, SosAccepted.MaxEtaSeconds));
            case "sos.declined":
                var declined = W.Declined.Parser.ParseFrom(body);
                return new SosDeclined(Responder(declined.Responder), Text(declined.Reason));
            case "sos.arrived":
                return new SosArrived(Responder(W.Arrived.Parser.ParseFrom(body).Responder));
            case "sos.handed-over":
                var handed = W.HandedOver.Parser.ParseFrom(body);
                return new SosHandedOver(Responder(handed.Responder), Ref(handed.Claim), Text(handed.Note));
            case "sos.stood-down":
                var stood = W.StoodDown.Parser.ParseFrom(body);
                return new SosStoodDown(Responder(stood.Responder), Ref(stood.Claim));
            case "sos.escalated":
                var escalated = W.Escalated.Parser.ParseFrom(body);
                return new SosEscalated(
                    Level(escalated.Level),
                    (EscalationReason)Math.Min(escalated.Reason, byte.MaxValue),
                    escalated.AnswersClaim is null ? null : Ref(escalated.AnswersClaim));
            case "sos.resolved":
                var resolved = W.Resolved.Parser.ParseFrom(body);
                return new SosResolved(Text(resolved.By), (SosEnding)Math.Min(resolved.Ending, byte.MaxValue));
            case "sos.cancelled":
                return new SosCancelled(W.Cancelled.Parser.ParseFrom(body).FalseAlarm);
            default:
                return null;
        }
    }

    private static W.Place ToWire(Place place) => new()
    {
        LatitudeDeg = place.Point.LatitudeDeg,
        LongitudeDeg = place.Point.LongitudeDeg,
        RadiusM = place.RadiusM,
        Source = (uint)place.Source,
    };

    private static Place FromWire(W.Place? wire)
    {
        var place = wire is null
            ? default
            : new Place(new GeoPoint(wire.LatitudeDeg, wire.LongitudeDeg), wire.RadiusM, (PlaceSource)Math.Min(wire.Source, byte.MaxValue));
        return place.IsValid ? place : throw new MalformedException("impossible place");
    }

    private static RingLevel Level(uint level) => (RingLevel)Math.Min(level, (uint)RingLevel.Siren);

    private static ResponderId Responder(string text) =>
        ResponderId.TryParse(text, out var id) ? id : throw new MalformedException("impossible responder id");

    private static FactId Ref(Facts.V1.FactRef? reference) => FactCodec.FromRef(reference ?? throw new MalformedException("missing reference"));

    private static string Text(string text) => text.Length <= MaxText ? text : text[..MaxText];
}
