using System.Globalization;

namespace Samagam.Sqlite.Tests;

/// <summary>The child of the kill test: eight writers, each row told on standard output once it is acknowledged.</summary>
internal static class KillWriter
{
    private const int Writers = 8;

    public static async Task RunAsync(string file, long first)
    {
        await using var store = TestStore.OpenAt(file);
        await using var output = Console.OpenStandardOutput();
        var tell = new Lock();
        await Task.WhenAll(Enumerable.Range(0, Writers).Select(async writer =>
        {
            // Without end: the parent kills this process.
            for (var id = first + writer; ; id += Writers)
            {
                await store.AddAsync((int)(id % (WriteLaneOptions.LastDurableLane + 1)), id, 200);
                var line = System.Text.Encoding.ASCII.GetBytes(id.ToString(CultureInfo.InvariantCulture) + "\n");
                lock (tell)
                {
                    output.Write(line);
                    output.Flush();
                }
            }
        }));
    }
}
