using Samagam.Core.Boxes;
using Samagam.Core.Geo;
using Samagam.Core.Ids;
using Samagam.Mesh.Links.Peers;
using Samagam.Trust;

namespace Samagam.BoxHost;

/// <summary>A box cannot start; the message tells a technician what to do.</summary>
public sealed class BoxRefusedException(string why) : Exception(why);

/// <summary>The signed folder provisioning made for this box, verified and read.</summary>
public sealed record BoxFolder(string Path, NodeIdentity Identity, NodeSettings Settings, RevocationList Revocations, DeviceList Devices) : IDisposable
{
    /// <summary>Where the box writes.</summary>
    public string DataFolder => NodeSettings.Resolve(Path, Settings.DataFolder)!;

    public string? MapFile => NodeSettings.Resolve(Path, Settings.MapFile);

    public Box Self => new(
        new NodeId((ushort)Settings.Number),
        Settings.Name,
        Settings.NameHi ?? Settings.Name,
        (ushort)Settings.Sector,
        new GeoPoint(Settings.LatitudeDeg, Settings.LongitudeDeg),
        Settings.Role == NodeRole.Hub,
        Identity.Certificate.RawData);

    public IReadOnlyList<PeerAddress> Neighbours =>
        [.. Settings.Neighbours.Select(n => new PeerAddress(new NodeId((ushort)n.Number), n.Host, n.PeersPort))];

    /// <summary>Verifies and reads the folder; every refusal is a sentence.</summary>
    /// <exception cref="BoxRefusedException">Missing, changed after signing, or made for another box.</exception>
    public static BoxFolder Open(string path, NodeRole role)
    {
        if (!Directory.Exists(path))
        {
            throw new BoxRefusedException($"{path}: no such folder; make one with samagam-provision node issue");
        }
        var identity = Take(NodeIdentity.Load(path), path);
        Take(SignedFolder.Verify(path, identity.Authority.Certificate), path);
        var settings = Take(NodeSettings.Load(path), path);
        if (settings.Number != identity.Number || settings.Role != identity.Role || settings.Role != role)
        {
            throw new BoxRefusedException($"{path}: made for {identity.Role} {identity.Number}, its settings say {settings.Role} {settings.Number}, started as {role}");
        }
        var revocations = Take(RevocationList.Load(path, identity.Authority), path);
        var devices = File.Exists(System.IO.Path.Combine(path, DeviceList.FileName))
            ? Take(DeviceList.Load(path, identity.Authority), path)
            : DeviceList.Empty(identity.MeshName);
        return new BoxFolder(path, identity, settings, revocations, devices);
    }

    public void Dispose() => Identity.Dispose();

    private static T Take<T>(Verdict<T> verdict, string path)
        where T : class =>
        verdict.Ok ? verdict.Value : throw new BoxRefusedException($"{path}: {verdict.Reason}");
}
