using Samagam.Hub.Board;
using Samagam.Web.Streams;

namespace Samagam.Hub.Api;

/// <summary>Who may read the board without showing a voucher.</summary>
public enum BoardReaders
{
    /// <summary>A screen at the hub itself. The id of a case is what its caller ends it with: it is not for everybody on the network.</summary>
    ThisMachine,

    /// <summary>Anybody who reaches the hub: where the network is the control room's own.</summary>
    Everyone,

    /// <summary>Nobody.</summary>
    Nobody,
}

/// <summary>What an operator of the hub sets of its pages and calls.</summary>
public sealed record BoardApiOptions
{
    public BoardOptions Board { get; init; } = new();

    /// <summary>Who reads without a voucher; operators always do.</summary>
    public BoardReaders OpenTo { get; init; } = BoardReaders.ThisMachine;

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
        if (!Enum.IsDefined(OpenTo))
        {
            throw new ArgumentOutOfRangeException(nameof(OpenTo), OpenTo, "ThisMachine, Everyone or Nobody");
        }
        Stream.Validate();
        ArgumentOutOfRangeException.ThrowIfGreaterThan(LocalOffset.Duration(), TimeSpan.FromHours(14), nameof(LocalOffset));
        ArgumentOutOfRangeException.ThrowIfLessThan(RefreshSeconds, 2, nameof(RefreshSeconds));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(RefreshSeconds, 3_600, nameof(RefreshSeconds));
    }
}
