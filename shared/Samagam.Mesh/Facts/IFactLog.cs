using Samagam.Core.Facts;

namespace Samagam.Mesh.Facts;

/// <summary>What the store can do just now; said to operators and to <c>/health/ready</c>.</summary>
public sealed record StoreCondition(bool CanWrite, string Reason)
{
    public static readonly StoreCondition Ok = new(true, "");
}

/// <summary>The store refused: nothing was saved. <see cref="Exception.Message"/> says why, for an operator.</summary>
public sealed class StoreRefusedException(string reason, Exception? inner = null) : Exception(reason, inner)
{
    /// <summary>True when the file itself is damaged, so that no waiting heals it.</summary>
    public bool IsDamage { get; init; }
}

/// <summary>What one commit made durable, in the order it was written.</summary>
public sealed record FactCommit(IReadOnlyList<Fact> Added);

/// <summary>A bounded read, most urgent first.</summary>
/// <param name="NotHeld">Asked for and known, but superseded and dropped.</param>
public sealed record FactPage(IReadOnlyList<Fact> Facts, bool More, Knowledge NotHeld);

/// <summary>
/// The durable log of facts: the only truth of a box. Implementations pass <c>tests/Samagam.Compliance</c>. One writer; any number
/// of readers, each on a snapshot; a read that the disk cannot answer throws <see cref="StoreRefusedException"/>.
/// </summary>
public interface IFactLog
{
    /// <summary>Names this very file; another name at the next start means it was copied, restored or made anew.</summary>
    string StoreIdentity { get; }

    StoreCondition Condition { get; }

    /// <summary>
    /// Runs <paramref name="decide"/> in the single writer, alone, and completes when what it wrote is durable (for lanes 0 to 3:
    /// fsynced). Several decisions may share one commit; one that throws undoes only itself. Lower lanes first.
    /// Throws <see cref="StoreRefusedException"/> when it could not be made durable: then nothing of it was.
    /// </summary>
    ValueTask<T> WriteAsync<T>(Lane lane, Func<IFactTransaction, T> decide, CancellationToken cancellation);

    /// <summary>Calls <paramref name="handler"/> after each commit, in commit order, before its writers are told; it must be quick and must not throw.</summary>
    void OnCommitted(Action<FactCommit> handler);

    /// <summary>A copy of what is durable as known.</summary>
    Knowledge Known();

    Fact? Find(FactId id);

    IReadOnlyList<Fact> BySubject(string subject);

    /// <summary>Facts about what belongs to this subject (<see cref="Subjects"/>), without those about itself; sorted by subject, then by arrival.</summary>
    IReadOnlyList<Fact> Below(string subject);

    /// <summary>Held facts in order of arrival after <paramref name="cursor"/> (0 for all), at most <paramref name="limit"/>, with the cursor to go on from.</summary>
    (IReadOnlyList<Fact> Facts, long Cursor) ReadFrom(long cursor, int limit);

    /// <summary>
    /// Facts of <paramref name="wanted"/>: by lane, newest first in lanes 0 to 2, oldest first above, until
    /// <paramref name="budgetBytes"/> of statements; at least one if any is held.
    /// </summary>
    FactPage Read(Knowledge wanted, int budgetBytes);
}

/// <summary>The writer's own view inside one decision: sees what it wrote itself. Only valid during the call.</summary>
public interface IFactTransaction
{
    bool Knows(FactId id);

    Fact? Find(FactId id);

    IReadOnlyList<Fact> BySubject(string subject);

    /// <inheritdoc cref="IFactLog.Below"/>
    IReadOnlyList<Fact> Below(string subject);

    /// <summary>Largest sequence known of a stream; 0 for none.</summary>
    ulong MaxSeq(StreamKey key);

    /// <summary>The newest fact held of this origin: of its last life, the latest there; null for none.</summary>
    Fact? Newest(Core.Ids.NodeId origin);

    /// <summary>Stores a fact and counts it as known. Its identity must not be held.</summary>
    void Insert(Fact fact);

    /// <summary>Removes a superseded fact; it stays known.</summary>
    void Drop(FactId id);

    /// <summary>Counts as known without storing.</summary>
    void MarkKnown(StreamKey key, RangeSet ranges);

    /// <summary>Keeps a fact whose identity is held with other content, for the alarm; at most a bounded number.</summary>
    void KeepApart(Fact conflicting);

    /// <summary>A local note of this box, never shared; null when there is none.</summary>
    byte[]? GetLocal(string scope, string key);

    void PutLocal(string scope, string key, ReadOnlySpan<byte> value);

    void RemoveLocal(string scope, string key);

    /// <summary>All notes of a scope, sorted by key.</summary>
    IReadOnlyList<KeyValuePair<string, byte[]>> ListLocal(string scope);
}
