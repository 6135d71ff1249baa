using System.Diagnostics.Metrics;
using Samagam.Core.Facts;
using Samagam.Hosting;
using Samagam.Mesh.Facts;
using Samagam.Mesh.Gossip;
using Samagam.Mesh.Picture;
using Samagam.Mesh.Privacy;

namespace Samagam.BoxHost;

/// <summary>What every box counts for <c>/metrics</c>; a host adds what only it has.</summary>
public sealed class BoxMeter : IDisposable
{
    private readonly ProcessMetrics _process;

    /// <param name="name">Of the meter: <c>Samagam.Node</c>, <c>Samagam.Hub</c>.</param>
    /// <param name="time">Tells how long the process runs, from now.</param>
    public BoxMeter(string name, BoxMesh mesh, EventPicture picture, FactIntake intake, MeshPump pump, AuditTrail audit, RetentionPump retention, TimeProvider time)
    {
        _process = new ProcessMetrics(mesh.Folder.DataFolder, time);
        Meter = new Meter(name);
        Meter.CreateObservableGauge("samagam.sos.open", () => picture.Snapshot.Sos.OpenIds.Count, description: "Open calls for help known here");
        Meter.CreateObservableGauge("samagam.sos.unprocessed", () => picture.Snapshot.Sos.Open.Count(c => !c.ReachedAPhone), description: "Open calls that no responder's phone has yet");
        Meter.CreateObservableGauge("samagam.responders.on_duty", () => picture.Snapshot.Duty.OnDuty.Count(), description: "Responders on duty, everywhere");
        Meter.CreateObservableGauge("samagam.mesh.links", () => pump.UpLinks.Count, description: "Boxes heard both ways");
        Meter.CreateObservableCounter("samagam.mesh.frames_dropped", () => intake.Counters.DroppedFrames, description: "Frames no road could take");
        Meter.CreateObservableCounter("samagam.facts.admitted", () => intake.Counters.Admitted, description: "Facts of other boxes made durable, each once");
        Meter.CreateObservableCounter("samagam.facts.known", () => intake.Counters.Known, description: "Facts that arrived again");
        Meter.CreateObservableCounter("samagam.facts.refused", () => intake.Counters.Refused, description: "Facts not believed");
        Meter.CreateObservableCounter("samagam.facts.conflicts", () => intake.Counters.Conflicts, description: "Same identity, other content: a cloned box");
        Meter.CreateObservableCounter("samagam.facts.poison", () => mesh.Roads.Poison, description: "Facts that could not be read");
        Meter.CreateObservableCounter("samagam.mesh.strangers", () => mesh.Strangers, description: "Certificates refused at the doors of peers and devices");
        Meter.CreateObservableGauge("samagam.facts.root", () => Root(mesh), description: "Equal on boxes that know the same facts of the mesh");
        Meter.CreateObservableCounter("samagam.store.damaged_rows", () => mesh.Store?.DamagedRows ?? 0, description: "Rows that do not say what was written: bit rot, set aside or met");
        Meter.CreateObservableGauge("samagam.store.can_write", () => mesh.Log.Condition.CanWrite ? 1 : 0, description: "1 while the store takes writes");
        Meter.CreateObservableCounter("samagam.audit.written", () => audit.Counts.Written, description: "Looks of staff at what is personal, recorded");
        Meter.CreateObservableCounter("samagam.audit.lost", () => audit.Counts.Lost, description: "Looks that could not be recorded");
        Meter.CreateObservableGauge("samagam.audit.broken", () => audit.Verdict is { IsWhole: false } ? 1 : 0, description: "1 when the chain of looks does not hold: somebody changed it");
        Meter.CreateObservableCounter("samagam.keeping.let_go", () => retention.LetGo, description: "Things let go of because their time of keeping was over");
    }

    /// <summary>What an operator reads about the chain of looks; empty while it holds.</summary>
    public static string AuditSays(AuditTrail audit) => audit.Verdict is { BrokenAt: { } at }
        ? $"the audit does not hold: entry {at.Number} of life {at.Epoch} was changed, left out or put in"
        : "";

    /// <summary>For what only this kind of box counts.</summary>
    public Meter Meter { get; }

    public void Dispose()
    {
        Meter.Dispose();
        _process.Dispose();
    }

    /// <summary>Upper 52 bits of the root of all facts of the mesh, which a double holds exactly: boxes with the same number know the same.</summary>
    private static double Root(BoxMesh mesh) => mesh.Log.Known().Root(stream => stream.Scope == Scope.Mesh) >> 12;
}
