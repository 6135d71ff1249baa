using Samagam.Core.Amenities;
using Samagam.Core.Facts;
using Samagam.Core.Ids;
using Samagam.TestKit;

namespace Samagam.Core.Tests.Amenities;

/// <summary>The book of what was said of amenities.</summary>
public sealed class AmenityBookTests
{
    [Fact]
    public void The_same_facts_in_any_order_and_number_give_the_same_book() => Seeds.ForEach(200, (_, luck) =>
    {
        var facts = Enumerable.Range(1, 30).Select(i => Any(luck, (ulong)i)).ToList();
        var expected = Describe(facts.Aggregate(AmenityBook.Empty, (b, f) => f(b)));
        Assert.Equal(expected, Describe(facts.Concat(facts.Take(7)).Shuffled(luck).Aggregate(AmenityBook.Empty, (b, f) => f(b))));
    });

    [Fact]
    public void Beyond_the_limit_the_newest_reports_stay_whatever_came_first()
    {
        var reports = Enumerable.Range(0, AmenityBook.MaxReports + 3).Select(i => Report(1, (ulong)i + 1, "n" + i, i)).ToList();
        foreach (var order in (IEnumerable<Func<AmenityBook, AmenityBook>>[])[reports, reports.AsEnumerable().Reverse()])
        {
            var book = order.Aggregate(AmenityBook.Empty, (b, f) => f(b));
            Assert.Equal(AmenityBook.MaxReports, book.ReportCount);
            Assert.Null(book.ReportOf("n2", new NodeId(1)));
            Assert.NotNull(book.ReportOf("n3", new NodeId(1)));
        }
    }

    [Fact]
    public void Beyond_the_limit_the_categories_of_the_least_words_stay()
    {
        var all = Enumerable.Range(0, AmenityBook.MaxCategories + 1).Select(i => Category((ulong)i + 1, $"c{i:000}")).ToList();
        foreach (var order in (IEnumerable<Func<AmenityBook, AmenityBook>>[])[all, all.AsEnumerable().Reverse()])
        {
            var book = order.Aggregate(AmenityBook.Empty, (b, f) => f(b));
            Assert.Equal((AmenityBook.MaxCategories, "c000", "c255"), (book.Categories.Count, book.Categories.Keys.First(), book.Categories.Keys.Last()));
        }
    }

    private static Func<AmenityBook, AmenityBook> Any(Random luck, ulong seq)
    {
        var (box, edits, at, id) = (luck.Next(1, 4), (uint)luck.Next(3), luck.Next(1_000), "n" + luck.Next(3));
        switch (luck.Next(3))
        {
            case 0:
                var said = new AmenitySaid { Id = id, NameEn = "Tap " + luck.Next(9), Removed = luck.Next(3) == 0 };
                return b => b.With(Given.Fact(Given.Id(box, seq), "amenity.said", said.Subject, Given.At(at), edits), said);
            case 1:
                var status = new AmenityStatus(id, luck.Next(2) == 0, luck.Next(1, 6), "", Given.NoonMs + 100_000, "asha");
                return b => b.With(Given.Fact(Given.Id(box, seq), "amenity.status", status.Subject, Given.At(at), edits), status);
            default:
                return Report(box, seq, id, at);
        }
    }

    private static Func<AmenityBook, AmenityBook> Report(int box, ulong seq, string id, long at)
    {
        var report = new AmenityReport(id, [new Voice(FoundState.Dirty, 1)]);
        return b => b.With(Given.Fact(Given.Id(box, seq), "amenity.reported", report.Subject, Given.At(at)), report);
    }

    private static Func<AmenityBook, AmenityBook> Category(ulong seq, string word)
    {
        var said = new CategorySaid(word, "food", "Langar", "लंगर", false, "asha");
        return b => b.With(Given.Fact(Given.Id(1, seq), "category.said", said.Subject), said);
    }

    private static string Describe(AmenityBook book) => string.Join('\n', book.Said.Values.Select(e => $"{e.Fact.Id} {e.Said.Id} {e.Said.NameEn} {e.Said.Removed}"))
        + string.Join('\n', Enumerable.Range(0, 3).Select(i => $"{book.At("n" + i, Given.NoonMs + 50_000, new AmenityOptions())} {book.StatusOf("n" + i)}"));
}
