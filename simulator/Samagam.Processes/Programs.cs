namespace Samagam.Processes;

/// <summary>Where the built programs lie: beside the running one, in the build's artifacts.</summary>
public static class Programs
{
    /// <summary>Path of a program's assembly, of the same configuration as the running one. Throws when it was not built.</summary>
    public static string Of(string name)
    {
        // artifacts/bin/{project}/{configuration}/
        var here = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
        var path = Path.Combine(here.Parent!.Parent!.FullName, name, here.Name, name + ".dll");
        return File.Exists(path) ? path : throw new FileNotFoundException($"{name} is not built; run ./samagam build", path);
    }
}
