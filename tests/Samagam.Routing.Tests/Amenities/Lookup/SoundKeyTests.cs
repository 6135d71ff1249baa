using Samagam.Routing.Amenities.Lookup;

namespace Samagam.Routing.Tests.Amenities.Lookup;

/// <summary>Which spellings are one word.</summary>
public sealed class SoundKeyTests
{
    [Theory]
    [InlineData("महाकाल", "mahakal", "mahakaal", "Mahākāla", "MAHAKAL", "ｍａｈａｋａｌ", "મહાકાલ", "మహాకాల")]
    [InlineData("महाकालेश्वर", "mahakaleshwar", "mahakaleshvar", "mahakalesvara", "Mahākāleśvara")]
    [InlineData("उज्जैन", "ujjain", "ujain")]
    [InlineData("चिंतामन", "chintaman", "cintāman", "चिन्तामन")]
    [InlineData("गढ़कालिका", "garhkalika", "gadhkalika", "gadkalika", "गढ\u093Cकालिका")]
    [InlineData("हरसिद्धि", "harsiddhi", "harsidhi", "harasiddhi")]
    [InlineData("सिंह", "singh", "sing")]
    [InlineData("कुंभ", "kumbh", "kumb", "कुम्भ")]
    [InlineData("ज्ञान", "gyan", "jnana", "gyaan")]
    [InlineData("क्षिप्रा", "kshipra", "xipra")]
    [InlineData("चौक", "chowk", "chauk", "chouk")]
    [InlineData("रोड", "road", "rod")]
    [InlineData("गेट", "gate")]
    [InlineData("सेक्टर", "sector")]
    [InlineData("महा\u200Dकाल", "maha\u200Ckal")]
    public void One_word_in_many_spellings_has_one_frame(params string[] spellings)
        => Assert.Single(spellings.Select(s => SoundKey.Frame(Assert.Single(SearchWords.Of(s, 100, 8)).Key)).Distinct());

    [Theory]
    [InlineData("राम", "ram")]
    [InlineData("मंगलनाथ", "mangalnat")]
    [InlineData("घाट", "gat")]
    [InlineData("शौचालय", "socalay")]
    [InlineData("नरसिंह", "narsing")]
    public void Silent_vowels_are_left_out_where_Hindi_leaves_them_out(string word, string key)
        => Assert.Equal(key, Assert.Single(SearchWords.Of(word, 100, 8)).Key);

    [Fact]
    public void Words_are_parted_at_gaps_signs_and_between_letters_and_digits()
    {
        Assert.Equal(["sektor", "4", "gat"], SearchWords.Of("sector४-ghat", 100, 8).Select(w => w.Key));
        Assert.Equal(["gat", "1"], SearchWords.Of("  घाट\u0964 (१) ", 100, 8).Select(w => w.Key));
        Assert.Empty(SearchWords.Of(" .*[](){}\\ \u202E\uFE0F 🛕 \uD800 ", 100, 8));
    }

    [Fact]
    public void Words_that_say_nothing_are_left_out_unless_there_are_no_others()
    {
        Assert.Equal(["socalay"], SearchWords.Of("सबसे नज़दीकी शौचालय कहाँ है", 100, 8).Select(w => w.Key));
        Assert.Equal(["toilet"], SearchWords.Of("where is the nearest toilet", 100, 8).Select(w => w.Key));
        Assert.NotEmpty(SearchWords.Of("का", 100, 8));
    }

    [Fact]
    public void How_much_is_read_is_a_limit()
    {
        Assert.Equal(8, SearchWords.Of("one two three four five six seven eight nine ten", 100, 8).Count);
        Assert.Equal(["ra"], SearchWords.Of("ram ghat", 2, 8).Select(w => w.Key));
        Assert.Equal(SoundKey.MaxLength, SoundKey.Of(string.Concat(Enumerable.Repeat("kumi", 1000))).Length);
    }
}
