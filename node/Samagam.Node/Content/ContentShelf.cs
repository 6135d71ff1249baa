using Samagam.Core.Content;
using Samagam.Wire.Content;

namespace Samagam.Node.Content;

/// <summary>The content pack in force: the built-in sample until another is put in its place by one reference. Safe for any number of threads.</summary>
public sealed class ContentShelf
{
    private readonly Lazy<ContentPack> _sample = new(SampleContent.Load);
    private volatile ContentPack? _put;

    /// <summary>Whoever answers keeps one pack for one answer.</summary>
    public ContentPack InForce => _put ?? _sample.Value;

    /// <summary>Puts a pack in force that was read and whose signature was checked.</summary>
    public void Put(ContentPack pack) => _put = pack;
}
