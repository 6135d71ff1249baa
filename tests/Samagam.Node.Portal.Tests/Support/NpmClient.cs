using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;
using System.Threading.Channels;

namespace Samagam.Node.Portal.Tests.Support;

/// <summary>The packages of the foreign client, installed once from their lock file beside the test program.</summary>
public sealed class NpmPackages : IAsyncLifetime
{
    public string Folder { get; } = Path.Combine(AppContext.BaseDirectory, "Realtime", "npm");

    /// <summary>The client as a browser loads it.</summary>
    public string BrowserScript => Path.Combine(Folder, "node_modules", "@microsoft", "signalr", "dist", "browser", "signalr.min.js");

    public async ValueTask InitializeAsync()
    {
        var stamp = Path.Combine(Folder, "node_modules", ".samagam-installed");
        var wanted = await File.ReadAllTextAsync(Path.Combine(Folder, "package-lock.json"));
        if (File.Exists(stamp) && await File.ReadAllTextAsync(stamp) == wanted)
        {
            return;
        }
        using var npm = Start("npm", Folder, "ci", "--no-audit", "--no-fund", "--ignore-scripts");
        var (said, wrong) = (npm.StandardOutput.ReadToEndAsync(), npm.StandardError.ReadToEndAsync());
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(3));
        await npm.WaitForExitAsync(patience.Token);
        Assert.True(npm.ExitCode == 0, $"npm ci failed: {await said} {await wrong}");
        await File.WriteAllTextAsync(stamp, wanted);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    internal static Process Start(string program, string folder, params string[] arguments)
    {
        var start = new ProcessStartInfo(program) { WorkingDirectory = folder, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }
        try
        {
            return Process.Start(start)!;
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            throw new InvalidOperationException($"{program} is missing: install the Debian packages nodejs and npm", e);
        }
    }
}

/// <summary>An event as the foreign client saw it.</summary>
internal sealed record HubEvent(string Name, JsonElement Body, string Id, string Cursor);

/// <summary>A process of Node.js with the npm client of SignalR, with as many connections as are opened.</summary>
internal sealed class NpmClient : IAsyncDisposable
{
    private readonly Process _process;
    private readonly Task _reading;
    private readonly ConcurrentDictionary<int, TaskCompletionSource<JsonElement>> _answers = new();
    private readonly ConcurrentDictionary<string, Channel<HubEvent>> _events = new();
    private int _number;

    private NpmClient(Process process)
    {
        _process = process;
        _reading = ReadAsync();
    }

    public static NpmClient Start(NpmPackages packages) => new(NpmPackages.Start("node", packages.Folder, "client.js"));

    public async Task<HubLine> ConnectAsync(string name, Uri address, string? token = null, string? cursor = null, string transport = "ws", params string[] calls)
    {
        _events[name] = Channel.CreateUnbounded<HubEvent>();
        await AskAsync(new { op = "connect", line = name, url = address.ToString(), token, cursor, transport, calls });
        return new HubLine(this, name);
    }

    internal ChannelReader<HubEvent> EventsOf(string line) => _events[line].Reader;

    internal async Task<JsonElement> AskAsync(object ask)
    {
        var number = Interlocked.Increment(ref _number);
        var answer = _answers[number] = new TaskCompletionSource<JsonElement>(TaskCreationOptions.RunContinuationsAsynchronously);
        var fields = JsonSerializer.SerializeToNode(ask)!.AsObject();
        fields["number"] = number;
        await _process.StandardInput.WriteLineAsync(fields.ToJsonString());
        await _process.StandardInput.FlushAsync();
        return await answer.Task.WaitAsync(TimeSpan.FromSeconds(30), PortalBox.Cancel);
    }

    private async Task ReadAsync()
    {
        while (await _process.StandardOutput.ReadLineAsync() is { } text)
        {
            var said = JsonDocument.Parse(text).RootElement;
            if (said.TryGetProperty("answer", out var number))
            {
                _answers.TryRemove(number.GetInt32(), out var answer);
                if (said.TryGetProperty("error", out var error))
                {
                    answer!.SetException(new InvalidOperationException(error.GetString()));
                }
                else
                {
                    answer!.SetResult(said.GetProperty("value"));
                }
            }
            else if (said.TryGetProperty("event", out var name))
            {
                var mark = said.TryGetProperty("mark", out var m) ? m : default;
                _events[said.GetProperty("line").GetString()!].Writer.TryWrite(new HubEvent(
                    name.GetString()!,
                    said.GetProperty("body"),
                    mark.ValueKind == JsonValueKind.Object ? mark.GetProperty("id").GetString()! : "",
                    mark.ValueKind == JsonValueKind.Object ? mark.GetProperty("cursor").GetString()! : ""));
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        try
        {
            await _process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            _process.Kill();
        }
        await _reading;
        _process.Dispose();
    }
}

/// <summary>One connection of the foreign client.</summary>
internal sealed class HubLine(NpmClient client, string name)
{
    private readonly List<HubEvent> _seen = [];

    /// <summary>All that was read so far.</summary>
    public IReadOnlyList<HubEvent> Seen => _seen;

    /// <summary>Cursor of the last event read.</summary>
    public string Cursor => _seen.Last(e => e.Cursor.Length > 0).Cursor;

    public Task<JsonElement> InvokeAsync(string message, object? body) => client.AskAsync(new { op = "invoke", line = name, name = message, body });

    /// <summary>The message, taken.</summary>
    public async Task<JsonElement> DoAsync(string message, object? body)
    {
        var reply = await InvokeAsync(message, body);
        Assert.True(reply.GetProperty("success").GetBoolean(), reply.ToString());
        return reply;
    }

    /// <summary>Code of the refusal.</summary>
    public async Task<string> RefusedAsync(string message, object? body)
    {
        var reply = await InvokeAsync(message, body);
        Assert.False(reply.GetProperty("success").GetBoolean());
        return reply.GetProperty("error").GetProperty("code").GetString()!;
    }

    public async Task<HubEvent> NextAsync()
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(PortalBox.Cancel);
        patience.CancelAfter(TimeSpan.FromSeconds(20));
        try
        {
            var next = await client.EventsOf(name).ReadAsync(patience.Token);
            _seen.Add(next);
            return next;
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException($"{name} saw nothing more after {string.Join(' ', _seen.Select(e => e.Name))}");
        }
    }

    /// <summary>The next event of this name that fits.</summary>
    public async Task<HubEvent> UntilAsync(string wanted, Predicate<JsonElement>? fits = null)
    {
        while (true)
        {
            var next = await NextAsync();
            if (next.Name == wanted && (fits is null || fits(next.Body)))
            {
                return next;
            }
        }
    }

    public Task StopAsync() => client.AskAsync(new { op = "stop", line = name });
}
