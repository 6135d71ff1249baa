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

    /// <summary>Too many orders stand already.</summary>
    TooMany,

    /// <summary>This box cannot write.</summary>
    StoreFailed,
}

/// <summary>The authority closes, opens or turns paths for a time, changes such an order, or lifts it.</summary>
public sealed class GiveOrder(FactDesk desk, EventPicture picture)
{
    /// <summary>Orders that may stand at once in the whole event.</summary>
    public const int MaxStanding = 2_000;

    public ValueTask<OrderOutcome> RunAsync(WayOrder order, CancellationToken cancellation) =>
        order.IsValid ? WriteAsync(_ => order, order.Id, cancellation) : ValueTask.FromResult(OrderOutcome.Invalid);

    /// <summary>Withdraws an order before its time.</summary>
    public ValueTask<OrderOutcome> LiftAsync(Guid id, string by, CancellationToken cancellation) =>
        WriteAsync(known => known is null ? null : known with { Lifted = true, By = by }, id, cancellation);

    private async ValueTask<OrderOutcome> WriteAsync(Func<WayOrder?, WayOrder?> change, Guid id, CancellationToken cancellation)
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
                    if (known is null && book.HoldingAt(scope.Now.WallMs).Count() >= MaxStanding)
                    {
                        return OrderOutcome.TooMany;
                    }
                    scope.Author(FactKinds.WayOrdered, order.Subject, OrderCodec.Serialise(order), book.EditsOf(id) + 1);
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
