using System.Security.Cryptography;
using Samagam.Core;
using Samagam.Core.Facts;
using Samagam.Core.Ids;
using Samagam.Mesh.Facts;
using Samagam.Sqlite;

namespace Samagam.Mesh.Store;

/// <summary>One decision over the write transaction. What it adds is handed to the log when, and only when, the commit succeeded.</summary>
internal sealed class FactWrites(SqliteWriteScope scope, FactReader reader) : IFactTransaction
{
    /// <summary>Conflicts kept; the oldest go first. Enough to see a cloned box, too few to fill a disk.</summary>
    public const int MaxConflicts = 1_000;

    private readonly SortedDictionary<StreamKey, RangeSet> _known = [];
    private readonly HashSet<StreamKey> _changed = [];

    public List<Fact> Added { get; } = [];

    /// <summary>Streams whose known ranges this decision changed, as they are now.</summary>
    public IEnumerable<KeyValuePair<StreamKey, RangeSet>> Changed => _known.Where(k => _changed.Contains(k.Key));

    public bool Knows(FactId id) => RangesOf(id.Key).Contains(id.Seq);

    public Fact? Find(FactId id) => reader.Find(scope, id);

    public IReadOnlyList<Fact> BySubject(string subject) => reader.BySubject(scope, subject);

    public IReadOnlyList<Fact> Below(string subject) => reader.Below(scope, subject);

    public ulong MaxSeq(StreamKey key) => RangesOf(key).Max;

    public Fact? Newest(NodeId origin)
    {
        Fact? newest = null;
        foreach (var key in scope.Query("select origin, epoch, stream from known where origin = ? order by epoch desc, stream", FactRows.Key, (long)origin.Number))
        {
            if (newest is not null && key.Epoch < newest.Id.Key.Epoch)
            {
                break;
            }
            var last = scope.FirstOrDefault(
                $"select {FactReader.Columns} from facts where origin = ? and epoch = ? and stream = ? order by seq desc limit 1",
                reader.Read,
                (long)key.Origin.Number, (long)key.Epoch, (long)key.Stream.Packed);
            if (last is not null && (newest is null || last.Time.CompareStamp(newest.Time) > 0))
            {
                newest = last;
            }
        }
        return newest;
    }

    public void Insert(Fact fact)
    {
        var isKey = IsKey(fact);
        scope.Execute(
            "insert into facts (origin, epoch, stream, seq, lane, time, subject, statement, signature, digest) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (long)fact.Id.Origin.Number,
            (long)fact.Id.Key.Epoch,
            (long)fact.Id.Key.Stream.Packed,
            (long)fact.Id.Seq,
            (long)fact.Lane,
            (long)fact.Time.Packed,
            fact.Subject,
            isKey ? [] : fact.Statement.ToArray(),
            isKey ? [] : fact.Signature.ToArray(),
            FactReader.Digest(fact.Statement.Span, fact.Signature.Span));
        if (isKey)
        {
            scope.Execute("insert into keys (id, statement, signature) values (?, ?, ?)", scope.LastInsertRowId, fact.Statement.ToArray(), fact.Signature.ToArray());
        }
        Know(fact.Id.Key, RangesOf(fact.Id.Key).Add(fact.Id.Seq));
        Added.Add(fact);
    }

    public void Drop(FactId id)
    {
        // Same length, in place: nothing moves. The images in the log go with the cut.
        var keys = scope.Execute(
            """
            update keys set statement = zeroblob(length(statement)), signature = zeroblob(length(signature))
            where id = (select id from facts where origin = ? and epoch = ? and stream = ? and seq = ? and length(statement) = 0)
            """,
            (long)id.Origin.Number, (long)id.Key.Epoch, (long)id.Key.Stream.Packed, (long)id.Seq);
        if (keys > 0)
        {
            scope.CutLog();
        }
        var rows = scope.Execute(
            "delete from facts where origin = ? and epoch = ? and stream = ? and seq = ?",
            (long)id.Origin.Number, (long)id.Key.Epoch, (long)id.Key.Stream.Packed, (long)id.Seq);
        Invariant.Hold(rows == 1, "only a held fact is dropped");
        Added.RemoveAll(f => f.Id == id);
    }

    public void MarkKnown(StreamKey key, RangeSet ranges)
    {
        var now = RangesOf(key).Union(ranges);
        if (!now.Equals(RangesOf(key)))
        {
            Know(key, now);
        }
    }

    public void KeepApart(Fact conflicting)
    {
        // Of a key only a hash: whoever is erased has one place where it lay, and no other.
        var statement = IsKey(conflicting) ? SHA256.HashData(conflicting.Statement.Span) : conflicting.Statement.ToArray();
        var seen = scope.Int64("select id from conflicts where statement = ? limit 1", statement);
        if (seen is not null)
        {
            return;
        }
        scope.Execute(
            "insert into conflicts (origin, epoch, stream, seq, statement, signature) values (?, ?, ?, ?, ?, ?)",
            (long)conflicting.Id.Origin.Number,
            (long)conflicting.Id.Key.Epoch,
            (long)conflicting.Id.Key.Stream.Packed,
            (long)conflicting.Id.Seq,
            statement,
            conflicting.Signature.ToArray());
        scope.Execute("delete from conflicts where id <= (select max(id) from conflicts) - ?", (long)MaxConflicts);
    }

    public byte[]? GetLocal(string noteScope, string key) =>
        scope.FirstOrDefault("select value from notes where scope = ? and key = ?", row => row.Blob(0), noteScope, key);

    public void PutLocal(string noteScope, string key, ReadOnlySpan<byte> value) => scope.Execute(
        "insert into notes (scope, key, value) values (?, ?, ?) on conflict (scope, key) do update set value = excluded.value",
        noteScope, key, value.ToArray());

    public void RemoveLocal(string noteScope, string key) =>
        scope.Execute("delete from notes where scope = ? and key = ?", noteScope, key);

    public IReadOnlyList<KeyValuePair<string, byte[]>> ListLocal(string noteScope) =>
        scope.Query("select key, value from notes where scope = ? order by key", row => KeyValuePair.Create(row.Text(0), row.Blob(1)), noteScope);

    /// <summary>Facts whose erasure must leave nothing.</summary>
    private static bool IsKey(Fact fact) => fact.Kind == FactKinds.PersonKey.Name;

    /// <summary>Writes what became known; the last thing a decision does.</summary>
    public void Flush()
    {
        foreach (var (key, ranges) in Changed)
        {
            scope.Execute(
                "insert into known (origin, epoch, stream, ranges) values (?, ?, ?, ?) on conflict (origin, epoch, stream) do update set ranges = excluded.ranges",
                (long)key.Origin.Number, (long)key.Epoch, (long)key.Stream.Packed, FactRows.WriteRanges(ranges));
        }
    }

    private void Know(StreamKey key, RangeSet ranges)
    {
        _known[key] = ranges;
        _changed.Add(key);
    }

    private RangeSet RangesOf(StreamKey key)
    {
        if (!_known.TryGetValue(key, out var ranges))
        {
            ranges = scope.FirstOrDefault(
                "select ranges from known where origin = ? and epoch = ? and stream = ?",
                row => FactRows.ReadRanges(row.Bytes(0)),
                (long)key.Origin.Number, (long)key.Epoch, (long)key.Stream.Packed) ?? RangeSet.Empty;
            _known[key] = ranges;
        }
        return ranges;
    }
}
