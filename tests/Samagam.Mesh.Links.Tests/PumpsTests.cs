using Samagam.Mesh;

namespace Samagam.Mesh.Links.Tests;

public sealed class PumpsTests
{
    [Fact]
    public async Task A_pump_that_ends_by_a_fault_is_told_while_the_others_still_run()
    {
        var living = new TaskCompletionSource();
        var pumps = Pumps.RunAsync(living.Task, Task.CompletedTask, Task.FromException(new FormatException("a pump has died")));
        await Assert.ThrowsAsync<FormatException>(() => pumps.WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken));
        living.SetResult();
    }

    [Fact]
    public async Task Pumps_end_when_all_have_ended()
    {
        var last = new TaskCompletionSource();
        var pumps = Pumps.RunAsync(Task.CompletedTask, last.Task);
        Assert.False(pumps.IsCompleted);
        last.SetResult();
        await pumps.WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken);
    }
}
