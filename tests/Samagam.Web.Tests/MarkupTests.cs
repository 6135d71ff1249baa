using Samagam.TestKit;
using Samagam.Web.Html;

namespace Samagam.Web.Tests;

public sealed class MarkupTests
{
    [Fact]
    public void What_a_stranger_says_is_text_and_never_markup()
    {
        var said = "<script>alert('1')</script>\" onload=\"x";
        var page = Markup.Of($"<p title=\"{said}\">{said}</p>").ToString();
        Assert.DoesNotContain("<script", page, StringComparison.Ordinal);
        Assert.Equal(2, page.Count(c => c == '"'));
        Assert.DoesNotContain('\'', page);
    }

    [Fact]
    public void Letters_of_every_script_stay_letters() => Assert.Equal("<b>मदद হাত</b>", Markup.Of($"<b>{"मदद হাত"}</b>").ToString());

    [Fact]
    public void Finished_markup_goes_in_whole_and_once()
    {
        var inner = Markup.Of($"<i>{"a&b"}</i>");
        Assert.Equal("<p><i>a&amp;b</i></p>", Markup.Of($"<p>{inner}</p>").ToString());
        Assert.Equal("<p><i>a&amp;b</i><i>a&amp;b</i></p>", Markup.Of($"<p>{new[] { inner, inner }}</p>").ToString());
    }

    [Fact]
    public void Numbers_are_the_same_in_every_country() => Assert.Equal("1234.5|07", Markup.Of($"{1234.5}|{7:00}").ToString());

    [Fact]
    public void A_condition_that_does_not_hold_costs_nothing()
    {
        var asked = 0;
        Assert.True(Markup.When(false, $"{++asked}").IsEmpty);
        Assert.Equal(0, asked);
        Assert.Equal("1", Markup.When(true, $"{++asked}").ToString());
    }

    [Fact]
    public void Any_text_at_all_leaves_the_tags_as_the_template_made_them() =>
        Seeds.ForEach(300, (_, luck) =>
        {
            var letters = "<>&\"'`=/ \0\u2028\uD800\uDC00आa";
            var said = string.Concat(Enumerable.Range(0, luck.Next(40)).Select(_ => letters[luck.Next(letters.Length)]));
            var page = Markup.Of($"<a href=\"/x?{said}\">{said}</a>").ToString();
            Assert.Equal(2, page.Count(c => c == '<'));
            Assert.Equal(2, page.Count(c => c == '>'));
            Assert.Equal(2, page.Count(c => c == '"'));
        });
}
