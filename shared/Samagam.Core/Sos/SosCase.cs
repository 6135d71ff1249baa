using System.Collections.Immutable;
using Samagam.Core.Facts;
using Samagam.Core.Geo;
using Samagam.Core.Ids;
using Samagam.Core.Time;

namespace Samagam.Core.Sos;

/// <summary>The three words of the API.</summary>
public enum SosStatus
{
    /// <summary>Nobody has accepted.</summary>
    Pending,

    /// <summary>Accepted, or further.</summary>
    Acknowledged,

    /// <summary>Ended by a responder, an operator or the caller.</summary>
    Resolved,
}

/// <summary>What has become of one claim.</summary>
public enum ClaimState
{
    Live,
    Lapsed,
    HandedOver,
    StoodDown,
}

/// <summary>One acceptance. Order of precedence: (clock quality, time, node, responder), so that islands agree later without talking.</summary>
public sealed record Claim(FactId Id, HybridTime Time, ResponderId Responder, string CallSign, int EtaSeconds, ClaimState State, HybridTime? ArrivedAt)
{
    /// <summary>Negative when this claim takes precedence.</summary>
    public int ComparePrecedence(Claim other)
    {
        var byTime = Time.ComparePrecedence(other.Time);
        if (byTime != 0)
        {
            return byTime;
        }
        var byNode = Id.Origin.CompareTo(other.Id.Origin);
        if (byNode != 0)
        {
            return byNode;
        }
        var byResponder = Responder.CompareTo(other.Responder);
        return byResponder != 0 ? byResponder : Id.CompareTo(other.Id);
    }
}

/// <summary>What one responder was asked and answered.</summary>
public sealed record OfferState(ResponderId Responder, RingLevel Level, int? WalkSeconds, HybridTime OfferedAt, HybridTime? ReceivedAt, bool Declined);

/// <summary>
/// One call for help, folded from its facts. Law: a pure function of the <em>set</em> of facts; order and number of
/// arrivals do not matter. A case may be known before its <c>sos.raised</c> has arrived; then <see cref="Raised"/> is null.
/// </summary>
public sealed class SosCase
{
    private readonly ImmutableSortedDictionary<FactId, SosFact> _facts;

    private SosCase(SosId id, ImmutableSortedDictionary<FactId, SosFact> facts)
    {
        Id = id;
        _facts = facts;
        var ordered = facts.Values.OrderBy(f => f.Time.Packed).ThenBy(f => f.Id).ToList();
        Timeline = ordered;
        // Two boxes may each have taken the same call (a phone that moved and repeated): the first by precedence leads.
        RaisedFact = ordered.Where(f => f.Step is SosRaised)
            .OrderBy(f => f, Comparer<SosFact>.Create((a, b) => a.Time.ComparePrecedence(b.Time) is var c && c != 0 ? c : a.Id.CompareTo(b.Id)))
            .FirstOrDefault();
        Raised = FoldRaised(RaisedFact, ordered);
        var located = ordered.LastOrDefault(f => f.Step is SosLocated);
        Place = located?.Step is SosLocated l ? l.Place : Raised?.Place ?? default;
        PlaceLabel = located?.Step is SosLocated { PlaceLabel.Length: > 0 } named ? named.PlaceLabel : Raised?.PlaceLabel ?? "";
        Claims = FoldClaims(ordered);
        Offers = FoldOffers(ordered);
        Level = ordered.Select(f => f.Step switch
        {
            SosOffered o => o.Level,
            SosEscalated e => e.Level,
            _ => RingLevel.None,
        }).DefaultIfEmpty(RingLevel.None).Max();
        EndedBy = ordered.FirstOrDefault(f => f.Step is SosResolved or SosCancelled);
    }

    public SosId Id { get; }

    /// <summary>The step that opened the case, or null while it has not arrived here.</summary>
    public SosRaised? Raised { get; }
    public SosFact? RaisedFact { get; }

    /// <summary>The box that accepted the call and leads its escalation.</summary>
    public NodeId? Leader => RaisedFact?.Origin;

    /// <summary>The newest place known.</summary>
    public Place Place { get; }
    public string PlaceLabel { get; }

    /// <summary>All claims, the one with precedence first.</summary>
    public IReadOnlyList<Claim> Claims { get; }

    public IReadOnlyList<OfferState> Offers { get; }

    /// <summary>Highest ring opened so far.</summary>
    public RingLevel Level { get; }

    /// <summary>The step that ended the case, or null while it is open.</summary>
    public SosFact? EndedBy { get; }

    /// <summary>All steps by time, for reading; ties by identity.</summary>
    public IReadOnlyList<SosFact> Timeline { get; }

    /// <summary>The claim that stands: the least of the live ones.</summary>
    public Claim? Standing => Claims.FirstOrDefault(c => c.State == ClaimState.Live);

    public IEnumerable<Claim> Extra => Claims.Where(c => c.State == ClaimState.Live && c.ArrivedAt is null).Skip(Standing?.ArrivedAt is null ? 1 : 0);

    public bool IsOpen => EndedBy is null && Raised is not null;

    /// <summary>A responder's phone has it: what "processed" means.</summary>
    public bool ReachedAPhone => Offers.Any(o => o.ReceivedAt is not null) || Claims.Count > 0;

    public bool Arrived => Claims.Any(c => c.ArrivedAt is not null);

    public SosStatus Status =>
        EndedBy is not null ? SosStatus.Resolved : Standing is not null || Arrived ? SosStatus.Acknowledged : SosStatus.Pending;

    public static SosCase Empty(SosId id) => new(id, ImmutableSortedDictionary<FactId, SosFact>.Empty);

    public static SosCase From(SosId id, IEnumerable<SosFact> facts) => Empty(id).With(facts);

    /// <summary>The case with these facts too; facts of another case are an error of ours.</summary>
    public SosCase With(IEnumerable<SosFact> more)
    {
        var facts = _facts.ToBuilder();
        foreach (var fact in more)
        {
            Invariant.Hold(fact.Case == Id, "a case folds its own facts only");
            facts[fact.Id] = fact;
        }
        return facts.Count == _facts.Count ? this : new SosCase(Id, facts.ToImmutable());
    }

    private static List<Claim> FoldClaims(List<SosFact> ordered)
    {
        var ends = new Dictionary<FactId, ClaimState>();
        foreach (var fact in ordered)
        {
            var (claim, state) = fact.Step switch
            {
                SosHandedOver h => (h.Claim, ClaimState.HandedOver),
                SosStoodDown s => (s.Claim, ClaimState.StoodDown),
                SosEscalated { AnswersClaim: { } lapsed } => (lapsed, ClaimState.Lapsed),
                _ => (default, ClaimState.Live),
            };
            if (state != ClaimState.Live)
            {
                // Several ends of one claim: the strongest word stays, whatever the order.
                ends[claim] = ends.TryGetValue(claim, out var known) && known > state ? known : state;
            }
        }
        var claims = new List<Claim>();
        foreach (var fact in ordered)
        {
            if (fact.Step is SosAccepted accepted)
            {
                var arrived = ordered.FirstOrDefault(f => f.Step is SosArrived a && a.Responder == accepted.Responder && IsFor(f, fact, ordered));
                // Who has arrived is there, whatever was decided about the claim meanwhile.
                var given = ends.GetValueOrDefault(fact.Id) == ClaimState.HandedOver;
                var state = arrived is not null && !given ? ClaimState.Live : ends.GetValueOrDefault(fact.Id);
                claims.Add(new Claim(fact.Id, fact.Time, accepted.Responder, accepted.CallSign, accepted.EtaSeconds, state, given ? null : arrived?.Time));
            }
        }
        claims.Sort((a, b) => a.ComparePrecedence(b));
        // A responder who accepted twice (at two boxes, or by a double tap) has one claim: the first.
        var seen = new HashSet<ResponderId>();
        return [.. claims.Where(c => c.State != ClaimState.Live || seen.Add(c.Responder))];
    }

    /// <summary>
    /// The call with what later presses of it added: a kind where one was said, more people, details. Who leads, and where it was
    /// raised, is the first press's.
    /// </summary>
    private static SosRaised? FoldRaised(SosFact? first, List<SosFact> ordered)
    {
        if (first?.Step is not SosRaised call)
        {
            return null;
        }
        foreach (var fact in ordered)
        {
            if (fact.Step is SosRaised more && fact.Id != first.Id)
            {
                call = call with
                {
                    Type = more.Type == SosType.Unspecified ? call.Type : more.Type,
                    People = Math.Max(call.People, more.People),
                    Person = more.Details.IsEmpty ? call.Person : more.Person,
                    Details = more.Details.IsEmpty ? call.Details : more.Details,
                };
            }
        }
        return call;
    }

    /// <summary>An arrival belongs to the claim it followed; where a responder has one claim only, no clock is asked.</summary>
    private static bool IsFor(SosFact arrival, SosFact claim, List<SosFact> ordered)
    {
        var responder = ((SosAccepted)claim.Step).Responder;
        return ordered.Count(f => f.Step is SosAccepted a && a.Responder == responder) == 1 || arrival.Time.CompareStamp(claim.Time) >= 0;
    }

    private static List<OfferState> FoldOffers(List<SosFact> ordered)
    {
        var offers = new SortedDictionary<ResponderId, OfferState>();
        foreach (var fact in ordered)
        {
            if (fact.Step is SosOffered offered)
            {
                foreach (var offer in offered.Offers)
                {
                    var again = offers.GetValueOrDefault(offer.Responder);
                    offers[offer.Responder] = new OfferState(
                        offer.Responder,
                        offered.Level,
                        offer.WalkSeconds,
                        again?.OfferedAt ?? fact.Time,
                        ordered.FirstOrDefault(f => f.Step is SosReceived r && r.Responder == offer.Responder)?.Time,
                        ordered.Any(f => f.Step is SosDeclined d && d.Responder == offer.Responder));
                }
            }
        }
        return [.. offers.Values];
    }
}
