using System.Text;
using Samagam.Core.Privacy;
using Samagam.TestKit;

namespace Samagam.Core.Tests.Privacy;

public sealed class AuditChainTests
{
    [Fact]
    public void A_whole_chain_of_two_lives_holds_in_any_order()
    {
        var rows = Chain(2, 5);
        Assert.Equal(new AuditVerdict(10, null), AuditChain.Check(rows));
        Assert.Equal(new AuditVerdict(10, null), AuditChain.Check(rows.AsEnumerable().Reverse(), HeadOf(rows)));
        Assert.True(AuditChain.Check([]).IsWhole);
    }

    [Fact]
    public void Any_one_changed_byte_any_entry_left_out_or_put_twice_and_a_cut_tail_is_found() => Seeds.ForEach(200, (_, luck) =>
    {
        var rows = Chain(2, 6);
        var head = HeadOf(rows);
        var at = luck.Next(rows.Count);
        var life = rows[at].Epoch;
        switch (luck.Next(3))
        {
            case 0:
                var body = rows[at].Body.ToArray();
                body[luck.Next(body.Length)] ^= (byte)(1 << luck.Next(8));
                rows[at] = Row(life, rows[at].Seq, body);
                break;
            case 1:
                rows.RemoveAt(at);
                break;
            default:
                rows.Add(rows[at] with { Seq = 99 });
                break;
        }
        Assert.False(AuditChain.Check(rows, head).IsWhole, $"entry {at} of life {life}");
    });

    [Fact]
    public void Who_cuts_the_tail_or_a_whole_life_is_found_where_the_head_is_known()
    {
        var rows = Chain(2, 3);
        var head = HeadOf(rows);
        Assert.Equal((2u, 3UL), AuditChain.Check(rows[..^1], head).BrokenAt);
        Assert.Equal((2u, 1UL), AuditChain.Check(rows[..3], head).BrokenAt);
        // Without the head, as for the chain of another box, a cut tail looks whole: that is why the chain travels.
        Assert.True(AuditChain.Check(rows[..^1]).IsWhole);
        // A life of which nothing is held any more breaks nothing.
        Assert.True(AuditChain.Check(rows[3..], head).IsWhole);
    }

    private static AuditHead HeadOf(List<AuditRow> rows) => new(rows[^1].Epoch, rows[^1].Seq, AuditChain.HashOf(rows[^1].Body.Span));

    private static List<AuditRow> Chain(int lives, int entries)
    {
        var rows = new List<AuditRow>();
        var hash = new byte[AuditEntry.HashBytes];
        for (uint life = 1; life <= lives; life++)
        {
            for (ulong number = 1; number <= (ulong)entries; number++)
            {
                var body = Encoding.UTF8.GetBytes($"{number}|{Convert.ToHexString(hash)}|who looked at entry {number}");
                rows.Add(Row(life, number, body));
                hash = AuditChain.HashOf(body);
            }
        }
        return rows;
    }

    /// <summary>A body as plain as can be: number, hash before, and words.</summary>
    private static AuditRow Row(uint life, ulong seq, byte[] body)
    {
        var parts = Encoding.UTF8.GetString(body).Split('|');
        try
        {
            return new AuditRow(life, seq, body, new AuditEntry(ulong.Parse(parts[0], System.Globalization.CultureInfo.InvariantCulture), 0, "w", "s", AuditAct.Looked, "d", Convert.FromHexString(parts[1])));
        }
        catch (Exception e) when (e is FormatException or IndexOutOfRangeException or OverflowException)
        {
            return new AuditRow(life, seq, body, null);
        }
    }
}
