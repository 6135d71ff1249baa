using System.Collections.Concurrent;
using System.Net;
using Samagam.Node.Portal.Sos;
using Samagam.Node.Portal.Tests.Support;
using Samagam.Node.Sos;
using Samagam.TestKit;

namespace Samagam.Node.Portal.Tests.Sos;

public sealed class FloodTests
{
    [Fact]
    public async Task A_flood_of_one_phone_waits_for_itself_refuses_nobody_and_lets_other_phones_through()
    {
        var disk = new SlowDisk();
        await using var box = await PortalBox.StartAsync(new PortalOptions { SosTurnsPerDevice = 2 }, disk.SaveAsync, new ManualTime());
        using var flooding = box.Phone();
        using var other = box.Phone();
        await flooding.GetAsync("/");
        await other.GetAsync("/");
        box.Log.Refuses = true;
        var flood = Enumerable.Range(0, 20).Select(_ => flooding.PostAsync("/sos", ("other", "1"))).ToList();
        await disk.TakenAsync(2);
        var press = other.PostAsync("/sos");
        await disk.TakenAsync(1);
        await disk.SaveOneByOneAsync(2);
        Assert.Equal(HttpStatusCode.SeeOther, (await press).Status);
        Assert.All(await Task.WhenAll(flood), answer => Assert.Equal(HttpStatusCode.SeeOther, answer.Status));
        Assert.Equal([1, 2], disk.MostAtOnce.Values.Order());
    }

    [Fact]
    public async Task Throwing_the_pass_away_does_not_multiply_the_turns_of_an_address()
    {
        var disk = new SlowDisk();
        await using var box = await PortalBox.StartAsync(new PortalOptions { SosTurnsPerAddress = 3 }, disk.SaveAsync, new ManualTime());
        using var phone = box.Phone(cookies: false);
        box.Log.Refuses = true;
        var flood = Enumerable.Range(0, 20).Select(_ => phone.PostAsync("/sos")).ToList();
        await disk.TakenAsync(3);
        await disk.SaveOneByOneAsync(20 - 3);
        Assert.All(await Task.WhenAll(flood), answer => Assert.Equal(HttpStatusCode.SeeOther, answer.Status));
        Assert.Equal(3, disk.Most);
    }

    [Fact]
    public async Task Only_who_has_a_press_in_the_works_is_remembered()
    {
        var turns = new Turns(1);
        var first = new TaskCompletionSource<int>();
        var working = turns.RunAsync("a", () => first.Task);
        var waiting = turns.RunAsync("a", () => Task.FromResult(2));
        Assert.Equal((1, false), (turns.Clients, waiting.IsCompleted));
        Assert.Equal(3, await turns.RunAsync("b", () => Task.FromResult(3)));
        first.SetResult(1);
        Assert.Equal((1, 2, 0), (await working, await waiting, turns.Clients));
        await Assert.ThrowsAsync<InvalidOperationException>(() => turns.RunAsync<int>("c", () => throw new InvalidOperationException()));
        Assert.Equal(0, turns.Clients);
    }

    /// <summary>Saves when it is told to, and knows how many calls it had at once, of each phone and in all.</summary>
    private sealed class SlowDisk
    {
        private readonly SemaphoreSlim _free = new(0);
        private readonly SemaphoreSlim _taken = new(0);
        private readonly ConcurrentDictionary<string, int> _now = new();
        private int _all;
        private int _most;

        public ConcurrentDictionary<string, int> MostAtOnce { get; } = new();

        public int Most => _most;

        public async ValueTask<RaiseOutcome?> SaveAsync(RaiseCommand command, CancellationToken cancellation)
        {
            var now = _now.AddOrUpdate(command.Device!, 1, (_, n) => n + 1);
            MostAtOnce.AddOrUpdate(command.Device!, now, (_, most) => Math.Max(most, now));
            var all = Interlocked.Increment(ref _all);
            InterlockedMax(all);
            _taken.Release();
            await _free.WaitAsync(cancellation);
            Interlocked.Decrement(ref _all);
            _now.AddOrUpdate(command.Device!, 0, (_, n) => n - 1);
            return new RaiseOutcome.Saved(command.Id!.Value, IsNew: true, null);
        }

        public async Task TakenAsync(int calls)
        {
            for (var i = 0; i < calls; i++)
            {
                Assert.True(await _taken.WaitAsync(TimeSpan.FromSeconds(20), PortalBox.Cancel));
            }
        }

        /// <summary>Each saved call makes room for one that waits; then the rest.</summary>
        public async Task SaveOneByOneAsync(int waiting)
        {
            for (var i = 0; i < waiting; i++)
            {
                _free.Release();
                await TakenAsync(1);
            }
            _free.Release(100);
        }

        private void InterlockedMax(int value)
        {
            for (var seen = _most; value > seen && Interlocked.CompareExchange(ref _most, value, seen) != seen; seen = _most)
            {
            }
        }
    }
}
