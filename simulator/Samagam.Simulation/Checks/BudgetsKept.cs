using Samagam.Core.Facts;
using Samagam.Core.Gossip;
using Samagam.Core.Ids;
using Samagam.Simulation.Actors;

namespace Samagam.Simulation.Checks;

/// <summary>mesh.md: budgets kept. A frame of several facts stays within its bytes, so that no link is held for long.</summary>
public sealed class BudgetsKept : Checker
{
    public override void Sending(SimStation from, NodeId to, GossipFrame frame, Lane lane)
    {
        if (frame is GossipFrame.Facts { Items.Count: > 1 } facts)
        {
            var bytes = facts.Items.Sum(f => f.Statement.Length);
            Hold(bytes <= Story.Options.Gossip.FrameBytes, $"{from} sent {bytes} B in a frame of at most {Story.Options.Gossip.FrameBytes}");
        }
    }
}
