using System.Collections.Concurrent;
using System.Globalization;
using System.Runtime.InteropServices;
using Samagam.Processes;
using Samagam.Routing;
using Samagam.Routing.Osm;
using Spectre.Console;

namespace Samagam.Launcher;

/// <summary><c>samagam up</c>: provisions a throw-away mesh, starts its boxes as processes, shows what happens, stops all at the end.</summary>
internal static class Up
{
    /// <summary>A machine to try things on has no modem: codes go to an outbox everybody here can read.</summary>
    private static readonly IReadOnlyDictionary<string, string> Bench = new Dictionary<string, string> { ["SAMAGAM_Auth__Outbox"] = "true" };

    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(8);

    public static async Task<int> RunAsync(MeshLayout layout, string folder, TimeProvider time, CancellationToken cancelled)
    {
        if (layout.Problem() is { } problem)
        {
            await Console.Error.WriteLineAsync(problem).ConfigureAwait(false);
            return 64;
        }
        if (RunningMesh.Read(folder) is { } running)
        {
            await Console.Error.WriteLineAsync($"A mesh already runs from {folder} (process {running.ProcessId}); ./samagam down stops it.").ConfigureAwait(false);
            return 1;
        }
        if (Ports.Taken(layout) is { } taken)
        {
            await Console.Error.WriteLineAsync($"Port {taken} is taken; choose another with --base-port.").ConfigureAwait(false);
            return 1;
        }
        // Not disposed: a signal may come at any moment, also the last.
        var stop = CancellationTokenSource.CreateLinkedTokenSource(cancelled);
        using var onTerm = PosixSignalRegistration.Create(PosixSignal.SIGTERM, context => Cancel(context, stop));
        using var onInt = PosixSignalRegistration.Create(PosixSignal.SIGINT, context => Cancel(context, stop));
        var boxes = new ConcurrentDictionary<int, BoxProcess>();
        var lines = new Lines();
        try
        {
            if (layout.MapFile is { } map)
            {
                AnsiConsole.MarkupLine("[grey]Reading the map …[/]");
                layout = layout with { Stand = PlacesOn(map, layout.Nodes, stop.Token) };
            }
            AnsiConsole.MarkupLine("[grey]Making keys and identities …[/]");
            var (files, keys) = MeshFiles.Provision(folder, layout, time);
            foreach (var number in layout.Numbers.Prepend(MeshLayout.HubNumber))
            {
                boxes[number] = BoxProcess.Start(files, number, line => lines.Show(number, line), Bench);
            }
            foreach (var (number, box) in boxes)
            {
                await box.ReadyAsync(layout.HttpOf(number), StartLimit, time, stop.Token).ConfigureAwait(false);
            }
            new RunningMesh(
                Environment.ProcessId,
                [.. layout.Numbers.Append(MeshLayout.HubNumber).Select(n => new RunningMesh.Box(MeshFiles.NameOf(n), layout.PlaceOf(n).Name, layout.HttpOf(n)))]).Write(folder);
            Welcome.Show(layout, keys);
            await Task.WhenAll(boxes.Keys.Select(n => WatchAsync(n, boxes, files, lines, time, stop.Token))).ConfigureAwait(false);
            return 0;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return 0;
        }
        catch (Exception e) when (e is InvalidOperationException or TimeoutException or IOException or UnauthorizedAccessException)
        {
            await Console.Error.WriteLineAsync(e.Message).ConfigureAwait(false);
            return 1;
        }
        finally
        {
            if (!boxes.IsEmpty)
            {
                AnsiConsole.MarkupLine("[grey]Stopping …[/]");
                RunningMesh.Remove(folder);
            }
            await Task.WhenAll(boxes.Values.Select(b => b.StopAsync(StopPatience))).ConfigureAwait(false);
        }
    }

    /// <summary>Reads the map before any box does, so that a bad one is refused here; boxes stand where it has something to show.</summary>
    private static IReadOnlyList<BoxPlace> PlacesOn(string file, int nodes, CancellationToken stop)
    {
        try
        {
            return MapPlaces.On(MapSnapshot.Load(() => File.OpenRead(file), cancel: stop), nodes);
        }
        catch (Exception e) when (e is MapFormatException or InvalidOperationException)
        {
            throw new InvalidOperationException($"--map {file}: {e.Message}", e);
        }
    }

    private static void Cancel(PosixSignalContext context, CancellationTokenSource stop)
    {
        context.Cancel = true;
        stop.Cancel();
    }

    /// <summary>As systemd would: a box that ends is started again; one that never stays up is left alone in the end, and the others go on.</summary>
    private static async Task WatchAsync(int number, ConcurrentDictionary<int, BoxProcess> boxes, MeshFiles files, Lines lines, TimeProvider time, CancellationToken stop)
    {
        var plan = new RestartPlan(new RestartOptions());
        while (true)
        {
            var started = time.GetTimestamp();
            await boxes[number].Ended.WaitAsync(stop).ConfigureAwait(false);
            var code = boxes[number].ExitCode;
            if (plan.Next(time.GetElapsedTime(started)) is not { } wait)
            {
                lines.Show(number, string.Create(CultureInfo.InvariantCulture, $"has ended (code {code}) again and again; it is left alone. ./samagam down, mend it, ./samagam up"));
                return;
            }
            lines.Show(number, string.Create(CultureInfo.InvariantCulture, $"has ended (code {code}); it is started again in {wait.TotalSeconds} s"));
            await Task.Delay(wait, time, stop).ConfigureAwait(false);
            boxes[number] = BoxProcess.Start(files, number, line => lines.Show(number, line), Bench);
        }
    }
}
