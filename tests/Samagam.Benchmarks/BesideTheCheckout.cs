namespace Samagam.Benchmarks;

/// <summary>Real maps, which the product does not contain.</summary>
internal static class BesideTheCheckout
{
    /// <summary>The map the figures are made on; null when it is not there.</summary>
    public static string? Porto()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var path = Path.Combine(folder.FullName, "shared", "maps", "porto.osm.pbf");
            if (File.Exists(path))
            {
                return path;
            }
        }
        return null;
    }
}
