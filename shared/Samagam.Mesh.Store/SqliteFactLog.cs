using System.Globalization;
using Samagam.Core.Facts;
using Samagam.Mesh.Facts;
using Samagam.Sqlite;
using MeshCondition = Samagam.Mesh.Facts.StoreCondition;

namespace Samagam.Mesh.Store;

/// <summary>
/// The log of facts in one SQLite file: what <see cref="IFactLog"/> promises, by WAL, group commit and a full fsync for lanes 0 to 3.
/// A store that cannot be opened is refused at <see cref="Open"/>; there is no fallback to memory.
/// </summary>
public sealed class SqliteFactLog : IFactLog, IAsyncDisposable
{
    private readonly SqliteDatabase _database;
    private readonly WriteLanes _lanes;
    private readonly FactReader _reader = new();
    private long _setAside;
    private readonly Lock _knownGate = new();
    private readonly Knowledge _known = new();
    private readonly List<Action<FactCommit>> _handlers = [];

    private SqliteFactLog(SqliteDatabase database, WriteLaneOptions options, TimeProvider time)
    {
        _database = database;
        _lanes = WriteLanes.Start(database, options, new WriteHooks { OnCommitted = Publish }, time);
    }

    /// <summary>Before anybody reads: what has rotted is asked for again, and not taken for known.</summary>
    private void Mend()
    {
        var damaged = _database.Read(RowMending.Find);
        if (damaged.Count > 0)
        {
            _lanes.WriteAsync((int)Lane.Life, scope => RowMending.SetAside(scope, damaged), CancellationToken.None).GetAwaiter().GetResult();
        }
        Mended = [.. damaged.SelectMany(d => d.Ids)];
        _setAside = _database.Read(RowMending.Count);
        StoreIdentity = FileIdentity.Of(_database.Path) + (_setAside > 0 ? string.Create(CultureInfo.InvariantCulture, $" mended {_setAside}") : "");
        foreach (var (key, ranges) in _database.Read(scope => scope.Query(
            "select origin, epoch, stream, ranges from known",
            row => (FactRows.Key(row), FactRows.ReadRanges(row.Bytes(3))))))
        {
            _known.Add(key, ranges);
        }
    }

    public string StoreIdentity { get; private set; } = "";

    public MeshCondition Condition => _lanes.Health is { Condition: Sqlite.StoreCondition.Ok }
        ? MeshCondition.Ok
        : new MeshCondition(false, _lanes.Health.Message);

    /// <summary>True when no write will succeed until the file is opened anew: the disk failed, or the file is gone.</summary>
    public bool IsBroken => _lanes.Health.Condition == Sqlite.StoreCondition.Broken;

    /// <summary>Facts kept apart at most; the oldest go first.</summary>
    public const int MaxKeptApart = FactWrites.MaxConflicts;

    /// <summary>Facts kept apart now: the same identity with other content, the mark of a cloned box.</summary>
    public long KeptApart => Reading(scope => scope.Int64("select count(*) from conflicts") ?? 0);

    /// <summary>What rows that had rotted stood for, as found and set aside when this log was opened; asked of the neighbours again.</summary>
    public IReadOnlyList<FactId> Mended { get; private set; } = [];

    /// <summary>Meetings since the opening with rows that do not say what was written. More than none: only opening anew mends them.</summary>
    public long DamageMet => _reader.Damaged;

    /// <summary>Rotten rows of this file: ever set aside, and met since the opening.</summary>
    public long DamagedRows => _setAside + DamageMet;

    /// <summary>Opens or makes the store. Throws <see cref="StoreRefusedException"/> with a sentence for the operator when it cannot be used.</summary>
    public static SqliteFactLog Open(string path, SqliteOptions options, WriteLaneOptions lanes, TimeProvider time)
    {
        try
        {
            return SqliteDatabase.Open(path, options, Schema.Migrations, time) switch
            {
                SqliteOpenOutcome.Opened opened => Start(opened.Database, lanes, time),
                SqliteOpenOutcome.Refused refused => throw new StoreRefusedException(refused.Message, refused.Cause)
                {
                    IsDamage = refused.Reason is SqliteRefusal.Corrupt or SqliteRefusal.NotADatabase,
                },
                _ => throw new InvalidOperationException("closed set"),
            };
        }
        catch (StoreUnavailableException e)
        {
            throw new StoreRefusedException(e.Message, e);
        }
    }

    private static SqliteFactLog Start(SqliteDatabase database, WriteLaneOptions lanes, TimeProvider time)
    {
        var log = new SqliteFactLog(database, lanes, time);
        try
        {
            log.Mend();
            return log;
        }
        catch
        {
            // Whoever tries again finds the file free.
            log.DisposeAsync().AsTask().GetAwaiter().GetResult();
            throw;
        }
    }

    public async ValueTask<T> WriteAsync<T>(Lane lane, Func<IFactTransaction, T> decide, CancellationToken cancellation)
    {
        try
        {
            var written = await _lanes.WriteAsync(
                (int)lane,
                scope =>
                {
                    var writes = new FactWrites(scope, _reader);
                    var answer = decide(writes);
                    writes.Flush();
                    return new Written<T>(answer, writes);
                },
                cancellation).ConfigureAwait(false);
            return written.Answer;
        }
        catch (StoreUnavailableException e)
        {
            throw new StoreRefusedException(e.Message, e);
        }
    }

    /// <summary>
    /// A sign of life: passes through the writer like any write, changes nothing, and looks whether the file is still the one that was
    /// opened. Throws <see cref="StoreRefusedException"/> as a write does; <see cref="IsBroken"/> tells whether waiting helps.
    /// </summary>
    public async ValueTask BeatAsync(CancellationToken cancellation) =>
        await WriteAsync(Lane.Life, static _ => true, cancellation).ConfigureAwait(false);

    public void OnCommitted(Action<FactCommit> handler)
    {
        lock (_handlers)
        {
            _handlers.Add(handler);
        }
    }

    public Knowledge Known()
    {
        lock (_knownGate)
        {
            return _known.Copy();
        }
    }

    public Fact? Find(FactId id) => Reading(scope => _reader.Find(scope, id));

    public IReadOnlyList<Fact> BySubject(string subject) => Reading(scope => _reader.BySubject(scope, subject));

    public IReadOnlyList<Fact> Below(string subject) => Reading(scope => _reader.Below(scope, subject));

    public (IReadOnlyList<Fact> Facts, long Cursor) ReadFrom(long cursor, int limit) => Reading(scope =>
    {
        var last = cursor;
        var facts = scope.Query(
            $"select {FactReader.Columns}, id from facts where id > ? order by id limit ?",
            row =>
            {
                last = row.Int64(3);
                return _reader.Read(row);
            },
            cursor, (long)limit).OfType<Fact>().ToList();
        // A page of nothing but damaged rows is not the end.
        return facts.Count == 0 && last > cursor ? ReadFrom(last, limit) : ((IReadOnlyList<Fact>)facts, last);
    });

    public FactPage Read(Knowledge wanted, int budgetBytes) => Reading(scope => FactReads.Read(scope, _reader, wanted, budgetBytes));

    public async ValueTask DisposeAsync()
    {
        await _lanes.DisposeAsync().ConfigureAwait(false);
        _database.Dispose();
    }

    private T Reading<T>(Func<SqliteReadScope, T> read)
    {
        try
        {
            return _database.Read(read);
        }
        catch (StoreUnavailableException e)
        {
            throw new StoreRefusedException(e.Message, e);
        }
    }

    private void Publish(CommittedBatch batch)
    {
        var added = new List<Fact>();
        lock (_knownGate)
        {
            foreach (var work in batch.Works)
            {
                if (work.Result is Written written)
                {
                    added.AddRange(written.Writes.Added);
                    foreach (var (key, ranges) in written.Writes.Changed)
                    {
                        _known.Add(key, ranges);
                    }
                }
            }
        }
        if (added.Count == 0)
        {
            return;
        }
        var commit = new FactCommit(added);
        Action<FactCommit>[] handlers;
        lock (_handlers)
        {
            handlers = [.. _handlers];
        }
        foreach (var handler in handlers)
        {
            handler(commit);
        }
    }

    private abstract record Written(FactWrites Writes);

    private sealed record Written<T>(T Answer, FactWrites Writes) : Written(Writes);
}
