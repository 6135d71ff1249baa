using System.Reflection;
using System.Runtime.InteropServices;
using SQLitePCL;

namespace Samagam.Sqlite;

/// <summary>
/// Which SQLite library this process runs on. The distribution's own <c>libsqlite3.so.0</c> is preferred, because the
/// distribution repairs it; the one bundled with the package stands in where there is none. A process can load one
/// engine only, so the choice is made once and is immutable after that.
/// </summary>
/// <param name="Version">Version as the library states it, for example <c>3.40.1</c>.</param>
/// <param name="FromDistribution">True for the distribution's library, false for the bundled one.</param>
/// <param name="ThreadSafety">1 serialized, 2 multi-thread (https://www.sqlite.org/threadsafe.html); never 0.</param>
public sealed record SqliteEngine(string Version, bool FromDistribution, int ThreadSafety)
{
    /// <summary>3.35.0: RETURNING and the WAL repairs of 2020 that the write lanes count on.</summary>
    public const int LeastVersionNumber = 3_035_000;

    private const string DistributionLibrary = "libsqlite3.so.0";
    private static readonly Lazy<SqliteEngine> Loaded = new(LoadOnce);

    /// <summary>
    /// Loads and checks the engine, once a process; later calls answer the same.
    /// </summary>
    /// <exception cref="SqliteEngineMissingException">No usable engine; the message says what to install.</exception>
    public static SqliteEngine Load() => Loaded.Value;

    private static SqliteEngine LoadOnce()
    {
        var fromDistribution = false;
        NativeLibrary.SetDllImportResolver(typeof(SQLite3Provider_e_sqlite3).Assembly, (name, _, _) =>
        {
            // Zero sends the runtime on to its usual search, which finds the bundled library.
            if (name != "e_sqlite3" || !NativeLibrary.TryLoad(DistributionLibrary, out var handle))
            {
                return IntPtr.Zero;
            }
            fromDistribution = true;
            return handle;
        });
        try
        {
            raw.SetProvider(new SQLite3Provider_e_sqlite3());
            return Check(raw.sqlite3_libversion_number(), raw.sqlite3_libversion().utf8_to_string(), fromDistribution, raw.sqlite3_threadsafe());
        }
        catch (Exception e) when (e is DllNotFoundException or EntryPointNotFoundException or BadImageFormatException)
        {
            throw new SqliteEngineMissingException(
                $"no SQLite engine could be loaded: neither {DistributionLibrary} (Debian package libsqlite3-0) nor the bundled one. {e.Message}", e);
        }
    }

    /// <summary>Judges an engine by its own statements; separate from loading so that a refusal can be tested.</summary>
    /// <exception cref="SqliteEngineMissingException">Too old, or built for a single thread.</exception>
    public static SqliteEngine Check(int versionNumber, string version, bool fromDistribution, int threadSafety)
    {
        if (versionNumber < LeastVersionNumber)
        {
            throw new SqliteEngineMissingException(
                $"SQLite {version} is too old: 3.35.0 or newer is needed (Debian package libsqlite3-0)", null);
        }
        if (threadSafety == 0)
        {
            throw new SqliteEngineMissingException(
                $"SQLite {version} was built with SQLITE_THREADSAFE=0 and cannot serve a writer and readers at once", null);
        }
        return new SqliteEngine(version, fromDistribution, threadSafety);
    }
}

/// <summary>The process has no SQLite engine it may trust; the message says which and what to install.</summary>
public sealed class SqliteEngineMissingException(string message, Exception? inner) : Exception(message, inner);
