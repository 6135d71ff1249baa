using Samagam.Hub.Board;
using Samagam.Web.Streams;

namespace Samagam.Hub.Api;

/// <summary>What an operator of the hub sets of its pages and calls.</summary>
public sealed record BoardApiOptions
{
    public BoardOptions Board { get; init; } = new();

    /// <summary>Live streams. 200 readers: the screens and phones of a control room, many times over.</summary>
    public SseOptions Stream { get; init; } = new() { MaxReaders = 200 };

    /// <summary>The event's local time, for the clock times on pages; calls answer in UTC. India's by default.</summary>
    public TimeSpan LocalOffset { get; init; } = new(5, 30, 0);

    /// <summary>How often a page without script reloads itself, seconds.</summary>
    public int RefreshSeconds { get; init; } = 10;

    /// <summary>Throws <see cref="ArgumentOutOfRangeException"/> naming the option.</summary>
    public void Validate()
    {
        Board.Validate();
        Stream.Validate();
        ArgumentOutOfRangeException.ThrowIfGreaterThan(LocalOffset.Duration(), TimeSpan.FromHours(14), nameof(LocalOffset));
        ArgumentOutOfRangeException.ThrowIfLessThan(RefreshSeconds, 2, nameof(RefreshSeconds));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(RefreshSeconds, 3_600, nameof(RefreshSeconds));
    }
}
