using System.Globalization;
using Samagam.Core.Geo;
using Samagam.Core.Ids;
using Samagam.Core.Sos;
using Samagam.Core.Time;
using Samagam.Hub.Board;

namespace Samagam.Hub.Api.Words;

/// <summary>Sentences made of the words.</summary>
public sealed partial class BoardWords
{
    public string Of(Urgency urgency) => Of("Urgency", urgency);

    public string Of(SosType type) => Of("Type", type);

    public string Of(RingLevel level) => Of("Level", level);

    public string Of(PlaceSource source) => Of("Source", source);

    public string Of(SosDoor door) => Of("Door", door);

    public string Of(SosEnding ending) => Of("Ending", ending);

    public string Of(EscalationReason reason) => Of("Reason", reason);

    public string Of(ClockQuality quality) => Of("Clock", quality);

    /// <summary>A duration in at most two units: <c>5 s</c>, <c>3 min 5 s</c>, <c>2 h 10 min</c>, <c>3 d 4 h</c>. The page's script says it the same way.</summary>
    public string Duration(long seconds)
    {
        var s = Math.Max(0, seconds);
        return s switch
        {
            < 60 => $"{s} {this[BoardWord.UnitSecond]}",
            < 3_600 => $"{s / 60} {this[BoardWord.UnitMinute]} {s % 60} {this[BoardWord.UnitSecond]}",
            < 86_400 => $"{s / 3_600} {this[BoardWord.UnitHour]} {s % 3_600 / 60} {this[BoardWord.UnitMinute]}",
            _ => $"{s / 86_400} {this[BoardWord.UnitDay]} {s % 86_400 / 3_600} {this[BoardWord.UnitHour]}",
        };
    }

    /// <summary>Name of a box in this language; its number when it has not stated itself.</summary>
    public string Name(BoxLabel box) =>
        (_english ? box.Name : box.NameHi.Length > 0 ? box.NameHi : box.Name) is { Length: > 0 } name ? name : box.Node.ToString();

    public string SectorName(ushort sector) =>
        sector == 0 ? this[BoardWord.NoSector] : string.Create(CultureInfo.InvariantCulture, $"{this[BoardWord.Sector]} {sector}");

    /// <summary>What a responder is called: call sign, else id.</summary>
    public static string Name(ResponderRow row) => row.CallSign.Length > 0 ? row.CallSign : row.Responder.Value;

    /// <summary>One step as a sentence. Free text of responders is left out: it may speak of a person.</summary>
    public string Say(SosStep? step, IReadOnlyList<ResponderRow> responders) => step switch
    {
        SosRaised raised => Join(this[BoardWord.StepRaised], Of(raised.Type), Of(raised.Door)),
        SosLocated located => Join(this[located.PressedAgain ? BoardWord.StepPressedAgain : BoardWord.StepLocated], located.PlaceLabel, Of(located.Place.Source)),
        SosOffered offered => Join(this[BoardWord.StepOffered], Count(offered.Offers.Count), Of(offered.Level)),
        SosReceived received => Who(responders, received.Responder, BoardWord.StateReceived),
        SosAccepted accepted => Join(Who(responders, accepted.Responder, BoardWord.StateAccepted), $"{this[BoardWord.EtaSaid]} {Duration(accepted.EtaSeconds)}"),
        SosDeclined declined => Who(responders, declined.Responder, BoardWord.StateDeclined),
        SosArrived arrived => Who(responders, arrived.Responder, BoardWord.StateArrived),
        SosHandedOver handed => Who(responders, handed.Responder, BoardWord.StateHandedOver),
        SosStoodDown stood => Who(responders, stood.Responder, BoardWord.StateStoodDown),
        SosEscalated escalated => Join(this[BoardWord.StepEscalated], Of(escalated.Level), Of(escalated.Reason)),
        SosResolved resolved => Join(this[BoardWord.StepResolved], Of(resolved.Ending), Closer(responders, resolved.By)),
        SosCancelled cancelled => this[cancelled.FalseAlarm ? BoardWord.StepFalseAlarm : BoardWord.StepCancelled],
        _ => this[BoardWord.StepUnreadable],
    };

    /// <summary>Who ended a case, as far as this build knows the form of it; an operator by the id on their voucher.</summary>
    private string Closer(IReadOnlyList<ResponderRow> responders, string by) => by.Split('/', 2) switch
    {
        ["responder", var id] => responders.FirstOrDefault(r => r.Responder.Value == id) is { } row ? Name(row) : id,
        ["operator", var id] => $"{this[BoardWord.Operator]} {id}",
        _ => by,
    };

    private string Who(IReadOnlyList<ResponderRow> responders, ResponderId id, BoardWord did) =>
        $"{(responders.FirstOrDefault(r => r.Responder == id) is { } row ? Name(row) : id.Value)}: {this[did]}";

    private static string Count(int count) => count.ToString(CultureInfo.InvariantCulture);

    private static string Join(params ReadOnlySpan<string> parts)
    {
        var text = parts[0];
        foreach (var part in parts[1..])
        {
            if (part.Length > 0)
            {
                text += " · " + part;
            }
        }
        return text;
    }
}
