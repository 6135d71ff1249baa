using System.Text.RegularExpressions;

namespace Samagam.Architecture.Tests;

/// <summary>Rules that are read off the sources. Each gives what breaks it, one sentence each.</summary>
internal static partial class SourceRules
{
    /// <summary>One idea a file: longer ones hold two.</summary>
    public const int MaxLines = 450;

    /// <summary>Sources under tests that wait on purpose and are no tests: a slow disk that is measured.</summary>
    private static readonly string[] Measurements = ["tests/Samagam.Sqlite.Tests/Measurement.cs"];

    /// <summary>A namespace is its project, followed by the folders it lies in; a room may keep a flat face and say fewer of them.</summary>
    public static IEnumerable<string> Namespaces(House house) =>
        from room in house.Rooms
        from source in house.Sources(room)
        let said = House.NamespaceOf(source.Text)
        let folders = Path.GetDirectoryName(source.Path)![room.Folder.Length..].Replace('/', '.')
        where said is not null && said != room.Name && !$"{room.Name}{folders}.".StartsWith(said + ".", StringComparison.Ordinal)
        select $"{source.Path} says namespace {said}; its place is {room.Name}{folders}";

    public static IEnumerable<string> Lengths(House house) =>
        from room in house.Rooms
        from source in house.Sources(room)
        let lines = source.Text.Count(c => c == '\n')
        where lines > MaxLines
        select $"{source.Path} has {lines} lines, more than {MaxLines}: it holds more than one idea";

    public static IEnumerable<string> Names(House house) =>
        from room in house.Rooms
        from source in house.Sources(room)
        from match in VagueName().Matches(source.Text)
        select $"{source.Path} declares {match.Groups[1].Value}: say the verb";

    public static IEnumerable<string> Sleeps(House house) =>
        from room in house.Rooms
        where room.IsTest
        from source in house.Sources(room)
        where !Measurements.Contains(source.Path) && Sleep().IsMatch(source.Text)
        select $"{source.Path} sleeps; wait on an event";

    public static IEnumerable<string> TestReferences(House house) =>
        from room in house.Rooms
        where !room.IsTest
        from name in room.Names
        where house.Rooms.Any(r => r.IsTest && r.Name == name)
        select $"{room.Name} names {name}, which lies under tests";

    public static IEnumerable<string> Determinism(House house) =>
        from name in DependencyTable.Deterministic
        from room in house.Rooms
        where room.Name == name && !room.IsDeterministic
        select $"{name} decides, so it needs <SamagamDeterministic>true</SamagamDeterministic>";

    /// <summary>Decisions nobody finds are no decisions: each is linked from the page of all.</summary>
    public static IEnumerable<string> Decisions(string root)
    {
        var folder = Path.Combine(root, "docs", "adr");
        var page = Path.Combine(folder, "README.md");
        if (!File.Exists(page))
        {
            return [];
        }
        var text = File.ReadAllText(page);
        return Directory.EnumerateFiles(folder, "*.md")
            .Select(f => Path.GetFileName(f))
            .Where(f => f != "README.md" && !text.Contains($"({f})", StringComparison.Ordinal) && !text.Contains($"(./{f})", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .Select(f => $"docs/adr/{f} is not linked from docs/adr/README.md");
    }

    [GeneratedRegex(@"\b(?:class|struct|record|interface)\s+(?:struct\s+|class\s+)?(\w*(?:Manager|Helper|Helpers|Util|Utils|Utility|Utilities|Service))\b", RegexOptions.None, matchTimeoutMilliseconds: 2000)]
    private static partial Regex VagueName();

    [GeneratedRegex(@"\bThread\.Sleep\b|\bTask\.Delay\b", RegexOptions.None, matchTimeoutMilliseconds: 2000)]
    private static partial Regex Sleep();
}
