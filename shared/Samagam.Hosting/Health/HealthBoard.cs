namespace Samagam.Hosting;

/// <summary>What one check says.</summary>
/// <param name="IsWell">Whether all is well.</param>
/// <param name="Reason">A sentence for the operator; also welcome when all is well ("3 of 4 links up").</param>
public readonly record struct HealthVerdict(bool IsWell, string Reason)
{
    /// <summary>All is well.</summary>
    public static HealthVerdict Well(string reason = "") => new(true, reason);

    /// <summary>It is not, because.</summary>
    public static HealthVerdict Ill(string reason) => new(false, reason);
}

/// <summary>Which question a check helps to answer.</summary>
public enum HealthQuestion
{
    /// <summary>Is the process worth keeping? If not, it is restarted.</summary>
    Live,

    /// <summary>May work be sent here?</summary>
    Ready,
}

/// <summary>A named question to a part of the process.</summary>
/// <param name="Name">Short, the same in logs and metrics.</param>
/// <param name="Question">Whether a bad answer means restart or only no work.</param>
/// <param name="Ask">The answer, within <see cref="HealthOptions.CheckTimeLimit"/>.</param>
public sealed record HealthCheck(string Name, HealthQuestion Question, Func<CancellationToken, ValueTask<HealthVerdict>> Ask)
{
    /// <summary>A check that answers at once.</summary>
    public static HealthCheck Of(string name, HealthQuestion question, Func<HealthVerdict> ask) =>
        new(name, question, _ => ValueTask.FromResult(ask()));
}

/// <summary>Limits of health checks.</summary>
public sealed class HealthOptions
{
    /// <summary>A check that takes longer counts as ill; up to 30 s.</summary>
    public TimeSpan CheckTimeLimit { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>An answer is given again for this long, up to 1 s: asking cannot become a load.</summary>
    public TimeSpan CachedFor { get; set; } = TimeSpan.FromMilliseconds(250);

    /// <summary>Checks in all, 1 to 200.</summary>
    public int MaxChecks { get; set; } = 50;

    /// <exception cref="ArgumentOutOfRangeException">A value is outside its limits; the message names it.</exception>
    public void Validate()
    {
        Limits.Require(CheckTimeLimit > TimeSpan.Zero && CheckTimeLimit <= TimeSpan.FromSeconds(30), nameof(CheckTimeLimit), CheckTimeLimit);
        Limits.Require(CachedFor >= TimeSpan.Zero && CachedFor <= TimeSpan.FromSeconds(1), nameof(CachedFor), CachedFor);
        Limits.Require(MaxChecks is >= 1 and <= 200, nameof(MaxChecks), MaxChecks);
    }
}

/// <summary>One check's answer on the board.</summary>
public sealed record HealthLine(string Name, bool IsWell, string Reason);

/// <summary>The answer to one question.</summary>
/// <param name="IsWell">True when every check of the question is.</param>
/// <param name="At">When the checks were asked.</param>
/// <param name="Lines">Each check, in the order given.</param>
public sealed record HealthSnapshot(bool IsWell, DateTimeOffset At, IReadOnlyList<HealthLine> Lines);

/// <summary>All checks of a process. Readiness includes liveness. Any number of callers cost one round of checks.</summary>
public sealed class HealthBoard
{
    private readonly HealthOptions _options;
    private readonly TimeProvider _time;
    private readonly Round _live;
    private readonly Round _ready;

    /// <exception cref="ArgumentException">Two checks of one name.</exception>
    /// <exception cref="ArgumentOutOfRangeException">Too many checks, or an option outside its limits.</exception>
    public HealthBoard(HealthOptions options, IReadOnlyList<HealthCheck> checks, TimeProvider time)
    {
        options.Validate();
        Limits.Require(checks.Count <= options.MaxChecks, nameof(HealthOptions.MaxChecks), checks.Count);
        if (checks.DistinctBy(c => c.Name, StringComparer.Ordinal).Count() != checks.Count)
        {
            throw new ArgumentException("two health checks of one name", nameof(checks));
        }
        _options = options;
        _time = time;
        _live = new Round([.. checks.Where(c => c.Question == HealthQuestion.Live)]);
        _ready = new Round([.. checks]);
    }

    /// <summary>The answer, at most <see cref="HealthOptions.CachedFor"/> old.</summary>
    public Task<HealthSnapshot> AskAsync(HealthQuestion question)
    {
        var round = question == HealthQuestion.Live ? _live : _ready;
        lock (round)
        {
            if (round.Latest is not { } latest || (latest.IsCompleted && _time.GetElapsedTime(round.AskedAt) >= _options.CachedFor))
            {
                round.AskedAt = _time.GetTimestamp();
                round.Latest = latest = AskAllAsync(round.Checks);
            }
            return latest;
        }
    }

    private async Task<HealthSnapshot> AskAllAsync(IReadOnlyList<HealthCheck> checks)
    {
        var at = _time.GetUtcNow();
        var lines = await Task.WhenAll(checks.Select(AskOneAsync)).ConfigureAwait(false);
        return new HealthSnapshot(lines.All(l => l.IsWell), at, lines);
    }

    private async Task<HealthLine> AskOneAsync(HealthCheck check)
    {
        using var limit = new CancellationTokenSource(_options.CheckTimeLimit, _time);
        try
        {
            // Off this thread: a check that blocks must not keep the others from being asked.
            var asked = Task.Run(() => check.Ask(limit.Token).AsTask(), limit.Token);
            var verdict = await asked.WaitAsync(limit.Token).ConfigureAwait(false);
            return new HealthLine(check.Name, verdict.IsWell, verdict.Reason);
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested)
        {
            return new HealthLine(check.Name, false, $"no answer within {_options.CheckTimeLimit.TotalSeconds:0.###} s");
        }
        catch (Exception e)
        {
            return new HealthLine(check.Name, false, $"the check failed: {e.GetType().Name}: {e.Message}");
        }
    }

    private sealed class Round(IReadOnlyList<HealthCheck> checks)
    {
        public IReadOnlyList<HealthCheck> Checks { get; } = checks;

        public Task<HealthSnapshot>? Latest { get; set; }

        public long AskedAt { get; set; }
    }
}
