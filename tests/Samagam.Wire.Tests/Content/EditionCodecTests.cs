using Samagam.Core.Content;
using Samagam.Core.Facts;
using Samagam.TestKit;
using Samagam.Wire.Content;
using static Samagam.Wire.Tests.Given;

namespace Samagam.Wire.Tests.Content;

public sealed class EditionCodecTests
{
    private static readonly EditionSaid Said = new("ujjain", 3, string.Concat(Enumerable.Repeat("ab", 32)), 2_000);

    [Fact]
    public void An_edition_comes_back_as_it_was_and_speaks_only_of_its_own_subject()
    {
        Assert.Equal(Said, EditionCodec.TryRead(Fact("content.announced", Said.Subject, EditionCodec.Serialise(Said), Lane.Shared)));
        Assert.Null(EditionCodec.TryRead(Fact("content.announced", "content/nashik", EditionCodec.Serialise(Said), Lane.Shared)));
        Assert.Null(EditionCodec.TryRead(Fact("content.sung", Said.Subject, EditionCodec.Serialise(Said), Lane.Shared)));
    }

    [Fact]
    public void Its_bytes_are_fixed() => Assert.Equal("0A06756A6A61696E10031A20ABABABABABABABABABABABABABABABABABABABABABABABABABABABABABABABAB20D00F", Convert.ToHexString(EditionCodec.Serialise(Said)));

    [Fact]
    public void A_field_of_a_later_build_is_passed_over() =>
        Assert.Equal(Said, EditionCodec.TryRead(Fact("content.announced", Said.Subject, [.. EditionCodec.Serialise(Said), 0x9A, 0x06, 0x02, 0x68, 0x69], Lane.Shared)));

    [Fact]
    public void Garbage_is_nothing_or_valid() => Seeds.ForEach(2_000, (_, luck) =>
        Assert.True(EditionCodec.TryRead(Fact("content.announced", Said.Subject, Spoilt(EditionCodec.Serialise(Said), luck), Lane.Shared)) is null or { IsValid: true }));
}
