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

    /// <summary>A word of the authority to the public, or its end: CAP 1.2. All are kept; what stands is a fold of them.</summary>
    public static readonly FactKind WarningIssued = All("warning.issued", Lane.Warning);

    /// <summary>Something said to one person, sealed. Subject <c>person/{id}/notice/{id}</c>; the box of the least identity that said it delivers it.</summary>
    public static readonly FactKind NoticeSaid = All("notice.said", Lane.Shared);

    /// <summary>How far a notice is, by one box.</summary>
    public static readonly FactKind NoticeState = new("notice.state", FoldingLaw.Own, Lane.Shared, Scope.Mesh);

    /// <summary>What a person wants to hear, how and when, sealed. Subject <c>person/{id}/notices</c>.</summary>
    public static readonly FactKind NoticePreferences = new("notice.preferences", FoldingLaw.Latest, Lane.Shared, Scope.Mesh);

    /// <summary>A browser that waits for pushed messages, sealed. Subject <c>person/{id}/push/{hash}</c>.</summary>
    public static readonly FactKind PushSubscribed = new("push.subscribed", FoldingLaw.Latest, Lane.Shared, Scope.Mesh);

    /// <summary>Tombstone of one browser's place.</summary>
    public static readonly FactKind PushEnded = new("push.ended", FoldingLaw.Gone, Lane.Shared, Scope.Mesh);

    /// <summary>A person as the mesh knows them: phone number (sealed) and whether it was proved. Subject <c>person/{id}</c>, as all below.</summary>
    public static readonly FactKind PersonAccount = new("person.account", FoldingLaw.Latest, Lane.Shared, Scope.Mesh);

    /// <summary>What a person says of themselves, sealed.</summary>
    public static readonly FactKind PersonProfile = new("person.profile", FoldingLaw.Typed, Lane.Shared, Scope.Mesh);

    /// <summary>How a person wants to be served, sealed. Subject <c>person/{id}/preferences</c>.</summary>
    public static readonly FactKind PersonPreferences = new("person.preferences", FoldingLaw.Latest, Lane.Shared, Scope.Mesh);

    /// <summary>A place a person keeps, sealed. Subject <c>person/{id}/pin/{pin}</c>.</summary>
    public static readonly FactKind PersonPin = new("person.pin", FoldingLaw.Latest, Lane.Shared, Scope.Mesh);

    /// <summary>Tombstone of one pin.</summary>
    public static readonly FactKind PinRemoved = new("pin.removed", FoldingLaw.Gone, Lane.Answer, Scope.Mesh);

    /// <summary>Whether a person is in a group, kept with the person, so that their groups are found. Subject <c>person/{id}/group/{group}</c>.</summary>
    public static readonly FactKind PersonGroup = new("person.group", FoldingLaw.Latest, Lane.Shared, Scope.Mesh);

    /// <summary>A group: its name (sealed under the group's own key), code, owner and limits. Subject <c>group/{id}</c>.</summary>
    public static readonly FactKind GroupSaid = new("group.said", FoldingLaw.Latest, Lane.Shared, Scope.Mesh);

    /// <summary>A member comes in, changes what they say, or leaves. Subject <c>group/{id}/member/{person}</c>.</summary>
    public static readonly FactKind GroupMember = new("group.member", FoldingLaw.Latest, Lane.Shared, Scope.Mesh);

    /// <summary>Where a code leads. Subject <c>code/{code}/{group}</c>.</summary>
    public static readonly FactKind GroupCode = new("group.code", FoldingLaw.Latest, Lane.Shared, Scope.Mesh);

    /// <summary>Tombstone of one membership: its owner took the member out, who does not come back, whatever they say elsewhere.</summary>
    public static readonly FactKind MemberRemoved = new("member.removed", FoldingLaw.Gone, Lane.Answer, Scope.Mesh);

    /// <summary>Tombstone of a group with all its members and its key; and of a code of it that leads nowhere any more.</summary>
    public static readonly FactKind GroupEnded = new("group.ended", FoldingLaw.Gone, Lane.Answer, Scope.Mesh);
    /// <summary>A person signed in on a device. Subject <c>person/{id}/session/{family}</c>.</summary>
    public static readonly FactKind SessionBegun = new("session.begun", FoldingLaw.Latest, Lane.Shared, Scope.Mesh);

    /// <summary>How often the refresh token of one sign-in was turned. Subject <c>person/{id}/session/{family}</c>.</summary>
    public static readonly FactKind SessionTurned = new("session.turned", FoldingLaw.Latest, Lane.Shared, Scope.Mesh);

    /// <summary>Tombstone of one sign-in: none of its tokens is believed any more, anywhere.</summary>
    public static readonly FactKind SessionEnded = new("session.ended", FoldingLaw.Gone, Lane.Answer, Scope.Mesh);

    /// <summary>What a person said about one purpose. Subject <c>person/{id}/consent/{purpose}</c>.</summary>
    public static readonly FactKind PersonConsent = new("person.consent", FoldingLaw.Latest, Lane.Answer, Scope.Mesh);

    /// <summary>An account turned out to be this person, and is erased with them. Subject <c>person/{elder}/also/{younger}</c>.</summary>
    public static readonly FactKind PersonAlso = new("person.also", FoldingLaw.Latest, Lane.Shared, Scope.Mesh);

    /// <summary>Tombstone of something whose time of keeping is over, whatever it was.</summary>
    public static readonly FactKind KeptOver = new("kept.over", FoldingLaw.Gone, Lane.Shared, Scope.Mesh);

    /// <summary>A member of staff looked at something personal. Subject <c>audit/{box}/{life}/{block}</c>.</summary>

    public static readonly FactKind AuditNoted = new("audit.noted", FoldingLaw.All, Lane.Shared, Scope.Hub);
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
    /// <summary>A geofence as staff state it. Subject <c>fence/{id}</c>.</summary>
    public static readonly FactKind FenceSaid = new("fence.said", FoldingLaw.Latest, Lane.Shared, Scope.Mesh);

    /// <summary>A piece of where a person was, sealed; stays on the box that heard it. Subject <c>person/{id}/trail/{day}/{piece}</c>.</summary>
    public static readonly FactKind TrailKept = new("trail.kept", FoldingLaw.All, Lane.Shared, Scope.Self);

    private static readonly FrozenDictionary<string, FactKind> ByName = new[]
    {
        SosRaised, SosLocated, SosCancelled, SosOffered, SosReceived, SosAccepted, SosDeclined, SosArrived,
        SosHandedOver, SosStoodDown, SosEscalated, SosResolved, PersonKey, PersonErased, ResponderDuty, HubReceipt,
        BoxJoined, NodeRevoked, CrowdReported, WayOrdered,
        WarningIssued, NoticeSaid, NoticeState, NoticePreferences, PushSubscribed, PushEnded,
        PersonAccount, PersonProfile, SessionTurned, SessionEnded,
        FenceSaid, TrailKept,
        PersonPreferences, PersonPin, PinRemoved, PersonGroup, GroupSaid, GroupMember, GroupCode, MemberRemoved, GroupEnded,
        PersonConsent, PersonAlso, KeptOver, AuditNoted,
        AmenitySaid, AmenityStatus, AmenityReported, CategorySaid, PlanProgressed, ContentAnnounced,
        SessionBegun,
    }.ToFrozenDictionary(k => k.Name);

    public static IReadOnlyCollection<FactKind> Known => ByName.Values;

    public static FactKind? Find(string name) => ByName.GetValueOrDefault(name);

    public static FoldingLaw LawOf(string name) => Find(name)?.Law ?? FoldingLaw.All;

    private static FactKind All(string name, Lane lane) => new(name, FoldingLaw.All, lane, Scope.Mesh);
}
