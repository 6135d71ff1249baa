using Samagam.Core.Sos;

namespace Samagam.Simulation.Checks;

/// <summary>
/// sos.md rules 5 and 7: no acceptance widens the ring, with the hub dead, the leader dead, the mesh split; never not at all. A running
/// box that knows an open, unaccepted case acts on it within its window and its place in the order.
/// </summary>
public sealed class EscalationNeverStops : StageWatch
{
    protected override bool SurvivesRestart => false;

    protected override bool Watches(DispatchAct act) => act is DispatchAct.OpenRing or DispatchAct.StandDown;
}
