using Samagam.Core.Facts;
using Samagam.Core.Sos;
using Samagam.Simulation.Actors;
using Samagam.Wire.Sos;

namespace Samagam.Simulation.Checks;

/// <summary>sos.md rule 8: acceptance decays. Accepted but no arrival within the promise and its grace opens the ring again.</summary>
public sealed class AcceptanceDecays : StageWatch
{
    protected override bool SurvivesRestart => false;

    public override void Committed(SimStation at, IReadOnlyList<Fact> facts)
    {
        foreach (var fact in facts)
        {
            if (fact.Id.Origin == at.Node && SosCodec.TryRead(fact)?.Step is SosEscalated escalated)
            {
                Story.World.Marks.See($"ring: widened, {escalated.Reason}");
            }
        }
    }

    protected override bool Watches(DispatchAct act) => act == DispatchAct.LapseClaim;
}
