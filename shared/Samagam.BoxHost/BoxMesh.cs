using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Samagam.Core.Ids;
using Samagam.Core.Time;
using Samagam.Hosting;
using Samagam.Mesh;
using Samagam.Mesh.Facts;
using Samagam.Mesh.Gossip;
using Samagam.Mesh.Links.Peers;
using Samagam.Mesh.Links.Trust;
using Samagam.Mesh.Store;
using Samagam.Rpc;
using Samagam.Sqlite;
using Samagam.Trust;

namespace Samagam.BoxHost;

/// <summary>What node and hub share at the rim: identity, trust, the store and the roads to the neighbours.</summary>
public sealed class BoxMesh : IAsyncDisposable
{
    private static readonly TimeSpan SweepEvery = TimeSpan.FromSeconds(2);
    private readonly ILogger _logger;
    private readonly TimeProvider _time;
    private readonly string _storeName;
    private readonly SqliteOptions? _storeOptions;
    private FactDesk? _desk;
    private long _strangers;

    /// <param name="store">Limits of the store's file; null for the defaults.</param>
    public BoxMesh(BoxFolder folder, PeerOptions peers, TimeProvider time, Random luck, ILoggerFactory loggers, SqliteOptions? store = null)
    {
        peers.Validate();
        _logger = loggers.CreateLogger("Samagam.Box");
        (Folder, Peers, _time) = (folder, peers, time);
        (_storeName, _storeOptions) = (folder.Settings.Role == NodeRole.Hub ? "hub" : "node", store);
        try
        {
            Store = BoxStore.Open(folder.DataFolder, _storeName, time, _logger, out var setAside, store);
            SetAside = setAside;
            Log = Store;
        }
        catch (StoreRefusedException refused)
        {
            Log = KeepNothing(refused);
        }
        Revocations = new Revocations(folder.Identity.Authority, folder.Revocations);
        Trust = new OriginTrust(folder.Identity, Revocations);
        Tls = new MeshTls(folder.Identity, BestTime, Revocations.IsRevoked, (problem, reason) =>
        {
            Interlocked.Increment(ref _strangers);
            BoxLog.Refused(_logger, $"{problem}: {reason}");
        });
        var peersLog = loggers.CreateLogger("Samagam.Peers");
        Roads = new PeerRoads(peers, time, peersLog);
        Dialer = new PeerDialer(folder.Self().Node, Tls, Roads, peers, time, luck, peersLog);
        PeersLogger = peersLog;
        Signer = new FactSigner(folder.Identity);
        Sealer = new PersonSealer(new SealedFields(folder.Identity.MeshKey, RandomNumberGenerator.Create()));
    }

    /// <summary>With the limits of the sections <c>Peers</c> and <c>Store</c>.</summary>
    public static BoxMesh Of(IConfiguration configuration, BoxFolder folder, TimeProvider time, Random luck, ILoggerFactory loggers)
    {
        var store = BoxStore.Defaults();
        configuration.GetSection("Store").Bind(store);
        return new BoxMesh(folder, configuration.Options<PeerOptions>("Peers"), time, luck, loggers, store);
    }

    /// <summary>Certificates refused at the doors of peers and devices since the start.</summary>
    public long Strangers => Interlocked.Read(ref _strangers);

    public BoxFolder Folder { get; }
    public PeerOptions Peers { get; }

    /// <summary>The log in force: the store, or one that keeps nothing and says why.</summary>
    public IFactLog Log { get; private set; }

    /// <summary>Null when it could not be opened.</summary>
    public SqliteFactLog? Store { get; private set; }

    /// <summary>The damaged store that was set aside at this start, if any.</summary>
    public string? SetAside { get; }
    public Revocations Revocations { get; }
    public OriginTrust Trust { get; }
    public MeshTls Tls { get; }
    public PeerRoads Roads { get; }
    public PeerDialer Dialer { get; }
    public ISigner Signer { get; }
    public ISealer Sealer { get; }
    public ILogger PeersLogger { get; }

    /// <summary>Whether this box believes its own clock: as the settings say; by itself, when the year is plausible and the kernel calls the clock synchronised.</summary>
    public bool ClockTrusted => Folder.Settings.Clock.Trusted switch
    {
        ClockTrust.Yes => true,
        ClockTrust.No => false,
        _ => KernelClock.IsSynchronised() && _time.GetUtcNow().Year >= 2026,
    };

    /// <summary>
    /// Opens an application over the store. When that, too, is refused (the store opens, but a new life cannot be made durable), the
    /// store is given up as if it had not opened: a box never lives half on a store that does not know its epoch.
    /// </summary>
    /// <param name="closed">The application of a box that keeps nothing; null for one that is of no use without its store.</param>
    /// <exception cref="StoreRefusedException">The store was refused and there is no <paramref name="closed"/>.</exception>
    public async Task<T> OpenAsync<T>(Func<Task<T>> open, Func<ClosedLog, T>? closed)
    {
        try
        {
            if (Store is not null)
            {
                return await open().ConfigureAwait(false);
            }
        }
        catch (StoreRefusedException refused) when (closed is not null)
        {
            await Store!.DisposeAsync().ConfigureAwait(false);
            Store = null;
            Log = KeepNothing(refused);
        }
        return closed is not null ? closed((ClosedLog)Log) : throw new StoreRefusedException(Log.Condition.Reason);
    }

    /// <summary>A box that cannot write is not ready, and says why.</summary>
    public HealthCheck StoreCheck() =>
        HealthCheck.Of("store", HealthQuestion.Ready, () => Log.Condition is { CanWrite: false } ill ? HealthVerdict.Ill(ill.Reason) : HealthVerdict.Well());

    /// <summary>
    /// One beat of the store: answers when the writer has answered. A full disk heals by itself and is told by the store's condition.
    /// </summary>
    /// <exception cref="BoxEndsException">Only a new start helps: the store is broken or gone, or it was refused at the start and can be used now.</exception>
    public async ValueTask BeatAsync(CancellationToken stop)
    {
        if (Store is not { } store)
        {
            if (await BoxStore.RefusalAsync(Folder.DataFolder, _storeName, _time, _logger, _storeOptions).ConfigureAwait(false) is null)
            {
                throw new BoxEndsException("the store that was refused at the start can be used now");
            }
            return;
        }
        try
        {
            await store.BeatAsync(stop).ConfigureAwait(false);
            if (store.DamageMet > 0)
            {
                throw new BoxEndsException("rows of the store have rotted since it was opened; opening it anew sets them aside and asks the neighbours for them");
            }
        }
        catch (StoreRefusedException refused)
        {
            if (store.IsBroken)
            {
                throw new BoxEndsException(refused.Message);
            }
        }
    }

    /// <summary>Ties trust and roads to the application, once it is open.</summary>
    public void Serve(FactDesk desk, MeshPump pump, IEnumerable<NodeId> boxes, IFastRoad? fast = null)
    {
        _desk = desk;
        Trust.Remember(Log, boxes);
        Revocations.OnGrown(() =>
        {
            BoxLog.RevocationsGrown(_logger, Revocations.List.Entries.Count);
            Roads.CloseUnless(Trust.MayConnect);
        });
        Revocations.Follow(Log);
        Roads.Serve(pump, fast);
    }

    /// <summary>The peers' listener: HTTP/2 over mutual TLS.</summary>
    public void Listen(KestrelServerOptions kestrel)
    {
        kestrel.LimitRpc(new RpcServerOptions());
        kestrel.Listen(System.Net.IPAddress.Parse(Folder.Settings.Listen), Folder.Settings.Ports.Peers, listener =>
        {
            listener.Protocols = HttpProtocols.Http2;
            listener.UseHttps(new TlsHandshakeCallbackOptions
            {
                OnConnection = _ => ValueTask.FromResult(Tls.ServerOptions(ClientDemand.Required)),
            });
        });
    }

    /// <summary>The peers' methods, on their port alone.</summary>
    public void Map(WebApplication app, TakeCall? take, TakeMessage? send = null)
    {
        var group = app.MapGroup("").RequireHost($"*:{Folder.Settings.Ports.Peers}");
        var server = group.MapRpc(new RpcServerOptions { MaxConcurrentCalls = Peers.MaxPeers * 8 }, _time, PeersLogger, app.Lifetime.ApplicationStopping);
        new PeerDoor(Tls, Trust, Roads, take, send, PeersLogger).Map(server);
    }

    /// <summary>Dials the neighbours and looks after the inbox until <paramref name="stop"/>.</summary>
    public Task RunAsync(CancellationToken stop) => Pumps.RunAsync(Dialer.RunAsync(Folder.Neighbours(), stop), WatchInboxAsync(stop));

    public async ValueTask DisposeAsync()
    {
        if (Store is { } store)
        {
            await store.DisposeAsync().ConfigureAwait(false);
        }
        Folder.Dispose();
    }

    /// <summary>The best time known, and whether validity may be judged by it.</summary>
    public BestTime BestTime()
    {
        var (wallMs, quality) = _desk?.BestTime() ?? (_time.GetUtcNow().ToUnixTimeMilliseconds(), ClockTrusted ? ClockQuality.Trusted : ClockQuality.Unknown);
        return new BestTime(DateTimeOffset.FromUnixTimeMilliseconds(wallMs), quality != ClockQuality.Unknown);
    }

    private ClosedLog KeepNothing(StoreRefusedException refused)
    {
        var why = $"this box cannot keep anything: {refused.Message}. Calls for help are handed to a neighbour. It starts anew by itself when the store can be used";
        BoxLog.KeepsNothing(_logger, why);
        return new ClosedLog(why);
    }

    /// <summary>False when the store refused, so that it is tried again.</summary>
    private async Task<bool> SpreadAsync(string path, SignedBlob blob, CancellationToken stop)
    {
        try
        {
            if (await Revocations.SpreadAsync(_desk!, blob, stop).ConfigureAwait(false) is SpreadOutcome.Refused refused)
            {
                BoxLog.InboxRefused(_logger, path, refused.Reason);
            }
            return true;
        }
        catch (StoreRefusedException e)
        {
            BoxLog.InboxRefused(_logger, path, e.Message);
            return false;
        }
    }

    /// <summary>A technician puts a newer revocation list into <c>inbox</c> of any box; it spreads from there as a fact.</summary>
    private async Task WatchInboxAsync(CancellationToken stop)
    {
        var path = Path.Combine(Folder.DataFolder, "inbox", RevocationList.FileName);
        var seen = DateTime.MinValue;
        using var timer = new PeriodicTimer(SweepEvery, _time);
        try
        {
            while (await timer.WaitForNextTickAsync(stop).ConfigureAwait(false))
            {
                if (!File.Exists(path) || File.GetLastWriteTimeUtc(path) == seen)
                {
                    continue;
                }
                seen = File.GetLastWriteTimeUtc(path);
                var blob = SignedBlob.ReadFiles(path, RevocationList.MaxBytes);
                if (!blob.Ok)
                {
                    BoxLog.InboxRefused(_logger, path, blob.Reason);
                }
                else if (!await SpreadAsync(path, blob.Value, stop).ConfigureAwait(false))
                {
                    // Looked at again at the next sweep.
                    seen = DateTime.MinValue;
                }
            }
        }
        catch (OperationCanceledException)
        {
            return;
        }
    }
}
