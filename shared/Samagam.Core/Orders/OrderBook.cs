using System.Collections.Immutable;
using Samagam.Core.Facts;

namespace Samagam.Core.Orders;

/// <summary>Every standing order. Immutable; the same facts in any order give the same book.</summary>
public sealed class OrderBook
{
    public static readonly OrderBook Empty = new(ImmutableSortedDictionary<Guid, (Fact, WayOrder)>.Empty);

    private readonly ImmutableSortedDictionary<Guid, (Fact Fact, WayOrder Order)> _orders;

    private OrderBook(ImmutableSortedDictionary<Guid, (Fact, WayOrder)> orders) => _orders = orders;

    /// <summary>By id; lifted and ended ones included.</summary>
    public IEnumerable<WayOrder> All => _orders.Values.Select(e => e.Order);

    public WayOrder? Find(Guid id) => _orders.TryGetValue(id, out var entry) ? entry.Order : null;

    public uint EditsOf(Guid id) => _orders.TryGetValue(id, out var entry) ? entry.Fact.Edits : 0;

    public IEnumerable<WayOrder> HoldingAt(long nowMs) => All.Where(o => o.HoldsAt(nowMs));

    public OrderBook With(Fact fact, WayOrder order)
    {
        if (_orders.TryGetValue(order.Id, out var known) && Supersession.Compare(FoldingLaw.Latest, known.Fact, fact) >= 0)
        {
            return this;
        }
        return new OrderBook(_orders.SetItem(order.Id, (fact, order)));
    }
}
