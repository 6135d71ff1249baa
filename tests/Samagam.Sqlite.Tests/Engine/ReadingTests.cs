namespace Samagam.Sqlite.Tests;

public sealed class ReadingTests
{
    [Fact]
    public async Task Every_kind_of_value_comes_back_as_it_went_in()
    {
        await using var store = TestStore.Create();
        await store.Lanes.WriteAsync(
            0,
            scope =>
            {
                scope.ExecuteScript("create table kinds (i integer, d real, t text, b blob, n text, e blob, s text)");
                scope.Execute(
                    "insert into kinds values (?, ?, ?, ?, ?, ?, ?)",
                    long.MinValue, 0.1, "घाट\0ghat 🛕", new byte[] { 0, 1, 255 }, SqliteValue.Null, Array.Empty<byte>(), "");
            },
            TestContext.Current.CancellationToken).WithinLimit();
        var row = store.Database.Look(
            scope => scope.Query(
                "select * from kinds",
                r => (r.Int64(0), r.Double(1), r.Text(2), Convert.ToHexString(r.Blob(3)), r.TextOrNull(4), r.BlobOrNull(5)?.Length, r.TextOrNull(6))).Single());
        Assert.Equal((long.MinValue, 0.1, "घाट\0ghat 🛕", "0001FF", null, 0, ""), row);
    }

    [Fact]
    public async Task A_read_sees_one_snapshot_while_the_writer_goes_on()
    {
        await using var store = TestStore.Create();
        await store.AddAsync(0, 1).WithinLimit();
        using var between = new ManualResetEventSlim();
        using var looked = new ManualResetEventSlim();
        var reading = Task.Run(
            () => store.Database.Look(
                scope =>
                {
                    var before = scope.Int64("select count(*) from item");
                    looked.Set();
                    between.WaitOrFail();
                    return (before, scope.Int64("select count(*) from item"));
                }),
            TestContext.Current.CancellationToken);
        looked.WaitOrFail();
        await store.AddAsync(0, 2).WithinLimit();
        between.Set();
        Assert.Equal((1L, 1L), await reading.WithinLimit());
        Assert.Equal([1, 2], store.Ids());
    }

    [Fact]
    public async Task Readers_are_bounded_and_a_call_beyond_them_is_refused_after_its_wait()
    {
        await using var store = TestStore.Create(options: new SqliteOptions { MaxReaders = 1, ReadWaitLimit = TimeSpan.FromMilliseconds(50) });
        var refused = store.Database.Look(
            _ => Assert.Throws<StoreUnavailableException>(() => store.Database.Look(s => s.Int64("select 1"))));
        Assert.Equal(StoreUnavailableReason.Busy, refused.Reason);
        Assert.Equal(1, await store.Database.ReadAsync(s => s.Int64("select 1"), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_reader_cannot_write()
    {
        await using var store = TestStore.Create();
        var refused = Assert.Throws<StoreUnavailableException>(() => store.Database.Look(scope =>
        {
            using var insert = scope.Prepare("insert into item values (1, 'smuggled', null)");
            return insert.Run();
        }));
        Assert.Equal(StoreUnavailableReason.ReadOnly, refused.Reason);
    }

    [Fact]
    public async Task A_scope_and_its_statements_are_dead_after_their_call()
    {
        await using var store = TestStore.Create();
        SqliteReadScope? keptScope = null;
        SqliteStatement? keptStatement = null;
        store.Database.Look(
            scope =>
            {
                keptScope = scope;
                keptStatement = scope.Prepare("select 1");
                return keptStatement.Step();
            });
        Assert.Throws<ObjectDisposedException>(() => keptScope!.Int64("select 1"));
        Assert.Throws<ObjectDisposedException>(() => keptStatement!.Step());
    }

    [Fact]
    public async Task A_query_that_is_cancelled_stops_and_its_reader_is_good_again()
    {
        await using var store = TestStore.Create(options: new SqliteOptions { MaxReaders = 1 });
        using var cancel = new CancellationTokenSource();
        Assert.ThrowsAny<OperationCanceledException>(() => store.Database.Read(
            scope => scope.Query(
                "with recursive n(i) as (select 1 union all select i + 1 from n) select i from n",
                row =>
                {
                    if (row.Int64(0) == 1000)
                    {
                        cancel.Cancel();
                    }
                    return 0;
                }),
            cancel.Token));
        Assert.Empty(store.Ids());
    }

    [Fact]
    public async Task The_wrong_number_of_values_and_two_statements_in_one_are_refused()
    {
        await using var store = TestStore.Create();
        Assert.Throws<ArgumentException>(() => store.Database.Look(scope => scope.Int64("select ? + ?", 1)));
        Assert.Throws<ArgumentException>(() => store.Database.Look(scope => scope.Int64("select 1; select 2")));
        Assert.Throws<SqliteEngineException>(() => store.Database.Look(scope => scope.Int64("select nonsense")));
    }

    [Fact]
    public async Task The_cache_of_statements_stays_within_its_limit_and_nested_use_of_one_text_works()
    {
        await using var store = TestStore.Create(options: new SqliteOptions { MaxCachedStatements = 4, MaxReaders = 1 });
        var sum = store.Database.Look(
            scope =>
            {
                long total = 0;
                for (var i = 0; i < 50; i++)
                {
                    total += scope.Int64($"select {i}") ?? 0;
                }
                using var outer = scope.Prepare("select 1 union select 2");
                while (outer.Step())
                {
                    using var inner = scope.Prepare("select 1 union select 2");
                    while (inner.Step())
                    {
                        total += 1000 * inner.Int64(0);
                    }
                }
                return total;
            });
        Assert.Equal((49 * 50 / 2) + 6000, sum);
    }

    [Fact]
    public async Task A_closed_store_says_so()
    {
        var store = TestStore.Create();
        await store.DisposeAsync();
        Assert.Equal(StoreUnavailableReason.Closed, Assert.Throws<StoreUnavailableException>(store.Ids).Reason);
        Assert.Equal(StoreUnavailableReason.Closed, (await Assert.ThrowsAsync<StoreUnavailableException>(() => store.AddAsync(0, 1))).Reason);
    }
}
