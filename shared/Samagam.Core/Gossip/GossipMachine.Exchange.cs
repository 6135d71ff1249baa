using Samagam.Core.Facts;

namespace Samagam.Core.Gossip;

/// <summary>Exchange of knowledge by version vector, in rounds within a budget; resumable, because a round asks for what is lacking then.</summary>
public sealed partial class GossipMachine
{
    private void StartExchange(PeerLink link)
    {
        link.Skip = new Knowledge();
        NextRound(link);
    }

    private void NextRound(PeerLink link)
    {
        link.Round++;
        link.Exchanging = true;
        link.Progressed = false;
        link.Ending = null;
        link.ExchangeTouchedMs = _nowMs;
        Send(link, new GossipFrame.Want(_known.Where(Shared(link)), link.Round, link.Skip.IsEmpty ? null : link.Skip.Copy()), Lane.Answer);
    }

    private void TakeWant(PeerLink link, GossipFrame.Want want)
    {
        if (want.Known.Streams.Count + (want.Skip?.Streams.Count ?? 0) > _options.MaxStreams)
        {
            RefusedFrames++;
            return;
        }
        // Taken as it is, not added to: a neighbour may have lost what it had.
        var before = link.Has;
        link.Has = new Knowledge();
        Holds(link, want.Known, before);
        WarnOfOwnPast(want.Known);
        link.TheySkip = want.Skip is { IsEmpty: false };
        var lacking = _known.Where(link.Following.Follows).Except(want.Known);
        if (want.Skip is { } skip)
        {
            lacking = lacking.Except(skip);
        }
        if (lacking.IsEmpty)
        {
            Send(link, new GossipFrame.Done(want.Round, More: false, new Knowledge()), Lane.Answer);
        }
        else
        {
            _outputs.Add(new GossipOutput.Read(link.Peer, want.Round, lacking, _options.BudgetBytes));
        }
        if (link.Up && !link.Exchanging && !want.Known.Where(Shared(link)).Except(_known).IsEmpty)
        {
            StartExchange(link);
        }
    }

    /// <summary>A neighbour that knows more of this box than the box itself: it was restored, and its epoch must go beyond.</summary>
    private void WarnOfOwnPast(Knowledge theirs)
    {
        var ahead = theirs.Streams
            .Where(s => s.Key.Origin == _self && !_known.Of(s.Key).Covers(s.Value))
            .Select(s => s.Key.Epoch)
            .DefaultIfEmpty(0u)
            .Max();
        if (ahead > 0)
        {
            _outputs.Add(new GossipOutput.OwnPastAhead(_self, ahead));
        }
    }

    private void Answer(GossipInput.ReadOver read)
    {
        var link = LinkTo(read.Peer);
        if (!link.Open)
        {
            return;
        }
        var lacking = read.Facts.Where(f => !link.Has.Contains(f.Id)).ToList();
        SendFacts(link, lacking, read.Round);
        // Cleared ranges go last, in a round of their own: only a neighbour that lacks nothing else has durably what superseded
        // them. Told earlier, a lost frame would leave it with neither, and it would pass that on.
        var more = read.More || (lacking.Count > 0 && !read.NotHeld.IsEmpty);
        Send(link, new GossipFrame.Done(read.Round, more, more || link.TheySkip ? new Knowledge() : read.NotHeld), Lane.Answer);
    }

    private void EndRoundIfDone(PeerLink link)
    {
        if (!link.Exchanging || link.Ending is not { } ending || link.AdmissionsOut > 0)
        {
            return;
        }
        link.Ending = null;
        link.Exchanging = false;
        link.LastExchangeMs = _nowMs;
        if (ending.More && link.Progressed)
        {
            NextRound(link);
            return;
        }
        var cleared = ending.Cleared.Except(_known);
        if (!cleared.IsEmpty && !ending.More)
        {
            _outputs.Add(new GossipOutput.LearnCleared(link.Peer, cleared));
        }
    }
}
