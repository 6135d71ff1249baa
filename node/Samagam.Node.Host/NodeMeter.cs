using System.Diagnostics.Metrics;
using Samagam.BoxHost;
using Samagam.Core.Facts;

namespace Samagam.Node.Host;

/// <summary>What a node counts for <c>/metrics</c>.</summary>
internal sealed class NodeMeter : IDisposable
{
    private readonly Meter _meter = new("Samagam.Node");

    public NodeMeter(NodeApplication node, BoxMesh mesh)
    {
        _meter.CreateObservableGauge("samagam.sos.open", () => node.Picture.Snapshot.Sos.OpenIds.Count, description: "Open calls for help known here");
        _meter.CreateObservableGauge("samagam.sos.unprocessed", () => node.Picture.Snapshot.Sos.Open.Count(c => !c.ReachedAPhone), description: "Open calls that no responder's phone has yet");
        _meter.CreateObservableGauge("samagam.responders.on_duty", () => node.Picture.Snapshot.Duty.OnDuty.Count(), description: "Responders on duty, everywhere");
        _meter.CreateObservableGauge("samagam.mesh.links", () => node.Mesh.UpLinks.Count, description: "Neighbours heard both ways");
        _meter.CreateObservableCounter("samagam.facts.admitted", () => node.Intake.Counters.Admitted, description: "Facts of other boxes made durable");
        _meter.CreateObservableCounter("samagam.facts.known", () => node.Intake.Counters.Known, description: "Facts that arrived again");
        _meter.CreateObservableCounter("samagam.facts.refused", () => node.Intake.Counters.Refused, description: "Facts not believed");
        _meter.CreateObservableCounter("samagam.facts.conflicts", () => node.Intake.Counters.Conflicts, description: "Same identity, other content: a cloned box");
        _meter.CreateObservableCounter("samagam.facts.poison", () => mesh.Roads.Poison, description: "Facts that could not be read");
        _meter.CreateObservableCounter("samagam.mesh.frames_dropped", () => node.Intake.Counters.DroppedFrames, description: "Frames no road could take");
        _meter.CreateObservableCounter("samagam.store.refusals", () => mesh.Store?.Refusals ?? 0, description: "Writes not saved");
        _meter.CreateObservableCounter("samagam.dispatch.faults", () => node.Dispatch.Faults, description: "Steps of escalation that broke and are tried again");
        _meter.CreateObservableCounter("samagam.store.damaged_rows", () => mesh.Store?.DamagedRows ?? 0, description: "Rows that do not say what was written: bit rot, set aside or met");
        _meter.CreateObservableGauge("samagam.facts.root", () => Root(mesh), description: "Equal on boxes that know the same facts of the mesh");
        _meter.CreateObservableGauge("samagam.store.can_write", () => mesh.Log.Condition.CanWrite ? 1 : 0, description: "1 while the store takes writes");
    }

    /// <summary>Upper 52 bits of the root of all facts of the mesh, which a double holds exactly: boxes with the same number know the same.</summary>
    private static double Root(BoxMesh mesh) => mesh.Log.Known().Root(stream => stream.Scope == Scope.Mesh) >> 12;

    public void Dispose() => _meter.Dispose();
}
