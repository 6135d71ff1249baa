using Samagam.Web.Languages;

namespace Samagam.Web.Tests;

public sealed class LanguageChoiceTests
{
    private readonly LanguageChoice _choice = new(["hi", "en", "mr"], "hi");

    [Theory]
    [InlineData(null, null, "en-IN,en;q=0.9,hi;q=0.8", "en")]
    [InlineData(null, null, "ta,te;q=0.9,mr;q=0.1", "mr")]
    [InlineData(null, null, "en;q=0.3, mr;q=0.5", "mr")]
    [InlineData(null, null, "en;q=0, *;q=0.1", "hi")]
    [InlineData(null, null, "fr,de", "hi")]
    [InlineData(null, null, "", "hi")]
    [InlineData(null, null, null, "hi")]
    [InlineData(null, null, "en;q=2", "hi")]
    [InlineData(null, null, ",,;;q=,=", "hi")]
    [InlineData(null, "mr", "en", "mr")]
    [InlineData("en", "mr", "hi", "en")]
    [InlineData("EN-in", null, null, "en")]
    [InlineData("xx", "yy", "en", "en")]
    public void The_reader_is_answered_in_the_best_language_we_have(string? asked, string? remembered, string? header, string expected) =>
        Assert.Equal(expected, _choice.Of(asked, remembered, header));

    [Fact]
    public void A_reader_who_takes_any_language_gets_the_one_we_fall_back_to() =>
        Assert.Equal("en", new LanguageChoice(["hi", "en"], "en").Of(null, null, "*"));

    [Fact]
    public void An_overlong_header_is_not_read()
    {
        var header = "en" + new string(' ', LanguageChoice.MaxHeaderChars - 2);
        Assert.Equal("en", _choice.Of(null, null, header));
        Assert.Equal("hi", _choice.Of(null, null, header + " "));
    }

    [Fact]
    public void Only_so_many_ranges_of_a_header_are_read()
    {
        var header = string.Concat(Enumerable.Repeat("x,", LanguageChoice.MaxRanges - 1));
        Assert.Equal("en", _choice.Of(null, null, header + "en"));
        Assert.Equal("hi", _choice.Of(null, null, header + "x,en"));
    }
}
