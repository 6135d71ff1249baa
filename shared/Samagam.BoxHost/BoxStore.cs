using System.Globalization;
using Microsoft.Extensions.Logging;
using Samagam.Mesh.Facts;
using Samagam.Mesh.Store;
using Samagam.Sqlite;

namespace Samagam.BoxHost;

/// <summary>
/// Opens the box's log of facts. A damaged file is never used and never thrown away: it is set aside under a new name, said
/// loudly, and a new life begins that the neighbours refill. Any other refusal (newer schema, no permission) ends the start.
/// </summary>
public static class BoxStore
{
    public const string FileName = "facts.db";

    /// <summary>Readers beside the writer: the gossip pump, pages, the board.</summary>
    private const int Readers = 8;

    /// <summary>Limits of the file where an operator says nothing.</summary>
    public static SqliteOptions Defaults() => new() { MaxReaders = Readers };

    /// <param name="setAside">The name the damaged file was given, or null.</param>
    /// <param name="options">Limits of the file; null for the defaults.</param>
    public static SqliteFactLog Open(string dataFolder, string name, TimeProvider time, ILogger logger, out string? setAside, SqliteOptions? options = null)
    {
        Directory.CreateDirectory(dataFolder);
        var path = Path.Combine(dataFolder, FileName);
        options ??= Defaults();
        var lanes = new WriteLaneOptions { Name = name };
        setAside = null;
        try
        {
            return SqliteFactLog.Open(path, options, lanes, time);
        }
        catch (StoreRefusedException e) when (e.IsDamage)
        {
            setAside = SetAside(path, time);
            BoxLog.Damaged(logger, path, e.Message, setAside);
            return SqliteFactLog.Open(path, options, lanes, time);
        }
    }

    private static string SetAside(string path, TimeProvider time)
    {
        var aside = string.Create(CultureInfo.InvariantCulture, $"{path}.damaged-{time.GetUtcNow():yyyyMMddTHHmmssfff}");
        foreach (var suffix in (string[])["", "-wal", "-shm"])
        {
            if (File.Exists(path + suffix))
            {
                File.Move(path + suffix, aside + suffix);
            }
        }
        return aside;
    }
}
