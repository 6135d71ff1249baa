using System.CommandLine;
using Samagam.Trust;

namespace Samagam.Provisioning;

/// <summary>
/// <c>bundle</c>: brings folders of boxes up to what the mesh says today and signs them again. Also the way to change a
/// box's settings: edit <c>node.json</c>, bundle.
/// </summary>
internal static class Bundle
{
    public static Command Build(Desk desk)
    {
        var w = desk.Words;
        var mesh = Shared.Mesh(w);
        var folders = new Argument<string[]>("folders") { Arity = ArgumentArity.OneOrMore, Description = w["Folders of boxes (node issue --out)", "बक्सों के फ़ोल्डर"] };
        var command = new Command("bundle", w["Refreshes roster, revocations, devices and units in each folder and signs it", "हर फ़ोल्डर में सूचियाँ ताज़ा कर हस्ताक्षर करता है"]) { mesh, folders };
        command.SetAction(p => desk.Try(() => Run(desk, p.GetRequiredValue(mesh), p.GetRequiredValue(folders))));
        return command;
    }

    private static int Run(Desk desk, string meshFolder, string[] folders)
    {
        var opened = MeshFolder.Open(meshFolder);
        if (!opened.Ok)
        {
            return desk.Refuse(opened.Reason);
        }
        using var mesh = opened.Value;
        // All are checked before any is touched.
        var settings = new List<(string Folder, NodeSettings Settings)>();
        foreach (var folder in folders)
        {
            var checkedBox = Check(folder, mesh);
            if (!checkedBox.Ok)
            {
                return desk.Refuse($"{folder}: {checkedBox.Reason}");
            }
            settings.Add((folder, checkedBox.Value));
        }
        foreach (var (folder, box) in settings)
        {
            if (BoxWriter.Complete(folder, mesh, mesh.Roster, box) is { } refusal)
            {
                return desk.Refuse($"{folder}: {refusal}");
            }
            desk.Out.WriteLine($"signed      {NodeName.Of(box.Number, box.Role)} {box.Name}: {Path.GetFullPath(folder)}");
        }
        desk.Out.WriteLine($"roster {mesh.Roster.Version} ({mesh.Roster.Entries.Count} boxes), revocations {mesh.Revocations.Version} " +
            $"({mesh.Revocations.Entries.Count}), devices {mesh.Devices.Version} ({mesh.Devices.Devices.Count})");
        return Desk.Done;
    }

    private static Verdict<NodeSettings> Check(string folder, MeshFolder mesh)
    {
        var identity = NodeIdentity.Load(folder);
        if (!identity.Ok)
        {
            return identity.As<NodeSettings>();
        }
        using var self = identity.Value;
        if (!self.Authority.Certificate.RawDataMemory.Span.SequenceEqual(mesh.Authority.Certificate.RawDataMemory.Span))
        {
            return Verdict<NodeSettings>.Refuse(TrustProblem.WrongMesh, $"this box belongs to another mesh ('{self.MeshName}')");
        }
        if (mesh.Revocations.IsRevoked(self.Member.RevocationKey))
        {
            return Verdict<NodeSettings>.Refuse(TrustProblem.Revoked, "this box's certificate is revoked; issue a new box");
        }
        if (mesh.Roster.Find(self.Number)?.Serial != self.Member.SerialHex)
        {
            return Verdict<NodeSettings>.Refuse(TrustProblem.WrongPeer, "the roster knows another certificate for this number");
        }
        var settings = NodeSettings.Load(folder);
        return settings.Ok && (settings.Value.Number != self.Number || settings.Value.Role != self.Role)
            ? Verdict<NodeSettings>.Refuse(TrustProblem.WrongPeer, $"{NodeSettings.FileName} is of another box than the certificate")
            : settings;
    }
}
