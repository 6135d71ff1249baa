using System.Security.Cryptography;
using Samagam.Node.Auth;
using Samagam.Node.Portal.Auth;
using Samagam.Node.Portal.Duty;
using Samagam.Node.Sos;

namespace Samagam.Node.Portal;

/// <summary>
/// Asks a neighbouring box to save a call this box cannot. Null when none could be reached in time; an outcome of
/// <see cref="RaiseOutcome.Saved"/> means durable there.
/// </summary>
public delegate ValueTask<RaiseOutcome?> CarryByNeighbour(RaiseCommand command, CancellationToken cancellation);

/// <summary>What the portal is given by its host.</summary>
public sealed record PortalParts
{
    public required NodeApplication Node { get; init; }

    /// <summary>Who may enter the volunteer page.</summary>
    public required StaffGate Staff { get; init; }

    /// <summary>Who takes people in and believes their tokens. Null on a box that takes nobody in.</summary>
    public PersonGate? People { get; init; }

    /// <summary>The outbox of a bench, shown to everybody. Null at an event.</summary>
    public OtpOutbox? Outbox { get; init; }

    /// <summary>Null on a box that knows no way to ask a neighbour.</summary>
    public CarryByNeighbour? Carry { get; init; }

    public required TimeProvider Time { get; init; }

    /// <summary>Luck for ids of calls and device passes: they must not be guessable.</summary>
    public required RandomNumberGenerator Luck { get; init; }

    public PortalOptions Options { get; init; } = new();
}
