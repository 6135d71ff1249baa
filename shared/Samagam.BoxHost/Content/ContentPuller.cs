using Google.Protobuf;
using System.Security.Cryptography;
using Microsoft.Extensions.Logging;
using Samagam.Core.Content;
using Samagam.Core.Ids;
using Samagam.Mesh.Links.Peers;
using Samagam.Rpc;
using Samagam.Trust;
using Samagam.Wire.Content.V1;

namespace Samagam.BoxHost.Content;

/// <summary>What a look for content came to.</summary>
public enum PullOutcome : byte
{
    /// <summary>Nothing newer is told of than what is here.</summary>
    NothingNew,

    /// <summary>An edition came into force.</summary>
    InForce,

    /// <summary>Nobody in reach has what is missing; what was fetched stays.</summary>
    NobodyHasIt,

    /// <summary>What was told of is not signed, breaks a rule, or finds no room.</summary>
    Refused,
}

/// <summary>
/// Fetches the editions others tell of from neighbours, piece by piece, in lane 6: one piece at a time, sized and spaced by <see cref="BulkPace"/>. Any neighbour that
/// has a file will do; what one spoils, another gives.
/// </summary>
/// <param name="depot">Where it is kept.</param>
/// <param name="editions">What boxes tell they have.</param>
/// <param name="neighbours">Connected ones, with their addresses.</param>
/// <param name="dialer">Makes channels to them.</param>
/// <param name="options">Pace and limits.</param>
/// <param name="taken">Told of each pack that came into force here.</param>
public sealed partial class ContentPuller(
    ContentDepot depot, Func<EditionBook> editions, Func<IReadOnlyList<PeerAddress>> neighbours, PeerDialer dialer, BulkOptions options,
    Func<ContentPack, SignedBlob, CancellationToken, Task> taken, TimeProvider time, ILogger logger)
{
    private const int MaxRefused = 256;

    private readonly HashSet<string> _refused = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _rung = new(0, 1);
    private long _spoiled;
    private long _bytes;

    /// <summary>Files that were not what their hash says, thrown away.</summary>
    public long Spoiled => Interlocked.Read(ref _spoiled);

    /// <summary>Bytes fetched.</summary>
    public long Bytes => Interlocked.Read(ref _bytes);

    /// <summary>There may be something new.</summary>
    public void Ring()
    {
        if (_rung.CurrentCount == 0)
        {
            try
            {
                _rung.Release();
            }
            catch (SemaphoreFullException)
            {
                // Rung by somebody else in between: one ring is enough.
            }
        }
    }

    public async Task RunAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                await StepAsync(stop).ConfigureAwait(false);
                using var wait = CancellationTokenSource.CreateLinkedTokenSource(stop);
                await Task.WhenAny(_rung.WaitAsync(wait.Token), Task.Delay(TimeSpan.FromMilliseconds(options.LookEveryMs), time, wait.Token)).ConfigureAwait(false);
                await wait.CancelAsync().ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // A disk that is full or ill now may be well later; what is in force stays.
                DiskFailed(logger, e.Message);
                await Task.Delay(TimeSpan.FromMilliseconds(options.LookEveryMs), time, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    /// <summary>Looks for newer editions and fetches them.</summary>
    public async Task<PullOutcome> StepAsync(CancellationToken stop)
    {
        var outcome = PullOutcome.NothingNew;
        foreach (var edition in editions().All.Select(e => e.Said).Distinct().OrderBy(e => e.Pack, StringComparer.Ordinal).ThenByDescending(e => e.Version).ToList())
        {
            if (_refused.Contains(edition.ManifestSha256) || (depot.InForce(edition.Pack)?.Version ?? 0) >= edition.Version)
            {
                continue;
            }
            outcome = await PullAsync(edition, stop).ConfigureAwait(false);
        }
        return outcome;
    }

    private async Task<PullOutcome> PullAsync(EditionSaid edition, CancellationToken stop)
    {
        if (await ManifestAsync(edition, stop).ConfigureAwait(false) is not { } blob)
        {
            return PullOutcome.NobodyHasIt;
        }
        var head = depot.Head(blob);
        if (head is null || head.Pack != edition.Pack || head.Version != edition.Version)
        {
            Refuse(edition, "the authority did not sign it, or it is another than was told");
            return PullOutcome.Refused;
        }
        if (depot.NoRoom(head) is { } full)
        {
            NoRoom(logger, edition.Pack, edition.Version, full);
            return PullOutcome.Refused;
        }
        foreach (var file in depot.Missing(head))
        {
            if (!await FileAsync(file, stop).ConfigureAwait(false))
            {
                return PullOutcome.NobodyHasIt;
            }
        }
        switch (depot.Put(blob))
        {
            case ContentOutcome.Read { Pack: var pack }:
                TookOver(logger, edition.Pack, edition.Version);
                await taken(pack, blob, stop).ConfigureAwait(false);
                return PullOutcome.InForce;
            case ContentOutcome.Refused { Problem: var problem }:
                Refuse(edition, problem.ToString());
                return PullOutcome.Refused;
            default:
                throw new InvalidOperationException("closed set");
        }
    }

    private async Task<SignedBlob?> ManifestAsync(EditionSaid edition, CancellationToken stop)
    {
        foreach (var peer in Asked(edition))
        {
            using var channelTo = dialer.Channel(peer);
            using var whole = new MemoryStream();
            var pace = new BulkPace(options);
            while (await PieceAsync(channelTo, edition.ManifestSha256, whole.Length, pace, stop).ConfigureAwait(false) is { } reply && reply.Total <= 1024 * 1024 && reply.Data.Length > 0)
            {
                reply.Data.WriteTo(whole);
                if (whole.Length < (long)reply.Total)
                {
                    continue;
                }
                if (Convert.ToHexStringLower(SHA256.HashData(whole.ToArray())) == edition.ManifestSha256)
                {
                    return new SignedBlob(whole.ToArray(), reply.Signature.ToByteArray());
                }
                Interlocked.Increment(ref _spoiled);
                break;
            }
        }
        return null;
    }

    private async Task<bool> FileAsync(PackFile file, CancellationToken stop)
    {
        foreach (var peer in Asked(null))
        {
            using var channelTo = dialer.Channel(peer);
            var pace = new BulkPace(options);
            while (await PieceAsync(channelTo, file.Sha256, depot.Begun(file), pace, stop).ConfigureAwait(false) is { } reply && reply.Total == (ulong)file.Bytes)
            {
                switch (depot.Take(file, depot.Begun(file), reply.Data.Span))
                {
                    case PieceTaken.Whole:
                        return true;
                    case PieceTaken.More:
                        continue;
                    default:
                        Interlocked.Increment(ref _spoiled);
                        WasSpoiled(logger, peer.Node.Number, file.Sha256);
                        break;
                }
                break;
            }
        }
        return false;
    }

    // Null when this neighbour does not have it, or does not answer.
    private async Task<FetchReply?> PieceAsync(RpcChannel to, string sha256, long offset, BulkPace pace, CancellationToken stop)
    {
        var began = time.GetTimestamp();
        try
        {
            var reply = await to.UnaryAsync<FetchRequest, FetchReply>(
                PeerDialer.FetchContentMethod,
                new FetchRequest { Sha256 = ByteString.CopyFrom(Convert.FromHexString(sha256)), Offset = (ulong)offset, Most = (uint)pace.Piece },
                new RpcCallOptions { Timeout = TimeSpan.FromMilliseconds(options.PieceTimeoutMs) },
                stop).ConfigureAwait(false);
            if (!reply.Held || reply.Data.Length > pace.Piece)
            {
                return null;
            }
            Interlocked.Add(ref _bytes, reply.Data.Length);
            var wait = pace.Took(reply.Data.Length, time.GetElapsedTime(began).TotalMilliseconds);
            if (wait > 0)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(wait), time, stop).ConfigureAwait(false);
            }
            return reply;
        }
        catch (RpcException e)
        {
            NoAnswer(logger, e.Message);
            return null;
        }
    }

    // Those who said they have it first; the others may have it without our having heard.
    private IEnumerable<PeerAddress> Asked(EditionSaid? edition)
    {
        var tell = editions().All.Where(e => edition is null || e.Said == edition).Select(e => e.Box).ToHashSet();
        return neighbours().OrderBy(n => tell.Contains(n.Node) ? 0 : 1).ThenBy(n => n.Node).ToList();
    }

    private void Refuse(EditionSaid edition, string why)
    {
        if (_refused.Count >= MaxRefused)
        {
            _refused.Clear();
        }
        _refused.Add(edition.ManifestSha256);
        WasRefused(logger, edition.Pack, edition.Version, why);
    }

    [LoggerMessage(4120, LogLevel.Information, "Content pack {Pack} {Version} came from neighbours and is in force")]
    private static partial void TookOver(ILogger logger, string pack, int version);

    [LoggerMessage(4121, LogLevel.Warning, "Content pack {Pack} {Version} told of by another box is not taken: {Why}")]
    private static partial void WasRefused(ILogger logger, string pack, int version, string why);

    [LoggerMessage(4122, LogLevel.Warning, "Box {Peer} gave a file that is not {Sha256}: thrown away")]
    private static partial void WasSpoiled(ILogger logger, int peer, string sha256);

    [LoggerMessage(4123, LogLevel.Warning, "Content pack {Pack} {Version} finds no room: {Why}")]
    private static partial void NoRoom(ILogger logger, string pack, int version, string why);

    [LoggerMessage(4124, LogLevel.Debug, "A neighbour gives no content: {Reason}")]
    private static partial void NoAnswer(ILogger logger, string reason);

    [LoggerMessage(4125, LogLevel.Error, "Content cannot be kept: {Reason}")]
    private static partial void DiskFailed(ILogger logger, string reason);
}
