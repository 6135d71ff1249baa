using Samagam.Trust;

namespace Samagam.Provisioning;

/// <summary>
/// Fills a box's folder with what the mesh says today and signs it: roster, revocations, devices, unit and DHCP snippets.
/// Keys, certificate and settings must already be there. A crash half-way leaves a folder that no box accepts; running
/// again completes it. Ends by reading the folder as a box will: what no box would start on is said here, not at the ghat.
/// </summary>
/// <returns>Why no box would start on it; null when one would.</returns>
internal static class BoxWriter
{
    public static string? Complete(string folder, MeshFolder mesh, Roster roster, NodeSettings settings)
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
        var box = BoxFolder.Load(folder);
        box.Value?.Dispose();
        return box.Ok ? null : box.Reason;
    }
}
