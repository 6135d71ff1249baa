using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Samagam.Architecture.Tests;

/// <summary>One room as its project file states it.</summary>
/// <param name="Names">Projects it names.</param>
/// <param name="Folder">Path of its folder, from the root.</param>
internal sealed record Room(string Name, string Folder, IReadOnlyList<string> Names, bool IsDeterministic)
{
    public bool IsTest => Folder.StartsWith("tests/", StringComparison.Ordinal);
}

/// <summary>The tree of sources: rooms and their files.</summary>
internal sealed partial class House(string root)
{
    public static readonly string[] TopFolders = ["shared", "node", "hub", "provisioning", "simulator", "tests"];

    /// <summary>The tree this assembly was built from.</summary>
    public static House Here { get; } = new(Metadata("Root"));

    public string Root => root;

    public IReadOnlyList<Room> Rooms { get; } = [.. Files(root, "*.csproj").Select(f => Read(root, f)).OrderBy(r => r.Name, StringComparer.Ordinal)];

    /// <summary>Source files of a room, generated ones left out, with their path from the root.</summary>
    public IEnumerable<(string Path, string Text)> Sources(Room room) =>
        Files(root, "*.cs")
            .Where(f => f.StartsWith(room.Folder + "/", StringComparison.Ordinal))
            .Select(f => (f, File.ReadAllText(Path.Combine(root, f))));

    /// <summary>The compiled room.</summary>
    public string AssemblyOf(Room room)
    {
        var path = Path.Combine(root, "artifacts", "bin", room.Name, Metadata("Configuration").ToLowerInvariant(), room.Name + ".dll");
        return File.Exists(path) ? path : throw new FileNotFoundException($"{path}: not built; build this test project, which builds every room");
    }

    public static string? NamespaceOf(string text) => Namespace().Match(text) is { Success: true } match ? match.Groups[1].Value : null;

    private static IEnumerable<string> Files(string root, string pattern) => TopFolders
        .Select(top => Path.Combine(root, top))
        .Where(Directory.Exists)
        .SelectMany(top => Directory.EnumerateFiles(top, pattern, SearchOption.AllDirectories))
        .Select(f => Path.GetRelativePath(root, f).Replace('\\', '/'))
        .Where(f => !f.Contains("/obj/", StringComparison.Ordinal) && !f.Contains("/bin/", StringComparison.Ordinal) && !f.Contains("/node_modules/", StringComparison.Ordinal))
        .Order(StringComparer.Ordinal);

    private static Room Read(string root, string file)
    {
        var project = XDocument.Load(Path.Combine(root, file));
        var names = project.Descendants("ProjectReference")
            .Select(r => ((string?)r.Attribute("Include") ?? "").Replace('\\', '/'))
            .Where(include => !include.Contains('*', StringComparison.Ordinal))
            .Select(include => Path.GetFileNameWithoutExtension(include))
            .ToList();
        return new Room(
            Path.GetFileNameWithoutExtension(file),
            Path.GetDirectoryName(file)!.Replace('\\', '/'),
            names,
            project.Descendants("SamagamDeterministic").Any(d => d.Value == "true"));
    }

    private static string Metadata(string key) =>
        typeof(House).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().First(a => a.Key == key).Value!;

    [GeneratedRegex(@"^namespace\s+([A-Za-z0-9_.]+)", RegexOptions.Multiline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Namespace();
}
