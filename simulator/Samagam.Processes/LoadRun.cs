using System.Collections.Concurrent;
using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;

namespace Samagam.Processes;

/// <summary>Percentiles of one figure, milliseconds.</summary>
public sealed record Percentiles(int Count, double P50, double P90, double P99, double Max)
{
    public static Percentiles Of(IEnumerable<double> samples)
    {
        var sorted = samples.Order().ToArray();
        return sorted.Length == 0
            ? new Percentiles(0, 0, 0, 0, 0)
            : new Percentiles(sorted.Length, At(0.5), At(0.9), At(0.99), sorted[^1]);

        double At(double share) => sorted[Math.Min(sorted.Length - 1, (int)(share * sorted.Length))];
    }

    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"n {Count}, p50 {P50:0.0} ms, p90 {P90:0.0} ms, p99 {P99:0.0} ms, max {Max:0.0} ms");
}

/// <summary>How a load went.</summary>
/// <param name="Durable">From sending the POST to its answer, which means: on disk.</param>
/// <param name="OnThePage">From sending the POST to the offer on the stream of a volunteer at a neighbour.</param>
public sealed record LoadReport(double PerSecond, int Failed, Percentiles Durable, Percentiles OnThePage);

/// <summary>
/// Presses at node 0 at a steady rate and listens at node 1 as a volunteer's page does; every call is cancelled when it was seen, so
/// that the number of open calls stays that of the rate.
/// </summary>
public sealed class LoadRun(LiveMesh mesh, TimeProvider time) : IDisposable
{
    private readonly HttpClient _http = new(new SocketsHttpHandler { MaxConnectionsPerServer = 256 }) { Timeout = TimeSpan.FromSeconds(20) };
    private readonly ConcurrentDictionary<string, long> _sent = new();
    private readonly ConcurrentBag<double> _durable = [];
    private readonly ConcurrentBag<double> _seen = [];
    private int _failed;

    /// <summary>Runs <paramref name="count"/> presses, <paramref name="perSecond"/> of them each second, after a warm-up of fifty.</summary>
    public async Task<LoadReport> RunAsync(int count, double perSecond, CancellationToken stop)
    {
        using var listening = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var ready = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var token = await EnterAsync(stop).ConfigureAwait(false);
        var listener = ListenAsync(token, ready, listening.Token);
        await ready.Task.WaitAsync(TimeSpan.FromSeconds(30), time, stop).ConfigureAwait(false);
        await PressManyAsync(50, Math.Min(perSecond, 50), stop).ConfigureAwait(false);
        await Task.Delay(TimeSpan.FromSeconds(2), time, stop).ConfigureAwait(false);
        _durable.Clear();
        _seen.Clear();
        await PressManyAsync(count, perSecond, stop).ConfigureAwait(false);
        await Patiently.HoldsAsync(() => Task.FromResult(_seen.Count + _failed >= count), TimeSpan.FromSeconds(20), time, stop).ConfigureAwait(false);
        await listening.CancelAsync().ConfigureAwait(false);
        await listener.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return new LoadReport(perSecond, _failed, Percentiles.Of(_durable), Percentiles.Of(_seen));
    }

    public void Dispose() => _http.Dispose();

    private async Task PressManyAsync(int count, double perSecond, CancellationToken stop)
    {
        var started = time.GetTimestamp();
        var presses = new List<Task>(count);
        for (var i = 0; i < count; i++)
        {
            var due = TimeSpan.FromSeconds(i / perSecond) - time.GetElapsedTime(started);
            if (due > TimeSpan.FromMilliseconds(1))
            {
                await Task.Delay(due, time, stop).ConfigureAwait(false);
            }
            presses.Add(PressAsync(stop));
        }
        await Task.WhenAll(presses).ConfigureAwait(false);
    }

    private async Task PressAsync(CancellationToken stop)
    {
        var id = Guid.NewGuid().ToString("D");
        var sent = _sent[id] = time.GetTimestamp();
        try
        {
            using var answer = await _http.PostAsJsonAsync($"{mesh.Layout.HttpOf(1)}/api/v1/emergency/alert", new { alertId = id, emergencyType = "medical" }, stop).ConfigureAwait(false);
            answer.EnsureSuccessStatusCode();
            _durable.Add(time.GetElapsedTime(sent).TotalMilliseconds);
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
        {
            Interlocked.Increment(ref _failed);
        }
    }

    private async Task<string> EnterAsync(CancellationToken stop)
    {
        var node = mesh.Layout.HttpOf(2);
        using var entered = await _http.PostAsJsonAsync($"{node}/api/v1/duty/enter", new { voucher = mesh.Keys.Volunteer }, stop).ConfigureAwait(false);
        entered.EnsureSuccessStatusCode();
        using var said = JsonDocument.Parse(await entered.Content.ReadAsStringAsync(stop).ConfigureAwait(false));
        var token = said.RootElement.GetProperty("data").GetProperty("token").GetString()!;
        using var duty = new HttpRequestMessage(HttpMethod.Post, $"{node}/api/v1/duty") { Content = JsonContent.Create(new { onDuty = true }) };
        duty.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var taken = await _http.SendAsync(duty, stop).ConfigureAwait(false);
        taken.EnsureSuccessStatusCode();
        await Task.Delay(TimeSpan.FromSeconds(1), time, stop).ConfigureAwait(false);
        return token;
    }

    /// <summary>Reads the stream as the page does; each offer is timed at its first byte's line and its call cancelled.</summary>
    private async Task ListenAsync(string token, TaskCompletionSource ready, CancellationToken stop)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{mesh.Layout.HttpOf(2)}/api/v1/stream");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var answer = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, stop).ConfigureAwait(false);
        answer.EnsureSuccessStatusCode();
        using var reader = new StreamReader(await answer.Content.ReadAsStreamAsync(stop).ConfigureAwait(false));
        var cancels = new List<Task>();
        while (await reader.ReadLineAsync(stop).ConfigureAwait(false) is { } line)
        {
            ready.TrySetResult();
            if (!line.StartsWith("data:", StringComparison.Ordinal))
            {
                continue;
            }
            var at = line.IndexOf("\"alertId\":\"", StringComparison.Ordinal);
            if (at > 0 && _sent.TryRemove(line.Substring(at + 11, 36), out var sent))
            {
                _seen.Add(time.GetElapsedTime(sent).TotalMilliseconds);
                cancels.Add(CancelAsync(line.Substring(at + 11, 36), stop));
            }
        }
        await Task.WhenAll(cancels).ConfigureAwait(false);
    }

    private async Task CancelAsync(string id, CancellationToken stop)
    {
        try
        {
            using var answer = await _http.PostAsJsonAsync($"{mesh.Layout.HttpOf(1)}/api/v1/emergency/{id}/cancel", new { reason = "safe" }, stop).ConfigureAwait(false);
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
        {
            return;
        }
    }
}
