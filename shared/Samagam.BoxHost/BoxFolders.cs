using Samagam.Core.Boxes;
using Samagam.Core.Geo;
using Samagam.Core.Ids;
using Samagam.Mesh.Links.Peers;
using Samagam.Trust;

namespace Samagam.BoxHost;

/// <summary>A box cannot start; the message tells a technician what to do.</summary>
public sealed class BoxRefusedException(string why) : Exception(why);

/// <summary>What a signed folder means to the mesh.</summary>
public static class BoxFolders
{
    /// <summary>Verifies and reads the folder of a box of this role.</summary>
    /// <exception cref="BoxRefusedException">Missing, changed after signing, or made for another box.</exception>
    public static BoxFolder Open(string path, NodeRole role)
    {
        if (!Directory.Exists(path))
        {
            throw new BoxRefusedException($"{path}: no such folder; make one with samagam-provision node issue");
        }
        var read = BoxFolder.Load(path);
        if (!read.Ok)
        {
            throw new BoxRefusedException($"{path}: {read.Reason}");
        }
        if (read.Value.Settings.Role != role)
        {
            read.Value.Dispose();
            throw new BoxRefusedException($"{path}: made for a {read.Value.Settings.Role}, started as a {role}");
        }
        return read.Value;
    }

    /// <summary>The box as it states itself.</summary>
    public static Box Self(this BoxFolder folder) => new(
        new NodeId((ushort)folder.Settings.Number),
        folder.Settings.Name,
        folder.Settings.NameHi ?? folder.Settings.Name,
        (ushort)folder.Settings.Sector,
        new GeoPoint(folder.Settings.LatitudeDeg, folder.Settings.LongitudeDeg),
        folder.Settings.Role == NodeRole.Hub,
        folder.Identity.Certificate.RawData);

    /// <summary>The neighbours its settings name.</summary>
    public static IReadOnlyList<PeerAddress> Neighbours(this BoxFolder folder) =>
        [.. folder.Settings.Neighbours.Select(n => new PeerAddress(new NodeId((ushort)n.Number), n.Host, n.PeersPort))];
}
