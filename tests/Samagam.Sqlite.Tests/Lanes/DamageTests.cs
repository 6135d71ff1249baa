using SQLitePCL;
using Samagam.TestKit;

namespace Samagam.Sqlite.Tests;

public sealed class DamageTests
{
    [Fact]
    public async Task Damage_met_while_running_is_said_and_ends_writing_but_not_reading_elsewhere()
    {
        using var folder = new TempFolder();
        await using (var whole = TestStore.OpenAt(folder.File("store.db")))
        {
            await Task.WhenAll(Enumerable.Range(1, 500).Select(id => whole.AddAsync(0, id, 400))).WithinLimit();
        }
        DamageRows(folder.File("store.db"));
        // As after a bit flip since the last start, or a check that did not end in time.
        await using var store = TestStore.OpenAt(folder.File("store.db"), options: new SqliteOptions { QuickCheckTimeLimit = TimeSpan.Zero });
        Assert.Equal(StoreUnavailableReason.Corrupt, Assert.Throws<StoreUnavailableException>(store.Ids).Reason);
        Assert.Equal(1, store.Database.CorruptReads);
        var refused = await Assert.ThrowsAsync<StoreUnavailableException>(() => store.AddAsync(0, 1000).WithinLimit());
        Assert.Equal(StoreUnavailableReason.Corrupt, refused.Reason);
        Assert.Equal(StoreCondition.Broken, store.Lanes.Health.Condition);
        Assert.Equal(1, store.Database.Look(s => s.Int64("select count(*) from sqlite_schema where name = 'item'")));
    }

    [Fact]
    public async Task A_lock_held_by_another_process_is_waited_for_then_refused_and_heals()
    {
        await using var store = TestStore.Create(options: new SqliteOptions { BusyTimeout = TimeSpan.FromMilliseconds(30) });
        Assert.Equal(raw.SQLITE_OK, raw.sqlite3_open(store.Path, out var other));
        using (other)
        {
            Assert.Equal(raw.SQLITE_OK, raw.sqlite3_exec(other, "begin immediate"));
            var refused = await Assert.ThrowsAsync<StoreUnavailableException>(() => store.AddAsync(0, 1).WithinLimit());
            Assert.Equal(StoreUnavailableReason.Busy, refused.Reason);
            Assert.Equal(StoreCondition.Ok, store.Lanes.Health.Condition);
            Assert.Equal(raw.SQLITE_OK, raw.sqlite3_exec(other, "rollback"));
        }
        await store.AddAsync(0, 2).WithinLimit();
        Assert.Equal([2], store.Ids());
    }

    [Fact]
    public async Task Readers_that_never_pause_do_not_let_the_log_grow_for_ever()
    {
        await using var store = TestStore.Create(new WriteLaneOptions { ReserveBytes = 0, CheckpointPages = 16 });
        using var looked = new ManualResetEventSlim();
        using var enough = new ManualResetEventSlim();
        var reading = Task.Run(
            () => store.Database.Look(scope =>
            {
                scope.Int64("select count(*) from item");
                looked.Set();
                enough.WaitOrFail();
                return 0;
            }),
            TestContext.Current.CancellationToken);
        looked.WaitOrFail();
        for (var id = 0; id < 100; id++)
        {
            await store.AddAsync(0, id, 4000).WithinLimit();
        }
        var whileRead = new FileInfo(store.Path + "-wal").Length;
        enough.Set();
        await reading.WithinLimit();
        for (var id = 100; id < 140; id++)
        {
            await store.AddAsync(0, id, 4000).WithinLimit();
        }
        Assert.True(whileRead > 100 * 4096, "a reader holds the log");
        Assert.True(new FileInfo(store.Path + "-wal").Length <= whileRead + (32 * 4096), "once it is gone the log begins anew");
        Assert.Equal(140, store.Ids().Count);
    }

    private static void DamageRows(string path)
    {
        using var file = new FileStream(path, FileMode.Open);
        file.Position = 4096;
        file.Write([0xff, 0x37, 0xff, 0x13, 0xfe, 0xff, 0xff, 0xff]);
    }
}
