using Samagam.Core.Auth;
using Samagam.Core.Facts;
using Samagam.Core.Ids;
using Samagam.Core.Privacy;
using Samagam.Core.Sos;
using Samagam.Mesh.Facts;
using Samagam.Mesh.People;
using Samagam.Mesh.Sos;
using Samagam.Wire.Auth;
using Samagam.Wire.Privacy;
using Samagam.Wire.Sos;

namespace Samagam.Mesh.Privacy;

/// <summary>
/// Lets go of what is over its time (<see cref="Keeping"/>). What other boxes hold too goes by a word that all of them follow: the box that stated a thing
/// says that it is over, and the hub says so later for boxes that are gone. Only what no other box follows is dropped without a word.
/// </summary>
public sealed class RetentionPump
{
    private const string Notes = "keeping", Marks = "marks";
    private readonly FactDesk _desk;
    private readonly PrivacyOptions _options;
    private readonly TimeProvider _time;
    private readonly bool _isHub;
    private readonly Lock _gate = new();
    private readonly HashSet<string> _withdrawn = [];
    private AgeMarks? _marks;
    private long _tail;
    private long _steppedAt;
    private long _letGo;

    public RetentionPump(FactDesk desk, PrivacyOptions options, TimeProvider time, bool isHub)
    {
        options.Validate();
        (_desk, _options, _time, _isHub, _steppedAt) = (desk, options, time, isHub, time.GetTimestamp());
        desk.Log.OnCommitted(commit =>
        {
            foreach (var fact in commit.Added)
            {
                if (PrivacyCodec.TryReadConsent(fact) is { Purpose: Purpose.LocationHistory, Given: false } && PersonId.OfSubject(fact.Subject) is { } person)
                {
                    lock (_gate)
                    {
                        _withdrawn.Add(person.Subject);
                    }
                }
            }
        });
    }

    /// <summary>Things let go since the start.</summary>
    public long LetGo => Interlocked.Read(ref _letGo);

    public async Task RunAsync(CancellationToken stop)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMinutes(_options.LookEveryMinutes), _time);
        try
        {
            while (await timer.WaitForNextTickAsync(stop).ConfigureAwait(false))
            {
                await StepAsync(stop).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException)
        {
            return;
        }
    }

    /// <summary>Counts the time lived and lets go of what is over now. A store that refuses is asked again at the next step; nothing is let go of meanwhile.</summary>
    public async ValueTask StepAsync(CancellationToken cancellation)
    {
        try
        {
            await ForgetTrailsAsync(cancellation).ConfigureAwait(false);
            _marks ??= await _desk.WriteAsync(Lane.Shared, scope => PrivacyCodec.ReadMarks(scope.Rows.GetLocal(Notes, Marks)), cancellation).ConfigureAwait(false);
            var lived = (long)_time.GetElapsedTime(_steppedAt).TotalMilliseconds;
            var marks = _marks.Lived(lived, EndOfLog(), Longest);
            await SaveAsync(marks, [], cancellation).ConfigureAwait(false);
            _steppedAt = _time.GetTimestamp();
            foreach (var days in Days)
            {
                await LetGoAsync(days, cancellation).ConfigureAwait(false);
            }
        }
        catch (StoreRefusedException)
        {
            return;
        }
    }

    private int Grace => _isHub ? _options.HubGraceDays : 0;

    private int Longest => Keeping.LongestDays(_options) + Grace;

    private IEnumerable<int> Days =>
        new[] { _options.SosDetailsDays, _options.TrailDays, _options.SignInDays, _options.NoticeDays }.Select(d => d + Grace).Distinct();

    private async ValueTask LetGoAsync(int days, CancellationToken cancellation)
    {
        var due = _marks!.DueUpTo(days);
        var limit = _options.MaxPerStep;
        while (_marks.DoneOf(days) is var done && done < due)
        {
            var (facts, cursor) = _desk.Log.ReadFrom(done, limit);
            if (cursor > due && limit > 1)
            {
                // The page reaches into what is younger.
                limit /= 2;
                continue;
            }
            var over = cursor > due ? [] : facts.Where(f => Keeping.Of(f, _options) is { Farewell: not Farewell.Kept } rule && rule.Days + Grace == days).ToList();
            await SaveAsync(_marks.WithDone(days, cursor > due || facts.Count == 0 ? due : cursor), over, cancellation).ConfigureAwait(false);
        }
    }

    private async ValueTask SaveAsync(AgeMarks marks, IReadOnlyList<Fact> over, CancellationToken cancellation)
    {
        var gone = await _desk.WriteAsync(
            Lane.Shared,
            scope =>
            {
                scope.Rows.PutLocal(Notes, Marks, PrivacyCodec.Serialise(marks));
                return over.Count(fact => scope.Rows.Find(fact.Id) is not null && Part(scope, fact));
            },
            cancellation).ConfigureAwait(false);
        _marks = marks;
        Interlocked.Add(ref _letGo, gone);
    }

    /// <summary>True when it was let go of; false when that is another box's to say.</summary>
    private bool Part(FactScope scope, Fact fact)
    {
        var own = fact.Id.Origin == scope.Self;
        switch (Keeping.Of(fact, _options).Farewell)
        {
            case Farewell.DroppedHere when own:
                scope.Rows.Drop(fact.Id);
                return true;
            case Farewell.Tombstone when own || _isHub:
                scope.Author(FactKinds.KeptOver, fact.Subject, []);
                return true;
            case Farewell.SignInEnds when (own || _isHub) && IsUnused(scope, fact):
                scope.Author(FactKinds.SessionEnded, fact.Subject, SignInCodec.Serialise(new SignInFact.Ended(SignInEnd.Unused)));
                return true;
            case Farewell.CaseWordsErased when SosCodec.TryRead(fact) is { } end:
                return EndWords(scope, end.Case);
            default:
                return false;
        }
    }

    /// <summary>Superseded turns are not held; a beginning counts as used once anything was turned.</summary>
    private static bool IsUnused(FactScope scope, Fact fact) =>
        fact.Kind == FactKinds.SessionTurned.Name || !scope.Rows.BySubject(fact.Subject).Any(f => f.Kind == FactKinds.SessionTurned.Name);

    private bool EndWords(FactScope scope, SosId call)
    {
        var person = SealedDetails.PersonOf(call);
        return (_isHub || scope.Case(call).Leader == scope.Self)
            && scope.Rows.BySubject(person).Any(f => f.Kind == FactKinds.PersonKey.Name)
            && ErasePerson.Decide(scope, PersonId.OfSubject(person)!.Value, ErasedBecause.TimeOver, evenUnknown: false) == ErasureOutcome.Erased;
    }

    /// <summary>Who takes back their consent to a history has none soon after, at whatever box it lies.</summary>
    private async ValueTask ForgetTrailsAsync(CancellationToken cancellation)
    {
        string[] persons;
        lock (_gate)
        {
            persons = [.. _withdrawn];
        }
        foreach (var person in persons)
        {
            var gone = await _desk.WriteAsync(
                Lane.Shared,
                scope =>
                {
                    var trail = scope.Rows.Below(person + "/trail").Concat(scope.Rows.BySubject(person + "/trail")).Where(f => f.Id.Key.Stream == StreamId.Self).ToList();
                    trail.ForEach(f => scope.Rows.Drop(f.Id));
                    return trail.Count;
                },
                cancellation).ConfigureAwait(false);
            Interlocked.Add(ref _letGo, gone);
            lock (_gate)
            {
                _withdrawn.Remove(person);
            }
        }
    }

    private long EndOfLog()
    {
        _tail = Math.Max(_tail, _marks is { Marks.Length: > 0 } marks ? marks.Marks[^1].Cursor : 0);
        while (_desk.Log.ReadFrom(_tail, 5_000) is var (facts, cursor) && facts.Count > 0)
        {
            _tail = cursor;
        }
        return _tail;
    }
}
