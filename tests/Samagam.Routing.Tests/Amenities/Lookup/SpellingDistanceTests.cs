using Samagam.Routing.Amenities.Lookup;
using Samagam.TestKit;

namespace Samagam.Routing.Tests.Amenities.Lookup;

public sealed class SpellingDistanceTests
{
    [Theory]
    [InlineData("mahakal", "mahakal", 0)]
    [InlineData("mahkal", "mahakal", 1)]
    [InlineData("mahakil", "mahakal", 1)]
    [InlineData("hospitl", "hospital", 1)]
    [InlineData("hospitla", "hospital", 2)]
    [InlineData("hosptial", "hospital", 2)]
    [InlineData("hotpital", "hospital", 2)]
    [InlineData("ospital", "hospital", 1)]
    [InlineData("akara", "akada", 1)]
    public void Errors_count_two_and_spellings_one(string asked, string word, int distance)
        => Assert.Equal(distance, SpellingDistance.Between(asked, word, 4).Whole);

    [Fact]
    public void A_beginning_is_as_near_as_its_nearest_cut()
        => Assert.Equal((SpellingDistance.Far, 1), SpellingDistance.Between("mahkal", "mahakalesvar", 2));

    [Fact]
    public void It_is_the_distance_of_the_plain_definition() => Seeds.ForEach(2, (_, luck) =>
    {
        for (var i = 0; i < 1_500; i++)
        {
            var (asked, word) = (Word(luck), Word(luck));
            if (luck.Next(2) == 0)
            {
                word = asked.Remove(luck.Next(asked.Length), 1) + Word(luck)[..1];
            }
            var whole = Plain(asked, word);
            var beginning = Enumerable.Range(1, word.Length).Min(n => Plain(asked, word[..n]));
            for (var most = 0; most <= 4; most += 2)
            {
                var expected = (whole <= most ? whole : SpellingDistance.Far, beginning <= most ? beginning : SpellingDistance.Far);
                Assert.Equal(expected, SpellingDistance.Between(asked, word, most));
            }
        }
    });

    // The recursion of the definition, without rows, bands or ends.
    private static int Plain(string a, string b)
    {
        var known = new Dictionary<(int, int), int>();
        return D(a.Length, b.Length);

        int D(int i, int j)
        {
            if (known.TryGetValue((i, j), out var d))
            {
                return d;
            }
            d = i == 0 && j == 0 ? 0 : int.MaxValue;
            if (i > 0)
            {
                d = Math.Min(d, D(i - 1, j) + One(a[i - 1]));
            }
            if (j > 0)
            {
                d = Math.Min(d, D(i, j - 1) + One(b[j - 1]));
            }
            if (i > 0 && j > 0)
            {
                d = Math.Min(d, D(i - 1, j - 1) + Pair(a[i - 1], b[j - 1]));
            }
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] && a[i - 1] != b[j - 1])
            {
                d = Math.Min(d, D(i - 2, j - 2) + 2);
            }
            return known[(i, j)] = d;
        }

        static int One(char c) => "aeiouh".Contains(c) ? 1 : 2;

        static int Pair(char x, char y) => x == y ? 0
            : "aeiou".Contains(x) && "aeiou".Contains(y) ? 1
            : new[] { "rd", "dr", "mn", "nm", "yi", "iy" }.Contains($"{x}{y}") ? 1 : 2;
    }

    private static string Word(Random luck) => string.Concat(Enumerable.Range(0, luck.Next(2, 13)).Select(_ => "aeimnrdhkt"[luck.Next(10)]));
}
