using System.Globalization;
using Microsoft.Extensions.Logging;
using Samagam.Core.Facts;
using Samagam.Mesh.Facts;
using Samagam.Mesh.Store;
using Samagam.Sqlite;

namespace Samagam.BoxHost;

/// <summary>
/// Opens the box's log of facts. A damaged file is never used and never thrown away: it is set aside under a new name, said
/// loudly, and a new life begins that the neighbours refill. Any other refusal (no room, newer schema, no permission) is the caller's
/// to tell.
/// </summary>
public static class BoxStore
{
    public const string FileName = "facts.db";

    /// <summary>Room a store must have to be worth a start: its schema and the first thousand calls.</summary>
    private const int ProofBytes = 512 * 1024;

    /// <summary>Rotten rows named in the log.</summary>
    private const int MaxTold = 20;

    /// <summary>Readers beside the writer: the gossip pump, pages, the board.</summary>
    private const int Readers = 8;

    /// <summary>Limits of the file where an operator says nothing.</summary>
    public static SqliteOptions Defaults() => new() { MaxReaders = Readers };

    /// <param name="setAside">The name the damaged file was given, or null.</param>
    /// <param name="options">Limits of the file; null for the defaults.</param>
    /// <exception cref="StoreRefusedException">It cannot be used; says why.</exception>
    public static SqliteFactLog Open(string dataFolder, string name, TimeProvider time, ILogger logger, out string? setAside, SqliteOptions? options = null)
    {
        setAside = null;
        try
        {
            Directory.CreateDirectory(dataFolder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StoreRefusedException($"the folder {dataFolder} cannot be made: {e.Message}", e);
        }
        var path = Path.Combine(dataFolder, FileName);
        options ??= Defaults();
        var lanes = new WriteLaneOptions { Name = name };
        try
        {
            return Told(SqliteFactLog.Open(path, options, lanes, time));
        }
        catch (StoreRefusedException e) when (e.IsDamage)
        {
            setAside = SetAside(path, time);
            BoxLog.Damaged(logger, path, e.Message, setAside);
            return SqliteFactLog.Open(path, options, lanes, time);
        }

        SqliteFactLog Told(SqliteFactLog log)
        {
            if (log.Mended.Count > 0)
            {
                BoxLog.Mended(logger, path, log.Mended.Count, string.Join(' ', log.Mended.Take(MaxTold)));
            }
            return log;
        }
    }

    /// <summary>
    /// Null when the store can be opened and takes a good deal more than a start needs, else why not. A box that starts on the word of
    /// this does not find the disk full again at once.
    /// </summary>
    public static async ValueTask<string?> RefusalAsync(string dataFolder, string name, TimeProvider time, ILogger logger, SqliteOptions? options = null)
    {
        try
        {
            await using var log = Open(dataFolder, name, time, logger, out _, options);
            await log.WriteAsync(Lane.Life, static tx => Note(tx, new byte[ProofBytes]), CancellationToken.None).ConfigureAwait(false);
            await log.WriteAsync(Lane.Life, static tx => Note(tx, []), CancellationToken.None).ConfigureAwait(false);
            return null;
        }
        catch (StoreRefusedException refused)
        {
            return refused.Message;
        }

        static bool Note(IFactTransaction tx, byte[] bytes)
        {
            tx.PutLocal("box", "proof", bytes);
            return true;
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
