using System.Collections.Concurrent;
using System.Net;

namespace Samagam.Processes;

/// <summary>
/// A throw-away mesh of real processes whose boxes can be killed and whose links can be cut: every link runs through wires of our
/// own, one for each road (gRPC, MQTT) and direction of dialling.
/// </summary>
public sealed class LiveMesh : IAsyncDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(90);
    private readonly SortedDictionary<(int Low, int High), List<LinkProxy>> _wires = [];
    private readonly ConcurrentDictionary<int, BoxProcess> _boxes = new();
    private readonly IReadOnlyDictionary<string, string> _settings;
    private readonly Action<int, string> _line;
    private readonly TimeProvider _time;

    private LiveMesh(string root, MeshLayout layout, IReadOnlyDictionary<string, string> settings, Action<int, string> line, TimeProvider time)
    {
        (_settings, _line, _time) = (settings, line, time);
        Layout = layout with { Between = Wire };
        (Files, Keys) = MeshFiles.Provision(root, Layout, time);
    }

    public MeshLayout Layout { get; }
    public MeshFiles Files { get; }
    public MeshKeys Keys { get; }

    /// <summary>Pairs of boxes with a link between them; sorted.</summary>
    public IReadOnlyList<(int Low, int High)> Links => [.. _wires.Keys];

    public IEnumerable<int> Boxes => Layout.Numbers.Append(MeshLayout.HubNumber);

    public bool IsRunning(int number) => _boxes.TryGetValue(number, out var box) && box.IsRunning;

    public BoxProcess this[int number] => _boxes[number];

    /// <summary>Provisions and starts all boxes, and waits until each is ready.</summary>
    /// <param name="settings">Environment of every box.</param>
    /// <param name="line">Told each line a box prints, from any thread.</param>
    public static async Task<LiveMesh> StartAsync(
        string root, MeshLayout layout, IReadOnlyDictionary<string, string> settings, Action<int, string> line, TimeProvider time, CancellationToken stop)
    {
        var mesh = new LiveMesh(root, layout, settings, line, time);
        try
        {
            await Task.WhenAll(mesh.Boxes.Select(n => mesh.StartAsync(n, stop))).ConfigureAwait(false);
            return mesh;
        }
        catch
        {
            await mesh.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    public async Task StartAsync(int number, CancellationToken stop)
    {
        var box = BoxProcess.Start(Files, number, line => _line(number, line), _settings);
        _boxes[number] = box;
        await box.ReadyAsync(Layout.HttpOf(number), StartLimit, _time, stop).ConfigureAwait(false);
    }

    public Task KillAsync(int number) => _boxes[number].KillAsync();

    /// <summary>Cuts or mends the link between two boxes, in both directions and on both roads.</summary>
    public void SetLink(int a, int b, bool cut)
    {
        foreach (var wire in _wires[(Math.Min(a, b), Math.Max(a, b))])
        {
            wire.Set(cut);
        }
    }

    public void MendAll()
    {
        foreach (var (low, high) in _wires.Keys)
        {
            SetLink(low, high, cut: false);
        }
    }

    /// <summary>Stops all boxes in good order; their files can be read then.</summary>
    public Task StopAsync() => Task.WhenAll(_boxes.Values.Select(b => b.StopAsync(TimeSpan.FromSeconds(15))));

    public async ValueTask DisposeAsync()
    {
        foreach (var box in _boxes.Values)
        {
            await box.DisposeAsync().ConfigureAwait(false);
        }
        foreach (var wire in _wires.Values.SelectMany(w => w))
        {
            await wire.DisposeAsync().ConfigureAwait(false);
        }
    }

    private LinkEnd Wire(int from, LinkEnd to)
    {
        var peers = new LinkProxy(new IPEndPoint(IPAddress.Loopback, to.PeersPort));
        var mqtt = new LinkProxy(new IPEndPoint(IPAddress.Loopback, to.MqttTlsPort));
        var pair = (Math.Min(from, to.Number), Math.Max(from, to.Number));
        if (!_wires.TryGetValue(pair, out var wires))
        {
            _wires[pair] = wires = [];
        }
        wires.AddRange([peers, mqtt]);
        return to with { Host = "127.0.0.1", PeersPort = peers.Port, MqttTlsPort = mqtt.Port };
    }
}
