namespace Samagam.Trust;

/// <summary>
/// Everything a box is given: read from its signed folder at start, in one step, with every cross-check made. The host
/// refuses to start on a refusal and shows its reason.
/// </summary>
/// <param name="Folder">Full path of the folder.</param>
/// <param name="Files">What the manifest lists.</param>
public sealed record BoxFolder(string Folder, NodeIdentity Identity, NodeSettings Settings, Roster Roster, RevocationList Revocations,
    DeviceList Devices, IReadOnlyList<string> Files) : IDisposable
{
    /// <summary>Full path of the data folder.</summary>
    public string DataFolder => NodeSettings.Resolve(Folder, Settings.DataFolder)!;

    /// <summary>Full path of the map; null when the settings name none.</summary>
    public string? MapFile => NodeSettings.Resolve(Folder, Settings.MapFile);

    /// <summary>Reads and checks the folder. Whether the certificate is revoked or over is for the caller, who knows the time.</summary>
    public static Verdict<BoxFolder> Load(string path)
    {
        var folder = Path.GetFullPath(path);
        var identity = NodeIdentity.Load(folder);
        if (!identity.Ok)
        {
            return identity.As<BoxFolder>();
        }
        var box = Join(folder, identity.Value);
        if (!box.Ok)
        {
            identity.Value.Dispose();
        }
        return box;
    }

    private static Verdict<BoxFolder> Join(string folder, NodeIdentity identity)
    {
        var contents = SignedFolder.Verify(folder, identity.Authority.Certificate);
        if (!contents.Ok)
        {
            return contents.As<BoxFolder>();
        }
        var settings = NodeSettings.Load(folder);
        if (!settings.Ok)
        {
            return settings.As<BoxFolder>();
        }
        if (settings.Value.Number != identity.Number || settings.Value.Role != identity.Role)
        {
            return Verdict<BoxFolder>.Refuse(TrustProblem.WrongPeer, $"{NodeSettings.FileName} is of {NodeName.Of(settings.Value.Number, settings.Value.Role)}, " +
                $"the certificate of {NodeName.Of(identity.Number, identity.Role)}");
        }
        if (IsInside(NodeSettings.Resolve(folder, settings.Value.DataFolder)!, folder))
        {
            return Verdict<BoxFolder>.Refuse(TrustProblem.Malformed, $"{NodeSettings.FileName}: dataFolder lies inside the signed folder, where nothing may change");
        }
        var roster = Roster.Load(folder, identity.Authority);
        if (!roster.Ok)
        {
            return roster.As<BoxFolder>();
        }
        var revocations = RevocationList.Load(folder, identity.Authority);
        if (!revocations.Ok)
        {
            return revocations.As<BoxFolder>();
        }
        var devices = DeviceList.Load(folder, identity.Authority);
        return devices.Ok
            ? Verdict<BoxFolder>.Accept(new BoxFolder(folder, identity, settings.Value, roster.Value, revocations.Value, devices.Value, contents.Value.Files))
            : devices.As<BoxFolder>();
    }

    private static bool IsInside(string path, string folder) =>
        (path + Path.DirectorySeparatorChar).StartsWith(folder.TrimEnd(Path.DirectorySeparatorChar) + Path.DirectorySeparatorChar, StringComparison.Ordinal);

    public void Dispose() => Identity.Dispose();
}
