using Samagam.Core.Warnings;
using Samagam.Node.Portal.Realtime;
using Samagam.TestKit;

namespace Samagam.Node.Portal.Tests.Warnings;

public sealed class WarningToldTests
{
    [Fact]
    public void A_cursor_says_what_was_told_and_fits_the_id_of_an_event() => Seeds.ForEach(200, (_, luck) =>
    {
        var told = new WarningTold();
        var ids = Enumerable.Range(0, WarningTold.Most).Select(i => (Id: WarningId.Of("s", $"{luck.Next()}-{i}"), Ended: luck.Next(2) == 0)).ToList();
        foreach (var (id, ended) in ids)
        {
            told.Stands(id);
            if (ended)
            {
                told.Ended(id);
            }
        }
        var cursor = told.Cursor(WarningBook.Empty, 0);
        Assert.True(cursor.Length <= 128);
        var back = WarningTold.Of(cursor);
        Assert.All(ids, e => Assert.Equal((true, !e.Ended), (back.Has(e.Id), back.Believes(e.Id))));
        Assert.False(back.Has(WarningId.Of("s", "never")));
        told.Stands(WarningId.Of("s", "one more"));
        Assert.Equal(cursor.Length, told.Cursor(WarningBook.Empty, 0).Length);
    });

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("w1.")]
    [InlineData("w1.abc")]
    [InlineData("w1.ab*def")]
    [InlineData("1.2-3")]
    public void A_foreign_cursor_tells_nothing(string? cursor) => Assert.Equal("w1.", WarningTold.Of(cursor).Cursor(WarningBook.Empty, 0));
}
