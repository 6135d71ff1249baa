using Samagam.Core.Facts;
using Samagam.Core.Ids;
using Samagam.Core.Sos;
using Samagam.Core.Time;
using Samagam.Mesh.Picture;
using Samagam.Wire.Sos;

namespace Samagam.Hub.Board;

/// <summary>Turns a folded case into its row, at one moment. Pure.</summary>
internal sealed class CaseRows(PictureSnapshot picture, long nowMs, BoardOptions options)
{
    public CaseRow Of(SosCase sos)
    {
        var responders = Responders(sos);
        var age = AgeOf(sos);
        var steps = sos.Timeline.Select(StepOf).ToList();
        var taken = sos.Timeline.Where(f => f.Step is SosRaised).Select(f => f.Origin).Distinct()
            .OrderBy(n => n == sos.Leader ? 0 : 1).ThenBy(n => n)
            .Select(n => Label(picture, n));
        return new CaseRow
        {
            Id = sos.Id,
            Call = sos.Raised,
            Status = sos.Status,
            Urgency = UrgencyOf(sos, age, responders),
            Level = sos.Level,
            Age = age,
            Place = sos.Place,
            PlaceLabel = sos.PlaceLabel,
            Leader = sos.Leader is { } leader ? Label(picture, leader) : null,
            TakenBy = [.. taken],
            Receipted = sos.RaisedFact is { } raised && picture.HubHolds.Contains(raised.Id),
            Responders = responders,
            Steps = steps,
            Ended = sos.EndedBy is { } end ? StepOf(end) : null,
        };
    }

    internal static BoxLabel Label(PictureSnapshot picture, NodeId node) =>
        picture.Boxes.Find(node) is { } box ? new BoxLabel(node, box.Name, box.NameHi, box.Sector) : new BoxLabel(node, "", "", 0);

    private StepRow StepOf(SosFact fact) => new(fact.Id, Moment.At(fact.Time, nowMs), Label(picture, fact.Origin), SosCodec.KindOf(fact.Step).Name, fact.Step);

    /// <summary>By the call's own stamp; where its clock was never set, by the earliest step of a clock that was: it waits at least that long.</summary>
    private CaseAge AgeOf(SosCase sos)
    {
        if (sos.RaisedFact is { } raised && raised.Time.Quality != ClockQuality.Unknown)
        {
            return new CaseAge(raised.Time.WallMs, AtLeast: false, nowMs);
        }
        var first = sos.Timeline.Where(f => f.Time.Quality != ClockQuality.Unknown).Select(f => (long?)f.Time.WallMs).Min();
        return new CaseAge(first, AtLeast: true, nowMs);
    }

    private Urgency UrgencyOf(SosCase sos, CaseAge age, List<ResponderRow> responders)
    {
        if (sos.EndedBy is not null)
        {
            return Urgency.Ended;
        }
        if (sos.Status == SosStatus.Acknowledged)
        {
            return sos.Arrived ? Urgency.Arrived
                : responders.Any(r => r.Standing && r.EtaLeftSeconds < 0) ? Urgency.Late
                : Urgency.Accepted;
        }
        return sos.Level >= RingLevel.Siren ? Urgency.Siren
            : sos.Level >= RingLevel.ControlRoom ? Urgency.ControlRoom
            : !sos.ReachedAPhone && age.SinceMs is { } since && nowMs - since >= options.UnheardAfterMs ? Urgency.Unheard
            : Urgency.Pending;
    }

    /// <summary>Everybody asked and everybody who claimed without being asked: who goes first, then by what they have done, then by walking time.</summary>
    private List<ResponderRow> Responders(SosCase sos)
    {
        var offers = sos.Offers.ToDictionary(o => o.Responder);
        // The claim shown is the one that stands, else the one with precedence.
        var claims = sos.Claims.GroupBy(c => c.Responder).ToDictionary(g => g.Key, g => g.FirstOrDefault(c => c.State == ClaimState.Live) ?? g.First());
        return [.. offers.Keys.Concat(claims.Keys).Distinct()
            .Select(id => RowOf(sos, id, offers.GetValueOrDefault(id), claims.GetValueOrDefault(id)))
            .OrderBy(Rank).ThenBy(r => r.WalkSeconds ?? int.MaxValue).ThenBy(r => r.Responder)];
    }

    private ResponderRow RowOf(SosCase sos, ResponderId id, OfferState? offer, Claim? claim)
    {
        var accepted = claim is null ? (Moment?)null : Moment.At(claim.Time, nowMs);
        var due = claim is { State: ClaimState.Live, ArrivedAt: null } && accepted!.Value.AgeSeconds is not null
            ? claim.Time.WallMs + (claim.EtaSeconds * 1000L) - nowMs
            : (long?)null;
        return new ResponderRow(
            id,
            claim is { CallSign.Length: > 0 } ? claim.CallSign : picture.Duty.Find(id)?.CallSign ?? "",
            offer?.Level ?? RingLevel.None,
            offer?.WalkSeconds,
            offer is null ? null : Moment.At(offer.OfferedAt, nowMs),
            offer?.ReceivedAt is { } received ? Moment.At(received, nowMs) : null,
            offer?.Declined ?? false,
            claim?.State,
            accepted,
            claim?.EtaSeconds,
            // Towards minus infinity: one millisecond late is late.
            due is { } ms ? (long)Math.Floor(ms / 1000.0) : null,
            claim?.ArrivedAt is { } arrived ? Moment.At(arrived, nowMs) : null,
            Standing: claim is not null && sos.Standing?.Id == claim.Id);
    }

    private static int Rank(ResponderRow row) =>
        row.Standing ? 0
        : row.Arrived is not null ? 1
        : row.Claim == ClaimState.Live ? 2
        : row.Declined || row.Claim is not null ? 5
        : row.Received is not null ? 3
        : 4;
}
