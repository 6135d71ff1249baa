using System.IO.Pipelines;
using Samagam.Core.Ids;
using Samagam.Node.Portal.Http;
using Samagam.Node.Portal.Language;
using Samagam.Node.Portal.Sos;

namespace Samagam.Node.Portal.Realtime;

/// <summary>Body of <c>sos-acknowledged</c>.</summary>
internal sealed record AcknowledgedEvent(string AlertId, string ResponderId);

/// <summary>Body of a <c>snapshot</c> about a call that has not reached this box yet; its steps follow when it does.</summary>
internal sealed record UnknownCall(string AlertId, string Status);

/// <summary>The steps of one call, for its caller.</summary>
/// <param name="page">The language to add markup in, or null.</param>
internal sealed class CallerFeed(NodeApplication node, SosId call, Words? page) : IFeed
{
    private string? _acknowledged;

    public void WriteSnapshot(PipeWriter writer, string cursor)
    {
        if (View() is { } view)
        {
            _acknowledged = view.Coming?.ResponderId;
            writer.WriteEvent(cursor, "snapshot", ApiEnvelope.Line(view, PortalJson.Default.CaseView));
        }
        else
        {
            writer.WriteEvent(cursor, "snapshot", ApiEnvelope.Line(new UnknownCall(call.ToString(), "unknown"), PortalJson.Default.UnknownCall));
        }
    }

    public void WriteChange(PipeWriter writer, string cursor, SosId id)
    {
        if (id != call || View() is not { } view)
        {
            return;
        }
        writer.WriteEvent(cursor, "sos-updated", ApiEnvelope.Line(view, PortalJson.Default.CaseView));
        var who = view.Coming?.ResponderId;
        if (who is not null && who != _acknowledged)
        {
            writer.WriteEvent(cursor, "sos-acknowledged", ApiEnvelope.Line(new AcknowledgedEvent(view.AlertId, who), PortalJson.Default.AcknowledgedEvent));
        }
        _acknowledged = who;
    }

    public bool MayGoOn() => true;

    private CaseView? View() => CaseView.Of(node, call) is { } view
        ? page is null ? view : view with { Html = LadderHtml.Of(page, view).ToString(), Sentence = LadderHtml.Sentence(page, view) }
        : null;
}
