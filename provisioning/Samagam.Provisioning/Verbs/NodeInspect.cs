using System.CommandLine;
using System.Globalization;
using Samagam.Trust;

namespace Samagam.Provisioning;

/// <summary><c>node inspect</c>: what a box's folder says, and whether a box would start on it.</summary>
internal static class NodeInspect
{
    public static Command Build(Desk desk)
    {
        var w = desk.Words;
        var folder = new Argument<string>("folder") { Description = w["The box's signed folder", "बक्से का हस्ताक्षरित फ़ोल्डर"] };
        var mesh = new Option<string?>("--mesh") { Description = w["Check against this mesh's authority, not the folder's own copy", "इस मेश के प्राधिकरण से जाँचें"] };
        var command = new Command("inspect", w["Shows a box's certificate, settings and neighbours, and verifies its signature", "बक्से का प्रमाणपत्र, सेटिंग, पड़ोसी दिखाता और हस्ताक्षर जाँचता है"]) { folder, mesh };
        command.SetAction(p => desk.Try(() => Run(desk, p.GetRequiredValue(folder), p.GetValue(mesh))));
        return command;
    }

    private static int Run(Desk desk, string folder, string? meshFolder)
    {
        if (meshFolder is not null && Against(folder, meshFolder) is { Ok: false } foreign)
        {
            return desk.Refuse($"{foreign.Problem}: {foreign.Reason}");
        }
        var loaded = BoxFolder.Load(folder);
        if (!loaded.Ok)
        {
            return desk.Refuse($"{loaded.Problem}: {loaded.Reason}");
        }
        using var box = loaded.Value;
        var s = box.Settings;
        var member = box.Identity.Member;
        var left = (int)Math.Floor((member.NotAfter - desk.Now).TotalDays);
        var window = new BestTime(desk.Now, Trusted: true).Judge(member.NotBefore, member.NotAfter);
        var revoked = box.Revocations.IsRevoked(member.RevocationKey);
        Line("box", $"{NodeName.Of(s.Number, s.Role)} {s.Name}{(s.NameHi is null ? "" : " / " + s.NameHi)}");
        Line("mesh", box.Identity.MeshName);
        Line("authority", $"sha256 {box.Identity.Authority.Fingerprint}{(meshFolder is null ? " (the folder's own copy)" : "")}");
        Line("place", string.Create(CultureInfo.InvariantCulture, $"{s.LatitudeDeg:F5}, {s.LongitudeDeg:F5}, sector {s.Sector}"));
        Line("serial", member.SerialHex);
        Line("valid", $"{member.NotBefore:u} to {member.NotAfter:u} ({(window == TrustProblem.None ? $"{left} days left" : window == TrustProblem.Expired ? "OVER" : "NOT YET")})");
        Line("revoked", revoked ? "YES" : "no");
        Line("doors", $"{s.Listen} http {s.Ports.Http}, https {s.Ports.Https}, peers {s.Ports.Peers}, mqtt {s.Ports.Mqtt}, mqtt-tls {s.Ports.MqttTls}");
        Line("data", box.DataFolder);
        Line("map", box.MapFile ?? "(built in)");
        Line("portal", s.PortalName ?? "(no HTTPS name)");
        Line("clock", s.Clock.Trusted switch { ClockTrust.Yes => "trusted", ClockTrust.No => "not trusted", _ => "auto" });
        foreach (var n in s.Neighbours)
        {
            Line("neighbour", $"{n.Number} {n.Host} peers {n.PeersPort}, mqtt-tls {n.MqttTlsPort} ({box.Roster.Find(n.Number)?.Name ?? "not in this roster"})");
        }
        Line("roster", $"version {box.Roster.Version}, {box.Roster.Entries.Count} boxes");
        Line("revocations", $"version {box.Revocations.Version}, {box.Revocations.Entries.Count} certificates");
        Line("devices", $"version {box.Devices.Version}, {box.Devices.Devices.Count} devices");
        Line("signature", $"good, {box.Files.Count} files");
        Warn(desk, folder);
        return revoked ? desk.Refuse("this box's certificate is revoked")
            : window != TrustProblem.None ? desk.Refuse("this box's certificate is not valid now")
            : Desk.Done;

        void Line(string what, string text) => desk.Out.WriteLine($"{what,-12}{text}");
    }

    /// <summary>A folder that brings its own authority proves only that it is whole; the mesh's own certificate proves it is ours.</summary>
    private static Verdict<FolderContents> Against(string folder, string meshFolder)
    {
        var text = LimitedFile.ReadText(Path.Combine(meshFolder, NodeIdentity.AuthorityFile), AuthorityCertificate.MaxPemChars);
        if (!text.Ok)
        {
            return text.As<FolderContents>();
        }
        var authority = AuthorityCertificate.ReadPem(text.Value);
        return authority.Ok ? SignedFolder.Verify(folder, authority.Value.Certificate) : authority.As<FolderContents>();
    }

    private static void Warn(Desk desk, string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }
        foreach (var name in (string[])[NodeIdentity.KeyFile, NodeIdentity.MeshKeyFile])
        {
            var open = File.GetUnixFileMode(Path.Combine(folder, name)) & ~(UnixFileMode.UserRead | UnixFileMode.UserWrite);
            if (open != 0)
            {
                desk.Error.WriteLine($"warning: {name} can be read by others; run: chmod 600 {Path.Combine(folder, name)}");
            }
        }
    }
}
