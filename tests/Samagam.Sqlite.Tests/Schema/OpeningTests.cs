using Samagam.TestKit;

namespace Samagam.Sqlite.Tests;

[System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
public sealed class OpeningTests
{
    [Fact]
    public async Task A_store_keeps_its_rows_and_settings_over_a_restart()
    {
        using var folder = new TempFolder();
        await using (var first = TestStore.OpenAt(folder.File("store.db")))
        {
            await first.AddAsync(0, 1).WithinLimit();
        }
        await using var second = TestStore.OpenAt(folder.File("store.db"));
        Assert.Equal([1], second.Ids());
        Assert.Equal("wal", second.Database.Look(s => s.Text("pragma journal_mode")));
        Assert.Equal(1, await second.Lanes.WriteAsync(0, s => s.Int64("pragma foreign_keys"), TestContext.Current.CancellationToken));
        Assert.Equal(2, await second.Lanes.WriteAsync(0, s => s.Int64("pragma synchronous"), TestContext.Current.CancellationToken));
        Assert.Equal(0, await second.Lanes.WriteAsync(0, s => s.Int64("pragma mmap_size"), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_second_process_may_not_write_the_same_store()
    {
        await using var store = TestStore.Create();
        var refused = Assert.IsType<SqliteOpenOutcome.Refused>(TestStore.TryOpen(store.Path));
        Assert.Equal(SqliteRefusal.InUse, refused.Reason);
        Assert.Contains(store.Path, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_folder_is_said()
    {
        using var folder = new TempFolder();
        Refuses(SqliteRefusal.FolderMissing, folder.File("nowhere/store.db"));
    }

    [Fact]
    public void A_file_of_another_kind_is_refused_and_left_alone()
    {
        using var folder = new TempFolder();
        var path = folder.File("store.db");
        File.WriteAllText(path, "Dear diary, today the river rose by a hand.");
        Refuses(SqliteRefusal.NotADatabase, path);
        Assert.Equal("Dear diary, today the river rose by a hand.", File.ReadAllText(path));
    }

    [Fact]
    public async Task A_store_cut_to_nothing_is_not_taken_for_a_new_one()
    {
        using var folder = new TempFolder();
        var path = await StoreWithRowsAsync(folder, 10);
        File.WriteAllBytes(path, []);
        Refuses(SqliteRefusal.NotADatabase, path);
        File.Delete(path);
        Assert.IsType<SqliteOpenOutcome.Opened>(TestStore.TryOpen(path)).Database.Dispose();
    }

    [Fact]
    public async Task A_truncated_store_is_refused_as_damaged()
    {
        using var folder = new TempFolder();
        var path = await StoreWithRowsAsync(folder, 500);
        Damage(path, file => file.SetLength(file.Length / 2 / 4096 * 4096));
        Refuses(SqliteRefusal.Corrupt, path);
    }

    [Fact]
    public async Task Flipped_bytes_in_the_structure_are_noticed_and_said()
    {
        using var folder = new TempFolder();
        var path = await StoreWithRowsAsync(folder, 500);
        Damage(path, file =>
        {
            // The second page, the root of the rows: its header says what it is, how many cells it has and where.
            file.Position = 4096;
            file.Write([0xff, 0x37, 0xff, 0x13, 0xfe, 0xff, 0xff, 0xff]);
        });
        var refused = Refuses(SqliteRefusal.Corrupt, path);
        Assert.Contains("damaged", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Random_damage_never_crashes_and_is_never_silent_about_structure()
    {
        using var folder = new TempFolder();
        var path = await StoreWithRowsAsync(folder, 300);
        var whole = await File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken);
        Seeds.ForEach(fresh: 60, (_, luck) =>
        {
            var damaged = (byte[])whole.Clone();
            luck.NextBytes(damaged.AsSpan(luck.Next(damaged.Length / 512) * 512, 512));
            File.WriteAllBytes(path, damaged);
            if (TestStore.TryOpen(path) is SqliteOpenOutcome.Opened opened)
            {
                // Inside a row nothing of SQLite's own is hurt; that is for the row's owner to notice.
                using var database = opened.Database;
                Assert.Equal(QuickCheck.Passed, opened.Check);
                Assert.Equal("ok", database.Look(s => s.Text("pragma quick_check(1)")));
            }
        });
    }

    [Fact]
    public async Task A_check_that_takes_too_long_is_reported_as_unfinished()
    {
        using var folder = new TempFolder();
        var path = await StoreWithRowsAsync(folder, 3000);
        var outcome = TestStore.TryOpen(path, options: new SqliteOptions { QuickCheckTimeLimit = TimeSpan.FromTicks(1) });
        var opened = Assert.IsType<SqliteOpenOutcome.Opened>(outcome);
        opened.Database.Dispose();
        Assert.Equal(QuickCheck.Unfinished, opened.Check);
    }

    [Fact]
    public void A_database_of_another_program_is_refused()
    {
        using var folder = new TempFolder();
        var path = folder.File("store.db");
        Assert.IsType<SqliteOpenOutcome.Opened>(TestStore.TryOpen(path, new Migrations(42, []))).Database.Dispose();
        Refuses(SqliteRefusal.OtherProgram, path);
    }

    [Fact]
    public void A_store_of_newer_code_is_refused_and_names_both_versions()
    {
        using var folder = new TempFolder();
        var path = folder.File("store.db");
        var newer = new Migrations(TestStore.ApplicationId, [.. TestStore.Schema.Steps, Migration.Script(2, "later", "create table later (id integer)")]);
        Assert.IsType<SqliteOpenOutcome.Opened>(TestStore.TryOpen(path, newer)).Database.Dispose();
        var refused = Refuses(SqliteRefusal.NewerSchema, path);
        Assert.Contains("schema 2", refused.Message, StringComparison.Ordinal);
        Assert.Contains("up to 1", refused.Message, StringComparison.Ordinal);
        Assert.IsType<SqliteOpenOutcome.Opened>(TestStore.TryOpen(path, newer)).Database.Dispose();
    }

    [Fact]
    public async Task Migrations_run_once_in_order_and_a_failed_one_leaves_those_before_it()
    {
        using var folder = new TempFolder();
        var path = await StoreWithRowsAsync(folder, 5);
        var failing = new Migrations(
            TestStore.ApplicationId,
            [
                .. TestStore.Schema.Steps,
                Migration.Script(2, "upper names", "update item set name = upper(name)"),
                Migration.Script(3, "half a step", "create table half (id integer); insert into nowhere values (1)"),
            ]);
        var refused = Refuses(SqliteRefusal.MigrationFailed, path, failing);
        Assert.Contains("half a step", refused.Message, StringComparison.Ordinal);
        var repaired = new Migrations(
            TestStore.ApplicationId,
            [.. failing.Steps.Take(2), new Migration(3, "counted", scope => scope.Execute("insert into item values (99, (select count(*) from item), null)"))]);
        var opened = Assert.IsType<SqliteOpenOutcome.Opened>(TestStore.TryOpen(path, repaired));
        using var database = opened.Database;
        Assert.Equal(["3 counted"], opened.AppliedMigrations);
        Assert.Equal("ITEM 1", database.Look(s => s.Text("select name from item where id = 1")));
        Assert.Equal("5", database.Look(s => s.Text("select name from item where id = 99")));
        Assert.Equal(0, database.Look(s => s.Int64("select count(*) from sqlite_schema where name = 'half'")));
    }

    [Fact]
    public void A_migration_that_orphans_a_row_is_undone()
    {
        using var folder = new TempFolder();
        var orphans = new Migrations(TestStore.ApplicationId, [Migration.Script(1, "orphans", """
            create table parent (id integer primary key);
            create table child (parent integer references parent (id));
            insert into child values (1);
            """)]);
        var refused = Refuses(SqliteRefusal.MigrationFailed, folder.File("store.db"), orphans);
        Assert.Contains("child", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_gap_in_the_migrations_is_a_mistake_of_the_code()
    {
        Assert.Throws<ArgumentException>(() => new Migrations(1, [Migration.Script(2, "second", "")]));
        Assert.Throws<ArgumentException>(() => new Migrations(0, []));
    }

    [Fact]
    public async Task A_folder_this_user_may_not_write_is_said()
    {
        using var folder = new TempFolder();
        var path = await StoreWithRowsAsync(folder, 1);
        if (Environment.UserName == "root")
        {
            // Root passes every permission; nobody opens a folder as a file.
            File.Delete(path + ".lock");
            Directory.CreateDirectory(path + ".lock");
        }
        else
        {
            File.SetUnixFileMode(path + ".lock", UnixFileMode.UserRead);
        }
        Refuses(SqliteRefusal.NoPermission, path);
    }

    [Fact]
    public async Task A_read_only_disk_is_said()
    {
        using var disk = TinyDisk.TryMount();
        Assert.SkipWhen(disk is null, "this user may not mount a disk");
        var path = await StoreWithRowsAsync(disk.Folder, 1);
        disk.MakeReadOnly();
        Refuses(SqliteRefusal.ReadOnly, path);
    }

    [Fact]
    public async Task A_read_only_file_is_said()
    {
        Assert.SkipWhen(Environment.UserName == "root", "root writes read-only files");
        using var folder = new TempFolder();
        var path = await StoreWithRowsAsync(folder, 1);
        File.SetUnixFileMode(path, UnixFileMode.UserRead);
        Refuses(SqliteRefusal.ReadOnly, path);
    }

    [Theory]
    [InlineData(511)]
    [InlineData(3000)]
    [InlineData(131072)]
    public void Options_outside_their_limits_are_named(int pageBytes)
    {
        var wrong = Assert.Throws<ArgumentOutOfRangeException>(() => TestStore.TryOpen("/tmp/never", options: new SqliteOptions { PageBytes = pageBytes }));
        Assert.Equal("PageBytes", wrong.ParamName);
    }

    [Fact]
    public void An_engine_too_old_or_for_one_thread_is_refused_with_what_to_install()
    {
        Assert.Contains("libsqlite3-0", Assert.Throws<SqliteEngineMissingException>(() => SqliteEngine.Check(3_034_999, "3.34.1", true, 1)).Message, StringComparison.Ordinal);
        Assert.Throws<SqliteEngineMissingException>(() => SqliteEngine.Check(3_040_001, "3.40.1", true, 0));
        Assert.NotEqual(0, SqliteEngine.Load().ThreadSafety);
    }

    private static SqliteOpenOutcome.Refused Refuses(SqliteRefusal reason, string path, Migrations? schema = null)
    {
        var refused = Assert.IsType<SqliteOpenOutcome.Refused>(TestStore.TryOpen(path, schema));
        Assert.True(reason == refused.Reason, $"expected {reason}, was {refused.Reason}: {refused.Message}");
        Assert.Contains(path, refused.Message, StringComparison.Ordinal);
        Assert.Throws<StoreUnavailableException>(() => refused.OrThrow());
        return refused;
    }

    private static void Damage(string path, Action<FileStream> damage)
    {
        using var file = new FileStream(path, FileMode.Open);
        damage(file);
    }

    private static async Task<string> StoreWithRowsAsync(TempFolder folder, int rows)
    {
        await using var store = TestStore.OpenAt(folder.File("store.db"));
        await Task.WhenAll(Enumerable.Range(1, rows).Select(id => store.AddAsync(0, id, 400))).WithinLimit();
        return store.Path;
    }
}
