using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Samagam.Processes;

namespace Samagam.Benchmarks.Realtime;

/// <summary>
/// Two real nodes: what idle connections cost one of them in memory, and how long a place takes from the phone that says it to a member's phone, at the same node and at the next.
/// </summary>
internal static class RealtimeBench
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    public static async Task<int> RunAsync(RealtimeBenchOptions options, TimeProvider time)
    {
        var root = Directory.CreateTempSubdirectory("samagam-bench-").FullName;
        var settings = new Dictionary<string, string>
        {
            // Pace and seats of one address are not what is measured: here all phones have one.
            ["SAMAGAM_Portal__RequestsPerMinute"] = "60000",
            ["SAMAGAM_Portal__DevicesPerAddress"] = "10000",
            ["SAMAGAM_Portal__Realtime__MaxConnections"] = "25000",
            ["SAMAGAM_Portal__Realtime__MaxConnectionsPerAddress"] = "25000",
        };
        var layout = new MeshLayout { Nodes = 2, BasePort = options.BasePort };
        using var stop = new CancellationTokenSource(Patience, time);
        var mesh = await LiveMesh.StartAsync(root, layout, settings, (_, _) => { }, time, stop.Token).ConfigureAwait(false);
        await using (mesh.ConfigureAwait(false))
        {
            await IdleAsync(mesh, options, time, stop.Token).ConfigureAwait(false);
            await MovesAsync(mesh, options, time, stop.Token).ConfigureAwait(false);
        }
        Directory.Delete(root, recursive: true);
        return 0;
    }

    private static async Task IdleAsync(LiveMesh mesh, RealtimeBenchOptions options, TimeProvider time, CancellationToken stop)
    {
        var process = mesh[1].ProcessId;
        var box = new Uri(mesh.Layout.HttpOf(1));
        var before = RssMb(process);
        var started = time.GetTimestamp();
        var lines = new List<SocketLine>();
        foreach (var some in Enumerable.Range(0, options.Connections).Chunk(50))
        {
            lines.AddRange(await Task.WhenAll(some.Select(_ => SocketLine.OpenAsync(box, null, stop))).ConfigureAwait(false));
        }
        var opened = time.GetElapsedTime(started);
        // All of them answer the keep-alives of the box by reading them.
        using var reading = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var alive = lines.Select(l => ReadOnAsync(l, reading.Token)).ToList();
        using var idle = new PeriodicTimer(TimeSpan.FromSeconds(Math.Max(0.01, options.IdleSeconds)), time);
        await idle.WaitForNextTickAsync(stop).ConfigureAwait(false);
        var after = RssMb(process);
        var ended = alive.Count(a => a.IsCompleted);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{options.Connections} idle connections on one node: resident {before:0} MB before, {after:0} MB with them, {(after - before) * 1024 / options.Connections:0.0} kB each; opened in {opened.TotalSeconds:0.0} s, {ended} ended meanwhile"));
        await reading.CancelAsync().ConfigureAwait(false);
        await Task.WhenAll(alive).ConfigureAwait(false);
        lines.ForEach(l => l.Dispose());
    }

    private static async Task ReadOnAsync(SocketLine line, CancellationToken stop)
    {
        try
        {
            while (true)
            {
                await line.NextAsync(stop).ConfigureAwait(false);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or IOException or System.Net.WebSockets.WebSocketException)
        {
            return;
        }
    }

    private static async Task MovesAsync(LiveMesh mesh, RealtimeBenchOptions options, TimeProvider time, CancellationToken stop)
    {
        var boxes = new[] { new Uri(mesh.Layout.HttpOf(1)), new Uri(mesh.Layout.HttpOf(2)) };
        using var http = new HttpClient();
        var (walker, near, far) = (await RegisterAsync(http, boxes[0], stop).ConfigureAwait(false), await RegisterAsync(http, boxes[0], stop).ConfigureAwait(false), await RegisterAsync(http, boxes[0], stop).ConfigureAwait(false));
        var group = await AskAsync(http, HttpMethod.Post, new Uri(boxes[0], "/api/v1/groups/create"), walker.Token, new { name = "Bench", nickname = "walker" }, stop).ConfigureAwait(false);
        var (id, code) = (group.GetProperty("groupId").GetString(), group.GetProperty("code").GetString());
        foreach (var member in (Member[])[near, far])
        {
            await AskAsync(http, HttpMethod.Post, new Uri(boxes[0], "/api/v1/groups/join"), member.Token, new { code, nickname = "reader" }, stop).ConfigureAwait(false);
        }
        await AskAsync(http, HttpMethod.Put, new Uri(boxes[0], $"/api/v1/groups/{id}/members/me"), walker.Token, new { isSharingLocation = true }, stop).ConfigureAwait(false);
        async Task<bool> KnownThereAsync()
        {
            using var asked = await SendAsync(http, HttpMethod.Get, new Uri(boxes[1], $"/api/v1/groups/{id}/members"), far.Token, null, stop).ConfigureAwait(false);
            return asked.IsSuccessStatusCode && (await asked.Content.ReadAsStringAsync(stop).ConfigureAwait(false)).Contains("\"isSharingLocation\":true", StringComparison.Ordinal);
        }
        if (!await Patiently.HoldsAsync(KnownThereAsync, TimeSpan.FromSeconds(30), time, stop).ConfigureAwait(false))
        {
            throw new TimeoutException("the second node never heard of the group");
        }
        using var walking = await SocketLine.OpenAsync(boxes[0], walker.Token, stop).ConfigureAwait(false);
        using var here = await SocketLine.OpenAsync(boxes[0], near.Token, stop).ConfigureAwait(false);
        using var there = await SocketLine.OpenAsync(boxes[1], far.Token, stop).ConfigureAwait(false);
        await here.InvokeAsync("join-group", new { groupId = id }, stop).ConfigureAwait(false);
        await there.InvokeAsync("join-group", new { groupId = id }, stop).ConfigureAwait(false);
        await here.UntilAsync("member-joined", stop).ConfigureAwait(false);
        await there.UntilAsync("member-joined", stop).ConfigureAwait(false);
        var (nearMs, farMs) = (new List<double>(), new List<double>());
        using var beat = new PeriodicTimer(TimeSpan.FromSeconds(1.1), time);
        for (var i = 0; i < options.Moves + 1; i++)
        {
            // Apart by more than places are coalesced between boxes.
            await beat.WaitForNextTickAsync(stop).ConfigureAwait(false);
            var sent = Stopwatch.GetTimestamp();
            await walking.InvokeAsync("update-location", new { lat = 23.18 + (i * 1e-5), lng = 75.77, accuracy = 8, timestamp = time.GetUtcNow() }, stop).ConfigureAwait(false);
            var took = await Task.WhenAll(TakeAsync(here, sent, stop), TakeAsync(there, sent, stop)).ConfigureAwait(false);
            if (i > 0)
            {
                // The first one warms the way.
                nearMs.Add(took[0]);
                farMs.Add(took[1]);
            }
        }
        var load = await File.ReadAllTextAsync("/proc/loadavg", stop).ConfigureAwait(false);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"a place, {options.Moves} times: to a member at the same node p50 {At(nearMs, 0.5):0.0} ms, p99 {At(nearMs, 0.99):0.0} ms; at the next node p50 {At(farMs, 0.5):0.0} ms, p99 {At(farMs, 0.99):0.0} ms; load average {load.Split(' ')[0]}"));
    }

    private static async Task<double> TakeAsync(SocketLine line, long sent, CancellationToken stop)
    {
        await line.UntilAsync("member-location-update", stop).ConfigureAwait(false);
        return Stopwatch.GetElapsedTime(sent).TotalMilliseconds;
    }

    private static async Task<Member> RegisterAsync(HttpClient http, Uri box, CancellationToken stop)
    {
        var said = await AskAsync(http, HttpMethod.Post, new Uri(box, "/api/v1/auth/register"), null, new { }, stop).ConfigureAwait(false);
        return new Member(said.GetProperty("accessToken").GetString()!);
    }

    private static async Task<JsonElement> AskAsync(HttpClient http, HttpMethod method, Uri uri, string? token, object? body, CancellationToken stop)
    {
        using var answer = await SendAsync(http, method, uri, token, body, stop).ConfigureAwait(false);
        var text = await answer.Content.ReadAsStringAsync(stop).ConfigureAwait(false);
        return answer.IsSuccessStatusCode ? JsonDocument.Parse(text).RootElement.GetProperty("data") : throw new InvalidOperationException($"{uri}: {text}");
    }

    private static async Task<HttpResponseMessage> SendAsync(HttpClient http, HttpMethod method, Uri uri, string? token, object? body, CancellationToken stop)
    {
        using var request = new HttpRequestMessage(method, uri) { Content = body is null ? null : JsonContent.Create(body) };
        request.Headers.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
        return await http.SendAsync(request, stop).ConfigureAwait(false);
    }

    private static double At(List<double> values, double part) => values.Order().ElementAt((int)Math.Min(values.Count - 1, values.Count * part));

    // Lines of /proc/PID/status are "VmRSS:   123456 kB" (proc(5)).
    private static double RssMb(int process) =>
        long.Parse(File.ReadLines($"/proc/{process}/status").First(l => l.StartsWith("VmRSS:", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) / 1024.0;

    private sealed record Member(string Token);
}
