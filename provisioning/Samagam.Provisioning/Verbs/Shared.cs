using System.CommandLine;

namespace Samagam.Provisioning;

/// <summary>Options several verbs share.</summary>
internal static class Shared
{
    public static Option<string> Mesh(Words w) => new("--mesh") { Required = true, Description = w["Folder of the mesh (mesh init)", "मेश का फ़ोल्डर (mesh init)"] };

    public static Option<bool> Json(Words w) => new("--json") { Description = w["Answer as one JSON object", "उत्तर JSON में"] };
}
