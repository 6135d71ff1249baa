using Samagam.Core.Facts;
using Samagam.Core.Gossip;
using Samagam.Core.Ids;
using Samagam.Simulation.Actors;

namespace Samagam.Simulation.Checks;

/// <summary>mesh.md: the stream "self" stays on the box; a sector's stream stays among those who follow it.</summary>
public sealed class SelfStaysHome : Checker
{
    public override void Sending(SimStation from, NodeId to, GossipFrame frame, Lane lane)
    {
        if (frame is not GossipFrame.Facts facts)
        {
            return;
        }
        foreach (var fact in facts.Items)
        {
            var stream = fact.Id.Key.Stream;
            Hold(stream.Scope != Scope.Self, $"{from} sent {fact.Id} of its own stream to {to}");
            if (stream.Scope == Scope.Sector && to != Stories.Story.HubNode)
            {
                Hold(Story.Boxes.Any(b => b.Node == to && b.Self.Sector == stream.Sector), $"{from} sent {fact.Id} to {to} of another sector");
            }
        }
    }
}
