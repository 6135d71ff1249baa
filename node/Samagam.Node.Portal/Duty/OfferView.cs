using System.Text.Json.Serialization;
using Samagam.Core.Ids;
using Samagam.Node.Portal.Routes;
using Samagam.Node.Portal.Sos;

namespace Samagam.Node.Portal.Duty;

/// <summary>A case as a responder may see it. <paramref name="HeardBy"/> names the box that took the call. Name and number only once accepted; the note already with the offer, to know what to bring.</summary>
internal sealed record OfferView(
    string AlertId,
    string State,
    string EmergencyType,
    int People,
    PlaceView Place,
    string HeardBy,
    long? RaisedAgeSeconds,
    int? WalkSeconds,
    RouteView? Route,
    int? EtaSeconds,
    long? RemainingSeconds,
    bool ForSomebodyElse,
    bool Silent,
    bool Drill,
    string Language,
    string? PossiblySameAs,
    string? Note,
    string? Name,
    string? Phone)
{
    /// <summary>Markup for our own page; absent for other clients.</summary>
    public string? Html { get; init; }

    [JsonIgnore]
    public SosId Id => SosId.TryParse(AlertId, out var id) ? id : default;
}

/// <summary>A responder's own duty as this box knows it.</summary>
internal sealed record DutyView(string ResponderId, string CallSign, string Role, bool OnDuty, bool AtThisBox, IReadOnlyList<string> Skills)
{
    public static DutyView Of(NodeApplication node, StaffSession session)
    {
        var duty = node.Picture.Snapshot.Duty.Find(session.Responder);
        return new DutyView(
            session.Responder.Value,
            session.CallSign,
            session.Role,
            duty?.OnDuty ?? false,
            duty?.Node == node.Self.Node,
            duty is { OnDuty: true } ? duty.Skills : session.Skills);
    }
}
