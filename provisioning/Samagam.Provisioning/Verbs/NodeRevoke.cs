using System.CommandLine;
using Samagam.Trust;

namespace Samagam.Provisioning;

/// <summary><c>node revoke</c>: takes a box's certificate back. The box stays in the roster: silence never removes one.</summary>
internal static class NodeRevoke
{
    public static Command Build(Desk desk)
    {
        var w = desk.Words;
        var mesh = Shared.Mesh(w);
        var number = new Option<int>("--number") { Required = true, Description = w["Box number", "बक्से की संख्या"] };
        var reason = new Option<string>("--reason") { Required = true, Description = w["Why, e.g. \"stolen at Ram Ghat\"", "क्यों, जैसे \"राम घाट से चोरी\""] };
        var command = new Command("revoke", w["Takes a box's certificate back for good", "बक्से का प्रमाणपत्र सदा के लिए रद्द करता है"]) { mesh, number, reason };
        command.SetAction(p => desk.Try(() => Run(desk, p.GetRequiredValue(mesh), p.GetValue(number), p.GetRequiredValue(reason))));
        return command;
    }

    private static int Run(Desk desk, string folder, int number, string reason)
    {
        var opened = MeshFolder.Open(folder);
        if (!opened.Ok)
        {
            return desk.Refuse(opened.Reason);
        }
        using var mesh = opened.Value;
        if (mesh.Roster.Find(number) is not { } box)
        {
            return desk.Refuse($"no box {number} was ever issued");
        }
        if (mesh.Revocations.IsRevoked(new RevocationKey(number, box.Serial)))
        {
            return desk.Refuse($"box {number} is already revoked");
        }
        RevocationList list;
        try
        {
            list = mesh.Revocations.With(new RevocationEntry(number, box.Serial, reason, desk.Now.ToUnixTimeSeconds()));
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException)
        {
            return desk.Refuse(e.Message);
        }
        mesh.Save(list);
        desk.Out.WriteLine($"revoked     {NodeName.Of(box.Number, box.Role)} {box.Name}, serial {box.Serial}");
        desk.Out.WriteLine($"list        version {list.Version}, {list.Entries.Count} certificates: {Path.GetFullPath(Path.Combine(folder, RevocationList.FileName))}");
        desk.Out.WriteLine(desk.Words[
            "Bring the list to any one box (bundle, or the hub): it travels the mesh by itself.",
            "सूची किसी एक बक्से तक पहुँचाएँ (bundle या हब): वह मेश में स्वयं फैलती है।"]);
        return Desk.Done;
    }
}
