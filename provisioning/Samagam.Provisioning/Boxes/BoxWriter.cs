using Samagam.Trust;

namespace Samagam.Provisioning;

/// <summary>
/// Fills a box's folder with what the mesh says today and signs it: roster, revocations, devices, unit and DHCP snippets.
/// Keys, certificate and settings must already be there. A crash half-way leaves a folder that no box accepts; running
/// again completes it.
/// </summary>
internal static class BoxWriter
{
    public static void Complete(string folder, MeshFolder mesh, Roster roster, NodeSettings settings)
    {
        roster.Sign(mesh.Authority).WriteFiles(Path.Combine(folder, Roster.FileName));
        mesh.Revocations.Sign(mesh.Authority).WriteFiles(Path.Combine(folder, RevocationList.FileName));
        mesh.Devices.Sign(mesh.Authority).WriteFiles(Path.Combine(folder, DeviceList.FileName));
        Directory.CreateDirectory(Path.Combine(folder, "systemd"));
        Directory.CreateDirectory(Path.Combine(folder, "dhcp"));
        MeshFolder.Write(folder, "systemd/" + UnitFile.NameOf(settings.Role), UnitFile.Write(settings), secret: false);
        foreach (var (path, text) in CaptiveSnippets.Write(settings))
        {
            MeshFolder.Write(folder, path, text, secret: false);
        }
        SignedFolder.Sign(folder, mesh.Authority);
    }
}
