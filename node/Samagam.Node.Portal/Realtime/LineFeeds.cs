using Samagam.Core.Groups;
using Samagam.Core.Ids;
using Samagam.Node.Locations;
using Samagam.Node.Portal.Duty;
using Samagam.Node.Portal.Routes;
using Samagam.Node.Portal.Warnings;

namespace Samagam.Node.Portal.Realtime;

/// <summary>
/// Which feeds a line carries: to everybody the crowd and the warnings, to a person their fences, to staff their cases and all fences, and what was asked for. A further feed for
/// everybody is one line in <see cref="Begin"/>.
/// </summary>
internal sealed class LineFeeds(
    PortalParts parts, MapBells map, RouteBook book, RouteChecks checks, Doorbells doorbells, ResponderCases cases, FenceBells fences, GroupStreams groups,
    WarningBells warnings, WarningDesk warned)
{
    private const string Group = "g.";
    private const string Call = "s.";

    /// <summary>What a line carries from its beginning.</summary>
    public void Begin(LiveLine line)
    {
        var crowd = map.Open();
        line.Carry("crowd", crowd, new MapFeed(parts, book, checks, map, [], line.CursorOf("crowd")), () => map.Close(crowd), beats: false);
        var notice = warnings.Open();
        line.Carry("warn", notice, new WarningEvents(warned, line.Caller.Tongue, line.CursorOf("warn")), () => warnings.Close(notice), beats: false);
        if (line.Caller.Staff is { } staff)
        {
            bool SignedIn() => line.Caller.Staff is not null;
            var duty = doorbells.Listen(null, staff.Responder);
            line.Carry("duty", duty.Queue, new DutyFeed(parts.Node, cases, staff, SignedIn, line.Caller.Words, line.CursorOf("duty")), () => doorbells.Leave(duty), beats: true);
            var all = fences.Open(null);
            line.Carry("fences", all, new StaffFences(SignedIn), () => fences.Close(null, all), beats: true);
        }
        else if (line.Caller.Person?.Person is { } me)
        {
            var own = fences.Open(me);
            line.Carry("me", own, new ForPerson<FenceNews>(new PersonFences(parts.Node, me, line.CursorOf("me")), () => line.Caller.Person?.Person == me), () => fences.Close(me, own), beats: true);
        }
    }

    /// <summary>Follows a call for help; of more than <see cref="RealtimeOptions.MaxCalls"/> the oldest is followed no longer.</summary>
    public void Follow(LiveLine line, SosId call)
    {
        var part = Call + call;
        if (line.Has(part))
        {
            return;
        }
        line.Calls.Enqueue(part);
        while (line.Calls.Count > parts.Options.Realtime.MaxCalls)
        {
            line.Stop(line.Calls.Dequeue());
        }
        var bell = doorbells.Listen(call, null);
        line.Carry(part, bell.Queue, new AcknowledgedFeed(parts.Node, call, line.CursorOf(part)), () => doorbells.Leave(bell), beats: false);
    }

    /// <summary>Null when all is well, else the code of the refusal.</summary>
    public string? Join(LiveLine line, GroupId group, PersonId me)
    {
        var part = Group + group;
        if (line.Has(part))
        {
            return null;
        }
        if (line.Count(Group) >= parts.Options.Realtime.MaxGroups)
        {
            return "TOO_MANY_GROUPS";
        }
        if (groups.Open(group, me, line.CursorOf(part)) is not { } open)
        {
            return "GROUP_UNKNOWN";
        }
        line.Carry(part, open.Queue, new ForPerson<GroupNews>(open.Feed, () => line.Caller.Person?.Person == me), open.Open.Dispose, beats: true);
        return null;
    }

    public bool Leave(LiveLine line, GroupId group) => line.Stop(Group + group);

    /// <summary>A feed that ends with the session as well.</summary>
    private sealed class ForPerson<T>(Web.Streams.ISseFeed<T> feed, Func<bool> signedIn) : Web.Streams.ISseFeed<T>
    {
        public IEnumerable<Web.Streams.SseEvent> Whole() => feed.Whole();

        public IEnumerable<Web.Streams.SseEvent> Change(T item) => feed.Change(item);

        public bool MayGoOn() => signedIn() && feed.MayGoOn();
    }
}
