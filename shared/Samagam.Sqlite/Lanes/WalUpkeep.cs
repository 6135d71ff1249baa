namespace Samagam.Sqlite;

/// <summary>
/// Keeps the write-ahead log short. The engine's own automatic checkpoint runs inside the commit it follows and hides
/// its errors; this one runs after the answers are out, and a disk that fails it is noticed.
/// </summary>
internal sealed class WalUpkeep(SqliteConnection connection, int checkpointPages)
{
    /// <summary>Each time the log has grown by this many times the limit, readers are waited for: else a log that is
    /// read without pause grows for ever (https://www.sqlite.org/wal.html, "checkpoint starvation").</summary>
    private const int PatienceFactor = 8;

    private static readonly TimeSpan ReaderWait = TimeSpan.FromMilliseconds(100);
    private int _pages;
    private bool _cutOwed;
    private long _patience = (long)checkpointPages * PatienceFactor;

    /// <summary>Notes what the last commit wrote to the log; false when it changed nothing.</summary>
    public bool NoteCommit()
    {
        var pages = connection.TakePagesWritten();
        _pages += pages;
        return pages > 0;
    }

    /// <summary>True while the log holds what was to be forgotten.</summary>
    public bool CutOwed => _cutOwed;

    /// <summary>The next step empties the log, whatever its length.</summary>
    public void OweCut() => _cutOwed = true;

    /// <summary>True when it ran a checkpoint.</summary>
    /// <exception cref="SqliteEngineException">The disk failed.</exception>
    public bool Step(bool closing)
    {
        if (_pages < checkpointPages && !closing && !_cutOwed)
        {
            return false;
        }
        var wait = closing || _cutOwed || _pages >= _patience;
        if (wait ? connection.CheckpointAndCut(ReaderWait) : connection.Checkpoint())
        {
            _pages = 0;
            _cutOwed &= !wait;
        }
        _patience = (_pages / checkpointPages + PatienceFactor) * (long)checkpointPages;
        return true;
    }
}
