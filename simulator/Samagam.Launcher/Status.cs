using System.Text.Json;
using Spectre.Console;

namespace Samagam.Launcher;

/// <summary><c>samagam status</c>: asks each box how it is. Exit code 0 when all are ready, 3 when none runs, 1 else.</summary>
internal static class Status
{
    public static async Task<int> RunAsync(string folder, CancellationToken stop)
    {
        if (RunningMesh.Read(folder) is not { } mesh)
        {
            AnsiConsole.WriteLine("No mesh runs from this folder. Start one with ./samagam up");
            return 3;
        }
        using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(3) };
        var table = new Table().AddColumns("Box", "Place", "Portal", "State", "What it says");
        var well = true;
        foreach (var box in mesh.Boxes)
        {
            var (state, reason) = await AskAsync(http, box.Http, stop).ConfigureAwait(false);
            well &= state == "ready";
            table.AddRow(box.Name, box.Place, box.Http, state == "ready" ? "[green]ready[/]" : $"[red]{state}[/]", Markup.Escape(reason));
        }
        AnsiConsole.Write(table);
        return well ? 0 : 1;
    }

    private static async Task<(string State, string Reason)> AskAsync(HttpClient http, string address, CancellationToken stop)
    {
        try
        {
            using var answer = await http.GetAsync(new Uri($"{address}/health/ready"), stop).ConfigureAwait(false);
            using var said = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(stop).ConfigureAwait(false));
            var reasons = said.RootElement.GetProperty("checks").EnumerateArray()
                .Select(c => c.GetProperty("reason").GetString() ?? "")
                .Where(r => r.Length > 0);
            return (answer.IsSuccessStatusCode ? "ready" : "ill", string.Join("; ", reasons));
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException or JsonException or KeyNotFoundException)
        {
            return ("down", e.Message);
        }
    }
}
