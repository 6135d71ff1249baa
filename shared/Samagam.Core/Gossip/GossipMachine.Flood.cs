using Samagam.Core.Facts;

namespace Samagam.Core.Gossip;

/// <summary>Reliable flood: pushes, hop acknowledgements, retransmission.</summary>
public sealed partial class GossipMachine
{
    private void Commit(IReadOnlyList<Fact> facts)
    {
        foreach (var fact in facts)
        {
            _known.Add(fact.Id);
            _admitting.Remove(fact.Id);
        }
        foreach (var link in _links.Values.Where(l => l.Open))
        {
            AckOwed(link, facts.Select(f => f.Id));
            if (link.Up)
            {
                Push(link, facts);
            }
        }
    }

    private void Push(PeerLink link, IReadOnlyList<Fact> facts)
    {
        var push = new List<Fact>();
        foreach (var fact in facts.OrderBy(f => f.Lane))
        {
            if (fact.Lane > Lane.Telemetry || !link.Following.Follows(fact.Id.Key.Stream) || link.Has.Contains(fact.Id))
            {
                continue;
            }
            if (fact.Lane.IsFlooded())
            {
                if (link.Pending.Count >= _options.MaxPending)
                {
                    // The neighbour is behind: its own exchange fetches the rest, life first.
                    link.RootDue = true;
                    continue;
                }
                link.Pending[fact.Id] = new PendingPush(fact, _nowMs, link.RetransmitMs(_options));
            }
            push.Add(fact);
        }
        SendFacts(link, push, round: 0);
    }

    private void Retransmit(PeerLink link)
    {
        var again = new List<Fact>();
        foreach (var pending in link.Pending.Values)
        {
            if (_nowMs >= pending.DueMs)
            {
                pending.WaitMs = Math.Min(_options.MaxRetransmitMs, pending.WaitMs * 2);
                pending.DueMs = _nowMs + pending.WaitMs;
                again.Add(pending.Fact);
            }
        }
        SendFacts(link, again, round: 0);
    }

    /// <summary>Most urgent first, in frames of bounded size.</summary>
    private void SendFacts(PeerLink link, IEnumerable<Fact> facts, uint round)
    {
        var items = new List<Fact>();
        var bytes = 0;
        foreach (var fact in facts)
        {
            if (items.Count > 0 && (bytes + fact.Statement.Length > _options.FrameBytes || fact.Lane != items[0].Lane))
            {
                Send(link, new GossipFrame.Facts(items, round), items[0].Lane);
                (items, bytes) = ([], 0);
            }
            items.Add(fact);
            bytes += fact.Statement.Length + fact.Signature.Length;
        }
        if (items.Count > 0)
        {
            Send(link, new GossipFrame.Facts(items, round), items[0].Lane);
        }
    }

    private void TakeFacts(PeerLink link, GossipFrame.Facts frame)
    {
        var known = new Knowledge();
        var fresh = new List<Fact>();
        foreach (var fact in frame.Items)
        {
            if (_known.Contains(fact.Id))
            {
                // Its bytes are not looked at again, so it proves nothing of what the neighbour has; its acknowledgement will.
                known.Add(fact.Id);
                continue;
            }
            link.Has.Add(fact.Id);
            link.OweAck.Add(fact.Id);
            if (_admitting.Add(fact.Id))
            {
                fresh.Add(fact);
            }
        }
        if (link.Exchanging && frame.Round == link.Round)
        {
            link.ExchangeTouchedMs = _nowMs;
        }
        if (!known.IsEmpty)
        {
            Send(link, new GossipFrame.Ack(known), Lane.Life);
        }
        if (fresh.Count > 0)
        {
            link.AdmissionsOut++;
            _outputs.Add(new GossipOutput.Admit(link.Peer, fresh));
        }
    }

    private void EndAdmission(GossipInput.AdmissionOver over)
    {
        foreach (var id in over.NowKnown)
        {
            _known.Add(id);
            _admitting.Remove(id);
        }
        foreach (var link in _links.Values.Where(l => l.Open))
        {
            AckOwed(link, over.NowKnown);
            foreach (var id in over.Refused)
            {
                link.OweAck.Remove(id);
            }
        }
        foreach (var id in over.Refused)
        {
            _admitting.Remove(id);
        }
        var peer = LinkTo(over.Peer);
        // Believed: so the neighbour that sent them has them.
        Tell(peer, new Knowledge(over.NowKnown));
        if (!over.StoreFailed)
        {
            // What is not believed is passed over until the next exchange, so that a page of it hides nothing behind it.
            peer.Progressed |= over.NowKnown.Count + over.Refused.Count > 0;
            foreach (var id in over.Refused)
            {
                peer.Skip.Add(id);
            }
        }
        peer.AdmissionsOut = Math.Max(0, peer.AdmissionsOut - 1);
        EndRoundIfDone(peer);
    }

    private void AckOwed(PeerLink link, IEnumerable<FactId> durable)
    {
        var acks = new Knowledge();
        foreach (var id in durable)
        {
            if (link.OweAck.Remove(id))
            {
                acks.Add(id);
            }
        }
        if (!acks.IsEmpty)
        {
            Send(link, new GossipFrame.Ack(acks), Lane.Life);
        }
    }

    /// <summary>
    /// The neighbour holds these: by its acknowledgement, its Want, or because it sent them. What of it was news is told, however it
    /// got there; what was pending is settled.
    /// </summary>
    private void Holds(PeerLink link, Knowledge held, Knowledge? before = null)
    {
        var news = held.Except(before ?? link.Has);
        link.Has.Add(held);
        foreach (var id in link.Pending.Keys.Where(link.Has.Contains).ToList())
        {
            link.Pending.Remove(id);
        }
        Tell(link, news);
    }

    /// <summary>Only what is known here is told, so that a claim of everything costs no more than what there is.</summary>
    private void Tell(PeerLink link, Knowledge news)
    {
        var copied = news.Except(news.Except(_known));
        if (!copied.IsEmpty)
        {
            _outputs.Add(new GossipOutput.Copied(link.Peer, [.. copied.Ids]));
        }
    }
}
