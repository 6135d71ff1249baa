using Samagam.Core.Facts;
using Samagam.Core.Gossip;
using Samagam.Core.Ids;
using Samagam.Simulation.Actors;

namespace Samagam.Simulation.Checks;

/// <summary>mesh.md: durable before advertised. Nothing a frame sends, claims to know or acknowledges is missing on the sender's disk.</summary>
public sealed class DurableBeforeAdvertised : Checker
{
    public override void Sending(SimStation from, NodeId to, GossipFrame frame, Lane lane)
    {
        var durable = from.Disk.State.Known;
        switch (frame)
        {
            case GossipFrame.Facts facts:
                foreach (var fact in facts.Items)
                {
                    Hold(durable.Contains(fact.Id), $"{from} sent {fact.Id}, which its disk does not know");
                }
                break;
            case GossipFrame.Want want:
                Covered(from, want.Known, "claims to know");
                break;
            case GossipFrame.Ack ack:
                Covered(from, ack.Durable, "acknowledged");
                break;
            case GossipFrame.Done done:
                Covered(from, done.Cleared, "calls cleared");
                break;
        }
    }

    private void Covered(SimStation from, Knowledge said, string how)
    {
        foreach (var (key, ranges) in said.Streams)
        {
            if (!from.Disk.State.Known.Of(key).Covers(ranges))
            {
                Violated($"{from} {how} {key} {ranges}; its disk knows {from.Disk.State.Known.Of(key)}");
            }
        }
    }
}
