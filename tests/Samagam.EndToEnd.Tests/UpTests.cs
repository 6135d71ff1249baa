using System.Diagnostics;
using System.Globalization;
using Samagam.Processes;
using Samagam.TestKit;

namespace Samagam.EndToEnd.Tests;

/// <summary>What a newcomer runs.</summary>
public sealed class UpTests
{
    [Fact]
    public async Task Up_starts_a_mesh_says_how_to_try_every_role_and_stops_everything_when_asked()
    {
        using var folder = new TempFolder();
        using var up = Launcher("up", "--nodes", "1", "--base-port", "28000", "--data", folder.Path);
        var said = new List<string>();
        while (await up.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(RealMesh.Patience) is { } line)
        {
            said.Add(line);
            if (line.StartsWith("Ctrl-C stops", StringComparison.Ordinal))
            {
                break;
            }
        }
        var text = string.Join('\n', said);
        Assert.Contains("this machine only", text, StringComparison.Ordinal);
        Assert.Contains("mosquitto_pub", text, StringComparison.Ordinal);
        Assert.Contains("SV1.", text, StringComparison.Ordinal);
        Assert.Contains("█", text, StringComparison.Ordinal);
        // The supervisor's part: a box whose data is deleted ends itself, and is brought back.
        Directory.Delete(folder.File(Path.Combine("data", "node-0")), recursive: true);
        while (await up.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(RealMesh.Patience) is { } line)
        {
            if (line.Contains("has ended (code 75)", StringComparison.Ordinal))
            {
                break;
            }
        }
        using var http = new HttpClient();
        Assert.True(
            await Patiently.HoldsAsync(
                async () => (await http.GetAsync(new Uri("http://127.0.0.1:28000/health/ready"))).IsSuccessStatusCode,
                RealMesh.Patience, TimeProvider.System, TestContext.Current.CancellationToken),
            "the box was not brought back");
        using var status = Launcher("status", "--data", folder.Path);
        var states = await status.StandardOutput.ReadToEndAsync();
        await status.WaitForExitAsync();
        Assert.True(status.ExitCode == 0, states);
        using (Process.Start("kill", ["-TERM", up.Id.ToString(CultureInfo.InvariantCulture)]))
        {
            await up.WaitForExitAsync().WaitAsync(RealMesh.Patience);
        }
        Assert.Equal(0, up.ExitCode);
        await Assert.ThrowsAsync<HttpRequestException>(() => http.GetAsync(new Uri("http://127.0.0.1:28000/health/live")));
    }

    [Fact]
    public void A_box_that_never_stays_up_is_started_later_and_later_and_then_left_alone()
    {
        var plan = new RestartPlan(new RestartOptions { First = TimeSpan.FromSeconds(1), Longest = TimeSpan.FromSeconds(5), WellAfter = TimeSpan.FromMinutes(1), MaxInARow = 5 });
        double? Next(int livedSeconds) => plan.Next(TimeSpan.FromSeconds(livedSeconds))?.TotalSeconds;
        Assert.Equal([1, 2, 4, 5, 5, null, null], Enumerable.Range(0, 7).Select(_ => Next(59)));
        Assert.Equal([1, 2], new[] { Next(60), Next(3) });
    }

    [Fact]
    public async Task Up_refuses_a_plan_that_cannot_be_in_one_sentence()
    {
        using var folder = new TempFolder();
        using var up = Launcher("up", "--nodes", "13", "--data", folder.Path);
        var said = await up.StandardError.ReadToEndAsync();
        await up.WaitForExitAsync();
        Assert.Equal(64, up.ExitCode);
        Assert.Contains("--nodes must be 1 to 12", said, StringComparison.Ordinal);
    }

    private static Process Launcher(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add(Programs.Of("Samagam.Launcher"));
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }
        return Process.Start(start) ?? throw new InvalidOperationException("dotnet could not be started");
    }
}
