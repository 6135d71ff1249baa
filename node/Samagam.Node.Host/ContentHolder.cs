using Microsoft.Extensions.Logging;
using Samagam.BoxHost.Content;
using Samagam.Core.Content;
using Samagam.Node.Content;
using Samagam.Trust;
using Samagam.Wire.Content;

namespace Samagam.Node.Host;

/// <summary>Where the operator's content pack lies, and how packs travel.</summary>
internal sealed class ContentOptions
{
    /// <summary>A folder with <c>manifest.json</c>, <c>manifest.sig</c> and the files it lists; relative to the data folder. Empty: what neighbours have, else the built-in sample.</summary>
    public string Folder { get; init; } = "";

    public BulkOptions Bulk { get; init; } = new();
}

/// <summary>
/// Keeps the content in force: the newest of the operator's folder, the depot and what neighbours tell of, if the mesh authority signed it and every rule holds; else
/// the sample stays, and that is said.
/// </summary>
internal sealed partial class ContentHolder
{
    private readonly string? _folder;
    private readonly ContentDepot _depot;
    private readonly ILogger _logger;
    private readonly ContentOptions _options;
    private readonly TimeProvider _time;
    private (DateTime, long)? _tried;
    private NodeApplication? _node;

    public ContentHolder(string dataFolder, ContentOptions options, VerifyKey authority, TimeProvider time, ILogger logger)
    {
        (_options, _time, _logger) = (options, time, logger);
        _folder = options.Folder.Length == 0 ? null : Path.GetFullPath(Path.Combine(dataFolder, options.Folder));
        _depot = new ContentDepot(Path.Combine(dataFolder, "content"), authority, new ContentLimits(), options.Bulk);
    }

    /// <summary>What a technician should know.</summary>
    public string Report { get; private set; } = "the built-in sample is in force";

    public ContentDepot Depot => _depot;

    /// <summary>Puts in force what is on this box.</summary>
    public void Serve(NodeApplication node)
    {
        _node = node;
        if (_depot.Newest() is { Pack: var pack })
        {
            Show(pack);
        }
        Look();
    }

    /// <summary>Tells of what is in force, then looks now and then whether the operator's folder holds a newer edition.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        string? told = null;
        while (!stop.IsCancellationRequested)
        {
            Look();
            if (_node!.Content.IsGiven && _node.Content.InForce is var pack && pack.Hash != told && await _node.AnnounceContent.RunAsync(pack, stop).ConfigureAwait(false))
            {
                told = pack.Hash;
            }
            await Task.Delay(TimeSpan.FromMilliseconds(_options.Bulk.LookEveryMs), _time, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>A pack came from neighbours.</summary>
    public async Task TakeAsync(ContentPack pack, SignedBlob manifest, CancellationToken stop)
    {
        Show(pack);
        await _node!.AnnounceContent.RunAsync(pack, stop).ConfigureAwait(false);
    }

    private void Look()
    {
        if (_folder is null)
        {
            return;
        }
        // The signature is written last.
        var sign = new FileInfo(SignedBlob.SignaturePath(Path.Combine(_folder, ContentPackReader.ManifestFile)));
        var stamp = sign.Exists ? (sign.LastWriteTimeUtc, sign.Length) : ((DateTime, long)?)null;
        if (stamp is not null && stamp == _tried)
        {
            return;
        }
        var isFirst = _tried is null;
        _tried = stamp;
        if (stamp is null && !isFirst)
        {
            return;
        }
        var blob = SignedBlob.ReadFiles(Path.Combine(_folder, ContentPackReader.ManifestFile), new ContentLimits().MaxManifestBytes);
        if (!blob.Ok)
        {
            Refuse(_folder, blob.Reason);
            return;
        }
        if (_depot.Head(blob.Value) is not { } head)
        {
            Refuse(_folder, "it is not signed by the authority of this mesh, was changed since, or its manifest breaks a rule");
            return;
        }
        if (_depot.InForce(head.Pack) is { } now && now.Version >= head.Version)
        {
            return;
        }
        try
        {
            if (_depot.Import(_folder, head) is { } problem)
            {
                Refuse(_folder, problem.ToString());
                return;
            }
            switch (_depot.Put(blob.Value))
            {
                case ContentOutcome.Read { Pack: var pack }:
                    Show(pack);
                    break;
                case ContentOutcome.Refused { Problem: var why }:
                    Refuse(_folder, why.ToString());
                    break;
                default:
                    break;
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            _tried = null;
            Refuse(_folder, e.Message);
        }
    }

    private void Show(ContentPack pack)
    {
        _node!.Content.Put(new ShelvedPack(pack, _depot.Open));
        Report = $"{pack.Manifest.Pack} {pack.Manifest.Version} is in force";
        TookOver(_logger, pack.Manifest.Pack, pack.Manifest.Version, pack.Pois.Count, pack.Itineraries.Count);
    }

    private void Refuse(string folder, string why)
    {
        Report = $"the content pack {folder} cannot be used ({why}); {(_node!.Content.IsGiven ? "the one before stays" : "the built-in sample is in force")}";
        CannotUse(_logger, folder, why);
    }

    [LoggerMessage(4110, LogLevel.Information, "Content pack {Pack} {Version} is in force: {Pois} places, {Itineraries} itineraries")]
    private static partial void TookOver(ILogger logger, string pack, int version, int pois, int itineraries);

    [LoggerMessage(4111, LogLevel.Error, "The content pack {Folder} cannot be used: {Why}; what was in force stays")]
    private static partial void CannotUse(ILogger logger, string folder, string why);
}
