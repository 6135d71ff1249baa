using Samagam.TestKit;

namespace Samagam.Sqlite.Tests;

/// <summary>A store of one table in a folder of its own, opened as a host would.</summary>
internal sealed class TestStore : IAsyncDisposable
{
    public const int ApplicationId = 0x53414D54;
    private readonly TempFolder? _folder;

    private TestStore(TempFolder? folder, SqliteDatabase database, WriteLanes lanes, ManualTime clock)
    {
        _folder = folder;
        Clock = clock;
        Database = database;
        Lanes = lanes;
    }

    public static Migrations Schema { get; } = new(
        ApplicationId,
        [Migration.Script(1, "items", "create table item (id integer primary key, name text not null, body blob) strict;")]);

    /// <summary>The clock the writer goes by.</summary>
    public ManualTime Clock { get; }

    public SqliteDatabase Database { get; }

    public WriteLanes Lanes { get; }

    public string Path => Database.Path;

    public static TestStore Create(WriteLaneOptions? lanes = null, WriteHooks? hooks = null, SqliteOptions? options = null)
    {
        var folder = new TempFolder();
        try
        {
            return OpenAt(folder.File("store.db"), lanes, hooks, options, folder);
        }
        catch
        {
            folder.Dispose();
            throw;
        }
    }

    public static TestStore OpenAt(
        string path, WriteLaneOptions? lanes = null, WriteHooks? hooks = null, SqliteOptions? options = null, TempFolder? folder = null)
    {
        var database = SqliteDatabase.Open(path, options ?? new SqliteOptions(), Schema, TimeProvider.System).OrThrow();
        var clock = new ManualTime();
        return new TestStore(folder, database, WriteLanes.Start(database, lanes ?? new WriteLaneOptions { ReserveBytes = 0 }, hooks ?? new WriteHooks(), clock), clock);
    }

    public static SqliteOpenOutcome TryOpen(string path, Migrations? schema = null, SqliteOptions? options = null) =>
        SqliteDatabase.Open(path, options ?? new SqliteOptions(), schema ?? Schema, TimeProvider.System);

    public Task<long> AddAsync(int lane, long id, int bodyBytes = 16) => Lanes.WriteAsync(
        lane,
        scope =>
        {
            scope.Execute("insert into item values (?, ?, ?)", id, $"item {id}", new byte[bodyBytes]);
            return id;
        },
        TestContext.Current.CancellationToken);

    public List<long> Ids() => Database.Look(scope => scope.Query("select id from item order by id", row => row.Int64(0)));

    public async ValueTask DisposeAsync()
    {
        await Lanes.DisposeAsync();
        Database.Dispose();
        _folder?.Dispose();
    }
}

/// <summary>Reads of tests, on the test's own thread.</summary>
internal static class Looking
{
    public static T Look<T>(this SqliteDatabase database, Func<SqliteReadScope, T> read) => database.Read(read, TestContext.Current.CancellationToken);
}

/// <summary>Waits of tests: on an event, with an end.</summary>
internal static class Soon
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    public static Task<T> WithinLimit<T>(this Task<T> task) => task.WaitAsync(Limit, TestContext.Current.CancellationToken);

    public static Task WithinLimit(this Task task) => task.WaitAsync(Limit, TestContext.Current.CancellationToken);

    public static void WaitOrFail(this ManualResetEventSlim signal) => Assert.True(signal.Wait(Limit, TestContext.Current.CancellationToken), "the signal did not come");
}
