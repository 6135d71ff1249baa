using System.Collections.Concurrent;
using System.Net.Http.Json;
using System.Text.Json;

namespace Samagam.Processes;

/// <summary>
/// Phones that press: each makes the id of its call itself and repeats it, at this box or the next, until a box says that it is
/// saved. What was said to be saved is remembered: it must never be lost.
/// </summary>
public sealed class Callers(LiveMesh mesh, int seed, TimeProvider time) : IDisposable
{
    private static readonly string[] Types = ["medical", "fire", "drowning", "lost-person", "other"];
    private readonly ConcurrentDictionary<string, int> _saved = new();
    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(4) };
    private long _tries;

    /// <summary>Calls a box has acknowledged: id and the box that did.</summary>
    public IReadOnlyDictionary<string, int> Saved => _saved;

    /// <summary>Posts sent, those that failed included.</summary>
    public long Tries => Interlocked.Read(ref _tries);

    /// <summary>Runs so many phones side by side until asked to stop; each waits <paramref name="pause"/> between two calls.</summary>
    public Task RunAsync(int phones, TimeSpan pause, CancellationToken stop) =>
        Task.WhenAll(Enumerable.Range(0, phones).Select(p => PhoneAsync(new Random(HashCode.Combine(seed, p)), pause, stop)));

    public void Dispose() => _http.Dispose();

    private async Task PhoneAsync(Random luck, TimeSpan pause, CancellationToken stop)
    {
        var nodes = mesh.Layout.Numbers.ToArray();
        while (!stop.IsCancellationRequested)
        {
            var id = NewId(luck);
            var at = luck.Next(nodes.Length);
            while (!stop.IsCancellationRequested)
            {
                var number = nodes[at % nodes.Length];
                if (await PressAsync(number, id, Types[luck.Next(Types.Length)]).ConfigureAwait(false))
                {
                    _saved[id] = number;
                    if (luck.NextDouble() < 0.95)
                    {
                        // Most are soon safe; a mesh full of open calls would measure something else.
                        await CancelAsync(number, id).ConfigureAwait(false);
                    }
                    break;
                }
                at++;
                await PauseAsync(TimeSpan.FromMilliseconds(20), stop).ConfigureAwait(false);
            }
            await PauseAsync(pause, stop).ConfigureAwait(false);
        }
    }

    private async Task<bool> PressAsync(int number, string id, string type)
    {
        Interlocked.Increment(ref _tries);
        try
        {
            using var answer = await _http.PostAsJsonAsync(
                $"{mesh.Layout.HttpOf(number)}/api/v1/emergency/alert", new { alertId = id, emergencyType = type }, CancellationToken.None).ConfigureAwait(false);
            if (!answer.IsSuccessStatusCode)
            {
                return false;
            }
            using var said = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(CancellationToken.None).ConfigureAwait(false));
            return said.RootElement.GetProperty("success").GetBoolean() && said.RootElement.GetProperty("data").GetProperty("alertId").GetString() == id;
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException or JsonException or IOException)
        {
            return false;
        }
    }

    private async Task CancelAsync(int number, string id)
    {
        try
        {
            using var answer = await _http.PostAsJsonAsync(
                $"{mesh.Layout.HttpOf(number)}/api/v1/emergency/{id}/cancel", new { reason = "safe" }, CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException or IOException)
        {
            // The box was killed meanwhile: the call stays open, which is as good a case.
            return;
        }
    }

    private async Task PauseAsync(TimeSpan pause, CancellationToken stop) =>
        await Task.Delay(pause, time, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    private static string NewId(Random luck)
    {
        Span<byte> bytes = stackalloc byte[16];
        luck.NextBytes(bytes);
        return new Guid(bytes).ToString("D");
    }
}
