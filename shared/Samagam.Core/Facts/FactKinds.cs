using System.Collections.Frozen;

namespace Samagam.Core.Facts;

/// <summary>The kinds this build knows. An unknown kind is kept whole (law <see cref="FoldingLaw.All"/>) and passed on.</summary>
public static class FactKinds
{
    public static readonly FactKind SosRaised = All("sos.raised", Lane.Life);
    public static readonly FactKind SosLocated = All("sos.located", Lane.Life);
    public static readonly FactKind SosCancelled = All("sos.cancelled", Lane.Life);
    public static readonly FactKind SosOffered = All("sos.offered", Lane.Answer);
    public static readonly FactKind SosReceived = All("sos.received", Lane.Answer);
    public static readonly FactKind SosAccepted = All("sos.accepted", Lane.Answer);
    public static readonly FactKind SosDeclined = All("sos.declined", Lane.Answer);
    public static readonly FactKind SosArrived = All("sos.arrived", Lane.Answer);
    public static readonly FactKind SosHandedOver = All("sos.handed-over", Lane.Answer);
    public static readonly FactKind SosStoodDown = All("sos.stood-down", Lane.Answer);
    public static readonly FactKind SosEscalated = All("sos.escalated", Lane.Answer);
    public static readonly FactKind SosResolved = All("sos.resolved", Lane.Answer);

    /// <summary>A person's sealing key, itself wrapped by the mesh key; travels with the first thing sealed under it.</summary>
    public static readonly FactKind PersonKey = All("person.key", Lane.Life);

    /// <summary>Tombstone of a person: the key is dropped everywhere and never comes back.</summary>
    public static readonly FactKind PersonErased = new("person.erased", FoldingLaw.Gone, Lane.Answer, Scope.Mesh);

    /// <summary>Which responders are on duty, and at which box.</summary>
    public static readonly FactKind ResponderDuty = new("responder.duty", FoldingLaw.Latest, Lane.Answer, Scope.Mesh);

    /// <summary>What the hub holds of one stream, as ranges: the A3 acknowledgement.</summary>
    public static readonly FactKind HubReceipt = new("hub.receipt", FoldingLaw.Own, Lane.Answer, Scope.Mesh);

    /// <summary>
    /// A box states itself: certificate, name, place. All are kept: facts of an earlier life stay checkable by the
    /// certificate of that life.
    /// </summary>
    public static readonly FactKind BoxJoined = All("box.joined", Lane.Life);

    /// <summary>Certificates no box may accept any more.</summary>
    public static readonly FactKind NodeRevoked = new("node.revoked", FoldingLaw.All, Lane.Warning, Scope.Mesh);

    /// <summary>How full a zone is, by one reporter at one box.</summary>
    public static readonly FactKind CrowdReported = new("crowd.reported", FoldingLaw.Own, Lane.Shared, Scope.Mesh);

    /// <summary>An order of the authority: paths closed, opened or walked one way for a time.</summary>
    public static readonly FactKind WayOrdered = new("way.ordered", FoldingLaw.Latest, Lane.Warning, Scope.Mesh);

    /// <summary>A person as the mesh knows them: phone number (sealed) and whether it was proved. Subject <c>person/{id}</c>, as all below.</summary>
    public static readonly FactKind PersonAccount = new("person.account", FoldingLaw.Latest, Lane.Shared, Scope.Mesh);

    /// <summary>What a person says of themselves, sealed.</summary>
    public static readonly FactKind PersonProfile = new("person.profile", FoldingLaw.Typed, Lane.Shared, Scope.Mesh);

    /// <summary>A person signed in on a device. Subject <c>person/{id}/session/{family}</c>.</summary>
    public static readonly FactKind SessionBegun = new("session.begun", FoldingLaw.Latest, Lane.Shared, Scope.Mesh);

    /// <summary>How often the refresh token of one sign-in was turned. Subject <c>person/{id}/session/{family}</c>.</summary>
    public static readonly FactKind SessionTurned = new("session.turned", FoldingLaw.Latest, Lane.Shared, Scope.Mesh);

    /// <summary>Tombstone of one sign-in: none of its tokens is believed any more, anywhere.</summary>
    public static readonly FactKind SessionEnded = new("session.ended", FoldingLaw.Gone, Lane.Answer, Scope.Mesh);

    /// <summary>What staff say an amenity is, over the map. Subject <c>amenity/{id}</c>.</summary>
    public static readonly FactKind AmenitySaid = new("amenity.said", FoldingLaw.Latest, Lane.Shared, Scope.Mesh);

    /// <summary>How staff found an amenity: in use, how full. Subject <c>amenity/{id}/status</c>.</summary>
    public static readonly FactKind AmenityStatus = new("amenity.status", FoldingLaw.Latest, Lane.Shared, Scope.Mesh);

    /// <summary>What the pilgrims at one box say of an amenity, taken together. Subject <c>amenity/{id}/reports</c>.</summary>
    public static readonly FactKind AmenityReported = new("amenity.reported", FoldingLaw.Own, Lane.Shared, Scope.Mesh);

    /// <summary>A category of amenities, added or renamed. Subject <c>category/{word}</c>.</summary>
    public static readonly FactKind CategorySaid = new("category.said", FoldingLaw.Latest, Lane.Shared, Scope.Mesh);

    /// <summary>How far a person came on an itinerary, as they told one box; sealed. Subject <c>person/{id}/plan/{itinerary}</c>.</summary>
    public static readonly FactKind PlanProgressed = new("plan.progressed", FoldingLaw.Own, Lane.Shared, Scope.Mesh);

    /// <summary>The edition of a content pack a box has. Subject <c>content/{pack}</c>.</summary>
    public static readonly FactKind ContentAnnounced = new("content.announced", FoldingLaw.Own, Lane.Shared, Scope.Mesh);

    private static readonly FrozenDictionary<string, FactKind> ByName = new[]
    {
        SosRaised, SosLocated, SosCancelled, SosOffered, SosReceived, SosAccepted, SosDeclined, SosArrived,
        SosHandedOver, SosStoodDown, SosEscalated, SosResolved, PersonKey, PersonErased, ResponderDuty, HubReceipt,
        BoxJoined, NodeRevoked, CrowdReported, WayOrdered,
        PersonAccount, PersonProfile, SessionTurned, SessionEnded,
        AmenitySaid, AmenityStatus, AmenityReported, CategorySaid, PlanProgressed, ContentAnnounced,
        SessionBegun,
    }.ToFrozenDictionary(k => k.Name);

    public static IReadOnlyCollection<FactKind> Known => ByName.Values;

    public static FactKind? Find(string name) => ByName.GetValueOrDefault(name);

    public static FoldingLaw LawOf(string name) => Find(name)?.Law ?? FoldingLaw.All;

    private static FactKind All(string name, Lane lane) => new(name, FoldingLaw.All, lane, Scope.Mesh);
}
