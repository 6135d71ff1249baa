using Samagam.TestKit;

namespace Samagam.Sqlite.Tests;

public sealed class FailingDiskTests
{
    [Fact]
    public async Task Life_is_synced_before_it_is_acknowledged_and_bulk_is_not()
    {
        using var disk = new FaultyDisk("counting");
        await using var store = TestStore.Create(options: new SqliteOptions { Vfs = disk.Name });
        var before = disk.Syncs;
        foreach (var lane in new[] { 0, 1, 2, 3 })
        {
            await store.AddAsync(lane, lane).WithinLimit();
            Assert.True(disk.Syncs > before, $"lane {lane}");
            before = disk.Syncs;
        }
        foreach (var lane in new[] { 4, 5, 6 })
        {
            await store.AddAsync(lane, lane).WithinLimit();
            Assert.Equal(before, disk.Syncs);
        }
    }

    [Fact]
    public async Task One_sync_serves_a_whole_group()
    {
        using var disk = new FaultyDisk("grouping");
        await using var store = TestStore.Create(options: new SqliteOptions { Vfs = disk.Name });
        await store.AddAsync(0, 0).WithinLimit();
        using var gate = new WriterGate(store);
        var writes = Enumerable.Range(1, 100).Select(id => store.AddAsync(0, id)).ToList();
        var before = disk.Syncs;
        gate.Open();
        await Task.WhenAll(writes).WithinLimit();
        Assert.Equal(before + 1, disk.Syncs);
    }

    [Theory]
    [InlineData(FaultyDisk.IoErrorFsync, false)]
    [InlineData(FaultyDisk.IoErrorWrite, true)]
    public async Task A_disk_that_fails_once_is_never_trusted_again_until_reopened(int code, bool onWrite)
    {
        using var folder = new TempFolder();
        using var disk = new FaultyDisk("failing" + code);
        var options = new SqliteOptions { Vfs = disk.Name };
        var told = new List<StoreHealth>();
        await using (var store = TestStore.OpenAt(folder.File("store.db"), options: options, hooks: new WriteHooks { OnHealthChanged = told.Add }))
        {
            await store.AddAsync(0, 1).WithinLimit();
            var asked = 0;
            disk.Fault = (_, isWrite) => isWrite == onWrite && asked++ == 0 ? code : 0;
            var failed = await Assert.ThrowsAsync<StoreUnavailableException>(() => store.AddAsync(0, 2).WithinLimit());
            Assert.Equal(StoreUnavailableReason.IoError, failed.Reason);
            Assert.Equal(StoreCondition.Broken, store.Lanes.Health.Condition);
            var after = await Assert.ThrowsAsync<StoreUnavailableException>(() => store.AddAsync(0, 3).WithinLimit());
            Assert.Equal(StoreUnavailableReason.IoError, after.Reason);
            Assert.Equal(1, asked);
            Assert.Equal([1], store.Ids());
            Assert.Equal(StoreCondition.Broken, Assert.Single(told).Condition);
            Assert.Equal(2, store.Lanes.Refusals);
        }
        await using var again = TestStore.OpenAt(folder.File("store.db"), options: options);
        await again.AddAsync(0, 4).WithinLimit();
        Assert.Contains(1, again.Ids());
        Assert.DoesNotContain(3, again.Ids());
    }

    [Fact]
    public async Task A_failed_sync_fails_every_work_of_its_group_and_none_is_called_saved()
    {
        using var disk = new FaultyDisk("group-fails");
        await using var store = TestStore.Create(options: new SqliteOptions { Vfs = disk.Name });
        await store.AddAsync(0, 0).WithinLimit();
        var gate = new WriterGate(store);
        var writes = Enumerable.Range(1, 20).Select(id => store.AddAsync(0, id)).ToList();
        disk.Fault = (_, isWrite) => isWrite ? 0 : FaultyDisk.IoErrorFsync;
        gate.Dispose();
        foreach (var write in writes)
        {
            Assert.Equal(StoreUnavailableReason.IoError, (await Assert.ThrowsAsync<StoreUnavailableException>(() => write.WithinLimit())).Reason);
        }
        Assert.Equal([0], store.Ids());
    }

    [Fact]
    public async Task A_disk_that_fails_while_the_log_is_moved_is_noticed_though_the_row_is_saved()
    {
        using var disk = new FaultyDisk("checkpoint");
        await using var store = TestStore.Create(new WriteLaneOptions { ReserveBytes = 0, CheckpointPages = 16 }, options: new SqliteOptions { Vfs = disk.Name });
        disk.Fault = (path, isWrite) => isWrite && path == store.Path ? FaultyDisk.IoErrorWrite : 0;
        await store.AddAsync(0, 1, 100_000).WithinLimit();
        var refused = await Assert.ThrowsAsync<StoreUnavailableException>(() => store.AddAsync(0, 2).WithinLimit());
        Assert.Equal(StoreUnavailableReason.IoError, refused.Reason);
        Assert.Equal([1], store.Ids());
    }

    [Fact]
    public async Task A_store_whose_file_is_removed_under_it_stops_acknowledging()
    {
        await using var store = TestStore.Create();
        await store.AddAsync(0, 1).WithinLimit();
        File.Delete(store.Path);
        var refused = await Assert.ThrowsAsync<StoreUnavailableException>(() => store.AddAsync(0, 2).WithinLimit());
        Assert.Equal(StoreUnavailableReason.IoError, refused.Reason);
        Assert.Contains("removed", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_store_whose_folder_is_removed_refuses_with_its_reason_though_the_disk_cannot_be_asked_for_its_room()
    {
        using var folder = new TempFolder();
        var data = Directory.CreateDirectory(folder.File("data")).FullName;
        await using var store = TestStore.OpenAt(Path.Combine(data, "store.db"), new WriteLaneOptions { ReserveBytes = 1 });
        await store.AddAsync(0, 1).WithinLimit();
        Directory.Delete(data, recursive: true);
        store.Clock.Advance(TimeSpan.FromSeconds(2));
        var refused = await Assert.ThrowsAsync<StoreUnavailableException>(() => store.AddAsync(0, 2).WithinLimit());
        Assert.Equal(StoreUnavailableReason.IoError, refused.Reason);
        Assert.Contains("removed", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Whatever_a_power_cut_leaves_every_acknowledged_row_is_there()
    {
        Seeds.ForEach(fresh: 60, (seed, luck) => CutOnceAsync(seed, luck).GetAwaiter().GetResult(), 1150775575, 2035151509);
    }

    private static async Task CutOnceAsync(int seed, Random luck)
    {
        using var folder = new TempFolder();
        using var left = new TempFolder();
        using var disk = new FaultyDisk($"cut-{seed}");
        var power = new PowerCut();
        power.Watch(disk);
        var acknowledged = new HashSet<long>();
        HashSet<long>? acknowledgedAtCut = null;
        var cutAt = luck.Next(4) == 0 ? luck.Next(1, 30) : luck.Next(30, 250);
        var steps = 0;
        disk.Fault = (_, _) =>
        {
            // On the writer's thread, between what it acknowledged and what it is about to write or sync.
            if (++steps == cutAt)
            {
                acknowledgedAtCut = [.. acknowledged];
                power.LeaveIn(left.Path, luck);
            }
            return 0;
        };
        var hooks = new WriteHooks { OnCommitted = batch => acknowledged.UnionWith(batch.Synced ? batch.Works.Select(w => (long)w.Result!) : []) };
        var lanes = new WriteLaneOptions { ReserveBytes = 0, CheckpointPages = 16 };
        await using (var store = TestStore.OpenAt(folder.File("store.db"), lanes, hooks, new SqliteOptions { Vfs = disk.Name }))
        {
            for (var id = 0; steps < cutAt; id += 3)
            {
                var bytes = luck.Next(1, 9000);
                await Task.WhenAll(store.AddAsync(luck.Next(7), id, bytes), store.AddAsync(0, id + 1, 20), store.AddAsync(6, id + 2, 50)).WithinLimit();
            }
        }
        await using var after = TestStore.OpenAt(left.File("store.db"));
        Assert.NotNull(acknowledgedAtCut);
        var lost = acknowledgedAtCut.Except(after.Ids()).ToList();
        Assert.True(lost.Count == 0, $"cut at step {cutAt}: lost {lost.Count} of {acknowledgedAtCut.Count}, first {lost.FirstOrDefault()}");
        await after.AddAsync(0, -1).WithinLimit();
    }
}
