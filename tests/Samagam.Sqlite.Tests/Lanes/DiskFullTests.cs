using Samagam.TestKit;

namespace Samagam.Sqlite.Tests;

public sealed class DiskFullTests
{
    [Fact]
    public async Task A_store_at_its_size_limit_refuses_clearly_and_heals_when_there_is_room()
    {
        var told = new List<StoreCondition>();
        await using var store = TestStore.Create(
            options: new SqliteOptions { MaxFileBytes = 40 * 4096 }, hooks: new WriteHooks { OnHealthChanged = h => told.Add(h.Condition) });
        var saved = new List<long>();
        StoreUnavailableException? refused = null;
        for (var id = 0L; refused is null && id < 100; id++)
        {
            try
            {
                saved.Add(await store.AddAsync(0, id, 8000).WithinLimit());
            }
            catch (StoreUnavailableException e)
            {
                refused = e;
            }
        }
        Assert.Equal(StoreUnavailableReason.DiskFull, refused?.Reason);
        Assert.Equal(StoreCondition.DiskFull, store.Lanes.Health.Condition);
        Assert.Equal(saved, store.Ids());
        await store.Lanes.WriteAsync(0, scope => scope.Execute("delete from item where id < 5"), TestContext.Current.CancellationToken).WithinLimit();
        await store.AddAsync(0, 1000, 8000).WithinLimit();
        Assert.Equal([StoreCondition.DiskFull, StoreCondition.Ok], told);
        Assert.Contains(1000, store.Ids());
    }

    [Fact]
    public async Task On_a_full_disk_a_small_work_is_not_refused_for_the_sake_of_a_large_one()
    {
        await using var store = TestStore.Create(options: new SqliteOptions { MaxFileBytes = 40 * 4096 });
        await Assert.ThrowsAsync<StoreUnavailableException>(() => store.AddAsync(0, 1, 1_000_000).WithinLimit());
        Assert.Equal(StoreCondition.DiskFull, store.Lanes.Health.Condition);
        using var gate = new WriterGate(store);
        var large = store.AddAsync(0, 2, 1_000_000);
        var small = store.AddAsync(0, 3);
        gate.Open();
        await Assert.ThrowsAsync<StoreUnavailableException>(() => large.WithinLimit());
        await small.WithinLimit();
        Assert.Equal([3], store.Ids());
    }

    [Fact]
    public async Task While_room_is_short_only_the_lanes_that_may_be_shed_are_refused()
    {
        await using var store = TestStore.Create(new WriteLaneOptions { ReserveBytes = long.MaxValue });
        var refused = await Assert.ThrowsAsync<StoreUnavailableException>(() => store.AddAsync(4, 1).WithinLimit());
        Assert.Equal(StoreUnavailableReason.DiskFull, refused.Reason);
        await store.AddAsync(3, 2).WithinLimit();
        Assert.Equal([2], store.Ids());
        Assert.Equal(StoreCondition.Ok, store.Lanes.Health.Condition);
    }

    [Fact]
    public async Task A_really_full_disk_is_refused_clearly_and_heals_when_space_returns()
    {
        using var disk = TinyDisk.TryMount();
        Assert.SkipWhen(disk is null, "this user may not mount a tiny disk; the test of the size limit stands on the same code");
        await FillAndHealAsync(disk.Folder);
    }

    private static async Task FillAndHealAsync(TempFolder folder)
    {
        var ballast = folder.File("ballast");
        await File.WriteAllBytesAsync(ballast, new byte[1 << 20], TestContext.Current.CancellationToken);
        await using var store = TestStore.OpenAt(folder.File("store.db"));
        var saved = new List<long>();
        var refusals = 0;
        for (var id = 0L; refusals < 3 && id < 1000; id++)
        {
            try
            {
                saved.Add(await store.AddAsync(0, id, 3000).WithinLimit());
            }
            catch (StoreUnavailableException e)
            {
                Assert.Equal(StoreUnavailableReason.DiskFull, e.Reason);
                refusals++;
            }
        }
        Assert.Equal(3, refusals);
        Assert.Equal(saved, store.Ids());
        File.Delete(ballast);
        saved.Add(await store.AddAsync(0, 5000, 3000).WithinLimit());
        Assert.Equal(saved, store.Ids());
        Assert.Equal(StoreCondition.Ok, store.Lanes.Health.Condition);
    }
}
