using Samagam.Core.Crowd;
using Samagam.Core.Facts;
using Samagam.TestKit;

namespace Samagam.Core.Tests.Crowd;

/// <summary>What reports add up to.</summary>
public sealed class CrowdBookTests
{
    private const string Zone = "ram-ghat";
    private static readonly CrowdOptions Options = new();

    [Fact]
    public void The_same_reports_in_any_order_and_number_give_the_same_picture() => Seeds.ForEach(200, (_, luck) =>
    {
        var said = Enumerable.Range(1, 20).Select(i => Said(
            luck.Next(1, 4), (ulong)i, new CrowdReport("z" + luck.Next(2), "r" + luck.Next(3), (CrowdSource)luck.Next(1, 5), luck.NextDouble() * 6), i * 1_000)).ToList();
        var expected = Describe(said.Aggregate(CrowdBook.Empty, (b, s) => b.With(s.Fact, s.Report)));
        var again = said.Concat(said.Take(5)).Shuffled(luck);
        Assert.Equal(expected, Describe(again.Aggregate(CrowdBook.Empty, (b, s) => b.With(s.Fact, s.Report))));
    });

    [Fact]
    public void A_fresh_counter_is_taken_at_its_word()
    {
        var now = Book(Said(1, 1, new(Zone, "c", CrowdSource.Counter, 4.2), 0)).At(Zone, Given.NoonMs + 60_000, Options);
        Assert.Equal((4.2, 4, 60_000L, 1.0), (now.DensityPerM2, now.Level, now.AgeMs, now.Belief));
    }

    [Fact]
    public void A_stale_report_drifts_towards_the_usual_and_is_forgotten()
    {
        var book = Book(Said(1, 1, new(Zone, "c", CrowdSource.Counter, 4.2), 0));
        Assert.Equal(2.2, book.At(Zone, Given.NoonMs + Options.FreshMs + Options.HalfLifeMs, Options).DensityPerM2, 0.001);
        Assert.Equal(1.2, book.At(Zone, Given.NoonMs + Options.FreshMs + (2 * Options.HalfLifeMs), Options).DensityPerM2, 0.001);
        Assert.True(book.At(Zone, Given.NoonMs + Options.ForgottenMs, Options).Belief > 0);
        var gone = book.At(Zone, Given.NoonMs + Options.ForgottenMs + 1, Options);
        Assert.Equal((Options.UsualDensityPerM2, 0.0, long.MaxValue), (gone.DensityPerM2, gone.Belief, gone.AgeMs));
    }

    [Fact]
    public void Pilgrims_alone_never_close_a_zone_and_shift_what_a_steward_says()
    {
        var pilgrims = Book([.. Enumerable.Range(1, 3).Select(i => Said(i, 1, new(Zone, "people", CrowdSource.Pilgrims, 6), 0))]);
        Assert.True(pilgrims.At(Zone, Given.NoonMs, Options).Level < CrowdLevels.Most);
        var both = pilgrims.With(Said(9, 1, new(Zone, "asha", CrowdSource.Staff, 2), 0).Fact, new(Zone, "asha", CrowdSource.Staff, 2));
        Assert.InRange(both.At(Zone, Given.NoonMs, Options).DensityPerM2, 2.5, 4.9);
    }

    [Fact]
    public void A_stamp_from_the_future_counts_as_now() =>
        Assert.Equal(0, Book(Said(1, 1, new(Zone, "c", CrowdSource.Counter, 3), 999_999)).At(Zone, Given.NoonMs, Options).AgeMs);

    [Theory]
    [InlineData(0, 1)]
    [InlineData(0.5, 2)]
    [InlineData(2, 3)]
    [InlineData(4, 4)]
    [InlineData(4.99, 4)]
    [InlineData(5, 5)]
    [InlineData(9, 5)]
    public void Densities_fall_into_five_levels(double density, int level) => Assert.Equal(level, CrowdLevels.Of(density));

    [Fact]
    public void A_level_means_a_density_of_that_level()
    {
        for (var level = CrowdLevels.Least; level <= CrowdLevels.Most; level++)
        {
            Assert.Equal(level, CrowdLevels.Of(CrowdLevels.DensityOf(level)));
        }
        Assert.Throws<ArgumentOutOfRangeException>(() => CrowdLevels.DensityOf(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => CrowdLevels.DensityOf(6));
    }

    private static (Fact Fact, CrowdReport Report) Said(int box, ulong seq, CrowdReport report, long atMs) =>
        (Given.Fact(Given.Id(box, seq), FactKinds.CrowdReported.Name, report.Subject, Given.At(atMs)), report);

    private static CrowdBook Book(params (Fact Fact, CrowdReport Report)[] said) => said.Aggregate(CrowdBook.Empty, (b, s) => b.With(s.Fact, s.Report));

    private static string Describe(CrowdBook book) => $"{book.NewestMs} " + string.Join('\n', book.Zones.Select(z => book.At(z, Given.NoonMs + 50_000, Options)));
}
