namespace Samagam.Node.Portal.Tests.Support;

/// <summary>The sources these tests were built from.</summary>
internal static class SourceTree
{
    private const string Rewrite = "SAMAGAM_WRITE_DOCS";

    public static string Root { get; } = Find(AppContext.BaseDirectory);

    public static string At(params string[] path) => Path.Combine([Root, .. path]);

    /// <summary>Every source file of a folder, but what was built.</summary>
    public static IEnumerable<string> Files(string folder) =>
        Directory.EnumerateFiles(At(folder), "*.cs", SearchOption.AllDirectories).Where(f => !f.Contains("/obj/", StringComparison.Ordinal)).Order(StringComparer.Ordinal);

    /// <summary>
    /// A file that is written from the code is as the code would write it now. With <c>SAMAGAM_WRITE_DOCS=1</c> it is written anew instead, so that a change is seen in review.
    /// </summary>
    public static void Holds(string written, params string[] path)
    {
        var file = At(path);
        if (Environment.GetEnvironmentVariable(Rewrite) == "1")
        {
            File.WriteAllText(file, written);
        }
        var kept = File.Exists(file) ? File.ReadAllText(file) : "";
        Assert.True(kept == written, kept == written ? "" : $"{string.Join('/', path)} is not what the code says any more: run these tests once with {Rewrite}=1 and look at the difference\n{FirstDifference(kept, written)}");
    }

    private static string FirstDifference(string kept, string written)
    {
        var (a, b) = (kept.Split('\n'), written.Split('\n'));
        var at = Enumerable.Range(0, Math.Max(a.Length, b.Length)).First(i => i >= a.Length || i >= b.Length || a[i] != b[i]);
        return $"line {at + 1}\n- {a.ElementAtOrDefault(at)}\n+ {b.ElementAtOrDefault(at)}";
    }

    private static string Find(string from) => File.Exists(Path.Combine(from, "Samagam.sln")) ? from
        : Find(Path.GetDirectoryName(from.TrimEnd('/')) ?? throw new InvalidOperationException("the tests run outside of their source tree"));
}
