using System.CommandLine;
using System.Text.Json;
using Samagam.Trust;

namespace Samagam.Provisioning;

/// <summary><c>device issue</c>: an MQTT device's name and secret; the secret is told once.</summary>
internal static class DeviceIssue
{
    public static Command Build(Desk desk)
    {
        var w = desk.Words;
        var mesh = Shared.Mesh(w);
        var id = new Option<string>("--id") { Required = true, Description = w["Device id = MQTT user name, e.g. button-7", "उपकरण का नाम = MQTT user name"] };
        var label = new Option<string>("--label") { Required = true, Description = w["What people call it", "लोग इसे क्या कहते हैं"] };
        var lat = new Option<double>("--lat") { Required = true, Description = w["Latitude, degrees", "अक्षांश, डिग्री"] };
        var lon = new Option<double>("--lon") { Required = true, Description = w["Longitude, degrees", "देशांतर, डिग्री"] };
        var topics = new Option<string[]>("--topic") { Description = w["MQTT topic filter it may use; may repeat; standard: all below its own name", "MQTT विषय; दोहरा सकते हैं"] };
        var replace = new Option<bool>("--replace") { Description = w["The id is taken: give it a new secret", "पुराने की जगह नया रहस्य"] };
        var json = Shared.Json(w);
        var command = new Command("issue", w["Makes a device's credential; run bundle afterwards", "उपकरण की पहचान बनाता है; फिर bundle चलाएँ"]) { mesh, id, label, lat, lon, topics, replace, json };
        command.SetAction(p => desk.Try(() => Run(desk, p.GetRequiredValue(mesh), p.GetRequiredValue(id), p.GetRequiredValue(label), p.GetValue(lat), p.GetValue(lon),
            p.GetValue(topics) ?? [], p.GetValue(replace), p.GetValue(json))));
        return command;
    }

    private static int Run(Desk desk, string folder, string id, string label, double lat, double lon, string[] topics, bool replace, bool json)
    {
        var opened = MeshFolder.Open(folder);
        if (!opened.Ok)
        {
            return desk.Refuse(opened.Reason);
        }
        using var mesh = opened.Value;
        var (device, secret) = DeviceCredential.Create(id, label, lat, lon, topics.Length > 0 ? topics : [DeviceCredential.OwnTopics(id)], desk.Luck);
        if (device.Problem() is { } problem)
        {
            return desk.Refuse(problem);
        }
        var taken = mesh.Devices.Find(id) is not null;
        if (taken && !replace)
        {
            return desk.Refuse($"device {id} is already there; --replace gives it a new secret");
        }
        if (!taken && mesh.Devices.Devices.Count >= DeviceList.MaxDevices)
        {
            return desk.Refuse($"a device list holds at most {DeviceList.MaxDevices} devices");
        }
        mesh.Save(mesh.Devices.With(device));
        if (json)
        {
            desk.Out.WriteLine(JsonSerializer.Serialize(new Dictionary<string, object> { ["id"] = id, ["secret"] = secret, ["topics"] = device.Topics }, Answer.Json));
            return Desk.Done;
        }
        desk.Out.WriteLine($"device      {id} {label}");
        desk.Out.WriteLine($"secret      {secret}");
        foreach (var topic in device.Topics)
        {
            desk.Out.WriteLine($"topic       {topic}");
        }
        desk.Out.WriteLine(desk.Words["The secret is shown this once. Run bundle to bring the device to the boxes.", "रहस्य केवल इस बार दिखेगा। बक्सों तक पहुँचाने के लिए bundle चलाएँ।"]);
        return Desk.Done;
    }
}
