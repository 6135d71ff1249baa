using System.CommandLine;
using Samagam.Trust;

namespace Samagam.Provisioning;

/// <summary><c>node issue</c>: a box's key, certificate and settings in one signed folder, and its entry in the roster.</summary>
internal static class NodeIssue
{
    /// <summary>What was typed, together.</summary>
    private sealed record Wish(string Mesh, string Out, NodeSettings Settings, string[] Hosts, int Days, bool Replace);

    public static Command Build(Desk desk)
    {
        var w = desk.Words;
        var mesh = Shared.Mesh(w);
        var number = new Option<int>("--number") { Required = true, Description = w["Box number, 1 to 65535, unique", "बक्से की संख्या, 1 से 65535, अद्वितीय"] };
        var name = new Option<string>("--name") { Required = true, Description = w["Name of the place, e.g. \"Ram Ghat\"", "जगह का नाम (अंग्रेज़ी)"] };
        var nameHi = new Option<string?>("--name-hi") { Description = w["Name in Hindi", "जगह का नाम हिन्दी में"] };
        var lat = new Option<double>("--lat") { Required = true, Description = w["Latitude, degrees", "अक्षांश, डिग्री"] };
        var lon = new Option<double>("--lon") { Required = true, Description = w["Longitude, degrees", "देशांतर, डिग्री"] };
        var sector = new Option<int>("--sector") { Required = true, Description = w["Sector number; 0 for none", "सेक्टर संख्या; 0 = कोई नहीं"] };
        var role = new Option<string>("--role") { DefaultValueFactory = _ => "node", Description = w["node or hub", "node या hub"] };
        role.AcceptOnlyFromAmong("node", "hub");
        var output = new Option<string>("--out") { Required = true, Description = w["Folder to write; must be empty or absent", "लिखने का फ़ोल्डर; खाली हो या न हो"] };
        var neighbours = new Option<string[]>("--neighbour") { Description = w["number=host:peersPort:mqttTlsPort; may repeat", "संख्या=पता:peersPort:mqttTlsPort; दोहरा सकते हैं"] };
        var hosts = new Option<string[]>("--host") { Description = w["Address or DNS name of this box; may repeat; goes into certificate and roster", "इस बक्से का पता; दोहरा सकते हैं"] };
        var listen = new Option<string>("--listen") { DefaultValueFactory = _ => "0.0.0.0", Description = w["IP address to listen on", "किस IP पर सुने"] };
        var http = Port("--http", 8080);
        var https = Port("--https", 8081);
        var peers = Port("--peers", 8082);
        var mqtt = Port("--mqtt", 8083);
        var mqttTls = Port("--mqtt-tls", 8084);
        var data = new Option<string>("--data") { DefaultValueFactory = _ => UnitFile.StateFolder, Description = w["Data folder on the box, outside the signed folder", "बक्से पर डेटा फ़ोल्डर"] };
        var map = new Option<string?>("--map") { Description = w["Map file on the box", "बक्से पर नक्शा फ़ाइल"] };
        var clock = new Option<string>("--clock") { DefaultValueFactory = _ => "auto", Description = w["Trust the box's clock: true, false or auto", "घड़ी पर भरोसा: true, false या auto"] };
        clock.AcceptOnlyFromAmong("true", "false", "auto");
        var portalName = new Option<string?>("--portal-name") { Description = w["HTTPS name of the portal (needs a publicly trusted certificate)", "पोर्टल का HTTPS नाम"] };
        var portalCert = new Option<string?>("--portal-cert") { Description = w["PEM of the portal's public certificate, as a path on the box", "पोर्टल प्रमाणपत्र (बक्से पर पथ)"] };
        var portalKey = new Option<string?>("--portal-key") { Description = w["PEM of its key, as a path on the box", "उसकी कुंजी (बक्से पर पथ)"] };
        var days = new Option<int>("--days") { DefaultValueFactory = _ => 730, Description = w["Validity of the certificate, days (1 to 3650)", "प्रमाणपत्र की अवधि, दिन"] };
        var replace = new Option<bool>("--replace") { Description = w["The number is taken: revoke its certificate and issue a new box", "पुराने बक्से का प्रमाणपत्र रद्द कर नया बनाएँ"] };
        var command = new Command("issue", w["Makes a box: key, certificate, settings, one signed folder", "बक्सा बनाता है: कुंजी, प्रमाणपत्र, सेटिंग, एक हस्ताक्षरित फ़ोल्डर"])
        {
            mesh, number, name, nameHi, lat, lon, sector, role, output, neighbours, hosts, listen, http, https, peers, mqtt, mqttTls, data, map, clock,
            portalName, portalCert, portalKey, days, replace,
        };
        command.SetAction(p => desk.Try(() =>
        {
            var near = new List<NeighbourSettings>();
            foreach (var text in p.GetValue(neighbours) ?? [])
            {
                var read = NeighbourText.Read(text);
                if (!read.Ok)
                {
                    return desk.Refuse(read.Reason);
                }
                near.Add(read.Value);
            }
            var settings = new NodeSettings(p.GetValue(number), p.GetRequiredValue(name),
                p.GetValue(role) == "hub" ? NodeRole.Hub : NodeRole.Node, p.GetValue(sector), p.GetValue(lat), p.GetValue(lon), p.GetRequiredValue(listen),
                new NodePorts(p.GetValue(http), p.GetValue(https), p.GetValue(peers), p.GetValue(mqtt), p.GetValue(mqttTls)), p.GetRequiredValue(data), [.. near],
                new ClockSettings(p.GetValue(clock) switch { "true" => ClockTrust.Yes, "false" => ClockTrust.No, _ => ClockTrust.Auto }),
                p.GetValue(nameHi), p.GetValue(map), p.GetValue(portalName), p.GetValue(portalCert), p.GetValue(portalKey));
            return Run(desk, new Wish(p.GetRequiredValue(mesh), p.GetRequiredValue(output), settings, p.GetValue(hosts) ?? [], p.GetValue(days), p.GetValue(replace)));
        }));
        return command;

        Option<int> Port(string flag, int standard) => new(flag) { DefaultValueFactory = _ => standard, Description = w["TCP port", "TCP पोर्ट"] };
    }

    private static int Run(Desk desk, Wish wish)
    {
        if (wish.Settings.Problem() is { } problem)
        {
            return desk.Refuse(problem);
        }
        if (wish.Days is < 1 or > 3650)
        {
            return desk.Refuse("a certificate is valid for 1 to 3650 days");
        }
        if (Directory.Exists(wish.Out) && Directory.EnumerateFileSystemEntries(wish.Out).Any())
        {
            return desk.Refuse($"{wish.Out} is not empty; a box's keys are never overwritten");
        }
        var opened = MeshFolder.Open(wish.Mesh);
        if (!opened.Ok)
        {
            return desk.Refuse(opened.Reason);
        }
        using var mesh = opened.Value;
        var taken = mesh.Roster.Find(wish.Settings.Number);
        if (taken is not null && !wish.Replace)
        {
            return desk.Refuse($"box {taken.Number} is already '{taken.Name}'; --replace revokes its certificate and makes a new one");
        }
        using var key = SigningKey.Create();
        System.Security.Cryptography.X509Certificates.X509Certificate2 certificate;
        try
        {
            certificate = mesh.Authority.Issue(wish.Settings.Number, wish.Settings.Role, key.Public, wish.Hosts, desk.Now.AddHours(-1), desk.Now.AddDays(wish.Days), desk.Luck);
        }
        catch (ArgumentException e)
        {
            return desk.Refuse($"--host: {e.Message}");
        }
        using (certificate)
        {
            return Write(desk, wish, mesh, taken, key, certificate);
        }
    }

    private static int Write(Desk desk, Wish wish, MeshFolder mesh, RosterEntry? taken, SigningKey key,
        System.Security.Cryptography.X509Certificates.X509Certificate2 certificate)
    {
        var s = wish.Settings;
        var member = MemberCertificate.Read(certificate).Value!;
        var entry = new RosterEntry(s.Number, s.Name, s.Role, s.LatitudeDeg, s.LongitudeDeg, s.Sector, member.SerialHex,
            Convert.ToBase64String(key.Public.Spki.Span), [.. wish.Hosts.Select(h => new AddressHint(h, s.Ports.Peers, s.Ports.MqttTls))], s.NameHi);
        if (Roster.Problem(entry) is { } problem)
        {
            return desk.Refuse(problem);
        }
        if (taken is null && mesh.Roster.Entries.Count >= Roster.MaxEntries)
        {
            return desk.Refuse($"a roster holds at most {Roster.MaxEntries} boxes");
        }
        if (taken is not null)
        {
            // First: should the rest fail, the old box is out either way, as was asked.
            mesh.Save(mesh.Revocations.With(new RevocationEntry(taken.Number, taken.Serial, "replaced", desk.Now.ToUnixTimeSeconds())));
        }
        MeshFolder.CreatePrivate(wish.Out);
        MeshFolder.Write(wish.Out, NodeIdentity.KeyFile, key.ToPem(), secret: true);
        MeshFolder.Write(wish.Out, NodeIdentity.CertificateFile, certificate.ExportCertificatePem() + "\n", secret: false);
        MeshFolder.Write(wish.Out, NodeIdentity.AuthorityFile, mesh.Authority.Certificate.ExportCertificatePem() + "\n", secret: false);
        MeshFolder.Write(wish.Out, NodeIdentity.MeshKeyFile, mesh.MeshKeyText, secret: true);
        LimitedFile.Replace(Path.Combine(wish.Out, NodeSettings.FileName), s.ToJson(), secret: false);
        var roster = mesh.Roster.With(entry);
        if (BoxWriter.Complete(wish.Out, mesh, roster, s) is { } refusal)
        {
            Directory.Delete(wish.Out, recursive: true);
            return desk.Refuse(refusal);
        }
        mesh.Save(roster);
        desk.Out.WriteLine($"box         {NodeName.Of(s.Number, s.Role)} {s.Name}");
        desk.Out.WriteLine($"folder      {Path.GetFullPath(wish.Out)}");
        desk.Out.WriteLine($"serial      {member.SerialHex}");
        desk.Out.WriteLine($"valid until {member.NotAfter:u}");
        desk.Out.WriteLine(desk.Words[
            "When all boxes are issued, run: bundle --mesh DIR FOLDER..., so that each knows the whole roster.",
            "सब बक्से बन जाने पर चलाएँ: bundle --mesh DIR FOLDER..., ताकि हर बक्सा पूरी सूची जाने।"]);
        return Desk.Done;
    }
}
