namespace Samagam.Processes;

/// <summary>Limits of <see cref="RestartPlan"/>.</summary>
public sealed record RestartOptions
{
    /// <summary>Before the first start anew; doubled at each further one.</summary>
    public TimeSpan First { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The longest wait.</summary>
    public TimeSpan Longest { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>A box that lived so long was well: what comes after is counted anew.</summary>
    public TimeSpan WellAfter { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Starts in a row, none of them well, after which the box is left alone.</summary>
    public int MaxInARow { get; init; } = 10;
}

/// <summary>When a box that has ended is started again: soon at first, then later and later, and not without end.</summary>
public sealed class RestartPlan(RestartOptions options)
{
    private int _inARow;

    /// <summary>The wait before the next start, or null when the box is to be left alone.</summary>
    /// <param name="lived">How long the box ran that has just ended.</param>
    public TimeSpan? Next(TimeSpan lived)
    {
        _inARow = lived >= options.WellAfter ? 1 : _inARow + 1;
        return _inARow > options.MaxInARow ? null : TimeSpan.FromTicks(Math.Min(options.Longest.Ticks, options.First.Ticks << Math.Min(_inARow - 1, 20)));
    }
}
