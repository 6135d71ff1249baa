using Samagam.Core.Facts;
using Samagam.Core.Geo;
using Samagam.Core.Ids;
using Samagam.Core.Time;

namespace Samagam.Core.Sos;

/// <summary>What kind of help is asked for.</summary>
public enum SosType : byte
{
    Unspecified = 0,
    Medical = 1,
    LostPerson = 2,
    Crush = 3,
    Fire = 4,
    Drowning = 5,
    Violence = 6,
    Other = 7,
}

/// <summary>By which door the call came in.</summary>
public enum SosDoor : byte
{
    Unspecified = 0,
    Form = 1,
    Json = 2,
    PanicButton = 3,
    Realtime = 4,

    /// <summary>Taken for a neighbour whose disk could not be written.</summary>
    Neighbour = 5,
}

/// <summary>
/// Rungs of the ring, in order. The first three are the leader's own surroundings; nobody is left out from
/// <see cref="Neighbours"/> on.
/// </summary>
public enum RingLevel : byte
{
    None = 0,
    Nearest = 1,
    NextNearest = 2,
    Sector = 3,
    Neighbours = 4,
    ControlRoom = 5,
    Siren = 6,
}

/// <summary>One signed step of a case. Together, the steps are the case.</summary>
public abstract record SosStep;

/// <summary>The call itself. <see cref="Details"/> (name, number, note) is sealed under the key of <see cref="Person"/>.</summary>
public sealed record SosRaised : SosStep
{
    public const int MaxPeople = 1000;

    public SosType Type { get; init; }
    public Place Place { get; init; }

    /// <summary>How many need help; 0 when not said.</summary>
    public int People { get; init; }

    public SosDoor Door { get; init; }

    /// <summary>Pole code, landmark or button label at the spot: public, never about a person.</summary>
    public string PlaceLabel { get; init; } = "";

    /// <summary>Language the caller reads, a BCP 47 primary tag.</summary>
    public string Language { get; init; } = "hi";

    /// <summary>Skills asked for, lower case words.</summary>
    public IReadOnlyList<string> Skills { get; init; } = [];

    public bool Silent { get; init; }
    public bool ForSomebodyElse { get; init; }

    /// <summary>An exercise: marked end to end and never mixed with the real.</summary>
    public bool Drill { get; init; }

    /// <summary>An open case at nearly the same place and minute, which may be the same need; null for none.</summary>
    public SosId? PossiblySameAs { get; init; }

    /// <summary>Subject of the key the details are sealed under; empty when there are no details.</summary>
    public string Person { get; init; } = "";

    /// <summary>Sealed <c>SosDetails</c>; empty when nothing personal was said.</summary>
    public ReadOnlyMemory<byte> Details { get; init; }

    /// <summary>Records holding byte memory compare by content.</summary>
    public bool Equals(SosRaised? other) =>
        other is not null && Type == other.Type && Place == other.Place && People == other.People && Door == other.Door
        && PlaceLabel == other.PlaceLabel && Language == other.Language && Skills.SequenceEqual(other.Skills)
        && Silent == other.Silent && ForSomebodyElse == other.ForSomebodyElse && Drill == other.Drill
        && PossiblySameAs == other.PossiblySameAs && Person == other.Person && Details.Span.SequenceEqual(other.Details.Span);

    public override int GetHashCode() => HashCode.Combine(Type, Place, People, Person);
}

/// <summary>A better or newer place, or the same caller pressing again.</summary>
public sealed record SosLocated(Place Place, string PlaceLabel, bool PressedAgain) : SosStep;

/// <summary>Offered to these responders. The ring waits <see cref="WindowMs"/> for an acceptance.</summary>
public sealed record SosOffered(RingLevel Level, IReadOnlyList<SosOffer> Offers, int WindowMs) : SosStep
{
    public const int MaxOffers = 200;

    public bool Equals(SosOffered? other) =>
        other is not null && Level == other.Level && WindowMs == other.WindowMs && Offers.SequenceEqual(other.Offers);

    public override int GetHashCode() => HashCode.Combine(Level, Offers.Count, WindowMs);
}

/// <summary>One responder asked, with the walking time the leader reckoned (null when no way is known).</summary>
public readonly record struct SosOffer(ResponderId Responder, int? WalkSeconds);

/// <summary>The responder's phone has the offer.</summary>
public sealed record SosReceived(ResponderId Responder) : SosStep;

/// <summary>A claim: this responder goes, and says when.</summary>
public sealed record SosAccepted(ResponderId Responder, string CallSign, int EtaSeconds) : SosStep
{
    public const int MaxEtaSeconds = 4 * 3600;
}

/// <summary>This responder cannot go.</summary>
public sealed record SosDeclined(ResponderId Responder, string Reason) : SosStep;

/// <summary>This responder stands beside the caller.</summary>
public sealed record SosArrived(ResponderId Responder) : SosStep;

/// <summary>This responder gives the claim back (or over to somebody better); the ring opens again.</summary>
public sealed record SosHandedOver(ResponderId Responder, FactId Claim, string Note) : SosStep;

/// <summary>This claim is one too many; its responder is told who was first.</summary>
public sealed record SosStoodDown(ResponderId Responder, FactId Claim) : SosStep;

/// <summary>Why a ring was opened further.</summary>
public enum EscalationReason : byte
{
    Unspecified = 0,

    /// <summary>Nobody answered within the window.</summary>
    NoAnswer = 1,

    /// <summary>Nobody was there to be asked at the level below.</summary>
    NobodyThere = 2,

    /// <summary>Everybody asked has declined.</summary>
    AllDeclined = 3,

    /// <summary>Accepted, but no arrival within the promised time and grace.</summary>
    NoArrival = 4,

    /// <summary>The responder gave the claim back.</summary>
    HandedOver = 5,
}

/// <summary>The ring goes on to <see cref="Level"/>. <see cref="AnswersClaim"/> is the claim that was not kept or was given back, if that is the reason.</summary>
public sealed record SosEscalated(RingLevel Level, EscalationReason Reason, FactId? AnswersClaim) : SosStep;

/// <summary>How a case ended.</summary>
public enum SosEnding : byte
{
    Unspecified = 0,
    Helped = 1,
    TakenToHospital = 2,
    NobodyFound = 3,
    FalseAlarm = 4,
    Exercise = 5,
}

/// <summary>Ended by a responder or an operator.</summary>
public sealed record SosResolved(string By, SosEnding Ending) : SosStep;

/// <summary>Ended by the caller: a fact that points at the original, never a delete.</summary>
public sealed record SosCancelled(bool FalseAlarm) : SosStep;

/// <summary>A step with the fact that carries it.</summary>
public sealed record SosFact(SosId Case, FactId Id, HybridTime Time, SosStep Step)
{
    public NodeId Origin => Id.Origin;
}
