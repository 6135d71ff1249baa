using System.Globalization;
using System.Text.Json;

namespace Samagam.Processes;

/// <summary>How a loop of kills and cuts went.</summary>
public sealed record KillLoopReport(int Rounds, int Kills, int Cuts, int HubDeletions, int Acknowledged, long Tries, int OnTheBoard, TimeSpan Healing, StoreVerdict Stores)
{
    public IReadOnlyList<string> Faults => Stores.Faults;
}

/// <summary>
/// Real processes, kill -9 and link cuts in a loop, while phones press. At the end everything is mended, the boxes agree, are stopped,
/// and all databases are compared: nothing acknowledged may be lost, nothing may stand twice on the board.
/// </summary>
public sealed class KillLoop(LiveMesh mesh, int seed, TimeProvider time, Action<string> say)
{
    private static readonly TimeSpan HealLimit = TimeSpan.FromMinutes(3);
    private static readonly HttpClient Http = new() { Timeout = TimeSpan.FromSeconds(5) };
    private readonly Random _luck = new(seed);
    private int _kills;
    private int _cuts;
    private int _hubDeletions;
    private readonly HashSet<int> _killed = [];
    private readonly SortedDictionary<int, int> _fell = [];

    /// <summary>Runs the rounds; each kills or cuts something, waits a moment, and mends some of what is broken.</summary>
    public async Task<KillLoopReport> RunAsync(int rounds, int phones, TimeSpan round, CancellationToken stop)
    {
        using var callers = new Callers(mesh, seed, time);
        using var pressing = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var calls = callers.RunAsync(phones, TimeSpan.FromMilliseconds(40), pressing.Token);
        for (var i = 1; i <= rounds && !stop.IsCancellationRequested; i++)
        {
            await RoundAsync(round, stop).ConfigureAwait(false);
            if (i % 10 == 0 || i == rounds)
            {
                say(string.Create(CultureInfo.InvariantCulture, $"round {i} of {rounds}: {_kills} kills, {_cuts} cuts, {callers.Saved.Count} calls acknowledged"));
            }
        }
        await pressing.CancelAsync().ConfigureAwait(false);
        await calls.ConfigureAwait(false);
        say("mending everything …");
        var started = time.GetTimestamp();
        await MendAsync(stop).ConfigureAwait(false);
        await AgreeAsync(stop).ConfigureAwait(false);
        var healing = time.GetElapsedTime(started);
        var board = await CountBoardAsync(stop).ConfigureAwait(false);
        await mesh.StopAsync().ConfigureAwait(false);
        say("comparing all databases …");
        var verdict = await StoreComparison.CompareAsync(mesh, [.. callers.Saved.Keys], time).ConfigureAwait(false);
        if (board != verdict.Cases)
        {
            verdict = verdict with { Faults = [.. verdict.Faults, $"the board shows {board} cases, the databases hold {verdict.Cases}"] };
        }
        foreach (var (number, times) in _fell)
        {
            verdict = verdict with { Faults = [.. verdict.Faults, $"{MeshFiles.NameOf(number)} ended by itself {times} times"] };
        }
        return new KillLoopReport(rounds, _kills, _cuts, _hubDeletions, callers.Saved.Count, callers.Tries, board, healing, verdict);
    }

    private async Task RoundAsync(TimeSpan round, CancellationToken stop)
    {
        var boxes = mesh.Boxes.ToArray();
        switch (_luck.Next(10))
        {
            case < 5:
                var victim = boxes[_luck.Next(boxes.Length)];
                await mesh.KillAsync(victim).ConfigureAwait(false);
                _killed.Add(victim);
                _kills++;
                if (victim == MeshLayout.HubNumber && _luck.Next(3) == 0)
                {
                    // The hub's disk is gone: the nodes refill it.
                    Directory.Delete(mesh.Files.DataOf(victim), recursive: true);
                    _hubDeletions++;
                }
                break;
            case < 9:
                var (low, high) = mesh.Links[_luck.Next(mesh.Links.Count)];
                mesh.SetLink(low, high, cut: true);
                _cuts++;
                break;
            default:
                mesh.MendAll();
                break;
        }
        await Task.Delay(round * (0.5 + _luck.NextDouble()), time, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (_luck.Next(2) == 0)
        {
            var (low, high) = mesh.Links[_luck.Next(mesh.Links.Count)];
            mesh.SetLink(low, high, cut: false);
        }
        await StartWhoDiedAsync(stop).ConfigureAwait(false);
    }

    /// <summary>As a supervisor would. A box that ended without being killed is started, too, and told at the end: it had a fault.</summary>
    private async Task StartWhoDiedAsync(CancellationToken stop)
    {
        foreach (var number in mesh.Boxes.Where(n => !mesh.IsRunning(n)).ToList())
        {
            if (!_killed.Remove(number))
            {
                _fell[number] = _fell.GetValueOrDefault(number) + 1;
                say($"{MeshFiles.NameOf(number)} ended by itself");
            }
            await mesh.StartAsync(number, stop).ConfigureAwait(false);
        }
    }

    private async Task MendAsync(CancellationToken stop)
    {
        mesh.MendAll();
        await StartWhoDiedAsync(stop).ConfigureAwait(false);
    }

    /// <summary>Waits until all boxes know the same, three looks in a row.</summary>
    private async Task AgreeAsync(CancellationToken stop)
    {
        var started = time.GetTimestamp();
        var same = 0;
        while (same < 3)
        {
            await StartWhoDiedAsync(stop).ConfigureAwait(false);
            var roots = await Task.WhenAll(mesh.Boxes.Select(n => RootAsync(n, stop))).ConfigureAwait(false);
            same = roots[0].Length > 0 && roots.Distinct().Count() == 1 ? same + 1 : 0;
            if (time.GetElapsedTime(started) > HealLimit)
            {
                say($"the boxes do not agree after {HealLimit.TotalMinutes} minutes: {string.Join(' ', roots)}");
                return;
            }
            await Task.Delay(TimeSpan.FromMilliseconds(500), time, stop).ConfigureAwait(false);
        }
    }

    private async Task<string> RootAsync(int number, CancellationToken stop)
    {
        try
        {
            var metrics = await Http.GetStringAsync(new Uri($"{mesh.Layout.HttpOf(number)}/metrics"), stop).ConfigureAwait(false);
            return metrics.Split('\n').FirstOrDefault(l => l.StartsWith("samagam_facts_root", StringComparison.Ordinal)) ?? "";
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
        {
            return "";
        }
    }

    private async Task<int> CountBoardAsync(CancellationToken stop)
    {
        var ids = new HashSet<string>();
        var rows = 0;
        foreach (var state in (string[])["open", "resolved"])
        {
            for (var page = 1; ; page++)
            {
                var text = await Http.GetStringAsync(
                    new Uri(string.Create(CultureInfo.InvariantCulture, $"{mesh.Layout.HttpOf(MeshLayout.HubNumber)}/api/v1/cases?status={state}&page={page}&limit=100")), stop).ConfigureAwait(false);
                using var answer = JsonDocument.Parse(text);
                var cases = answer.RootElement.GetProperty("data").EnumerateArray().Select(c => c.GetProperty("id").GetString()!).ToList();
                rows += cases.Count;
                ids.UnionWith(cases);
                if (cases.Count < 100)
                {
                    break;
                }
            }
        }
        return rows == ids.Count ? rows : -rows;
    }
}
