using System.CommandLine;
using Samagam.Trust;

namespace Samagam.Provisioning;

/// <summary><c>mesh init</c>: a new mesh in a new folder.</summary>
internal static class MeshInit
{
    public static Command Build(Desk desk)
    {
        var w = desk.Words;
        var dir = new Option<string>("--dir") { Required = true, Description = w["Folder to make the mesh in; must be empty or absent", "मेश का फ़ोल्डर; खाली हो या न हो"] };
        var name = new Option<string>("--name") { Required = true, Description = w["Name of the event, e.g. \"Simhastha 2028\"", "आयोजन का नाम, जैसे \"सिंहस्थ २०२८\""] };
        var command = new Command("init", w["Makes the mesh's authority, sealing key and empty lists", "मेश का प्राधिकरण, कुंजी और खाली सूचियाँ बनाता है"]) { dir, name };
        command.SetAction(parsed => desk.Try(() => Run(desk, parsed.GetRequiredValue(dir), parsed.GetRequiredValue(name))));
        return command;
    }

    private static int Run(Desk desk, string dir, string name)
    {
        if (!MeshAuthority.IsMeshName(name))
        {
            return desk.Refuse($"a mesh name is one line of 1 to {MeshAuthority.MaxMeshNameBytes} bytes");
        }
        var made = MeshFolder.Create(dir, name, desk.Now, desk.Luck);
        if (!made.Ok)
        {
            return desk.Refuse(made.Reason);
        }
        using var mesh = made.Value;
        desk.Out.WriteLine($"mesh        {name}");
        desk.Out.WriteLine($"folder      {Path.GetFullPath(dir)}");
        desk.Out.WriteLine($"authority   sha256 {mesh.Certificate.Fingerprint}");
        desk.Out.WriteLine($"valid until {mesh.Authority.Certificate.NotAfter.ToUniversalTime():u}");
        desk.Out.WriteLine(desk.Words[
            $"Keep {MeshFolder.AuthorityKeyFile} and {NodeIdentity.MeshKeyFile} safe: who has them is the mesh. Make a copy on paper or a second stick.",
            $"{MeshFolder.AuthorityKeyFile} और {NodeIdentity.MeshKeyFile} सुरक्षित रखें: जिसके पास ये हैं, मेश उसी का है। एक प्रति अलग रखें।"]);
        return Desk.Done;
    }
}
