using Samagam.Core.Facts;
using Samagam.Core.Orders;
using Samagam.Mesh.Facts;
using Samagam.Mesh.Picture;
using Samagam.Wire.Orders;

namespace Samagam.Mesh.Orders;

/// <summary>How giving or lifting an order ended.</summary>
public enum OrderOutcome : byte
{
    /// <summary>On this box's disk, signed, and on its way. Saying the same again ends so, too.</summary>
    Kept,

    /// <summary>A word or number is outside its limits.</summary>
    Invalid,

    /// <summary>No order of this id is known here.</summary>
    Unknown,

    /// <summary>It was lifted, which is for good: what is to hold again is a new order.</summary>
    Lifted,

    /// <summary>Too many orders stand already.</summary>
    TooMany,

    /// <summary>This box cannot write.</summary>
    StoreFailed,
}

/// <summary>The authority closes, opens or turns paths for a time, changes such an order, or lifts it.</summary>
public sealed class GiveOrder(FactDesk desk, EventPicture picture)
{
    /// <summary>Orders that may stand at once in the whole event, those that begin later included.</summary>
    public const int MaxStanding = 2_000;

    /// <summary>Gives an order, or changes the one of this id.</summary>
    public ValueTask<OrderOutcome> RunAsync(WayOrder order, CancellationToken cancellation) =>
        order is { IsValid: true, Lifted: false } ? WriteAsync(order.Id, _ => order, cancellation) : ValueTask.FromResult(OrderOutcome.Invalid);

    /// <summary>Withdraws an order before its time, for good.</summary>
    public ValueTask<OrderOutcome> LiftAsync(Guid id, string by, CancellationToken cancellation) =>
        WriteAsync(id, known => known switch { null => null, { Lifted: true } => known, _ => known with { Lifted = true, By = by } }, cancellation);

    private async ValueTask<OrderOutcome> WriteAsync(Guid id, Func<WayOrder?, WayOrder?> change, CancellationToken cancellation)
    {
        try
        {
            return await desk.WriteAsync(
                Lane.Warning,
                scope =>
                {
                    var book = picture.Snapshot.Orders;
                    var known = book.Find(id);
                    if (change(known) is not { } order)
                    {
                        return OrderOutcome.Unknown;
                    }
                    if (order.Equals(known))
                    {
                        return OrderOutcome.Kept;
                    }
                    if (known is { Lifted: true })
                    {
                        return OrderOutcome.Lifted;
                    }
                    if (known is null && OrderView.Standing(book, scope.Now.WallMs).Count() >= MaxStanding)
                    {
                        return OrderOutcome.TooMany;
                    }
                    scope.Author(FactKinds.WayOrdered, order.Subject, OrderCodec.Serialise(order), order.Lifted ? WayOrder.LastEdit : Math.Min(book.EditsOf(id), WayOrder.LastEdit - 2) + 1);
                    return OrderOutcome.Kept;
                },
                cancellation).ConfigureAwait(false);
        }
        catch (StoreRefusedException)
        {
            return OrderOutcome.StoreFailed;
        }
    }
}
