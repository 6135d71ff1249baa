using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Samagam.Core.Geo;
using Samagam.Core.Ids;
using Samagam.Core.Sos;
using Samagam.Mesh.People;
using Samagam.Node.Portal.Language;
using Samagam.Node.Portal.Routes;
using Samagam.Node.Portal.Sos;

namespace Samagam.Node.Portal.Duty;

/// <summary>The cases one responder is shown, with the way there and, where allowed, the caller's own words; each look at those is logged.</summary>
internal sealed class ResponderCases(PortalParts parts, ILogger<ResponderCases> logger)
{
    private const int MaxKeptRoutes = 256;
    private readonly ConcurrentDictionary<(string Map, long Epoch, GeoPoint From, GeoPoint To, string Language, bool WithPicture), RouteView?> _routes = new();

    /// <summary>Own cases first, then offers: who waits for anybody first, among them the oldest; at most <see cref="PortalOptions.MaxCasesListed"/>.</summary>
    /// <param name="page">The language to add markup in, or null.</param>
    /// <param name="looked">Looks already logged; null logs each.</param>
    public IReadOnlyList<OfferView> Of(StaffSession session, Words? page, ISet<(SosId, OfferStage)>? looked = null) =>
        [.. parts.Node.Picture.Snapshot.Sos.Open
            .Select(sos => (Case: sos, Stage: Offers.StageOf(sos, session.Responder)))
            .Where(c => c.Stage != OfferStage.None)
            .OrderBy(c => c.Stage == OfferStage.Offered ? 1 : 0)
            .ThenBy(c => c.Case.Status == SosStatus.Pending ? 0 : 1)
            .ThenBy(c => c.Case.RaisedFact!.Time.Packed)
            .ThenBy(c => c.Case.Id)
            .Take(parts.Options.MaxCasesListed)
            .Select(c => View(c.Case, c.Stage, session, page, looked))];

    /// <summary>Null when the case is not for this responder.</summary>
    public OfferView? Of(SosCase sos, StaffSession session, Words? page, ISet<(SosId, OfferStage)>? looked = null) =>
        Offers.StageOf(sos, session.Responder) is var stage && stage != OfferStage.None ? View(sos, stage, session, page, looked) : null;

    private OfferView View(SosCase sos, OfferStage stage, StaffSession session, Words? page, ISet<(SosId, OfferStage)>? looked)
    {
        var node = parts.Node;
        var raised = sos.Raised!;
        var now = node.Desk.BestTime();
        var claim = sos.Claims.FirstOrDefault(c => c.Responder == session.Responder && c.State == ClaimState.Live);
        var details = Look(sos, stage, session, looked);
        var from = node.Picture.Snapshot.Duty.Find(session.Responder)?.Point ?? node.Self.Point;
        var route = RouteTo(from, sos.Place.Point, page?.Tag ?? "en", page is not null);
        var view = new OfferView(
            sos.Id.ToString(),
            stage switch { OfferStage.Offered => "offered", OfferStage.Accepted => "accepted", _ => "arrived" },
            SosReading.WordOf(raised.Type),
            raised.People,
            PlaceView.Of(sos.Place, sos.PlaceLabel),
            sos.Leader is { } leader && node.Picture.Snapshot.Boxes.Find(leader) is { } box ? page?.Pick(box.Name, box.NameHi) ?? box.Name : sos.Leader.ToString() ?? "",
            Age.Of(sos.RaisedFact!.Time, now),
            route?.DurationSeconds ?? sos.Offers.FirstOrDefault(o => o.Responder == session.Responder)?.WalkSeconds,
            route,
            claim?.EtaSeconds,
            claim is not null && Age.Of(claim.Time, now) is { } age ? Math.Max(0, claim.EtaSeconds - age) : null,
            raised.ForSomebodyElse,
            raised.Silent,
            raised.Drill,
            raised.Language,
            raised.PossiblySameAs?.ToString(),
            Said(details?.Note),
            stage == OfferStage.Offered ? null : Said(details?.Name),
            stage == OfferStage.Offered ? null : Said(details?.Phone));
        return page is null ? view : view with { Html = OfferHtml.Of(page, view).ToString() };
    }

    private SosDetails? Look(SosCase sos, OfferStage stage, StaffSession session, ISet<(SosId, OfferStage)>? looked)
    {
        var details = SealedDetails.Open(parts.Node.Desk.Log, parts.Node.Vault, sos.Raised!);
        if (details is not null && (looked is null || looked.Add((sos.Id, stage))))
        {
            DutyLog.DetailsSeen(logger, session.Responder.Value, sos.Id.ToString(), stage);
            parts.Node.Audit.Note("staff/" + session.Responder, SealedDetails.PersonOf(sos.Id), Core.Privacy.AuditAct.Looked, "duty");
        }
        return details;
    }

    private RouteView? RouteTo(GeoPoint from, GeoPoint to, string language, bool withPicture)
    {
        if (parts.Node.Map.View is not { } map)
        {
            return null;
        }
        if (_routes.Count >= MaxKeptRoutes)
        {
            _routes.Clear();
        }
        return _routes.GetOrAdd((map.Map.Version, map.Conditions.Epoch, from, to, language, withPicture), static (key, view) => RouteView.Between(view, key.From, key.To, key.Language, key.WithPicture), map);
    }

    private static string? Said(string? text) => string.IsNullOrEmpty(text) ? null : text;
}
