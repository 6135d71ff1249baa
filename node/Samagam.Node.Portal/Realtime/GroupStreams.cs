using Samagam.Core.Groups;
using Samagam.Core.Ids;
using Samagam.Node.Portal.Http;
using Samagam.Web.Streams;

namespace Samagam.Node.Portal.Realtime;

/// <summary>Opens feeds of groups for their members, at whichever door.</summary>
internal sealed class GroupStreams(PortalParts parts, PortalCounters counters)
{
    /// <summary>Null when the person is not in such a group, or too many groups are listened to. Dispose to leave.</summary>
    public (SseQueue<GroupNews> Queue, GroupFeed Feed, IDisposable Open)? Open(GroupId id, PersonId me, string? cursor)
    {
        var node = parts.Node;
        if (node.Groups.Find(id)?.Find(me) is null)
        {
            return null;
        }
        var queue = new SseQueue<GroupNews>(parts.Options.Realtime.Backlog);
        if (node.GroupBells.Listen(id, _ => Ring(queue, new GroupNews(null))) is not { } bells)
        {
            counters.Refused("groups-listened");
            return null;
        }
        var places = node.Places.Listen(id, place => Ring(queue, new GroupNews(place.Person)));
        queue.RingAll();
        return (queue, new GroupFeed(node, id, me, cursor), new Both(bells.Listening, places));
    }

    private void Ring(SseQueue<GroupNews> queue, GroupNews news)
    {
        if (!queue.TryRing(news))
        {
            counters.Resynced();
            queue.RingAll();
        }
    }

    private sealed class Both(IDisposable first, IDisposable second) : IDisposable
    {
        public void Dispose()
        {
            first.Dispose();
            second.Dispose();
        }
    }
}
