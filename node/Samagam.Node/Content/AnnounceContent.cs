using Samagam.Core.Content;
using Samagam.Core.Facts;
using Samagam.Mesh.Facts;
using Samagam.Mesh.Picture;
using Samagam.Wire.Content;

namespace Samagam.Node.Content;

/// <summary>This box tells which edition of a pack it has, so that others may fetch it.</summary>
public sealed class AnnounceContent(FactDesk desk, EventPicture picture)
{
    /// <summary>False when this box cannot write; told again with the next edition or start.</summary>
    public async ValueTask<bool> RunAsync(ContentPack pack, CancellationToken cancellation)
    {
        var said = new EditionSaid(pack.Manifest.Pack, pack.Manifest.Version, pack.Hash, pack.Manifest.Files.Sum(f => f.Bytes));
        try
        {
            return await desk.WriteAsync(
                FactKinds.ContentAnnounced.Lane,
                scope =>
                {
                    if (picture.Snapshot.Editions.Of(said.Pack, desk.Self) != said)
                    {
                        scope.Author(FactKinds.ContentAnnounced, said.Subject, EditionCodec.Serialise(said));
                    }
                    return true;
                },
                cancellation).ConfigureAwait(false);
        }
        catch (StoreRefusedException)
        {
            return false;
        }
    }
}
