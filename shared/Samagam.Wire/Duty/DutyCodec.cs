using Google.Protobuf;
using Samagam.Core.Duty;
using Samagam.Core.Facts;
using Samagam.Core.Geo;
using Samagam.Core.Ids;
using W = Samagam.Wire.Duty.V1;

namespace Samagam.Wire.Duty;

/// <summary>Duty statements and their bodies (<c>samagam/duty/v1/duty.proto</c>).</summary>
public static class DutyCodec
{
    public static byte[] Serialise(DutyState duty)
    {
        var wire = new W.Duty
        {
            Responder = duty.Responder.Value,
            OnDuty = duty.OnDuty,
            CallSign = duty.CallSign,
            Role = duty.Role,
            Node = duty.Node.Number,
            Sector = duty.Sector,
            LatitudeDeg = duty.Point.LatitudeDeg,
            LongitudeDeg = duty.Point.LongitudeDeg,
        };
        wire.Skills.AddRange(duty.Skills);
        return wire.ToByteArray();
    }

    /// <summary>Null when the fact is of another kind or cannot be read.</summary>
    public static DutyState? TryRead(Fact fact)
    {
        if (fact.Kind != FactKinds.ResponderDuty.Name)
        {
            return null;
        }
        try
        {
            var wire = W.Duty.Parser.ParseFrom(fact.Body.Span);
            var point = new GeoPoint(wire.LatitudeDeg, wire.LongitudeDeg);
            return ResponderId.TryParse(wire.Responder, out var id) && fact.Subject == id.Subject && point.IsValid
                && wire.Node is > 0 and <= ushort.MaxValue && wire.Sector <= ushort.MaxValue
                ? new DutyState(
                    id,
                    wire.OnDuty,
                    Word(wire.CallSign),
                    Word(wire.Role),
                    [.. wire.Skills.Take(DutyState.MaxSkills).Select(Word)],
                    new NodeId((ushort)wire.Node),
                    (ushort)wire.Sector,
                    point)
                : null;
        }
        catch (InvalidProtocolBufferException)
        {
            return null;
        }
    }

    private static string Word(string text) => text.Length <= DutyState.MaxWordLength ? text : text[..DutyState.MaxWordLength];
}
