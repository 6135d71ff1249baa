using System.Diagnostics.Metrics;
using Samagam.Core.Sos;
using Samagam.Node.Portal.Sos;
using Samagam.Web.Requests;

namespace Samagam.Node.Portal.Http;

/// <summary>What the portal counts, for <c>/metrics</c>. Meter <c>Samagam.Portal</c>.</summary>
public sealed class PortalCounters
{
    public const string MeterName = "Samagam.Portal";

    private readonly Counter<long> _raised;
    private readonly Counter<long> _notUnderstood;
    private readonly Counter<long> _refused;
    private readonly UpDownCounter<long> _streams;
    private readonly Counter<long> _resyncs;
    private readonly UpDownCounter<long> _lines;
    private readonly Counter<long> _lineEvents;
    private readonly Counter<long> _lineEnds;

    public PortalCounters(IMeterFactory meters)
    {
        var meter = meters.Create(MeterName);
        _raised = meter.CreateCounter<long>("samagam.portal.sos_raised", description: "Presses of the button, by door and by where they were saved");
        _notUnderstood = meter.CreateCounter<long>("samagam.portal.sos_not_understood", description: "Presses taken of which a part or nothing could be read, by door and by how the body ended");
        _refused = meter.CreateCounter<long>("samagam.portal.refused", description: "Requests refused, by reason");
        _streams = meter.CreateUpDownCounter<long>("samagam.portal.streams", description: "Open event streams");
        _resyncs = meter.CreateCounter<long>("samagam.portal.stream_resyncs", description: "Slow streams that were sent the whole state again");
        _lines = meter.CreateUpDownCounter<long>("samagam.portal.realtime_connections", description: "Open realtime connections");
        _lineEvents = meter.CreateCounter<long>("samagam.portal.realtime_events", description: "Events sent over realtime connections, by name");
        _lineEnds = meter.CreateCounter<long>("samagam.portal.realtime_ended", description: "Realtime connections ended by this box, by reason");
    }

    internal void Raised(SosDoor door, SavedWhere where) => _raised.Add(1, new("door", WordOf(door)), new("saved", where switch
    {
        SavedWhere.Here => "here",
        SavedWhere.AtNeighbour => "neighbour",
        _ => "nowhere",
    }));

    internal void NotUnderstood(SosDoor door, Understood understood, BodyState body) => _notUnderstood.Add(
        1,
        new("door", WordOf(door)),
        new("read", understood == Understood.Part ? "part" : "nothing"),
        new("body", body switch { BodyState.Whole => "whole", BodyState.Broken => "broken", _ => "too-large" }));

    private static string WordOf(SosDoor door) => door == SosDoor.Form ? "form" : "json";

    internal void Refused(string reason) => _refused.Add(1, new KeyValuePair<string, object?>("reason", reason));

    internal void StreamOpened() => _streams.Add(1);

    internal void StreamClosed() => _streams.Add(-1);

    internal void Resynced() => _resyncs.Add(1);

    internal void LineOpened() => _lines.Add(1);

    internal void LineClosed() => _lines.Add(-1);

    internal void LineTold(string name) => _lineEvents.Add(1, new KeyValuePair<string, object?>("event", name));

    internal void LineEnded(string reason) => _lineEnds.Add(1, new KeyValuePair<string, object?>("reason", reason));
}
