using Samagam.Rpc.Frames;
using Samagam.TestKit;

namespace Samagam.Rpc.Tests.Frames;

public sealed class StatusTextTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("plain ~ text", "plain ~ text")]
    [InlineData("100%", "100%25")]
    [InlineData("a\r\nb\u007f", "a%0D%0Ab%7F")]
    [InlineData("घाट", "%E0%A4%98%E0%A4%BE%E0%A4%9F")]
    [InlineData("\U0001F198", "%F0%9F%86%98")]
    public void Texts_are_encoded_as_gRPC_does(string text, string encoded)
    {
        Assert.Equal(encoded, StatusText.Encode(text, 1000));
        Assert.Equal(text, StatusText.Decode(encoded));
    }

    [Theory]
    [InlineData("%", "%")]
    [InlineData("%4", "%4")]
    [InlineData("%zz", "%zz")]
    [InlineData("50%%25", "50%%")]
    [InlineData("%e0%a4%98", "घ")]
    [InlineData("%ff", "\ufffd")]
    public void What_is_no_escape_stays_as_it_came(string encoded, string text) => Assert.Equal(text, StatusText.Decode(encoded));

    [Fact]
    public void A_long_text_is_cut_between_characters()
    {
        Assert.Equal("abc", StatusText.Encode("abcdef", 3));
        Assert.Equal("a%E0%A4%98", StatusText.Encode("aघघ", 18));
        Assert.Equal("a", StatusText.Encode("aघ", 9));
    }

    [Fact]
    public void Any_text_comes_back() => Seeds.ForEach(300, (_, random) =>
    {
        var text = string.Concat(Enumerable.Range(0, random.Next(40)).Select(_ => new System.Text.Rune(
            random.Next(3) switch { 0 => random.Next(0, 128), 1 => random.Next(128, 0xD800), _ => random.Next(0xE000, 0x110000) })));
        var encoded = StatusText.Encode(text, int.MaxValue);
        Assert.All(encoded, c => Assert.InRange(c, ' ', '~'));
        Assert.Equal(text, StatusText.Decode(encoded));
    });
}
