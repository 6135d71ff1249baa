using Samagam.Core.Ids;
using Samagam.Core.Sos;
using Samagam.Node.Portal.Duty;
using Samagam.Node.Portal.Http;
using Samagam.Node.Portal.Language;
using Samagam.Web.Json;
using Samagam.Web.Streams;

namespace Samagam.Node.Portal.Realtime;

/// <summary>Body of the responder's <c>snapshot</c>.</summary>
internal sealed record ResponderSnapshot(DutyView Duty, IReadOnlyList<OfferView> Cases);

/// <summary>Body of <c>sos-withdrawn</c>; the reason is <c>ended</c>, <c>taken</c>, <c>stood-down</c> or <c>declined</c>.</summary>
internal sealed record WithdrawnEvent(string AlertId, string Reason, string Text);

/// <summary>The offers and cases of one responder, as they come and go.</summary>
/// <param name="page">The language to add markup in, or null.</param>
internal sealed class ResponderFeed(NodeApplication node, ResponderCases cases, StaffSession session, Func<bool> signedIn, Words? page, Words words) : ISseFeed<SosId>
{
    private readonly HashSet<SosId> _shown = [];
    private readonly HashSet<SosId> _stoodDown = [];

    // A look at the caller's own words is logged once per case and stream, not at every step of the case.
    private readonly HashSet<(SosId, OfferStage)> _looked = [];

    public IEnumerable<SseEvent> Whole()
    {
        var list = cases.Of(session, page, _looked);
        _shown.Clear();
        _shown.UnionWith(list.Select(c => c.Id));
        _stoodDown.UnionWith(node.Picture.Snapshot.Sos.Open.Where(c => Offers.IsStoodDown(c, session.Responder)).Select(c => c.Id));
        yield return new SseEvent(StreamCursor.Of(node), "snapshot", Envelope.Text(new ResponderSnapshot(DutyView.Of(node, session), list), PortalJson.Default.ResponderSnapshot));
    }

    public IEnumerable<SseEvent> Change(SosId item)
    {
        if (node.Picture.Snapshot.Sos.Find(item) is not { } sos)
        {
            yield break;
        }
        if (cases.Of(sos, session, page, _looked) is { } view)
        {
            var name = _shown.Add(item) && view.State == "offered" ? "sos-offered" : "sos-updated";
            yield return new SseEvent(StreamCursor.Of(node), name, Envelope.Text(view, PortalJson.Default.OfferView));
        }
        else if (_shown.Remove(item) | IsNewlyStoodDown(sos))
        {
            var reason = Offers.WhyGone(sos, session.Responder);
            yield return new SseEvent(StreamCursor.Of(node), "sos-withdrawn", Envelope.Text(new WithdrawnEvent(item.ToString(), reason, words[OfferHtml.WordOf(reason)]), PortalJson.Default.WithdrawnEvent));
        }
    }

    /// <summary>Accepted and stood down before this stream looked: nothing was shown, and yet it must be told.</summary>
    private bool IsNewlyStoodDown(SosCase sos) => sos.IsOpen && Offers.IsStoodDown(sos, session.Responder) && _stoodDown.Add(sos.Id);

    public bool MayGoOn() => signedIn();
}
