using Samagam.Core.Ids;
using Samagam.Node.Portal.Http;
using Samagam.Node.Portal.Language;
using Samagam.Node.Portal.Sos;
using Samagam.Web.Json;
using Samagam.Web.Streams;

namespace Samagam.Node.Portal.Realtime;

/// <summary>Body of <c>sos-acknowledged</c>.</summary>
internal sealed record AcknowledgedEvent(string AlertId, string ResponderId);

/// <summary>Body of a <c>snapshot</c> about a call that has not reached this box yet; its steps follow when it does.</summary>
internal sealed record UnknownCall(string AlertId, string Status);

/// <summary>The steps of one call, for its caller.</summary>
/// <param name="page">The language to add markup in, or null.</param>
internal sealed class CallerFeed(NodeApplication node, SosId call, Words? page) : ISseFeed<SosId>
{
    private string? _acknowledged;

    public IEnumerable<SseEvent> Whole()
    {
        var view = View();
        _acknowledged = view?.Coming?.ResponderId;
        yield return new SseEvent(
            StreamCursor.Of(node),
            "snapshot",
            view is null
                ? Envelope.Text(new UnknownCall(call.ToString(), "unknown"), PortalJson.Default.UnknownCall)
                : Envelope.Text(view, PortalJson.Default.CaseView));
    }

    public IEnumerable<SseEvent> Change(SosId item)
    {
        if (item != call || View() is not { } view)
        {
            yield break;
        }
        var cursor = StreamCursor.Of(node);
        yield return new SseEvent(cursor, "sos-updated", Envelope.Text(view, PortalJson.Default.CaseView));
        var who = view.Coming?.ResponderId;
        if (who is not null && who != _acknowledged)
        {
            yield return new SseEvent(cursor, "sos-acknowledged", Envelope.Text(new AcknowledgedEvent(view.AlertId, who), PortalJson.Default.AcknowledgedEvent));
        }
        _acknowledged = who;
    }

    public bool MayGoOn() => true;

    private CaseView? View() => CaseView.Of(node, call) is { } view
        ? page is null ? view : view with { Html = LadderHtml.Of(page, view).ToString(), Sentence = LadderHtml.Sentence(page, view) }
        : null;
}
