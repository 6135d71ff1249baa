using Samagam.Core.Content;
using Samagam.Wire.Content;

namespace Samagam.Node.Content;

/// <summary>A pack with its files.</summary>
/// <param name="Pack">Read and checked.</param>
/// <param name="Open">A file of its manifest, seekable, whose hash was checked; null when it is not there or is another. The caller disposes it.</param>
public sealed record ShelvedPack(ContentPack Pack, Func<PackFile, Stream?> Open);

/// <summary>The content pack in force: the built-in sample until another is put in its place by one reference. Safe for any number of threads.</summary>
public sealed class ContentShelf
{
    private readonly Lazy<ShelvedPack> _sample = new(() => new ShelvedPack(SampleContent.Load(), file => new MemoryStream(SampleContent.File(file.Name), writable: false)));
    private volatile ShelvedPack? _put;

    /// <summary>Whoever answers keeps one pack for one answer.</summary>
    public ContentPack InForce => Shelved.Pack;

    /// <summary>The pack in force and its files.</summary>
    public ShelvedPack Shelved => _put ?? _sample.Value;

    /// <summary>Whether anything but the sample is in force.</summary>
    public bool IsGiven => _put is not null;

    /// <summary>Puts a pack in force that was read and whose signature was checked.</summary>
    public void Put(ShelvedPack shelved) => _put = shelved;

    /// <summary>A pack without files beside its catalogues.</summary>
    public void Put(ContentPack pack) => Put(new ShelvedPack(pack, _ => null));
}
