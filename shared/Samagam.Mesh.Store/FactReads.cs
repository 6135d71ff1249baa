using Samagam.Core.Facts;
using Samagam.Mesh.Facts;
using Samagam.Sqlite;

namespace Samagam.Mesh.Store;

/// <summary>The bounded, most-urgent-first read of the exchange.</summary>
internal static class FactReads
{
    /// <summary>Up to so many wanted facts are looked up one stream range at a time; above, the urgency index is walked instead.</summary>
    public const ulong MaxLookUps = 5_000;

    public static FactPage Read(SqliteReadScope scope, FactReader reader, Knowledge wanted, int budgetBytes) =>
        wanted.Count <= MaxLookUps ? LookUp(scope, reader, wanted, budgetBytes) : Walk(scope, reader, wanted, budgetBytes);

    private static FactPage LookUp(SqliteReadScope scope, FactReader reader, Knowledge wanted, int budgetBytes)
    {
        var held = new List<(long Row, FactId Id, Lane Lane, long Time, int Bytes)>();
        var found = new Knowledge();
        foreach (var (key, ranges) in wanted.Streams)
        {
            foreach (var range in ranges.Ranges)
            {
                scope.ForEach(
                    $"select id, seq, lane, time, length({FactReader.Statement}) from facts where origin = ? and epoch = ? and stream = ? and seq between ? and ?",
                    row =>
                    {
                        var id = new FactId(key, (ulong)row.Int64(1));
                        held.Add((row.Int64(0), id, (Lane)row.Int64(2), row.Int64(3), row.Int32(4)));
                        found.Add(id);
                    },
                    (long)key.Origin.Number, (long)key.Epoch, (long)key.Stream.Packed, (long)range.From, (long)Math.Min(range.To, long.MaxValue));
            }
        }
        var page = new List<Fact>();
        var bytes = 0;
        foreach (var (row, _, _, _, size) in held.OrderBy(h => h.Lane).ThenBy(h => h.Lane <= Lane.Warning ? -h.Time : h.Time).ThenBy(h => h.Id))
        {
            if (page.Count > 0 && bytes + size > budgetBytes)
            {
                return new FactPage(page, More: true, new Knowledge());
            }
            if (scope.FirstOrDefault($"select {FactReader.Columns} from facts where id = ?", reader.Read, row) is { } fact)
            {
                page.Add(fact);
                bytes += size;
            }
        }
        return new FactPage(page, More: false, Cleared(scope, wanted, found));
    }

    private static FactPage Walk(SqliteReadScope scope, FactReader reader, Knowledge wanted, int budgetBytes)
    {
        var page = new List<Fact>();
        var found = new Knowledge();
        var bytes = 0;
        for (var lane = Lane.Life; lane <= Lane.Telemetry; lane++)
        {
            var order = lane <= Lane.Warning ? "desc" : "asc";
            using var rows = scope.Prepare($"select origin, epoch, stream, seq, {FactReader.Columns} from facts where lane = ? order by time {order}");
            rows.Bind(1, (long)lane);
            while (rows.Step())
            {
                var row = new SqliteRow(rows);
                var id = new FactId(FactRows.Key(row), (ulong)row.Int64(3));
                if (!wanted.Contains(id))
                {
                    continue;
                }
                if (page.Count > 0 && bytes + row.Bytes(4).Length > budgetBytes)
                {
                    return new FactPage(page, More: true, new Knowledge());
                }
                found.Add(id);
                if (reader.Read(row, 4) is { } fact)
                {
                    page.Add(fact);
                    bytes += fact.Statement.Length;
                }
            }
        }
        return new FactPage(page, More: false, Cleared(scope, wanted, found));
    }

    /// <summary>Asked for, known here, and not held: superseded. What is unknown here is not called cleared, or a neighbour would never ask for it again.</summary>
    private static Knowledge Cleared(SqliteReadScope scope, Knowledge wanted, Knowledge found)
    {
        var cleared = new Knowledge();
        foreach (var (key, ranges) in wanted.Except(found).Streams)
        {
            var known = scope.FirstOrDefault(
                "select ranges from known where origin = ? and epoch = ? and stream = ?",
                row => FactRows.ReadRanges(row.Bytes(0)),
                (long)key.Origin.Number, (long)key.Epoch, (long)key.Stream.Packed) ?? RangeSet.Empty;
            cleared.Add(key, ranges.Except(ranges.Except(known)));
        }
        return cleared;
    }
}
