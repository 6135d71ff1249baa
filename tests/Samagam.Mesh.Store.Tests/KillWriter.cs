using System.Globalization;
using Samagam.Compliance;
using Samagam.Core.Facts;
using Samagam.Sqlite;
using Samagam.TestKit;

namespace Samagam.Mesh.Store.Tests;

/// <summary>The child of the kill test: four writers in four streams, each fact told on standard output once it is acknowledged.</summary>
internal static class KillWriter
{
    public const int Writers = 4;

    public static async Task RunAsync(string file)
    {
        await using var log = SqliteFactLog.Open(file, new SqliteOptions(), new WriteLaneOptions { ReserveBytes = 0 }, new ManualTime());
        await using var output = Console.OpenStandardOutput();
        var tell = new Lock();
        await Task.WhenAll(Enumerable.Range(1, Writers).Select(async origin =>
        {
            // Without end: the parent kills this process.
            while (true)
            {
                var id = await log.WriteAsync(
                    Lane.Life,
                    tx =>
                    {
                        var fact = SampleFacts.Make(tx.MaxSeq(SampleFacts.Stream(origin)) + 1, origin);
                        tx.Insert(fact);
                        return fact.Id;
                    },
                    CancellationToken.None);
                var line = System.Text.Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{origin} {id.Seq}\n"));
                lock (tell)
                {
                    output.Write(line);
                    output.Flush();
                }
            }
        }));
    }
}
