using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Samagam.Processes;
using Samagam.TestKit;

namespace Samagam.EndToEnd.Tests;

/// <summary>Three nodes in a line and a hub, as real processes with real files and wires that can be cut; windows of three seconds in the place of thirty, and pages without script renew each second.</summary>
[CollectionDefinition(nameof(RealMesh))]
public sealed class RealMesh : IAsyncLifetime, ICollectionFixture<RealMesh>
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly TempFolder _folder = new();
    private readonly ConcurrentQueue<string> _lines = new();
    private readonly HttpClient _http = new(new HttpClientHandler { AllowAutoRedirect = false, UseCookies = false }) { Timeout = TimeSpan.FromSeconds(20) };

    public LiveMesh Mesh { get; private set; } = null!;

    public string Node(int k) => Mesh.Layout.HttpOf(k + 1);

    /// <summary>Every line that any box has printed.</summary>
    public IReadOnlyCollection<string> Lines => _lines;

    public string Hub => Mesh.Layout.HttpOf(MeshLayout.HubNumber);

    public async ValueTask InitializeAsync()
    {
        // Ports below 32768: above it the system gives them to whoever dials out.
        var layout = new MeshLayout { Nodes = 3, BasePort = 21_000 };
        var settings = new Dictionary<string, string>
        {
            ["SAMAGAM_Dispatch__WindowMs"] = "3000",
            ["SAMAGAM_Dispatch__StaggerMs"] = "2000",
            ["SAMAGAM_Portal__RefreshSeconds"] = "1",
            ["SAMAGAM_Board__Board__MaxOpen"] = "10000",
            // Walkers that ask all the while, from one address.
            ["SAMAGAM_Portal__RequestsPerMinute"] = "60000",
        };
        Mesh = await LiveMesh.StartAsync(
            _folder.Path, layout, settings, (number, line) => _lines.Enqueue($"{MeshFiles.NameOf(number)} {line}"), TimeProvider.System, TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await Mesh.DisposeAsync();
        _http.Dispose();
        _folder.Dispose();
    }

    /// <summary>A plain form post, as a phone without script makes it; gives the id of the case from where it is sent on to.</summary>
    public async Task<string> PressAsync(string node, params (string Name, string Value)[] fields)
    {
        using var answer = await _http.PostAsync($"{node}/sos", new FormUrlEncodedContent(fields.Select(f => KeyValuePair.Create(f.Name, f.Value))));
        Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
        return answer.Headers.Location!.ToString()["/sos/".Length..];
    }

    public async Task<JsonElement> GetAsync(string url)
    {
        using var answer = await _http.GetAsync(new Uri(url));
        var text = await answer.Content.ReadAsStringAsync();
        if (!answer.IsSuccessStatusCode)
        {
            // For whoever waits this is "not yet"; for whoever does not, a failure that says why.
            throw new HttpRequestException($"{url}: {(int)answer.StatusCode} {text}");
        }
        using var json = JsonDocument.Parse(text);
        return json.RootElement.GetProperty("data").Clone();
    }

    public async Task<JsonElement> CallAsync(HttpMethod method, string url, object? body = null, string? token = null)
    {
        using var request = new HttpRequestMessage(method, url) { Content = JsonContent.Create(body ?? new { }) };
        if (token is not null)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        }
        using var answer = await _http.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, $"{method} {url}: {(int)answer.StatusCode} {text}");
        if (text.Length == 0)
        {
            return default;
        }
        using var json = JsonDocument.Parse(text);
        return json.RootElement.GetProperty("data").Clone();
    }

    /// <summary>Enters with a voucher and goes on duty at a node; gives the token and the responder's id.</summary>
    public async Task<(string Token, string Id)> OnDutyAsync(string node, string voucher)
    {
        var entered = await CallAsync(HttpMethod.Post, $"{node}/api/v1/duty/enter", new { voucher });
        var token = entered.GetProperty("token").GetString()!;
        await CallAsync(HttpMethod.Post, $"{node}/api/v1/duty", new { onDuty = true }, token);
        return (token, entered.GetProperty("duty").GetProperty("responderId").GetString()!);
    }

    /// <summary>Enters at the hub as a page does; the token that programs show.</summary>
    public async Task<string> OperatorAsync()
    {
        using var answer = await _http.PostAsync($"{Hub}/enter", new FormUrlEncodedContent([KeyValuePair.Create("voucher", Mesh.Keys.Operator)]));
        Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
        var cookie = answer.Headers.GetValues("Set-Cookie").Single(c => c.StartsWith("operator=", StringComparison.Ordinal));
        return Uri.UnescapeDataString(cookie["operator=".Length..cookie.IndexOf(';', StringComparison.Ordinal)]);
    }

    public Task<JsonElement> StatusAsync(string node, string id) => GetAsync($"{node}/api/v1/emergency/status/{id}");

    /// <summary>True when a rung of the ladder is reached at this node.</summary>
    public async Task<bool> RungAsync(string node, string id, string rung) =>
        (await StatusAsync(node, id)).GetProperty("ladder").EnumerateArray().Single(r => r.GetProperty("rung").GetString() == rung).GetProperty("reached").GetBoolean();

    /// <summary>One figure of a box's /metrics, its name with its labels; a counter that has not counted yet is "not yet".</summary>
    public async Task<double> MetricAsync(string box, string name)
    {
        var metrics = await _http.GetStringAsync(new Uri($"{box}/metrics"));
        var line = metrics.Split('\n').SingleOrDefault(l => l.StartsWith(name + " ", StringComparison.Ordinal)) ?? throw new HttpRequestException($"{box} tells no {name}");
        return double.Parse(line.Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture);
    }

    /// <summary>The case on the hub's board, or null.</summary>
    public async Task<JsonElement?> OnBoardAsync(string id, string status = "open")
    {
        var rows = (await GetAsync($"{Hub}/api/v1/cases?status={status}&limit=100")).EnumerateArray().Where(c => c.GetProperty("id").GetString() == id).ToList();
        Assert.True(rows.Count <= 1, $"case {id} stands {rows.Count} times on the board");
        return rows.Count == 1 ? rows[0] : null;
    }

    /// <summary>Asks until it holds; a box that is not there just then counts as "not yet".</summary>
    public async Task UntilAsync(string what, Func<Task<bool>> holds)
    {
        if (!await Patiently.HoldsAsync(holds, Patience, TimeProvider.System, TestContext.Current.CancellationToken))
        {
            Assert.Fail($"never came true: {what}\n{string.Join('\n', _lines.TakeLast(60))}");
        }
    }
}
