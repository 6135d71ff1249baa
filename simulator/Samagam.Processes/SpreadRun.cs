using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using Samagam.Mqtt;
using Samagam.Mqtt.Client;
using Samagam.Routing;

namespace Samagam.Processes;

/// <summary>How news of the paths spread.</summary>
/// <param name="Closed">From sending an order to the first route round it, at each node.</param>
/// <param name="Lifted">From lifting it to the first route through, at each node.</param>
/// <param name="Danger">From a people counter's word that a zone is full to the first route round it, at each node.</param>
/// <param name="Eased">From its word that it is empty again to the first route through.</param>
/// <param name="Faults">Failed answers and mixed epochs.</param>
public sealed record SpreadReport(Percentiles Closed, Percentiles Lifted, Percentiles Danger, Percentiles Eased, long Asked, IReadOnlyList<string> Faults);

/// <summary>
/// How long closures and crowd take to change the routes of every node: an order is given and lifted at the first node, a counter speaks
/// to it by MQTT, while walkers ask every node all the time.
/// </summary>
public sealed class SpreadRun(LiveMesh mesh, TimeProvider time) : IDisposable
{
    /// <summary>What asks so often needs more than a phone's pace.</summary>
    public static readonly IReadOnlyDictionary<string, string> Settings = new Dictionary<string, string> { ["SAMAGAM_Portal__RequestsPerMinute"] = "60000" };

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);
    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(20) };

    private string First => mesh.Layout.HttpOf(1);

    /// <summary>So many orders and so many reports, one after the other.</summary>
    /// <exception cref="TimeoutException">A node's routes never changed.</exception>
    public async Task<SpreadReport> RunAsync(int orders, int reports, CancellationToken stop)
    {
        var map = mesh.Layout.MapFile is { } file ? MapSnapshot.Load(() => File.OpenRead(file), cancel: stop) : MapSnapshot.Sample();
        var places = mesh.Layout.Numbers.Select(mesh.Layout.PlaceOf).Concat(Enumerable.Range(1, 12).Select(Places.Of))
            .Select(p => new Coordinate(p.LatitudeDeg, p.LongitudeDeg)).Where(map.Bounds.Contains).Distinct().ToList();
        var (closed, lifted, danger, eased) = (new List<TimeSpan>(), new List<TimeSpan>(), new List<TimeSpan>(), new List<TimeSpan>());
        var faults = new List<string>();
        long asked = 0;
        if (orders > 0)
        {
            var plan = SpreadPlan.OfClosure(map, places);
            var manager = await EnterAsync(mesh.Keys.Manager, stop).ConfigureAwait(false);
            await AskingAsync(plan, orders, async (askers, _) =>
            {
                var id = Guid.NewGuid();
                closed.AddRange(await TimedAsync(askers, use: false, () => CallAsync(HttpMethod.Post, "orders", manager, Order(id, plan), stop), stop).ConfigureAwait(false));
                lifted.AddRange(await TimedAsync(askers, use: true, () => CallAsync(HttpMethod.Delete, $"orders/{id}", manager, null, stop), stop).ConfigureAwait(false));
            }).ConfigureAwait(false);
        }
        if (reports > 0)
        {
            var plan = SpreadPlan.OfCrowd(map, places);
            using var counting = CancellationTokenSource.CreateLinkedTokenSource(stop);
            var counter = Counter();
            var running = counter.RunAsync(counting.Token);
            await counter.WhenConnectedAsync(stop).WaitAsync(Limit, time, stop).ConfigureAwait(false);
            await AskingAsync(plan, reports, async (askers, _) =>
            {
                danger.AddRange(await TimedAsync(askers, use: false, () => CountAsync(counter, plan.Zone, 5, stop), stop).ConfigureAwait(false));
                eased.AddRange(await TimedAsync(askers, use: true, () => CountAsync(counter, plan.Zone, 1, stop), stop).ConfigureAwait(false));
            }).ConfigureAwait(false);
            await counting.CancelAsync().ConfigureAwait(false);
            await running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        return new SpreadReport(Of(closed), Of(lifted), Of(danger), Of(eased), asked, faults);

        async Task AskingAsync(SpreadPlan plan, int times, Func<RouteAskers, int, Task> round)
        {
            using var askers = new RouteAskers(mesh, plan.From, plan.To, plan.Uses, time);
            using var done = CancellationTokenSource.CreateLinkedTokenSource(stop);
            var asking = askers.RunAsync(done.Token);
            await askers.UntilAllAsync(use: true, Limit, stop).ConfigureAwait(false);
            for (var i = 0; i < times; i++)
            {
                await round(askers, i).ConfigureAwait(false);
            }
            await done.CancelAsync().ConfigureAwait(false);
            await asking.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            asked += askers.Asked;
            faults.AddRange(askers.Faults);
        }
    }

    public void Dispose() => _http.Dispose();

    private static Percentiles Of(List<TimeSpan> times) => Percentiles.Of(times.Select(t => t.TotalMilliseconds));

    private static async Task<IReadOnlyList<TimeSpan>> TimedAsync(RouteAskers askers, bool use, Func<Task> act, CancellationToken stop)
    {
        // The watch starts before the word is said.
        var seen = askers.UntilAllAsync(use, Limit, stop);
        await act().ConfigureAwait(false);
        return await seen.ConfigureAwait(false);
    }

    private object Order(Guid id, SpreadPlan plan) => new
    {
        orderId = id,
        effect = "closed",
        area = plan.Ring.Select(p => new { lat = p.LatitudeDeg, lng = p.LongitudeDeg }),
        until = time.GetUtcNow().AddHours(1),
        reason = "trial",
        reasonHi = "परीक्षण",
    };

    private async Task<string> EnterAsync(string voucher, CancellationToken stop)
    {
        using var entered = await _http.PostAsJsonAsync($"{First}/api/v1/duty/enter", new { voucher }, stop).ConfigureAwait(false);
        entered.EnsureSuccessStatusCode();
        using var said = JsonDocument.Parse(await entered.Content.ReadAsStringAsync(stop).ConfigureAwait(false));
        return said.RootElement.GetProperty("data").GetProperty("token").GetString()!;
    }

    private async Task CallAsync(HttpMethod method, string path, string token, object? body, CancellationToken stop)
    {
        using var request = new HttpRequestMessage(method, $"{First}/api/v1/{path}") { Content = body is null ? null : JsonContent.Create(body) };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var answer = await _http.SendAsync(request, stop).ConfigureAwait(false);
        if (!answer.IsSuccessStatusCode)
        {
            throw new HttpRequestException($"{method} {path}: {(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync(stop).ConfigureAwait(false)}");
        }
    }

    private MqttClient Counter() => new(
        new MqttClientOptions
        {
            Host = mesh.Layout.DialAddress,
            Port = mesh.Layout.PortOf(1) + 3,
            ClientId = mesh.Keys.CounterId,
            UserName = mesh.Keys.CounterId,
            Password = Encoding.UTF8.GetBytes(mesh.Keys.CounterSecret),
        },
        time,
        new Random(1),
        NullLogger<MqttClient>.Instance);

    private async Task CountAsync(MqttClient counter, string zone, int level, CancellationToken stop)
    {
        var said = JsonSerializer.SerializeToUtf8Bytes(new { zone, level });
        var reason = await counter.PublishAsync(string.Create(CultureInfo.InvariantCulture, $"samagam/v1/devices/{mesh.Keys.CounterId}/crowd"), said, MqttQos.AtLeastOnce, retain: false, stop)
            .ConfigureAwait(false);
        if (reason is not (MqttReason.Success or MqttReason.NoMatchingSubscribers))
        {
            throw new InvalidOperationException($"the counter's word was answered with {reason}");
        }
    }
}
