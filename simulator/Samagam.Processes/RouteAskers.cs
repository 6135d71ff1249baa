using System.Collections.Concurrent;
using System.Net.Http.Json;
using System.Text.Json;
using Samagam.Routing;

namespace Samagam.Processes;

/// <summary>
/// Walkers that ask every node for the same route, again and again, while something on it changes. Each answer is looked at: was it
/// there, does it use the watched ground, and under which epoch. An epoch that says both yes and no was mixed.
/// </summary>
/// <param name="uses">Whether a geometry uses the watched ground.</param>
public sealed class RouteAskers(LiveMesh mesh, Coordinate from, Coordinate to, Func<IReadOnlyList<Coordinate>, bool> uses, TimeProvider time) : IDisposable
{
    /// <summary>Between two questions of one walker: the grain of what is measured, without starving the boxes of a small machine.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(15);

    private const int MaxFaults = 20;
    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(20) };
    private readonly ConcurrentDictionary<int, Seen> _nodes = new();
    private readonly ConcurrentQueue<string> _faults = new();
    private long _asked;

    public long Asked => Interlocked.Read(ref _asked);

    /// <summary>What went wrong: failed answers and mixed epochs, one sentence each; at most 20.</summary>
    public IReadOnlyList<string> Faults => [.. _faults];

    /// <summary>One walker a node, until asked to stop.</summary>
    public Task RunAsync(CancellationToken stop) => Task.WhenAll(mesh.Layout.Numbers.Select(n => WalkerAsync(n, stop)));

    /// <summary>
    /// Completes when each node has answered a question, asked after now, that does (or does not) use the ground; gives the time from
    /// now to that answer, by node.
    /// </summary>
    /// <exception cref="TimeoutException">A node never did within <paramref name="limit"/>.</exception>
    public async Task<IReadOnlyList<TimeSpan>> UntilAllAsync(bool use, TimeSpan limit, CancellationToken stop)
    {
        var waits = mesh.Layout.Numbers.Select(n => (Node: n, Answer: Of(n).Next(use, time.GetTimestamp()))).ToList();
        try
        {
            return await Task.WhenAll(waits.Select(w => w.Answer)).WaitAsync(limit, time, stop).ConfigureAwait(false);
        }
        catch (TimeoutException e)
        {
            var late = waits.Where(w => !w.Answer.IsCompletedSuccessfully).Select(w => $"{MeshFiles.NameOf(w.Node)} ({Of(w.Node).Last})");
            throw new TimeoutException($"still {(use ? "round" : "through")} after {limit.TotalSeconds} s: {string.Join(", ", late)}", e);
        }
    }

    public void Dispose() => _http.Dispose();

    private Seen Of(int number) => _nodes.GetOrAdd(number, _ => new Seen(time));

    private async Task WalkerAsync(int number, CancellationToken stop)
    {
        var question = new
        {
            from = new { lat = from.LatitudeDeg, lng = from.LongitudeDeg },
            to = new { lat = to.LatitudeDeg, lng = to.LongitudeDeg },
            // It minds the crowd, and is the same for everybody: by the crowd alone people are shared out.
            profile = "amenity",
        };
        while (!stop.IsCancellationRequested)
        {
            try
            {
                using var answer = await _http.PostAsJsonAsync($"{mesh.Layout.HttpOf(number)}/api/v1/routes/calculate", question, stop).ConfigureAwait(false);
                var text = await answer.Content.ReadAsStringAsync(stop).ConfigureAwait(false);
                Interlocked.Increment(ref _asked);
                if (!answer.IsSuccessStatusCode)
                {
                    Fault($"{MeshFiles.NameOf(number)} answered {(int)answer.StatusCode}: {text}");
                }
                else
                {
                    Look(number, text);
                }
                await Task.Delay(Pause, time, stop).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
            {
                Fault($"{MeshFiles.NameOf(number)} did not answer: {e.Message}");
            }
        }
    }

    private void Look(int number, string text)
    {
        using var json = JsonDocument.Parse(text);
        var route = json.RootElement.GetProperty("data");
        var geometry = route.GetProperty("geometry").GetProperty("coordinates").EnumerateArray()
            .Select(p => new Coordinate(p[1].GetDouble(), p[0].GetDouble())).ToList();
        var epoch = route.GetProperty("epoch").GetInt64();
        var use = uses(geometry);
        if (!Of(number).Add(epoch, use))
        {
            Fault($"{MeshFiles.NameOf(number)} says under epoch {epoch} both that the way is open and that it is not");
        }
    }

    private void Fault(string how)
    {
        if (_faults.Count < MaxFaults)
        {
            _faults.Enqueue(how);
        }
    }

    /// <summary>What one node has said.</summary>
    private sealed class Seen(TimeProvider time)
    {
        private readonly Lock _gate = new();
        private readonly Dictionary<long, bool> _byEpoch = [];
        private (bool Use, long Since, TaskCompletionSource<TimeSpan> Told)? _waiting;

        public string Last { get; private set; } = "no answer";

        public Task<TimeSpan> Next(bool use, long since)
        {
            var told = new TaskCompletionSource<TimeSpan>(TaskCreationOptions.RunContinuationsAsynchronously);
            lock (_gate)
            {
                _waiting = (use, since, told);
            }
            return told.Task;
        }

        /// <summary>False when this epoch has said the opposite before.</summary>
        public bool Add(long epoch, bool use)
        {
            lock (_gate)
            {
                Last = $"epoch {epoch}, {(use ? "through" : "round")}";
                if (_waiting is { } waiting && waiting.Use == use)
                {
                    _waiting = null;
                    waiting.Told.TrySetResult(time.GetElapsedTime(waiting.Since));
                }
                return _byEpoch.TryAdd(epoch, use) || _byEpoch[epoch] == use;
            }
        }
    }
}
