using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using Samagam.Processes;
using Samagam.TestKit;

namespace Samagam.EndToEnd.Tests;

/// <summary>Real boxes without a store: full from the first moment, or gone while they run.</summary>
public sealed class BoxThatCannotKeepTests : IAsyncDisposable
{
    private static int _meshes;
    private readonly TempFolder _folder = new();
    private readonly ConcurrentQueue<string> _lines = new();
    private readonly HttpClient _http = new(new HttpClientHandler { AllowAutoRedirect = false, UseCookies = false }) { Timeout = TimeSpan.FromSeconds(20) };
    private readonly CancellationToken _stop = TestContext.Current.CancellationToken;
    private LiveMesh _mesh = null!;

    [Fact]
    public async Task A_box_whose_disk_is_full_at_its_start_hands_calls_to_its_neighbour_or_says_not_saved_and_is_itself_again_when_there_is_room()
    {
        await StartAsync();
        await _mesh[1].StopAsync(RealMesh.Patience);
        Directory.Delete(_mesh.Files.DataOf(1), recursive: true);
        using var full = new FullFolder(_mesh.Files.DataOf(1));
        await using var box = BoxProcess.Start(_mesh.Files, 1, _lines.Enqueue);
        await UntilAsync("the portal of a box that cannot keep answers", async () => (await _http.GetAsync(Of(1, "/"), _stop)).IsSuccessStatusCode);
        using (var ready = await _http.GetAsync(Of(1, "/health/ready"), _stop))
        {
            Assert.Equal(HttpStatusCode.ServiceUnavailable, ready.StatusCode);
            Assert.Contains("cannot keep anything", await ready.Content.ReadAsStringAsync(_stop), StringComparison.Ordinal);
        }

        var carried = await PressAsync(1);
        using (var page = await _http.GetAsync(Of(1, "/sos/" + carried), _stop))
        {
            Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        }
        using (var there = await _http.GetAsync(Of(2, "/api/v1/emergency/status/" + carried), _stop))
        {
            Assert.Equal(HttpStatusCode.OK, there.StatusCode);
        }
        using (var json = await _http.PostAsJsonAsync(Of(1, "/api/v1/emergency/alert"), new { }, _stop))
        {
            Assert.Contains("\"neighbour\"", await json.Content.ReadAsStringAsync(_stop), StringComparison.Ordinal);
        }
        await PressButtonAsync();
        await UntilAsync("the button's call is at the neighbour", async () =>
            (await _http.GetStringAsync(Of(MeshLayout.HubNumber, "/api/v1/cases?status=open&limit=100"), _stop)).Contains("step 12", StringComparison.Ordinal));

        await _mesh.KillAsync(2);
        using (var refused = await _http.PostAsync(Of(1, "/sos"), new FormUrlEncodedContent([KeyValuePair.Create("type", "fire")]), _stop))
        {
            Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
            Assert.Contains("tel:112", await refused.Content.ReadAsStringAsync(_stop), StringComparison.Ordinal);
        }

        full.MakeRoom();
        await box.Ended.WaitAsync(RealMesh.Patience, _stop);
        Assert.True(box.ExitCode == 75, $"code {box.ExitCode}\n{string.Join('\n', _lines.TakeLast(60))}");
        Assert.Contains(_lines, l => l.Contains("started anew", StringComparison.Ordinal));
        await _mesh.StartAsync(1, _stop);
        await _mesh.StartAsync(2, _stop);
        await UntilAsync("the call that was carried has come home", async () => (await _http.GetAsync(Of(1, "/api/v1/emergency/status/" + carried), _stop)).IsSuccessStatusCode);
        await _mesh.StopAsync();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(MeshLayout.HubNumber)]
    public async Task A_box_whose_data_folder_is_deleted_while_it_runs_ends_itself_within_seconds_and_is_refilled_when_it_is_started_again(int number)
    {
        await StartAsync();
        var call = await PressAsync(1);
        await UntilAsync("the call is on the board", async () =>
            (await _http.GetStringAsync(Of(MeshLayout.HubNumber, "/api/v1/cases?status=open&limit=100"), _stop)).Contains(call, StringComparison.Ordinal));
        Directory.Delete(_mesh.Files.DataOf(number), recursive: true);
        await _mesh[number].Ended.WaitAsync(TimeSpan.FromSeconds(20), _stop);
        Assert.True(_mesh[number].ExitCode == 75, $"code {_mesh[number].ExitCode}\n{string.Join('\n', _lines.TakeLast(60))}");
        Assert.Contains(_lines, l => l.Contains("was removed while it was open", StringComparison.Ordinal));
        await _mesh.StartAsync(number, _stop);
        await UntilAsync("the call has come back", async () => (await _http.GetStringAsync(
            Of(number, number == MeshLayout.HubNumber ? "/api/v1/cases?status=open&limit=100" : "/api/v1/emergency/status/" + call), _stop)).Contains(call, StringComparison.Ordinal));
        await _mesh.StopAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _mesh.DisposeAsync();
        _http.Dispose();
        _folder.Dispose();
    }

    private async Task StartAsync() => _mesh = await LiveMesh.StartAsync(
        _folder.Path,
        new MeshLayout { Nodes = 2, BasePort = 12_000 + (Interlocked.Increment(ref _meshes) * 1_500) },
        new Dictionary<string, string>(),
        (_, line) => _lines.Enqueue(line),
        TimeProvider.System,
        _stop);

    private Uri Of(int number, string path) => new(_mesh.Layout.HttpOf(number) + path);

    private async Task<string> PressAsync(int number)
    {
        using var answer = await _http.PostAsync(Of(number, "/sos"), new FormUrlEncodedContent([KeyValuePair.Create("type", "medical")]), _stop);
        Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
        return answer.Headers.Location!.ToString()["/sos/".Length..];
    }

    private async Task PressButtonAsync()
    {
        var (id, secret) = (_mesh.Keys.ButtonId, _mesh.Keys.ButtonSecret);
        var port = (_mesh.Layout.PortOf(1) + 3).ToString(CultureInfo.InvariantCulture);
        using var pressed = Process.Start(new ProcessStartInfo(
            "mosquitto_pub", ["-h", "127.0.0.1", "-p", port, "-q", "1", "-u", id, "-P", secret, "-t", $"samagam/v1/devices/{id}/sos", "-m", "press"]))
            ?? throw new InvalidOperationException("mosquitto_pub is missing (Debian package mosquitto-clients)");
        await pressed.WaitForExitAsync(_stop);
        Assert.Equal(0, pressed.ExitCode);
    }

    private async Task UntilAsync(string what, Func<Task<bool>> holds)
    {
        if (!await Patiently.HoldsAsync(holds, RealMesh.Patience, TimeProvider.System, _stop))
        {
            Assert.Fail($"never came true: {what}\n{string.Join('\n', _lines.TakeLast(60))}");
        }
    }
}
