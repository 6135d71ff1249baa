using Samagam.Core.Ids;
using Samagam.Node.Sos;

namespace Samagam.Node.Portal.Sos;

/// <summary>Where a press was saved.</summary>
internal enum SavedWhere
{
    Here,

    /// <summary>This box cannot write; a neighbour has it on disk.</summary>
    AtNeighbour,

    /// <summary>Nowhere.</summary>
    Nowhere,
}

/// <summary>
/// A press, saved here or, when this box cannot write, by a neighbour. Remembers which calls a neighbour took (bounded), so
/// that their page can say so.
/// </summary>
internal sealed class RaiseAnywhere(PortalParts parts)
{
    private readonly Lock _gate = new();
    private readonly HashSet<SosId> _carried = [];
    private readonly Queue<SosId> _order = [];
    private readonly Turns _devices = new(parts.Options.SosTurnsPerDevice);
    private readonly Turns _addresses = new(parts.Options.SosTurnsPerAddress);

    /// <summary>A press that was read is carried to its end even when the phone has gone: it takes no cancellation. A flood of one phone waits for itself.</summary>
    /// <param name="address">A device pass costs nothing, so the address takes turns as well.</param>
    public Task<(SavedWhere Where, RaiseOutcome.Saved? Saved)> RunAsync(RaiseCommand command, string address) => command.Device is { } device
        ? _devices.RunAsync(device, () => _addresses.RunAsync(address, () => SaveAsync(command)))
        : _addresses.RunAsync(address, () => SaveAsync(command));

    private async Task<(SavedWhere Where, RaiseOutcome.Saved? Saved)> SaveAsync(RaiseCommand command)
    {
        switch (await parts.Node.Raise.RunAsync(command, CancellationToken.None).ConfigureAwait(false))
        {
            case RaiseOutcome.Saved here:
                return (SavedWhere.Here, here);
            default:
                return await CarryAsync(command).ConfigureAwait(false) is { } there ? (SavedWhere.AtNeighbour, there) : (SavedWhere.Nowhere, null);
        }
    }

    public bool IsCarried(SosId id)
    {
        lock (_gate)
        {
            return _carried.Contains(id);
        }
    }

    private async Task<RaiseOutcome.Saved?> CarryAsync(RaiseCommand command)
    {
        if (parts.Carry is not { } carry)
        {
            return null;
        }
        using var limit = new CancellationTokenSource(TimeSpan.FromMilliseconds(parts.Options.CarryTimeoutMs), parts.Time);
        try
        {
            if (await carry(command, limit.Token).ConfigureAwait(false) is not RaiseOutcome.Saved saved)
            {
                return null;
            }
            Remember(saved.Case);
            return saved;
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested)
        {
            return null;
        }
    }

    private void Remember(SosId id)
    {
        lock (_gate)
        {
            if (_carried.Add(id))
            {
                _order.Enqueue(id);
            }
            while (_order.Count > parts.Options.MaxCarriedRemembered)
            {
                _carried.Remove(_order.Dequeue());
            }
        }
    }
}
