using System.Globalization;
using System.Text;
using Samagam.Core.Ids;
using Samagam.Core.Locations;
using Samagam.Node.Locations;
using Samagam.Node.Portal.Http;
using Samagam.Node.Portal.Locations;
using Samagam.Web.Json;
using Samagam.Web.Streams;

namespace Samagam.Node.Portal.Realtime;

/// <summary>Wakes feeds about fences: the person's own, and those of staff.</summary>
internal sealed class FenceBells
{
    private readonly Lock _gate = new();
    private readonly Dictionary<PersonId, List<SseQueue<FenceNews>>> _persons = [];
    private readonly HashSet<SseQueue<FenceNews>> _staff = [];
    private readonly PortalParts _parts;
    private readonly PortalCounters _counters;

    public FenceBells(PortalParts parts, PortalCounters counters)
    {
        (_parts, _counters) = (parts, counters);
        parts.Node.UpdateLocation.OnFence(OnFence);
    }

    /// <param name="person">Null for staff, who hear of all.</param>
    public SseQueue<FenceNews> Open(PersonId? person)
    {
        var queue = new SseQueue<FenceNews>(_parts.Options.Realtime.Backlog);
        queue.RingAll();
        lock (_gate)
        {
            if (person is not { } who)
            {
                _staff.Add(queue);
            }
            else if (_persons.TryGetValue(who, out var queues))
            {
                queues.Add(queue);
            }
            else
            {
                _persons[who] = [queue];
            }
        }
        return queue;
    }

    public void Close(PersonId? person, SseQueue<FenceNews> queue)
    {
        lock (_gate)
        {
            if (person is not { } who)
            {
                _staff.Remove(queue);
            }
            else if (_persons.TryGetValue(who, out var queues) && queues.Remove(queue) && queues.Count == 0)
            {
                _persons.Remove(who);
            }
        }
    }

    private void OnFence(FenceNews news)
    {
        lock (_gate)
        {
            if (news.Fence.Tells.HasFlag(FenceTells.Person) && _persons.TryGetValue(news.Person, out var queues))
            {
                queues.ForEach(q => Ring(q, news));
            }
            if (news.Fence.Tells.HasFlag(FenceTells.Staff))
            {
                foreach (var queue in _staff)
                {
                    Ring(queue, news);
                }
            }
        }
    }

    private void Ring(SseQueue<FenceNews> queue, FenceNews news)
    {
        if (!queue.TryRing(news))
        {
            _counters.Resynced();
            queue.RingAll();
        }
    }
}

/// <summary>What fences mean to one person. The cursor holds the fences the person was told to be in: another box that sees the same says nothing.</summary>
internal sealed class PersonFences(NodeApplication node, PersonId me, string? cursor) : ISseFeed<FenceNews>
{
    private const int LettersEach = 5;
    private readonly SortedSet<long> _in = Read(cursor);

    public IEnumerable<SseEvent> Whole()
    {
        if (node.Places.OwnOf(me) is not { } own)
        {
            // Nothing is known of the person here; nothing is taken back.
            yield break;
        }
        var fences = node.Fences.Fences;
        var inside = node.Places.FencesOf(me, fences).Select(f => fences[f].Fence).Where(f => f.Tells.HasFlag(FenceTells.Person)).ToDictionary(f => CursorLetters.Of(f.Id.Value, 30));
        foreach (var (name, fence) in inside.Where(i => !_in.Contains(i.Key)).OrderBy(i => i.Value.Id))
        {
            _in.Add(name);
            yield return Event(new FenceNews(me, fence, FenceChange.Entered, own.Fix.RecordedMs, 0));
        }
        foreach (var fence in fences.Values.Select(f => f.Fence).Where(f => _in.Contains(CursorLetters.Of(f.Id.Value, 30)) && !inside.ContainsKey(CursorLetters.Of(f.Id.Value, 30))).OrderBy(f => f.Id))
        {
            _in.Remove(CursorLetters.Of(fence.Id.Value, 30));
            yield return Event(new FenceNews(me, fence, FenceChange.Left, own.Fix.RecordedMs, 0));
        }
    }

    public IEnumerable<SseEvent> Change(FenceNews item)
    {
        var name = CursorLetters.Of(item.Fence.Id.Value, 30);
        var isNews = item.Change switch
        {
            FenceChange.Entered => _in.Add(name),
            FenceChange.Left => _in.Remove(name),
            _ => true,
        };
        if (isNews)
        {
            yield return Event(item);
        }
    }

    public bool MayGoOn() => true;

    private SseEvent Event(FenceNews news) => new(
        Cursor(), NameOf(news.Change), Envelope.Text(FenceEvent.Of(news), LocationJson.Default.FenceEvent),
        string.Create(CultureInfo.InvariantCulture, $"{news.Fence.Id}.{me}.{(int)news.Change}@{news.RecordedMs}"));

    public static string NameOf(FenceChange change) => change switch
    {
        FenceChange.Entered => "fence-entered",
        FenceChange.Left => "fence-left",
        _ => "fence-crossed",
    };

    private static SortedSet<long> Read(string? cursor)
    {
        var told = new SortedSet<long>();
        for (var at = 0; cursor is not null && cursor.Length % LettersEach == 0 && at < cursor.Length; at += LettersEach)
        {
            told.Add(CursorLetters.Read(cursor.AsSpan(at, LettersEach)));
        }
        return told;
    }

    private string Cursor()
    {
        var text = new StringBuilder();
        foreach (var name in _in.Take(50))
        {
            text.Put(name, LettersEach);
        }
        return text.ToString();
    }
}

/// <summary>What happens at fences, to staff: how many, not who. Only what happens while they listen.</summary>
internal sealed class StaffFences(Func<bool> signedIn) : ISseFeed<FenceNews>
{
    public IEnumerable<SseEvent> Whole() => [];

    public IEnumerable<SseEvent> Change(FenceNews item) =>
    [
        new SseEvent(
            "", PersonFences.NameOf(item.Change), Envelope.Text(FenceCount.Of(item), LocationJson.Default.FenceCount),
            string.Create(CultureInfo.InvariantCulture, $"{item.Fence.Id}.{CursorLetters.Of($"{item.Fence.Id}{item.Person}{item.RecordedMs}", 32):x8}.{(int)item.Change}")),
    ];

    public bool MayGoOn() => signedIn();
}
