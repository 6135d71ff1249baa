using Samagam.Compliance;
using Samagam.Core.Facts;
using Samagam.Sqlite;
using Samagam.TestKit;

namespace Samagam.Mesh.Store.Tests;

/// <summary>A store as the first release wrote it; later schemas must read it for ever.</summary>
internal static class GoldenStore
{
    public static Fact[] Facts =>
    [
        SampleFacts.Make(1), SampleFacts.Make(3, lane: Lane.Answer),
        SampleFacts.Make(7, origin: 65535, epoch: uint.MaxValue, lane: Lane.Shared, subject: "amenity/42", stream: StreamId.OfSector(12)),
        SampleFacts.Make(long.MaxValue, origin: 2, epoch: 9, stream: StreamId.Hub, lane: Lane.Telemetry, bodyBytes: 300),
    ];

    public static async Task MakeAsync(string file)
    {
        await using var log = SqliteFactLog.Open(file, new SqliteOptions { PageBytes = 512 }, new WriteLaneOptions { ReserveBytes = 0 }, new ManualTime());
        await log.WriteAsync(
            Lane.Life,
            tx =>
            {
                tx.Insert(SampleFacts.Make(2));
                foreach (var fact in Facts)
                {
                    tx.Insert(fact);
                }
                tx.Drop(SampleFacts.Make(2).Id);
                tx.MarkKnown(SampleFacts.Stream(4), RangeSet.From([new SeqRange(1, 9), new SeqRange(20, 20)]));
                tx.KeepApart(SampleFacts.Make(1, fill: 99));
                tx.PutLocal("box", "epoch", "77"u8);
                return true;
            },
            CancellationToken.None);
    }
}

public sealed class GoldenStoreTests
{
    [Fact]
    public async Task A_store_of_the_first_release_is_read_in_every_part()
    {
        using var folder = new TempFolder();
        var file = folder.File("facts.db");
        File.Copy(Path.Combine(AppContext.BaseDirectory, "Golden", "facts-1.db"), file);
        await using var log = SqliteFactLog.Open(file, new SqliteOptions(), new WriteLaneOptions { ReserveBytes = 0 }, new ManualTime());
        foreach (var fact in GoldenStore.Facts)
        {
            var held = log.Find(fact.Id);
            Assert.NotNull(held);
            Assert.Equal(fact.Statement.ToArray(), held.Statement.ToArray());
            Assert.Equal(fact.Signature.ToArray(), held.Signature.ToArray());
            Assert.Equal(fact.Subject, held.Subject);
        }
        Assert.Null(log.Find(SampleFacts.Make(2).Id));
        Assert.Equal("1-3", log.Known().Of(SampleFacts.Stream()).ToString());
        Assert.Equal("1-9,20", log.Known().Of(SampleFacts.Stream(4)).ToString());
        Assert.Equal(GoldenStore.Facts.Select(f => f.Id), log.ReadFrom(0, 10).Facts.Select(f => f.Id));
        Assert.Equal(1, log.KeptApart);
        var stop = TestContext.Current.CancellationToken;
        Assert.Equal("77"u8.ToArray(), await log.WriteAsync(Lane.Life, tx => tx.GetLocal("box", "epoch"), stop));
        await log.WriteAsync(Lane.Life, tx => { tx.Insert(SampleFacts.Make(4)); return true; }, stop);
        Assert.Equal("1-4", log.Known().Of(SampleFacts.Stream()).ToString());
    }
}
