using Samagam.Core.Facts;
using Samagam.Core.Orders;
using Samagam.TestKit;
using Samagam.Wire.Orders;
using static Samagam.Wire.Tests.Given;

namespace Samagam.Wire.Tests.Orders;

public sealed class OrderCodecTests
{
    private static readonly WayOrder Order = new()
    {
        Id = new Guid("00112233-4455-6677-8899-aabbccddeeff"),
        Effect = OrderEffect.OneWay,
        Ways = [42, 7_800_000_000],
        Area = [new(23.18, 75.76), new(23.19, 75.76), new(23.19, 75.77)],
        BearingDeg = 92.5,
        FromMs = 1_838_800_000_000,
        UntilMs = 1_838_803_600_000,
        By = "staff-3",
        ReasonHi = "भीड़",
        ReasonEn = "crowd",
    };

    [Fact]
    public void An_order_comes_back_as_it_was_and_speaks_only_of_its_own_subject()
    {
        Assert.Equal(Order, OrderCodec.TryRead(Fact("way.ordered", Order.Subject, OrderCodec.Serialise(Order), Lane.Warning)));
        var lifted = Order with { Lifted = true };
        Assert.Equal(lifted, OrderCodec.TryRead(Fact("way.ordered", Order.Subject, OrderCodec.Serialise(lifted), Lane.Warning)));
        Assert.Null(OrderCodec.TryRead(Fact("way.ordered", WayOrder.SubjectOf(new Guid(1, 2, 3, new byte[8])), OrderCodec.Serialise(Order), Lane.Warning)));
    }

    [Fact]
    public void Its_bytes_are_fixed() => Assert.Equal(
        "0A1000112233445566778899AABBCCDDEEFF10021A062A809CAA871D221E80F387DD0180BCC0D205C08D94DD0180BCC0D205C08D94DD01C0D6CCD20528A248",
        Convert.ToHexString(OrderCodec.Serialise(Order with { FromMs = 0, UntilMs = 0, By = "", ReasonHi = "", ReasonEn = "" })));

    [Fact]
    public void A_field_of_a_later_build_is_passed_over() =>
        Assert.Equal(Order, OrderCodec.TryRead(Fact("way.ordered", Order.Subject, [.. OrderCodec.Serialise(Order), 0x9A, 0x06, 0x02, 0x68, 0x69], Lane.Warning)));

    [Fact]
    public void Garbage_is_no_order_or_a_valid_one() => Seeds.ForEach(2_000, (_, luck) =>
    {
        var read = OrderCodec.TryRead(Fact("way.ordered", Order.Subject, Spoilt(OrderCodec.Serialise(Order), luck), Lane.Warning));
        Assert.True(read is null || read.IsValid);
    });

    [Fact]
    public void An_order_stands_on_its_limits()
    {
        Assert.True((Order with { Ways = [.. Enumerable.Range(1, WayOrder.MaxWays).Select(i => (long)i)] }).IsValid);
        Assert.False((Order with { Ways = [.. Enumerable.Range(1, WayOrder.MaxWays + 1).Select(i => (long)i)] }).IsValid);
        Assert.False((Order with { Area = [new(1, 1), new(2, 2)] }).IsValid);
        Assert.False((Order with { Area = [], Ways = [] }).IsValid);
        Assert.True((Order with { UntilMs = Order.FromMs + WayOrder.MaxHoldsMs }).IsValid);
        Assert.False((Order with { UntilMs = Order.FromMs + WayOrder.MaxHoldsMs + 1 }).IsValid);
        Assert.False((Order with { BearingDeg = 360 }).IsValid);
        var longest = new string('य', WayOrder.MaxTextLength);
        var largest = Order with
        {
            Ways = [.. Enumerable.Range(0, WayOrder.MaxWays).Select(i => long.MaxValue - i)],
            Area = [.. Enumerable.Range(0, WayOrder.MaxPoints).Select(i => new Samagam.Core.Geo.GeoPoint(-80 - (i * 0.01), -179 + (i * 0.01)))],
            ReasonHi = longest,
            ReasonEn = longest,
            By = longest,
        };
        Assert.True(largest.IsValid && OrderCodec.Serialise(largest).Length < Samagam.Core.Facts.Fact.MaxStatementBytes / 2);
    }
}
