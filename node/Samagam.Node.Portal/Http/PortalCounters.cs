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

    public PortalCounters(IMeterFactory meters)
    {
        var meter = meters.Create(MeterName);
        _raised = meter.CreateCounter<long>("samagam.portal.sos_raised", description: "Presses of the button, by door and by where they were saved");
        _notUnderstood = meter.CreateCounter<long>("samagam.portal.sos_not_understood", description: "Presses taken of which a part or nothing could be read, by door and by how the body ended");
        _refused = meter.CreateCounter<long>("samagam.portal.refused", description: "Requests refused, by reason");
        _streams = meter.CreateUpDownCounter<long>("samagam.portal.streams", description: "Open event streams");
        _resyncs = meter.CreateCounter<long>("samagam.portal.stream_resyncs", description: "Slow streams that were sent the whole state again");
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
}
