using Samagam.Core.Facts;
using Samagam.Sqlite;

namespace Samagam.Mesh.Store;

/// <summary>A row that does not say what was written, or does not stand where it should.</summary>
/// <param name="Row">Its place in the table.</param>
/// <param name="Ids">What it stood for, as far as can be told: by its columns, by its statement.</param>
internal sealed record DamagedRow(long Row, IReadOnlyList<FactId> Ids);

/// <summary>
/// Bit rot in rows, found when the file is opened. The damaged row is kept apart for whoever wants to look, and its number is no
/// longer counted as known, so that the exchange asks the neighbours for it again. A file that was mended is no longer the file it
/// was: its identity changes, so the box begins a new life and never gives a number of its own a second time.
/// </summary>
internal static class RowMending
{
    /// <summary>Damaged rows kept; the oldest go first.</summary>
    public const int MaxKept = 1_000;

    /// <summary>Looks at every row.</summary>
    public static List<DamagedRow> Find(SqliteReadScope scope)
    {
        var damaged = new List<DamagedRow>();
        scope.ForEach($"select origin, epoch, stream, seq, id, {FactReader.Columns} from facts", row =>
        {
            var place = FactRows.TryKey(row) is { } key && row.Int64(3) > 0 ? new FactId(key, (ulong)row.Int64(3)) : (FactId?)null;
            var fact = FactReader.TryRead(row, 5);
            if (fact is null || fact.Id != place)
            {
                damaged.Add(new DamagedRow(row.Int64(4), [.. ((FactId?[])[place, fact?.Id]).OfType<FactId>().Distinct()]));
            }
        });
        return damaged;
    }

    /// <summary>Sets the rows aside and lowers what is known by them.</summary>
    public static void SetAside(SqliteWriteScope scope, IReadOnlyList<DamagedRow> rows)
    {
        foreach (var damaged in rows)
        {
            scope.Execute(
                "insert into damaged (origin, epoch, stream, seq, statement, signature) select origin, epoch, stream, seq, statement, signature from facts where id = ?",
                damaged.Row);
            // Of a key nothing is set aside: it would outlast its person.
            if (scope.Execute("update keys set statement = zeroblob(length(statement)), signature = zeroblob(length(signature)) where id = ?", damaged.Row) > 0)
            {
                scope.CutLog();
            }
            scope.Execute("delete from facts where id = ?", damaged.Row);
        }
        scope.Execute("delete from damaged where id <= (select max(id) from damaged) - ?", (long)MaxKept);
        foreach (var id in rows.SelectMany(r => r.Ids).Distinct())
        {
            SqliteValue[] stream = [(long)id.Origin.Number, (long)id.Key.Epoch, (long)id.Key.Stream.Packed];
            if (scope.Int64("select id from facts where origin = ? and epoch = ? and stream = ? and seq = ?", [.. stream, (long)id.Seq]) is null
                && scope.FirstOrDefault("select ranges from known where origin = ? and epoch = ? and stream = ?", r => FactRows.ReadRanges(r.Bytes(0)), stream) is { } known)
            {
                scope.Execute(
                    "update known set ranges = ? where origin = ? and epoch = ? and stream = ?",
                    [FactRows.WriteRanges(known.Except(RangeSet.Of(id.Seq, id.Seq))), .. stream]);
            }
        }
    }

    /// <summary>Rows ever set aside in this file.</summary>
    public static long Count(SqliteReadScope scope) => scope.Int64("select max(id) from damaged") ?? 0;
}
