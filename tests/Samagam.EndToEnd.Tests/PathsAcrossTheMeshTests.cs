using Samagam.Processes;
using Samagam.Routing;

namespace Samagam.EndToEnd.Tests;

/// <summary>
/// Closures and crowd change the routes of every node that can be reached, while walkers ask all of them all the time: each answer is there, and no
/// epoch says both. How long it takes is printed, and measured by <c>./samagam sim spread</c>.
/// </summary>
[Collection(nameof(RealMesh))]
public sealed class PathsAcrossTheMeshTests(RealMesh mesh, ITestOutputHelper output)
{
    private static readonly TimeSpan Patience = RealMesh.Patience;

    [Fact]
    public async Task An_order_at_node_0_and_a_people_counters_word_turn_every_nodes_routes_and_turn_them_back()
    {
        using var run = new SpreadRun(mesh.Mesh, TimeProvider.System);
        var report = await run.RunAsync(orders: 3, reports: 2, TestContext.Current.CancellationToken);
        output.WriteLine($"closed {report.Closed}\nlifted {report.Lifted}\nfull {report.Danger}\nempty {report.Eased}\n{report.Asked} routes asked");
        Assert.True(report.Faults.Count == 0, string.Join('\n', report.Faults));
        Assert.Equal((9, 9, 6, 6), (report.Closed.Count, report.Lifted.Count, report.Danger.Count, report.Eased.Count));
    }

    [Fact]
    public async Task An_order_begins_and_ends_at_its_times_on_every_node_without_another_word()
    {
        var stop = TestContext.Current.CancellationToken;
        var (plan, asking, askers, end) = await AskingAsync(stop);
        using (askers)
        {
            var (_, token) = await ManagerAsync();
            var now = DateTimeOffset.UtcNow;
            var turned = askers.UntilAllAsync(use: false, Patience, stop);
            await mesh.CallAsync(HttpMethod.Post, $"{mesh.Node(1)}/api/v1/orders", Closing(plan, now.AddSeconds(1.5), now.AddSeconds(6)), token);
            var began = await turned;
            await askers.UntilAllAsync(use: true, Patience, stop);
            output.WriteLine($"begun after {string.Join(", ", began.Select(b => $"{b.TotalMilliseconds:0} ms"))} of 1500");
            // No node may begin before its time: its clock is this machine's.
            Assert.All(began, b => Assert.True(b >= TimeSpan.FromSeconds(1.3), $"a node closed the way {b.TotalMilliseconds:0} ms after the word, the order begins 1500 ms after it"));
            await end.CancelAsync();
            await asking;
            Assert.True(askers.Faults.Count == 0, string.Join('\n', askers.Faults));
        }
    }

    [Fact]
    public async Task A_node_that_is_cut_off_goes_on_answering_and_turns_when_it_is_reached_again()
    {
        var stop = TestContext.Current.CancellationToken;
        var (plan, asking, askers, end) = await AskingAsync(stop);
        using (askers)
        {
            var (id, token) = await ManagerAsync();
            Cut(true);
            await mesh.CallAsync(HttpMethod.Post, $"{mesh.Node(0)}/api/v1/orders", Closing(plan, null, DateTimeOffset.UtcNow.AddMinutes(10), id), token);
            await mesh.UntilAsync("node 1 has the order", async () => (await mesh.GetAsync($"{mesh.Node(1)}/api/v1/orders")).GetArrayLength() == 1);
            Assert.Equal(0, (await mesh.GetAsync($"{mesh.Node(2)}/api/v1/orders")).GetArrayLength());
            var turned = askers.UntilAllAsync(use: false, Patience, stop);
            Cut(false);
            output.WriteLine($"turned {string.Join(", ", (await turned).Select(b => $"{b.TotalMilliseconds:0} ms"))} after the links were mended");
            var back = askers.UntilAllAsync(use: true, Patience, stop);
            // Lifted where it was not given.
            await mesh.CallAsync(HttpMethod.Delete, $"{mesh.Node(2)}/api/v1/orders/{id}", token: await EnterAsync(2));
            await back;
            await end.CancelAsync();
            await asking;
            Assert.True(askers.Faults.Count == 0, string.Join('\n', askers.Faults));
        }

        void Cut(bool cut)
        {
            mesh.Mesh.SetLink(2, 3, cut);
            mesh.Mesh.SetLink(3, MeshLayout.HubNumber, cut);
        }
    }

    private async Task<(SpreadPlan Plan, Task Asking, RouteAskers Askers, CancellationTokenSource End)> AskingAsync(CancellationToken stop)
    {
        var places = Enumerable.Range(1, 12).Select(Places.Of).Select(p => new Coordinate(p.LatitudeDeg, p.LongitudeDeg)).ToList();
        var plan = SpreadPlan.OfClosure(MapSnapshot.Sample(), places);
        var askers = new RouteAskers(mesh.Mesh, plan.From, plan.To, plan.Uses, TimeProvider.System);
        var end = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var asking = askers.RunAsync(end.Token);
        await askers.UntilAllAsync(use: true, Patience, stop);
        return (plan, asking, askers, end);
    }

    private async Task<(Guid Order, string Token)> ManagerAsync() => (Guid.NewGuid(), await EnterAsync(0));

    private async Task<string> EnterAsync(int node) =>
        (await mesh.CallAsync(HttpMethod.Post, $"{mesh.Node(node)}/api/v1/duty/enter", new { voucher = mesh.Mesh.Keys.Manager })).GetProperty("token").GetString()!;

    private static object Closing(SpreadPlan plan, DateTimeOffset? from, DateTimeOffset until, Guid? id = null) => new
    {
        orderId = id ?? Guid.NewGuid(),
        effect = "closed",
        area = plan.Ring.Select(p => new { lat = p.LatitudeDeg, lng = p.LongitudeDeg }),
        from,
        until,
        reason = "trial",
        reasonHi = "परीक्षण",
    };
}
