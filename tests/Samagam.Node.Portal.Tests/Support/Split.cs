using System.Net;
using Samagam.Processes;
using Samagam.TestBoxes;

namespace Samagam.Node.Portal.Tests.Support;

/// <summary>Two real boxes with their portals, and a wire between them that can be cut and mended.</summary>
internal sealed class Split : IAsyncDisposable
{
    private readonly TestAuthority _mesh = new();
    private readonly List<LinkProxy> _wires = [];

    public LiveBox A { get; private set; } = null!;
    public LiveBox B { get; private set; } = null!;
    public LivePortal AtA { get; private set; } = null!;
    public LivePortal AtB { get; private set; } = null!;

    public static async Task<Split> StartAsync()
    {
        var split = new Split();
        LinkProxy Wire(int to)
        {
            var wire = new LinkProxy(new(IPAddress.Loopback, split._mesh.PortsOf(to).Peers));
            split._wires.Add(wire);
            return wire;
        }
        var (toA, toB) = (Wire(1), Wire(2));
        split.A = await LiveBox.StartAsync(split._mesh.Issue(1, [split._mesh.Way(2, peersPort: toB.Port)]));
        split.B = await LiveBox.StartAsync(split._mesh.Issue(2, [split._mesh.Way(1, peersPort: toA.Port)]));
        split.AtA = await LivePortal.StartAsync(split.A);
        split.AtB = await LivePortal.StartAsync(split.B);
        await split.AgreeAsync();
        return split;
    }

    /// <summary>Waits until both boxes hear each other and know the same.</summary>
    public async Task AgreeAsync()
    {
        await A.UntilAsync(() => A.IsUpWith(B), "the link");
        await B.UntilAsync(() => B.IsUpWith(A), "the link");
        await A.UntilAsync(() => A.AgreesWith(B), "agreement");
        await B.UntilAsync(() => B.AgreesWith(A), "agreement");
    }

    public async Task CutAsync()
    {
        _wires.ForEach(w => w.Set(cut: true));
        await A.UntilAsync(() => !A.IsUpWith(B), "the link's end");
        await B.UntilAsync(() => !B.IsUpWith(A), "the link's end");
    }

    public Task MendAsync()
    {
        _wires.ForEach(w => w.Set(cut: false));
        return AgreeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await AtA.DisposeAsync();
        await AtB.DisposeAsync();
        await A.DisposeAsync();
        await B.DisposeAsync();
        foreach (var wire in _wires)
        {
            await wire.DisposeAsync();
        }
        _mesh.Dispose();
    }
}

internal static class Asking
{
    /// <summary>A call with headers of its own.</summary>
    public static Task<Phone.Seen> AskAsync(this Phone phone, HttpMethod method, string path, string token, object? body = null, params (string Name, string Value)[] headers)
    {
        var request = new HttpRequestMessage(method, "/api/v1/" + path);
        request.Headers.Authorization = new("Bearer", token);
        if (body is not null)
        {
            request.Content = new StringContent(body as string ?? System.Text.Json.JsonSerializer.Serialize(body), System.Text.Encoding.UTF8, "application/json");
        }
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }
        return phone.SendAsync(request);
    }
}
