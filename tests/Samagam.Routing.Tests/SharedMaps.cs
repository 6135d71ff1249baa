namespace Samagam.Routing.Tests;

/// <summary>
/// The real maps beside the checkout (<c>shared/maps</c> next to the repository, or a folder further up). They are
/// OpenStreetMap data and stay outside the product; a test that needs them says so when they are absent.
/// </summary>
internal static class SharedMaps
{
    /// <summary>A file of the shared maps; skips the test, visibly, when it is not there.</summary>
    public static string Path(string name)
    {
        var path = Find(name);
        Assert.SkipWhen(path is null, $"shared/maps/{name} is not beside the checkout: this test needs the real maps");
        return path!;
    }

    /// <summary>Loads one of the maps.</summary>
    public static MapSnapshot Load(string name, MapLoadOptions? options = null)
    {
        var path = Path(name);
        return MapSnapshot.Load(() => File.OpenRead(path), options, cancel: TestContext.Current.CancellationToken);
    }

    /// <summary>The lines of a truth table after its heading, as fields.</summary>
    public static List<string[]> Rows(string name)
        => [.. File.ReadLines(Path("truth/" + name)).Skip(1).Select(Fields)];

    private static string? Find(string name)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var path = System.IO.Path.Combine(folder.FullName, "shared", "maps", name);
            if (File.Exists(path))
            {
                return path;
            }
        }
        return null;
    }

    private static string[] Fields(string line)
    {
        if (!line.StartsWith('"'))
        {
            return line.Split(',');
        }
        var end = line.IndexOf('"', 1);
        return [line[1..end], .. line[(end + 2)..].Split(',')];
    }
}
