namespace Samagam.Sqlite;

/// <summary>A work that is committed, and what it answered.</summary>
/// <param name="Lane">Its lane.</param>
/// <param name="Result">What the work returned.</param>
public readonly record struct CommittedWork(int Lane, object? Result);

/// <summary>Works that became durable together, in the order they ran.</summary>
/// <param name="Number">Counts commits of this writer, from 1, without a gap.</param>
/// <param name="Synced">True when the log was synced to the disk: always for a batch that holds a lane of 0 to 3.</param>
/// <param name="Works">The works that succeeded; one that threw is not among them.</param>
public sealed record CommittedBatch(long Number, bool Synced, IReadOnlyList<CommittedWork> Works);

/// <summary>
/// What the owner adds to every commit, on the writer's thread, in commit order. Both must be short: they hold up every
/// write behind them.
/// </summary>
public sealed class WriteHooks
{
    /// <summary>Last words inside the transaction, with the works that succeeded so far: derived rows, counters. If it
    /// throws, the whole batch is undone and every task of it fails with that exception.</summary>
    public Action<SqliteWriteScope, IReadOnlyList<CommittedWork>>? BeforeCommit { get; init; }

    /// <summary>The batch is durable; publish the new state. Runs before the tasks complete, so that whoever awaited
    /// one sees its effect. If it throws, the tasks still complete (they are saved) and the store is
    /// <see cref="StoreCondition.Broken"/>: memory no longer follows the disk.</summary>
    public Action<CommittedBatch>? OnCommitted { get; init; }

    /// <summary>The store's health changed.</summary>
    public Action<StoreHealth>? OnHealthChanged { get; init; }
}
