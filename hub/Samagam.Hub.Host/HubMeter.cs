using System.Diagnostics.Metrics;
using Samagam.BoxHost;
using Samagam.Core.Facts;

namespace Samagam.Hub.Host;

/// <summary>What the hub counts for <c>/metrics</c>.</summary>
internal sealed class HubMeter : IDisposable
{
    private readonly Meter _meter = new("Samagam.Hub");

    public HubMeter(HubApplication hub, BoxMesh mesh)
    {
        _meter.CreateObservableGauge("samagam.sos.open", () => hub.Picture.Snapshot.Sos.OpenIds.Count, description: "Open calls for help, everywhere");
        _meter.CreateObservableGauge("samagam.sos.unprocessed", () => hub.Picture.Snapshot.Sos.Open.Count(c => !c.ReachedAPhone), description: "Open calls that no responder's phone has yet");
        _meter.CreateObservableGauge("samagam.responders.on_duty", () => hub.Picture.Snapshot.Duty.OnDuty.Count(), description: "Responders on duty, everywhere");
        _meter.CreateObservableGauge("samagam.mesh.links", () => hub.Mesh.UpLinks.Count, description: "Boxes heard both ways");
        _meter.CreateObservableCounter("samagam.facts.admitted", () => hub.Intake.Counters.Admitted, description: "Facts of boxes filed, each once");
        _meter.CreateObservableCounter("samagam.facts.known", () => hub.Intake.Counters.Known, description: "Facts that arrived again");
        _meter.CreateObservableCounter("samagam.facts.refused", () => hub.Intake.Counters.Refused, description: "Facts not believed");
        _meter.CreateObservableCounter("samagam.facts.conflicts", () => hub.Intake.Counters.Conflicts, description: "Same identity, other content: a cloned box");
        _meter.CreateObservableGauge("samagam.facts.root", () => Root(mesh), description: "Equal on boxes that know the same facts of the mesh");
        _meter.CreateObservableCounter("samagam.store.refusals", () => mesh.Store?.Refusals ?? 0, description: "Writes not saved");
        _meter.CreateObservableCounter("samagam.store.damaged_rows", () => mesh.Store?.DamagedRows ?? 0, description: "Rows that do not say what was written: bit rot, set aside or met");
        _meter.CreateObservableGauge("samagam.store.can_write", () => mesh.Log.Condition.CanWrite ? 1 : 0, description: "1 while the store takes writes");
    }

    public void Dispose() => _meter.Dispose();

    /// <summary>Upper 52 bits of the root, which a double holds exactly.</summary>
    private static double Root(BoxMesh mesh) => mesh.Log.Known().Root(stream => stream.Scope == Scope.Mesh) >> 12;
}
