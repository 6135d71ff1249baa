using Samagam.Core.Facts;
using Samagam.Core.Gossip;
using Samagam.Core.Ids;
using Samagam.Simulation.Actors;

namespace Samagam.Simulation.Checks;

/// <summary>
/// mesh.md: life before all else on every link. A frame carries one lane and says which, so that a road can put it before others;
/// and no frame starts on a road while a more urgent one waits.
/// </summary>
public sealed class LifeBeforeAllElse : Checker
{
    public override void Sending(SimStation from, NodeId to, GossipFrame frame, Lane lane)
    {
        if (frame is GossipFrame.Facts facts)
        {
            Hold(facts.Items.All(f => f.Lane == lane), $"{from} sent lane {lane} with [{string.Join(' ', facts.Items.Select(f => f.Lane))}] inside");
        }
    }

    protected override void Start()
    {
        foreach (var link in Story.Net.Links)
        {
            link.OnTransmit = (sent, waiting) =>
            {
                Story.World.Marks.See("net: frames queued behind each other");
                Hold(sent <= waiting, $"lane {sent} went before lane {waiting}");
            };
        }
    }
}
