namespace Samagam.Sqlite.Tests;

public sealed class LaneTests
{
    [Fact]
    public async Task Life_overtakes_bulk_that_came_earlier()
    {
        var order = new List<int>();
        await using var store = TestStore.Create(hooks: new WriteHooks { OnCommitted = batch => order.AddRange(batch.Works.Select(w => w.Lane)) });
        using var gate = new WriterGate(store);
        var writes = new List<Task>();
        foreach (var lane in new[] { 6, 4, 6, 3, 2, 5, 1, 0, 0 })
        {
            writes.Add(store.AddAsync(lane, writes.Count));
        }
        gate.Open();
        await Task.WhenAll(writes).WithinLimit();
        Assert.Equal([0, 0, 0, 1, 2, 3, 4, 5, 6, 6], order);
    }

    [Fact]
    public async Task Life_that_comes_while_a_bulk_batch_runs_ends_that_batch()
    {
        var batches = new List<(bool Synced, int[] Lanes)>();
        await using var store = TestStore.Create(hooks: new WriteHooks { OnCommitted = b => batches.Add((b.Synced, [.. b.Works.Select(w => w.Lane)])) });
        Task<long>? life = null;
        var first = store.Lanes.WriteAsync(
            6,
            _ =>
            {
                life = store.AddAsync(0, 1);
                return 0L;
            },
            TestContext.Current.CancellationToken);
        await first.WithinLimit();
        await life!.WithinLimit();
        Assert.Equal([(false, "6"), (true, "0")], batches.Select(b => (b.Synced, string.Join(',', b.Lanes))));
    }

    [Fact]
    public async Task Bulk_rides_with_life_no_longer_than_its_share_of_time()
    {
        var batches = new List<string>();
        await using var store = TestStore.Create(hooks: new WriteHooks { OnCommitted = b => batches.Add(string.Join(',', b.Works.Select(w => w.Lane))) });
        using var gate = new WriterGate(store);
        var slow = new WriteLaneOptions().ShedLaneTime;
        var writes = Enumerable.Range(0, 3).Select(_ => store.Lanes.WriteAsync(
            6,
            _ =>
            {
                store.Clock.Advance(slow);
                return 0L;
            },
            TestContext.Current.CancellationToken)).ToList();
        writes.Add(store.AddAsync(0, 1));
        gate.Open();
        await Task.WhenAll(writes).WithinLimit();
        Assert.Equal(["0", "0,6", "6,6"], batches);
    }

    [Fact]
    public async Task A_full_bulk_lane_refuses_and_counts_and_a_full_life_lane_waits()
    {
        await using var store = TestStore.Create(new WriteLaneOptions { ReserveBytes = 0, QueueCapacity = 3 });
        using var gate = new WriterGate(store);
        var bulk = Enumerable.Range(1, 3).Select(id => store.AddAsync(6, id)).ToList();
        var refused = await Assert.ThrowsAsync<StoreUnavailableException>(() => store.AddAsync(6, 4));
        Assert.Equal(StoreUnavailableReason.QueueFull, refused.Reason);
        Assert.Equal(1, store.Lanes.Refusals);
        var life = Enumerable.Range(100, 10).Select(id => store.AddAsync(0, id)).ToList();
        Assert.DoesNotContain(life, t => t.IsCompleted);
        gate.Open();
        await Task.WhenAll(bulk.Concat(life)).WithinLimit();
        Assert.Equal(13, store.Ids().Count);
        Assert.Equal(StoreCondition.Ok, store.Lanes.Health.Condition);
    }

    [Fact]
    public async Task A_work_cancelled_while_it_waits_is_never_done()
    {
        await using var store = TestStore.Create(new WriteLaneOptions { ReserveBytes = 0, QueueCapacity = 1 });
        using var gate = new WriterGate(store);
        using var cancel = new CancellationTokenSource();
        var queued = store.Lanes.WriteAsync(0, s => s.Execute("insert into item values (1, 'queued', null)"), cancel.Token);
        var waitsForRoom = store.Lanes.WriteAsync(0, s => s.Execute("insert into item values (2, 'no room', null)"), cancel.Token);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => queued.WithinLimit());
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waitsForRoom.WithinLimit());
        gate.Open();
        await store.AddAsync(0, 3).WithinLimit();
        Assert.Equal([3], store.Ids());
    }

    [Fact]
    public async Task Closing_finishes_what_waits_and_refuses_what_comes_after()
    {
        await using var store = TestStore.Create();
        var gate = new WriterGate(store);
        var waiting = Enumerable.Range(1, 50).Select(id => store.AddAsync(id % 7, id)).ToList();
        var closing = store.Lanes.DisposeAsync().AsTask();
        var late = await Assert.ThrowsAsync<StoreUnavailableException>(() => store.AddAsync(0, 99));
        Assert.Equal(StoreUnavailableReason.Closed, late.Reason);
        gate.Dispose();
        await closing.WithinLimit();
        await Task.WhenAll(waiting).WithinLimit();
        Assert.Equal(50, store.Ids().Count);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(7)]
    public async Task There_are_seven_lanes(int lane)
    {
        await using var store = TestStore.Create();
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => store.AddAsync(lane, 1));
    }

    [Fact]
    public async Task The_log_is_moved_into_the_file_once_it_is_long()
    {
        await using var store = TestStore.Create(new WriteLaneOptions { ReserveBytes = 0, CheckpointPages = 16 });
        for (var id = 0; id < 200; id++)
        {
            await store.AddAsync(0, id, 4000).WithinLimit();
        }
        await store.AddAsync(0, 1000).WithinLimit();
        Assert.True(new FileInfo(store.Path).Length > 150 * 4096, "the rows are in the file");
        Assert.True(new FileInfo(store.Path + "-wal").Length < 100 * 4096, "the log began anew");
    }
}
