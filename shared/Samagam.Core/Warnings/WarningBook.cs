using System.Collections.Immutable;
using Samagam.Core.Facts;
using Samagam.Core.Time;

namespace Samagam.Core.Warnings;

/// <summary>
/// All warnings and what stands of them. Immutable. Law: the same facts in any order, each any number of times, give the same book; what was updated or
/// cancelled never stands again, whichever of the two messages came first.
/// </summary>
/// <remarks>
/// A cancel ends what it refers to and every update of it, also one made elsewhere at the same time by somebody who had not heard of the cancel. Two
/// updates made at the same time both stand: both are words of the authority, and neither saw the other.
/// </remarks>
public sealed class WarningBook
{
    /// <summary>Messages remembered; beyond, those needed least long go first. The same for all boxes, as the law wants.</summary>
    public const int MaxKept = 2_000;

    public static readonly WarningBook Empty = new(ImmutableSortedDictionary<WarningId, Entry>.Empty, 0);

    private readonly ImmutableSortedDictionary<WarningId, Entry> _entries;
    private readonly Lazy<Ends> _ends;
    private readonly long _newestTrustedMs;

    private WarningBook(ImmutableSortedDictionary<WarningId, Entry> entries, long newestTrustedMs)
    {
        (_entries, _newestTrustedMs) = (entries, newestTrustedMs);
        _ends = new Lazy<Ends>(() => Ends.Of(entries.Values.Select(e => e.Message)));
    }

    public IEnumerable<WarningMessage> All => _entries.Values.Select(e => e.Message);

    public int Count => _entries.Count;

    public WarningMessage? Find(WarningId id) => _entries.TryGetValue(id, out var entry) ? entry.Message : null;

    public WarningBook With(Fact fact, WarningMessage message)
    {
        var newest = fact.Time.Quality == ClockQuality.Trusted ? Math.Max(_newestTrustedMs, fact.Time.WallMs) : _newestTrustedMs;
        var entry = new Entry(fact.Time, fact.Id, message);
        if (_entries.TryGetValue(message.Id, out var known) && known.CompareTo(entry) <= 0)
        {
            return newest == _newestTrustedMs ? this : new WarningBook(_entries, newest);
        }
        var entries = _entries.SetItem(message.Id, entry);
        if (entries.Count > MaxKept)
        {
            entries = entries.Remove(entries.MinBy(e => (e.Value.Message.NeededUntilMs, e.Value.Message.Type, e.Key)).Key);
        }
        return new WarningBook(entries, newest);
    }

    /// <summary>
    /// The time by which warnings are judged: a box that knows the time goes by it; one that does not (booted in 1970, no neighbour to ask) knows at least
    /// that it is not before the newest warning a box with a clock has stated.
    /// </summary>
    public long NowMs(long bestMs, ClockQuality quality) => quality == ClockQuality.Trusted ? bestMs : Math.Max(bestMs, _newestTrustedMs);

    /// <summary>What a message comes to now; null when it is not known here, or is no warning but the end of one.</summary>
    public WarningState? StateOf(WarningId id, long nowMs) => Find(id) is { Type: not WarningMsgType.Cancel } message ? StateOf(message, nowMs) : null;

    public WarningState StateOf(WarningMessage message, long nowMs) =>
        _ends.Value.Cancelled.Contains(message.Id) ? WarningState.Cancelled
        : _ends.Value.Updated.Contains(message.Id) ? WarningState.Updated
        : message.ExpiresMs <= nowMs ? WarningState.Expired
        : message.Infos.Any(i => (i.EffectiveMs ?? message.SentMs) <= nowMs && message.EndOf(i) > nowMs) ? WarningState.InForce
        : WarningState.Announced;

    public bool IsCancelled(WarningId id) => _ends.Value.Cancelled.Contains(id);

    /// <summary>What the public is to be told now: the worst first, then the most urgent, then the newest.</summary>
    public IReadOnlyList<WarningMessage> InForce(long nowMs) => [.. Sorted(nowMs, WarningState.InForce)];

    /// <summary>In force, or announced for later.</summary>
    public IReadOnlyList<WarningMessage> Standing(long nowMs) => [.. Sorted(nowMs, WarningState.InForce, WarningState.Announced)];

    /// <summary>A message with everything it came from and everything made of it, as far as known: what a cancel of it has to name.</summary>
    public IReadOnlyList<WarningMessage> ChainOf(WarningId id)
    {
        var found = new SortedSet<WarningId>();
        var ask = new Queue<WarningId>([id]);
        while (ask.TryDequeue(out var next))
        {
            if (!found.Add(next))
            {
                continue;
            }
            foreach (var reference in Find(next)?.References ?? [])
            {
                ask.Enqueue(reference.Id);
            }
            foreach (var later in All.Where(m => m.References.Any(r => r.Id == next)))
            {
                ask.Enqueue(later.Id);
            }
        }
        return [.. found.Select(Find).OfType<WarningMessage>()];
    }

    /// <summary>The next moment after <paramref name="nowMs"/> at which something begins or ends by itself; null for none.</summary>
    public long? NextChangeMs(long nowMs)
    {
        var moments = Standing(nowMs).SelectMany(m => m.Infos.SelectMany(i => new[] { i.EffectiveMs ?? m.SentMs, m.EndOf(i) })).Where(t => t > nowMs).ToList();
        return moments.Count == 0 ? null : moments.Min();
    }

    private IEnumerable<WarningMessage> Sorted(long nowMs, params WarningState[] states) => All
        .Where(m => m.Type != WarningMsgType.Cancel && states.Contains(StateOf(m, nowMs)))
        .OrderBy(m => m.Infos.Min(i => i.Severity)).ThenBy(m => m.Infos.Min(i => i.Urgency)).ThenByDescending(m => m.SentMs).ThenBy(m => m.Id);

    /// <summary>One message as it was said first: two boxes that let in the same one keep the same word of it.</summary>
    private sealed record Entry(HybridTime Time, FactId Fact, WarningMessage Message) : IComparable<Entry>
    {
        public int CompareTo(Entry? other)
        {
            var byTime = Time.ComparePrecedence(other!.Time);
            return byTime != 0 ? byTime : Fact.CompareTo(other.Fact);
        }
    }

    private sealed record Ends(IReadOnlySet<WarningId> Cancelled, IReadOnlySet<WarningId> Updated)
    {
        public static Ends Of(IEnumerable<WarningMessage> messages)
        {
            var updates = new Dictionary<WarningId, List<WarningId>>();
            var cancelled = new HashSet<WarningId>();
            var ask = new Queue<WarningId>();
            foreach (var message in messages)
            {
                foreach (var reference in message.References.Select(r => r.Id).Where(r => r != message.Id))
                {
                    if (message.Type == WarningMsgType.Cancel)
                    {
                        ask.Enqueue(reference);
                        continue;
                    }
                    if (!updates.TryGetValue(reference, out var later))
                    {
                        updates[reference] = later = [];
                    }
                    later.Add(message.Id);
                }
            }
            while (ask.TryDequeue(out var id))
            {
                if (cancelled.Add(id) && updates.TryGetValue(id, out var later))
                {
                    later.ForEach(ask.Enqueue);
                }
            }
            return new Ends(cancelled, updates.Keys.ToHashSet());
        }
    }
}
