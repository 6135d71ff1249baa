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
    private FactDesk? _desk;

    /// <param name="store">Limits of the store's file; null for the defaults.</param>
    public BoxMesh(BoxFolder folder, PeerOptions peers, TimeProvider time, Random luck, ILoggerFactory loggers, SqliteOptions? store = null)
    {
        peers.Validate();
        _logger = loggers.CreateLogger("Samagam.Box");
        (Folder, Peers, _time) = (folder, peers, time);
        Log = BoxStore.Open(folder.DataFolder, folder.Settings.Role == NodeRole.Hub ? "hub" : "node", time, _logger, out var setAside, store);
        SetAside = setAside;
        Revocations = new Revocations(folder.Identity.Authority, folder.Revocations);
        Trust = new OriginTrust(folder.Identity, Revocations);
        Tls = new MeshTls(folder.Identity, BestTime, Revocations.IsRevoked, (problem, reason) => BoxLog.Refused(_logger, $"{problem}: {reason}"));
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

    public BoxFolder Folder { get; }
    public PeerOptions Peers { get; }
    public SqliteFactLog Log { get; }

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

    /// <summary>A box that cannot write is not ready, and says why.</summary>
    public HealthCheck StoreCheck() =>
        HealthCheck.Of("store", HealthQuestion.Ready, () => Log.Condition is { CanWrite: false } ill ? HealthVerdict.Ill(ill.Reason) : HealthVerdict.Well());

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
    public void Map(WebApplication app, TakeCall? take)
    {
        var group = app.MapGroup("").RequireHost($"*:{Folder.Settings.Ports.Peers}");
        var server = group.MapRpc(new RpcServerOptions { MaxConcurrentCalls = Peers.MaxPeers * 8 }, _time, PeersLogger, app.Lifetime.ApplicationStopping);
        new PeerDoor(Tls, Trust, Roads, take, PeersLogger).Map(server);
    }

    /// <summary>Dials the neighbours and looks after the inbox until <paramref name="stop"/>.</summary>
    public Task RunAsync(CancellationToken stop) => Pumps.RunAsync(Dialer.RunAsync(Folder.Neighbours(), stop), WatchInboxAsync(stop));

    public async ValueTask DisposeAsync()
    {
        await Log.DisposeAsync().ConfigureAwait(false);
        Folder.Dispose();
    }

    /// <summary>The best time known, and whether validity may be judged by it.</summary>
    public BestTime BestTime()
    {
        var (wallMs, quality) = _desk?.BestTime() ?? (_time.GetUtcNow().ToUnixTimeMilliseconds(), ClockTrusted ? ClockQuality.Trusted : ClockQuality.Unknown);
        return new BestTime(DateTimeOffset.FromUnixTimeMilliseconds(wallMs), quality != ClockQuality.Unknown);
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
