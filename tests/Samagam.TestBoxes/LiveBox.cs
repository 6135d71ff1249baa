using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Samagam.BoxHost;
using Samagam.Core.Auth;
using Samagam.Core.Facts;
using Samagam.Core.Geo;
using Samagam.Core.Gossip;
using Samagam.Core.Ids;
using Samagam.Core.Sos;
using Samagam.Mesh.Links.Peers;
using Samagam.Mesh.People;
using Samagam.Node;
using Samagam.Node.Auth;
using Samagam.Node.Links.Carry;
using Samagam.Node.Sos;
using Samagam.Sqlite;
using Samagam.Trust;

namespace Samagam.TestBoxes;

/// <summary>What a live box is given beside its folder.</summary>
public sealed record LiveBoxParts
{
    public TimeProvider Time { get; init; } = TimeProvider.System;
    public PeerOptions Peers { get; init; } = new() { Courtesy = TimeSpan.FromMilliseconds(200), LongestRetry = TimeSpan.FromMilliseconds(300) };
    public GossipOptions Gossip { get; init; } = new() { HelloMs = 100, DifferMs = 300 };
    public SqliteOptions? Store { get; init; }
    public AuthOptions Auth { get; init; } = new();
    public IReadOnlyList<IOtpChannel> OtpChannels { get; init; } = [];

    /// <summary>Listeners and services of a further door, before the server is built.</summary>
    public Action<LiveBox, WebApplicationBuilder>? Door { get; init; }

    /// <summary>Pages and calls of that door, when the server is built.</summary>
    public Action<LiveBox, WebApplication>? Mapped { get; init; }

    /// <summary>The fast road, made from the box.</summary>
    public Func<LiveBox, IFastRoad?> Fast { get; init; } = _ => null;

    /// <summary>A further pump, run beside the others.</summary>
    public Func<LiveBox, CancellationToken, Task> Beside { get; init; } = (_, _) => Task.CompletedTask;

    /// <summary>What a hub sends for others; null for none.</summary>
    public TakeMessage? Messages { get; init; }

    /// <summary>False keeps the pumps still: the box listens and says nothing.</summary>
    public bool Pumps { get; init; } = true;
}

/// <summary>One box in this process: the real application, store, identity and peers' door on a real port.</summary>
public sealed class LiveBox : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _gate = new();
    private TaskCompletionSource _bell = NewBell();
    private WebApplication? _app;
    private Task _running = Task.CompletedTask;

    private LiveBox(BoxFolder folder, BoxMesh mesh, NodeApplication node, LineLog lines) =>
        (Folder, Mesh, Node, Lines) = (folder, mesh, node, lines);

    public BoxFolder Folder { get; }
    public BoxMesh Mesh { get; }
    public NodeApplication Node { get; }
    public LineLog Lines { get; }
    public NodeId Id => Node.Self.Node;
    public NeighbourCarry Carry { get; private set; } = null!;
    public IServiceProvider Services => _app!.Services;

    public static async Task<LiveBox> StartAsync(BoxFolder folder, LiveBoxParts? parts = null)
    {
        parts ??= new LiveBoxParts();
        var lines = new LineLog();
        using var loggers = LoggerFactory.Create(l => l.SetMinimumLevel(LogLevel.Debug).AddProvider(lines));
        var mesh = new BoxMesh(folder, parts.Peers, parts.Time, new Random(folder.Settings.Number), loggers, parts.Store);
        var nodeParts = new NodeParts
        {
            Self = folder.Self(),
            ClockTrusted = mesh.ClockTrusted,
            Log = mesh.Log,
            Signer = mesh.Signer,
            Trust = mesh.Trust,
            Sealer = mesh.Sealer,
            Roads = mesh.Roads,
            Walk = (_, to) => [.. to.Select(_ => (int?)null)],
            Time = parts.Time,
            Luck = new Random(folder.Settings.Number),
            Offload = Task.Run,
            Gossip = parts.Gossip,
            AuthSecret = folder.Identity.MeshKey.Derive("samagam-auth-1"u8),
            Auth = parts.Auth,
            OtpChannels = parts.OtpChannels,
        };
        var node = await mesh.OpenAsync(() => NodeApplication.OpenAsync(nodeParts, CancellationToken.None), log => NodeApplication.OpenClosed(nodeParts, log)).ConfigureAwait(false);
        var box = new LiveBox(folder, mesh, node, lines);
        await box.OpenAsync(parts).ConfigureAwait(false);
        return box;
    }

    private async Task OpenAsync(LiveBoxParts parts)
    {
        Lines.Said = Ring;
        Node.Mesh.OnNotice(_ => Ring());
        Node.Picture.OnChanged((_, _) => Ring());
        Mesh.Serve(Node.Desk, Node.Mesh, Node.Picture.Snapshot.Boxes.All.Select(b => b.Node), parts.Fast(this));
        Carry = new NeighbourCarry(Node, Mesh.Roads, Folder.Neighbours(), Mesh.Dialer, parts.Peers, new Random(Folder.Settings.Number));
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders().AddProvider(Lines);
        builder.WebHost.UseKestrelCore().ConfigureKestrel(Mesh.Listen);
        builder.WebHost.UseKestrelHttpsConfiguration();
        parts.Door?.Invoke(this, builder);
        _app = builder.Build();
        _app.UsePeersPort(Folder.Settings.Ports.Peers);
        Mesh.Map(_app, NeighbourCarry.Taking(Node), parts.Messages);
        parts.Mapped?.Invoke(this, _app);
        await _app.StartAsync(CancellationToken.None).ConfigureAwait(false);
        if (parts.Pumps)
        {
            _running = Task.WhenAll(
                Task.Run(() => Node.RunAsync(_stop.Token), CancellationToken.None),
                Task.Run(() => Mesh.RunAsync(_stop.Token), CancellationToken.None),
                Task.Run(() => parts.Beside(this, _stop.Token), CancellationToken.None));
        }
    }

    /// <summary>A call for help made at this box.</summary>
    public async Task<SosId> RaiseAsync(string note = "")
    {
        var outcome = await Node.Raise.RunAsync(NewCall(note), CancellationToken.None).ConfigureAwait(false);
        return outcome is RaiseOutcome.Saved saved ? saved.Case : throw new InvalidOperationException(outcome.ToString());
    }

    /// <summary>A call at the box's own place; its id is drawn here, as a phone draws it.</summary>
    public RaiseCommand NewCall(string note = "") => new(
        SosId.From(new Random()), null, new Place(Node.Self.Point, 20, PlaceSource.Node), new SosRaised { Door = SosDoor.Json }, new SosDetails("", "", note));

    public bool Has(SosId id) => Node.Picture.Snapshot.Sos.Find(id)?.Raised is not null;

    /// <summary>True when both boxes know the same facts of the whole mesh.</summary>
    public bool AgreesWith(LiveBox other) =>
        Mesh.Log.Known().Where(s => s == StreamId.Mesh).SameAs(other.Mesh.Log.Known().Where(s => s == StreamId.Mesh));

    public bool IsUpWith(LiveBox other) => Node.Mesh.UpLinks.Contains(other.Id);

    /// <summary>Waits until it holds; asked again at whatever this box does or hears.</summary>
    public async Task UntilAsync(Func<bool> holds, string what)
    {
        using var limit = new CancellationTokenSource(Patience);
        while (true)
        {
            Task bell;
            lock (_gate)
            {
                bell = _bell.Task;
            }
            if (holds())
            {
                return;
            }
            try
            {
                await bell.WaitAsync(limit.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                throw new TimeoutException($"box {Id}: {what} did not happen within {Patience.TotalSeconds} s; links up {string.Join(',', Node.Mesh.UpLinks)}; last said:\n{string.Join('\n', Lines.All.TakeLast(30))}");
            }
        }
    }

    /// <summary>Tells those who wait to look again.</summary>
    public void Ring()
    {
        lock (_gate)
        {
            _bell.TrySetResult();
            _bell = NewBell();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        try
        {
            await _running.ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // Asked to stop in the middle of a write.
            Lines.Said = () => { };
        }
        if (_app is not null)
        {
            using var soon = new CancellationTokenSource(TimeSpan.FromSeconds(5));
            await _app.StopAsync(soon.Token).ConfigureAwait(false);
            await _app.DisposeAsync().ConfigureAwait(false);
        }
        await Mesh.DisposeAsync().ConfigureAwait(false);
        _stop.Dispose();
    }

    private static TaskCompletionSource NewBell() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
