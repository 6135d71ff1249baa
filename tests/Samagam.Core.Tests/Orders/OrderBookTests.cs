using Samagam.Core.Facts;
using Samagam.Core.Orders;
using Samagam.TestKit;

namespace Samagam.Core.Tests.Orders;

/// <summary>Which orders hold.</summary>
public sealed class OrderBookTests
{
    [Fact]
    public void The_same_orders_in_any_order_give_the_same_book() => Seeds.ForEach(200, (_, luck) =>
    {
        var said = Enumerable.Range(1, 15).Select(i => Given(luck.Next(1, 4), (ulong)i, Order(luck.Next(3)) with { Lifted = luck.Next(2) == 0 }, (uint)luck.Next(4))).ToList();
        var expected = Describe(said.Aggregate(OrderBook.Empty, (b, s) => b.With(s.Fact, s.Order)));
        Assert.Equal(expected, Describe(said.Shuffled(luck).Aggregate(OrderBook.Empty, (b, s) => b.With(s.Fact, s.Order))));
    });

    [Fact]
    public void An_order_holds_from_its_beginning_until_just_before_its_end_unless_lifted()
    {
        var order = Order(1) with { FromMs = 100, UntilMs = 200 };
        Assert.Equal([false, true, true, false], new long[] { 99, 100, 199, 200 }.Select(order.HoldsAt));
        Assert.False((order with { Lifted = true }).HoldsAt(150));
    }

    private static WayOrder Order(int n) => new() { Id = new Guid(n + 1, 0, 0, new byte[8]), Effect = OrderEffect.Closed, Ways = [n + 1], FromMs = 0, UntilMs = 1_000 };

    private static (Fact Fact, WayOrder Order) Given(int box, ulong seq, WayOrder order, uint edits) =>
        (Tests.Given.Fact(Tests.Given.Id(box, seq), FactKinds.WayOrdered.Name, order.Subject, edits: edits), order);

    private static string Describe(OrderBook book) => string.Join('\n', book.All.Select(o => $"{o.Id} {o.Lifted} {book.EditsOf(o.Id)}"));
}
