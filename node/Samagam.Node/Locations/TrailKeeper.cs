using Samagam.Core.Facts;
using Samagam.Core.Ids;
using Samagam.Core.Locations;
using Samagam.Core.People;
using Samagam.Core.Privacy;
using Samagam.Mesh.Facts;
using Samagam.Mesh.People;
using Samagam.Node.People;
using Samagam.Node.Privacy;
using Samagam.Wire.Locations;
using Samagam.Wire.People;

namespace Samagam.Node.Locations;

/// <summary>What became of a point for a history.</summary>
public enum KeepOutcome : byte
{
    Kept,

    /// <summary>The phone sent it before.</summary>
    Known,

    /// <summary>The person has not consented, is a minor, or was erased.</summary>
    NotAllowed,

    /// <summary>As many of that day as there may be.</summary>
    Full,

    /// <summary>This box cannot write.</summary>
    StoreFailed,
}

/// <summary>
/// Keeps where a person was: only with their consent, never of minors, sealed under the person, on this box alone (stream <c>self</c>), in pieces and not point by point,
/// and forgets it after <see cref="LocationOptions.HistoryDays"/>.
/// </summary>
public sealed class TrailKeeper(FactDesk desk, PersonVault vault, TrailBook book, PersonBook people, ConsentBook consents, LocationOptions options, TimeProvider time)
{
    // Which persons have something on a day; what is to be forgotten is found without looking at everybody.
    private const string DayNotes = "trail-";
    private const int ForgetAtOnce = 200;

    private readonly Lock _gate = new();
    private readonly Dictionary<PersonId, Pending> _pending = [];
    private int _forgetFrom;

    /// <summary>Whether the person's history may be kept.</summary>
    public bool MayKeep(PersonId person) => consents.Allows(person, Purpose.LocationHistory) && people.ProfileOf(person).Standing?.Value.AgeGroup.IsMinor() is not true;

    /// <summary>Takes a live point into a piece that is kept later. Asks for consent when a piece begins and again when it is kept.</summary>
    public bool Note(PersonId person, PositionFix fix)
    {
        lock (_gate)
        {
            if (_pending.TryGetValue(person, out var pending))
            {
                if (FixRules.IsWorthKeeping(pending.Points[^1].Fix, fix, options) && pending.Points.Count < options.HistoryChunk)
                {
                    pending.Points.Add(new TrailPoint(fix, 0));
                }
                return true;
            }
            if (_pending.Count >= options.MaxLive)
            {
                return false;
            }
        }
        if (!MayKeep(person))
        {
            return false;
        }
        lock (_gate)
        {
            if (!_pending.TryAdd(person, new Pending([new TrailPoint(fix, 0)], time.GetTimestamp())))
            {
                // Two points at once: the other one began the piece.
                return true;
            }
        }
        return true;
    }

    /// <summary>Points noted and not yet on the disk.</summary>
    public IReadOnlyList<TrailPoint> PendingOf(PersonId person)
    {
        lock (_gate)
        {
            return _pending.TryGetValue(person, out var pending) ? [.. pending.Points] : [];
        }
    }

    /// <summary>Keeps pieces that are full or old enough; all of them when the box stops.</summary>
    public async ValueTask FlushAsync(bool all, CancellationToken cancellation)
    {
        List<(PersonId Person, Pending Pending)> due;
        lock (_gate)
        {
            due = [.. _pending.Where(p => all || p.Value.Points.Count >= options.HistoryChunk || time.GetElapsedTime(p.Value.Since) >= TimeSpan.FromSeconds(options.HistoryFlushSeconds))
                .OrderBy(p => p.Key).Select(p => (p.Key, p.Value))];
            due.ForEach(d => _pending.Remove(d.Person));
        }
        foreach (var (person, pending) in due)
        {
            // What the disk refuses is gone: a history is a convenience, and memory is bounded.
            await AppendAsync(person, pending.Points, cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>Keeps points at once; durable when it completes. What a phone marked with an id of its own is kept once, however often it comes.</summary>
    public async ValueTask<IReadOnlyList<KeepOutcome>> AppendAsync(PersonId person, IReadOnlyList<TrailPoint> points, CancellationToken cancellation)
    {
        if (points.Count == 0)
        {
            return [];
        }
        if (!MayKeep(person))
        {
            return [.. points.Select(_ => KeepOutcome.NotAllowed)];
        }
        try
        {
            return await desk.WriteAsync(Lane.Shared, scope => Decide(scope, person, points), cancellation).ConfigureAwait(false);
        }
        catch (StoreRefusedException)
        {
            return [.. points.Select(_ => KeepOutcome.StoreFailed)];
        }
    }

    /// <summary>Forgets what is older than it may be, a bounded part at a time. True when there may be more.</summary>
    public async ValueTask<bool> ForgetAsync(CancellationToken cancellation)
    {
        try
        {
            return await desk.WriteAsync(Lane.Shared, Forget, cancellation).ConfigureAwait(false);
        }
        catch (StoreRefusedException)
        {
            return false;
        }
    }

    private IReadOnlyList<KeepOutcome> Decide(FactScope scope, PersonId person, IReadOnlyList<TrailPoint> points)
    {
        var facts = FactLookup.Of(scope);
        var outcomes = new KeepOutcome[points.Count];
        foreach (var day in points.Select((p, i) => (Point: p, Index: i)).GroupBy(p => TrailBook.Day(p.Point.Fix.RecordedMs)).OrderBy(d => d.Key, StringComparer.Ordinal))
        {
            var held = book.OfDay(facts, person, day.Key);
            var marks = held.Where(p => p.Mark != 0).Select(p => p.Mark).ToHashSet();
            var fresh = new List<TrailPoint>();
            foreach (var (point, index) in day)
            {
                outcomes[index] = point.Mark != 0 && !marks.Add(point.Mark) ? KeepOutcome.Known
                    : held.Count + fresh.Count >= options.MaxHistoryPerDay ? KeepOutcome.Full
                    : KeepOutcome.Kept;
                if (outcomes[index] == KeepOutcome.Kept)
                {
                    fresh.Add(point);
                }
            }
            foreach (var piece in fresh.Chunk(options.HistoryChunk))
            {
                if (vault.Seal(scope, person.Subject, LocationCodec.Serialise(piece)) is not { } closed)
                {
                    return [.. points.Select(_ => KeepOutcome.NotAllowed)];
                }
                var subject = $"{TrailBook.DayOf(person, day.Key)}/{scope.Now.WallMs}";
                scope.Author(FactKinds.TrailKept, subject, PersonalCodec.Body(closed));
                scope.Rows.PutLocal(DayNotes + day.Key, person.ToString(), []);
            }
        }
        return outcomes;
    }

    private bool Forget(FactScope scope)
    {
        var nowMs = scope.Now.WallMs;
        // Beyond that, a box that was off so long is found day by day.
        for (; _forgetFrom < 60; _forgetFrom++)
        {
            var day = TrailBook.Day(nowMs - ((options.HistoryDays + 1 + _forgetFrom) * TrailBook.DayMs));
            var persons = scope.Rows.ListLocal(DayNotes + day);
            foreach (var (name, _) in persons.Take(ForgetAtOnce))
            {
                if (PersonId.TryParse(name, out var person))
                {
                    foreach (var piece in scope.Rows.Below(TrailBook.DayOf(person, day)))
                    {
                        scope.Rows.Drop(piece.Id);
                    }
                }
                scope.Rows.RemoveLocal(DayNotes + day, name);
            }
            if (persons.Count > 0)
            {
                return true;
            }
        }
        _forgetFrom = 0;
        return false;
    }

    private sealed record Pending(List<TrailPoint> Points, long Since);
}
