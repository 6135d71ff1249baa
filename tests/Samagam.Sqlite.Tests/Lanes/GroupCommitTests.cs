namespace Samagam.Sqlite.Tests;

public sealed class GroupCommitTests
{
    [Fact]
    public async Task Works_that_wait_together_share_a_commit()
    {
        await using var store = TestStore.Create();
        using var gate = new WriterGate(store);
        var writes = Enumerable.Range(1, 100).Select(id => store.AddAsync(id % 4, id)).ToList();
        gate.Open();
        await Task.WhenAll(writes).WithinLimit();
        Assert.Equal(100, store.Ids().Count);
        Assert.Equal(2, store.Lanes.Commits);
        Assert.Equal(101, store.Lanes.Works);
    }

    [Fact]
    public async Task A_batch_holds_no_more_works_than_its_limit()
    {
        var sizes = new List<int>();
        await using var store = TestStore.Create(
            new WriteLaneOptions { ReserveBytes = 0, MaxBatch = 10 }, new WriteHooks { OnCommitted = batch => sizes.Add(batch.Works.Count) });
        using var gate = new WriterGate(store);
        var writes = Enumerable.Range(1, 25).Select(id => store.AddAsync(0, id)).ToList();
        gate.Open();
        await Task.WhenAll(writes).WithinLimit();
        Assert.Equal([1, 10, 10, 5], sizes);
    }

    [Fact]
    public async Task A_work_that_throws_does_not_harm_its_neighbours()
    {
        await using var store = TestStore.Create();
        using var gate = new WriterGate(store);
        var before = store.AddAsync(0, 1);
        var throws = store.Lanes.WriteAsync<int>(
            0,
            scope =>
            {
                scope.Execute("insert into item values (2, 'half done', null)");
                throw new InvalidOperationException("changed my mind");
            },
            TestContext.Current.CancellationToken);
        var twice = store.AddAsync(0, 1);
        var after = store.AddAsync(0, 3);
        gate.Open();
        await Task.WhenAll(before, after).WithinLimit();
        Assert.Equal("changed my mind", (await Assert.ThrowsAsync<InvalidOperationException>(() => throws)).Message);
        Assert.True((await Assert.ThrowsAsync<SqliteEngineException>(() => twice)).IsConstraint);
        Assert.Equal([1, 3], store.Ids());
        Assert.Equal(2, store.Lanes.Commits);
        Assert.Equal(StoreCondition.Ok, store.Lanes.Health.Condition);
    }

    [Fact]
    public async Task A_work_sees_what_the_works_before_it_in_the_batch_did()
    {
        await using var store = TestStore.Create();
        using var gate = new WriterGate(store);
        var add = store.AddAsync(1, 7);
        var count = store.Lanes.WriteAsync(1, scope => scope.Int64("select count(*) from item"), TestContext.Current.CancellationToken);
        gate.Open();
        await add.WithinLimit();
        Assert.Equal(1, await count.WithinLimit());
    }

    [Fact]
    public async Task A_work_that_ends_the_transaction_is_found_out_and_its_batch_is_not_called_saved()
    {
        await using var store = TestStore.Create();
        using var gate = new WriterGate(store);
        var neighbour = store.AddAsync(0, 1);
        var rogue = store.Lanes.WriteAsync(0, scope => scope.ExecuteScript("rollback"), TestContext.Current.CancellationToken);
        gate.Open();
        await Assert.ThrowsAsync<InvalidOperationException>(() => rogue.WithinLimit());
        await Assert.ThrowsAsync<InvalidOperationException>(() => neighbour.WithinLimit());
        Assert.Empty(store.Ids());
        await store.AddAsync(0, 2).WithinLimit();
        Assert.Equal([2], store.Ids());
    }

    [Fact]
    public async Task Owners_hear_of_commits_in_order_before_the_writers_do()
    {
        var published = new HashSet<long>();
        var numbers = new List<long>();
        await using var store = TestStore.Create(hooks: new WriteHooks
        {
            OnCommitted = batch =>
            {
                numbers.Add(batch.Number);
                Assert.True(batch.Synced);
                lock (published)
                {
                    published.UnionWith(batch.Works.Select(w => (long)w.Result!));
                }
            },
        });
        await Task.WhenAll(Enumerable.Range(0, 8).Select(writer => Task.Run(async () =>
        {
            for (var id = writer; id < 400; id += 8)
            {
                await store.AddAsync(0, id);
                lock (published)
                {
                    Assert.Contains(id, published);
                }
            }
        }, TestContext.Current.CancellationToken))).WithinLimit();
        Assert.Equal(Enumerable.Range(1, numbers.Count).Select(n => (long)n), numbers);
        Assert.Equal(400, published.Count);
    }

    [Fact]
    public async Task What_the_owner_writes_before_the_commit_is_part_of_it()
    {
        await using var store = TestStore.Create(hooks: new WriteHooks
        {
            BeforeCommit = (scope, works) => scope.Execute("insert into item values (?, 'count', null)", -works.Count),
        });
        await store.AddAsync(0, 5).WithinLimit();
        Assert.Equal([-1, 5], store.Ids());
    }

    [Fact]
    public async Task An_owner_that_fails_before_the_commit_undoes_the_batch()
    {
        var fail = true;
        await using var store = TestStore.Create(hooks: new WriteHooks
        {
            BeforeCommit = (_, _) =>
            {
                if (fail)
                {
                    throw new InvalidOperationException("not this one");
                }
            },
        });
        await Assert.ThrowsAsync<InvalidOperationException>(() => store.AddAsync(0, 1).WithinLimit());
        fail = false;
        await store.AddAsync(0, 2).WithinLimit();
        Assert.Equal([2], store.Ids());
    }

    [Fact]
    public async Task An_owner_that_fails_after_the_commit_breaks_the_store_but_what_is_saved_is_called_saved()
    {
        await using var store = TestStore.Create(hooks: new WriteHooks { OnCommitted = _ => throw new InvalidOperationException("bug of the owner") });
        Assert.Equal(1, await store.AddAsync(0, 1).WithinLimit());
        Assert.Equal(StoreUnavailableReason.OwnerFault, store.Lanes.Health.Reason);
        Assert.Contains("bug of the owner", store.Lanes.Health.Message, StringComparison.Ordinal);
        var refused = await Assert.ThrowsAsync<StoreUnavailableException>(() => store.AddAsync(0, 2).WithinLimit());
        Assert.Equal(StoreUnavailableReason.OwnerFault, refused.Reason);
        Assert.Equal([1], store.Ids());
    }
}
