using System.Collections.Immutable;
using Samagam.Core.Amenities;
using Samagam.Core.Facts;
using Samagam.Core.Geo;
using Samagam.TestKit;
using Samagam.Wire.Amenities;
using static Samagam.Wire.Tests.Given;

namespace Samagam.Wire.Tests.Amenities;

public sealed class AmenityCodecTests
{
    private static readonly AmenitySaid Tap = new()
    {
        Id = "s0123456789abcdef", Type = "water", NameEn = "Tap", NameHi = "नल", Point = new GeoPoint(23.1845, 75.765),
        Traits = ImmutableSortedDictionary.CreateRange(StringComparer.Ordinal, [KeyValuePair.Create("fee", "no")]), By = "asha",
    };

    private static readonly AmenityStatus Status = new("n12", false, 4, "Pump is broken", 1_838_800_000_000, "asha");
    private static readonly AmenityReport Report = new("n12", [new Voice(FoundState.Closed, 0), new Voice(FoundState.NoWater, 600)]);
    private static readonly CategorySaid Category = new("langar", "food", "Langar", "लंगर", false, "asha");

    [Fact]
    public void What_was_said_comes_back_as_it_was_and_speaks_only_of_its_own_subject()
    {
        Assert.Equal(Tap, AmenityCodec.TryReadSaid(Fact("amenity.said", Tap.Subject, AmenityCodec.Serialise(Tap), Lane.Shared)));
        Assert.Equal(Status, AmenityCodec.TryReadStatus(Fact("amenity.status", Status.Subject, AmenityCodec.Serialise(Status), Lane.Shared)));
        Assert.Equal(Report, AmenityCodec.TryReadReport(Fact("amenity.reported", Report.Subject, AmenityCodec.Serialise(Report), Lane.Shared)));
        Assert.Equal(Category, AmenityCodec.TryReadCategory(Fact("category.said", Category.Subject, AmenityCodec.Serialise(Category), Lane.Shared)));
        Assert.Null(AmenityCodec.TryReadSaid(Fact("amenity.said", "amenity/n13", AmenityCodec.Serialise(Tap), Lane.Shared)));
        Assert.Null(AmenityCodec.TryReadStatus(Fact("amenity.status", "amenity/n12", AmenityCodec.Serialise(Status), Lane.Shared)));
        Assert.Null(AmenityCodec.TryReadReport(Fact("amenity.sung", Report.Subject, AmenityCodec.Serialise(Report), Lane.Shared)));
        Assert.Null(AmenityCodec.TryReadCategory(Fact("category.said", "category/food", AmenityCodec.Serialise(Category), Lane.Shared)));
    }

    [Fact]
    public void Their_bytes_are_fixed()
    {
        Assert.Equal("0A117330313233343536373839616263646566120577617465721A035461702206E0A4A8E0A4B228013090B28DDD0138A0C9C6D20542090A0366656512026E6F520461736861", Convert.ToHexString(AmenityCodec.Serialise(Tap)));
        Assert.Equal("0A036E313210021804220E50756D702069732062726F6B656E2880A89588C235320461736861", Convert.ToHexString(AmenityCodec.Serialise(Status)));
        Assert.Equal("0A036E31321205020004D804", Convert.ToHexString(AmenityCodec.Serialise(Report)));
        Assert.Equal("0A066C616E6761721204666F6F641A064C616E676172220CE0A4B2E0A482E0A497E0A4B0320461736861", Convert.ToHexString(AmenityCodec.Serialise(Category)));
    }

    [Fact]
    public void A_field_of_a_later_build_is_passed_over() =>
        Assert.Equal(Status, AmenityCodec.TryReadStatus(Fact("amenity.status", Status.Subject, [.. AmenityCodec.Serialise(Status), 0x9A, 0x06, 0x02, 0x68, 0x69], Lane.Shared)));

    [Fact]
    public void No_box_says_more_of_one_state_than_it_may()
    {
        var most = new AmenityReport("n12", [.. Enumerable.Repeat(new Voice(FoundState.Closed, 1), AmenityReport.MaxVoices)]);
        var more = most with { Voices = [.. most.Voices, new Voice(FoundState.Closed, 1)] };
        Assert.NotNull(AmenityCodec.TryReadReport(Fact("amenity.reported", most.Subject, AmenityCodec.Serialise(most), Lane.Shared)));
        Assert.Null(AmenityCodec.TryReadReport(Fact("amenity.reported", more.Subject, AmenityCodec.Serialise(more), Lane.Shared)));
    }

    [Fact]
    public void Garbage_is_nothing_or_valid() => Seeds.ForEach(2_000, (_, luck) =>
    {
        Assert.True(AmenityCodec.TryReadSaid(Fact("amenity.said", Tap.Subject, Spoilt(AmenityCodec.Serialise(Tap), luck), Lane.Shared)) is null or { IsValid: true });
        Assert.True(AmenityCodec.TryReadStatus(Fact("amenity.status", Status.Subject, Spoilt(AmenityCodec.Serialise(Status), luck), Lane.Shared)) is null or { IsValid: true });
        Assert.True(AmenityCodec.TryReadReport(Fact("amenity.reported", Report.Subject, Spoilt(AmenityCodec.Serialise(Report), luck), Lane.Shared)) is null or { IsValid: true });
        Assert.True(AmenityCodec.TryReadCategory(Fact("category.said", Category.Subject, Spoilt(AmenityCodec.Serialise(Category), luck), Lane.Shared)) is null or { IsValid: true });
    });
}
