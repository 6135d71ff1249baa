using Samagam.Core.Content;

namespace Samagam.Core.Tests.Content;

/// <summary>How large pieces are, and how far apart.</summary>
public sealed class BulkPaceTests
{
    [Theory]
    [InlineData(8_000)]      // 64 kbit/s
    [InlineData(125_000)]    // 1 Mbit/s
    [InlineData(12_500_000)] // 100 Mbit/s
    public void A_piece_is_on_its_way_no_longer_than_it_may_and_takes_no_more_than_its_share(int bytesPerSecond)
    {
        var options = new BulkOptions();
        var pace = new BulkPace(options);
        var (longest, busy, all) = (0.0, 0.0, 0.0);
        for (var i = 0; i < 200; i++)
        {
            var ms = pace.Piece * 1_000.0 / bytesPerSecond;
            var wait = pace.Took(pace.Piece, ms);
            longest = Math.Max(longest, ms);
            (busy, all) = (busy + ms, all + ms + wait);
        }
        Assert.InRange(longest, 0, options.PieceMs * 1.01);
        Assert.InRange(busy / all, 0.1, options.Share + 0.1);
    }

    [Fact]
    public void A_link_that_grows_slow_is_asked_for_less_at_once()
    {
        var pace = new BulkPace(new BulkOptions());
        for (var i = 0; i < 10; i++)
        {
            pace.Took(pace.Piece, 1);
        }
        Assert.Equal(new BulkOptions().MaxPiece, pace.Piece);
        pace.Took(pace.Piece, 8_000);
        Assert.Equal(64 * 1_024 * 200 / 8_000, pace.Piece);
    }
}
