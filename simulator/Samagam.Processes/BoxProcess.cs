using System.Diagnostics;
using System.Globalization;

namespace Samagam.Processes;

/// <summary>A box running as a process of its own.</summary>
public sealed class BoxProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private static readonly HttpClient Http = new() { Timeout = TimeSpan.FromSeconds(2) };

    private BoxProcess(int number, string name, Process process) => (Number, Name, _process) = (number, name, process);

    public int Number { get; }
    public string Name { get; }
    public int ProcessId => _process.Id;
    public bool IsRunning => !_process.HasExited;

    /// <summary>Completes when the process has ended, however.</summary>
    public Task Ended => _ended.Task;

    public int ExitCode => _process.ExitCode;

    /// <summary>Resident memory now, bytes.</summary>
    public long ResidentBytes
    {
        get
        {
            _process.Refresh();
            return _process.WorkingSet64;
        }
    }

    /// <summary>Starts the program of the box over its signed folder.</summary>
    /// <param name="line">Told each line it prints, from any thread.</param>
    /// <param name="settings">Environment variables for it, for example <c>SAMAGAM_Dispatch__WindowMs</c>.</param>
    public static BoxProcess Start(MeshFiles files, int number, Action<string> line, IReadOnlyDictionary<string, string>? settings = null)
    {
        var program = Programs.Of(number == MeshLayout.HubNumber ? "Samagam.Hub.Host" : "Samagam.Node.Host");
        var start = new ProcessStartInfo("dotnet")
        {
            ArgumentList = { program, "--box", files.FolderOf(number) },
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            UseShellExecute = false,
            WorkingDirectory = files.Root,
        };
        start.Environment["DOTNET_gcServer"] = "0";
        start.Environment["DOTNET_GCHeapHardLimitPercent"] = "";
        foreach (var (key, value) in settings ?? new Dictionary<string, string>())
        {
            start.Environment[key] = value;
        }
        var process = new Process { StartInfo = start, EnableRaisingEvents = true };
        var box = new BoxProcess(number, MeshFiles.NameOf(number), process);
        process.Exited += (_, _) => box._ended.TrySetResult();
        process.OutputDataReceived += (_, e) => Tell(e.Data);
        process.ErrorDataReceived += (_, e) => Tell(e.Data);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return box;

        void Tell(string? text)
        {
            if (!string.IsNullOrEmpty(text))
            {
                line(text);
            }
        }
    }

    /// <summary>Waits until <c>/health/ready</c> answers 200. Throws when the process ended before, or after <paramref name="limit"/>.</summary>
    public async Task ReadyAsync(string http, TimeSpan limit, TimeProvider time, CancellationToken stop = default)
    {
        var started = time.GetTimestamp();
        while (true)
        {
            if (_process.HasExited)
            {
                throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"{Name} has ended with code {_process.ExitCode} before it was ready"));
            }
            try
            {
                using var answer = await Http.GetAsync(new Uri($"{http}/health/ready"), stop).ConfigureAwait(false);
                if (answer.IsSuccessStatusCode)
                {
                    return;
                }
            }
            catch (Exception e) when (e is HttpRequestException or TaskCanceledException && !stop.IsCancellationRequested)
            {
                // Not listening yet.
            }
            if (time.GetElapsedTime(started) > limit)
            {
                throw new TimeoutException($"{Name} was not ready within {limit.TotalSeconds} s");
            }
            await Task.Delay(TimeSpan.FromMilliseconds(25), time, stop).ConfigureAwait(false);
        }
    }

    /// <summary>kill -9: no closing of anything.</summary>
    public async Task KillAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }
        await _process.WaitForExitAsync(CancellationToken.None).ConfigureAwait(false);
    }

    /// <summary>Asks it to stop (SIGTERM) and waits; kills it after <paramref name="patience"/>.</summary>
    public async Task StopAsync(TimeSpan patience)
    {
        if (_process.HasExited)
        {
            return;
        }
        using (Process.Start("kill", ["-TERM", _process.Id.ToString(CultureInfo.InvariantCulture)]))
        {
            using var limit = new CancellationTokenSource(patience);
            try
            {
                await _process.WaitForExitAsync(limit.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                await KillAsync().ConfigureAwait(false);
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync().ConfigureAwait(false);
        _process.Dispose();
    }
}
