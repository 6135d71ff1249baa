using System.Globalization;
using Samagam.Core.Facts;
using Samagam.Core.Groups;
using Samagam.Core.Ids;
using Samagam.Mesh.Facts;
using Samagam.Node.Locations;
using Samagam.Node.Portal.Groups;
using Samagam.Web.Json;
using Samagam.Web.Streams;

namespace Samagam.Node.Portal.Realtime;

/// <summary>Body of <c>member-joined</c>; sent again when the member says otherwise who they are.</summary>
internal sealed record MemberJoinedEvent(string GroupId, string MemberId, MemberInfo MemberInfo);

/// <summary>A member as the others see them.</summary>
internal sealed record MemberInfo(string Nickname, string Color, DateTimeOffset JoinedAt, bool IsSharingLocation, bool IsOwner);

/// <summary>Body of <c>member-left</c>.</summary>
internal sealed record MemberLeftEvent(string GroupId, string MemberId);

/// <summary>Body of <c>member-location-update</c>.</summary>
internal sealed record MemberLocationEvent(string GroupId, string MemberId, EventPlace Location, DateTimeOffset Timestamp);

/// <summary>A place in an event.</summary>
internal sealed record EventPlace(double Lat, double Lng, double Accuracy);

/// <summary>What a feed of a group is woken by: a member's place, or for null the members themselves.</summary>
internal readonly record struct GroupNews(PersonId? Place);

/// <summary>One group for one of its members: who is in it and where they are. State first, then changes, from whatever was told before.</summary>
internal sealed class GroupFeed(NodeApplication node, GroupId id, PersonId me, string? cursor) : ISseFeed<GroupNews>
{
    private readonly GroupTold _told = GroupTold.Of(cursor);
    private bool _ended;

    public IEnumerable<SseEvent> Whole() => Members().Concat(node.Places.In(id).SelectMany(Place));

    public IEnumerable<SseEvent> Change(GroupNews item) =>
        item.Place is not { } person ? Members() : node.Places.In(id).Where(s => s.Place.Person == person).SelectMany(Place);

    /// <summary>Whoever is not in the group any more is told nothing more.</summary>
    public bool MayGoOn() => !_ended;

    private IEnumerable<SseEvent> Members()
    {
        var group = node.Groups.Find(id);
        var facts = FactLookup.Of(node.Desk.Log);
        foreach (var held in facts.Below(id.Subject).GroupBy(f => f.Subject).OrderBy(h => h.Key, StringComparer.Ordinal))
        {
            if (id.MemberOf(held.Key) is not { } person)
            {
                continue;
            }
            var member = group?.Find(person);
            if (Standing(facts, person, [.. held], member is not null) is not { } fact)
            {
                continue;
            }
            if (_told.IsNews(person, MemberWord.Of(fact, member is not null, member is { Nickname.Length: > 0 })))
            {
                yield return member is not null ? Joined(group!, member, fact) : Left(person, fact);
            }
        }
        if (group is null && facts.About(id.Subject).FirstOrDefault(f => f.Kind == FactKinds.GroupEnded.Name) is { } end)
        {
            yield return Left(me, end);
        }
        _ended = group?.Find(me) is null;
    }

    /// <summary>The fact that says whether the person is in.</summary>
    private static Fact? Standing(FactLookup facts, PersonId person, IReadOnlyList<Fact> held, bool isIn)
    {
        var said = FactLookup.LatestIn(held, FactKinds.GroupMember);
        return isIn ? said
            : held.FirstOrDefault(f => f.Kind == FactKinds.MemberRemoved.Name) ?? facts.About(person.Subject).FirstOrDefault(f => f.Kind == FactKinds.PersonErased.Name) ?? said;
    }

    private SseEvent Joined(Group group, GroupMember member, Fact fact) => new(
        _told.Cursor(),
        "member-joined",
        Envelope.Text(
            new MemberJoinedEvent(
                id.ToString(),
                member.Person.ToString(),
                new MemberInfo(member.Nickname, Colors.Word(member.Color), DateTimeOffset.FromUnixTimeMilliseconds(member.JoinedMs), member.IsSharing, group.Owner == member.Person)),
            RealtimeJson.Default.MemberJoinedEvent),
        $"{fact.Id}{(member.Nickname.Length > 0 ? "" : "?")}");

    private SseEvent Left(PersonId person, Fact fact) => new(
        _told.Cursor(), "member-left", Envelope.Text(new MemberLeftEvent(id.ToString(), person.ToString()), RealtimeJson.Default.MemberLeftEvent), $"{fact.Id}-{person}");

    private IEnumerable<SseEvent> Place(SeenPlace seen)
    {
        var place = seen.Place;
        if (place.Person == me || seen.AgeMs > node.LocationLimits.GroupFreshSeconds * 1_000 || !_told.IsNewPlace(place.Person, place.RecordedMs))
        {
            yield break;
        }
        yield return new SseEvent(
            _told.Cursor(),
            "member-location-update",
            Envelope.Text(
                new MemberLocationEvent(
                    id.ToString(), place.Person.ToString(), new EventPlace(place.Point.LatitudeDeg, place.Point.LongitudeDeg, place.AccuracyM), DateTimeOffset.FromUnixTimeMilliseconds(place.RecordedMs)),
                RealtimeJson.Default.MemberLocationEvent),
            string.Create(CultureInfo.InvariantCulture, $"{id}.{place.Person}@{place.RecordedMs}"));
    }
}
