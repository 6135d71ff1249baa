using Microsoft.Extensions.Logging;
using Samagam.BoxHost;
using Samagam.Core.Content;
using Samagam.Node.Content;
using Samagam.Trust;

namespace Samagam.Node.Host;

/// <summary>Where the operator's content pack lies.</summary>
internal sealed class ContentOptions
{
    /// <summary>A folder with <c>manifest.json</c>, <c>manifest.sig</c> and the files it lists; relative to the data folder. Empty for the built-in sample.</summary>
    public string Folder { get; init; } = "";
}

/// <summary>Puts the operator's content pack in force at the start, if the mesh authority signed it and every rule holds; else the sample stays, and that is said.</summary>
internal sealed partial class ContentHolder(string dataFolder, ContentOptions options, VerifyKey authority, ILogger logger)
{
    /// <summary>What a technician should know.</summary>
    public string Report { get; private set; } = "the built-in sample is in force";

    public void Serve(ContentShelf shelf)
    {
        if (options.Folder.Length == 0)
        {
            return;
        }
        var folder = Path.GetFullPath(Path.Combine(dataFolder, options.Folder));
        switch (ContentFolder.Read(folder, authority, new ContentLimits()))
        {
            case ContentOutcome.Read { Pack: var pack }:
                shelf.Put(pack);
                Report = $"{pack.Manifest.Pack} {pack.Manifest.Version} is in force";
                TookOver(logger, pack.Manifest.Pack, pack.Manifest.Version, pack.Pois.Count, pack.Itineraries.Count);
                break;
            case ContentOutcome.Refused { Problem: var problem }:
                Refuse(folder, problem.ToString());
                break;
            default:
                break;
        }
    }

    private void Refuse(string folder, string why)
    {
        Report = $"the content pack {folder} cannot be used ({why}); the built-in sample is in force";
        CannotUse(logger, folder, why);
    }

    [LoggerMessage(4110, LogLevel.Information, "Content pack {Pack} {Version} is in force: {Pois} places, {Itineraries} itineraries")]
    private static partial void TookOver(ILogger logger, string pack, int version, int pois, int itineraries);

    [LoggerMessage(4111, LogLevel.Error, "The content pack {Folder} cannot be used: {Why}; the built-in sample is in force")]
    private static partial void CannotUse(ILogger logger, string folder, string why);
}
