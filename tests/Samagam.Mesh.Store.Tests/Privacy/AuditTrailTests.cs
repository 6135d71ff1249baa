using System.Buffers.Binary;
using System.Diagnostics;
using System.Security.Cryptography;
using Samagam.Core.Privacy;
using Samagam.Mesh.Privacy;

namespace Samagam.Mesh.Store.Tests.Privacy;

/// <summary>The chain of looks in a real file, and hands that change it there.</summary>
public sealed class AuditTrailTests
{
    [Fact]
    public async Task Looks_are_chained_over_restarts_and_lives_and_the_whole_holds()
    {
        await using var box = await OneBox.OpenAsync();
        await LookAsync(box, 3);
        await box.RestartAsync(() => Task.CompletedTask);
        await LookAsync(box, 2);
        await box.Desk.RaiseEpochBeyondAsync(box.Desk.Epoch, TestContext.Current.CancellationToken);
        await LookAsync(box, 600);
        var trail = new AuditTrail(box.Desk, box.Time, new PrivacyOptions());
        Assert.Equal(new AuditVerdict(605, null), await trail.CheckAsync(TestContext.Current.CancellationToken));
        var lines = trail.LinesOf(box.Desk.Self);
        Assert.Equal(605, lines.Count);
        Assert.Equal((600UL, "staff/RAM-599", "person/599", AuditAct.Looked, "duty"), (lines[0].Entry.Number, lines[0].Entry.Who, lines[0].Entry.Subject, lines[0].Entry.Act, lines[0].Entry.Door));
        Assert.Equal(1UL, lines[^1].Entry.Number);
    }

    [Theory]
    // One byte inside an entry, its digest mended by somebody who knows how.
    [InlineData(2, "changed")]
    // The last one: only the note of the head tells.
    [InlineData(5, "changed")]
    [InlineData(2, "deleted")]
    [InlineData(5, "deleted")]
    public async Task One_changed_byte_or_one_entry_taken_out_of_the_file_is_found(int number, string how)
    {
        await using var box = await OneBox.OpenAsync();
        await LookAsync(box, 5);
        await box.RestartAsync(() => TamperAsync(box.Path, number, how));
        var verdict = await new AuditTrail(box.Desk, box.Time, new PrivacyOptions()).CheckAsync(TestContext.Current.CancellationToken);
        Assert.False(verdict.IsWhole);
        Assert.InRange((long)verdict.BrokenAt!.Value.Number, number, number + 1);
    }

    [Fact]
    public async Task A_byte_changed_without_its_digest_is_found_as_a_hole()
    {
        await using var box = await OneBox.OpenAsync();
        await LookAsync(box, 5);
        await box.RestartAsync(() => TamperAsync(box.Path, 3, "changed", mendDigest: false));
        Assert.False((await new AuditTrail(box.Desk, box.Time, new PrivacyOptions()).CheckAsync(TestContext.Current.CancellationToken)).IsWhole);
    }

    [Fact]
    public async Task Looking_never_waits_and_what_finds_no_room_is_counted()
    {
        await using var box = await OneBox.OpenAsync();
        var trail = new AuditTrail(box.Desk, box.Time, new PrivacyOptions { MaxAuditWaiting = 2 });
        Assert.True(trail.Note("staff/a", "person/1", AuditAct.Looked, "duty"));
        Assert.True(trail.Note("staff/a", "person/2", AuditAct.Looked, new string('x', 500)));
        Assert.False(trail.Note("staff/a", "person/3", AuditAct.Looked, "duty"));
        Assert.Equal((0L, 1L, 2), trail.Counts);
        Assert.True(await trail.StepAsync());
        Assert.Equal((2L, 1L, 0), trail.Counts);
        Assert.Equal(AuditEntry.MaxChars, trail.LinesOf(box.Desk.Self)[0].Entry.Door.Length);
    }

    [Fact]
    public async Task A_store_that_refuses_keeps_the_looks_waiting()
    {
        await using var box = await OneBox.OpenAsync();
        var trail = new AuditTrail(box.Desk, box.Time, new PrivacyOptions());
        await box.Log.DisposeAsync();
        trail.Note("staff/a", "person/1", AuditAct.Looked, "duty");
        Assert.False(await trail.StepAsync());
        Assert.Equal((0L, 0L, 1), trail.Counts);
    }

    private static async Task LookAsync(OneBox box, int times)
    {
        var trail = new AuditTrail(box.Desk, box.Time, new PrivacyOptions());
        for (var i = 0; i < times; i++)
        {
            Assert.True(trail.Note("staff/RAM-" + i, "person/" + i, AuditAct.Looked, "duty"));
        }
        Assert.True(await trail.StepAsync());
    }

    private static async Task TamperAsync(string path, int number, string how, bool mendDigest = true)
    {
        var row = (await SqlAsync(path, $"select id, hex(statement) from facts where subject like 'audit/%' order by seq limit 1 offset {number - 1}")).Trim().Split('|');
        if (how == "deleted")
        {
            await SqlAsync(path, $"delete from facts where id = {row[0]}");
            return;
        }
        var bytes = Convert.FromHexString(row[1]);
        bytes[bytes.AsSpan().IndexOf("RAM-"u8)] ^= 1;
        var digest = BinaryPrimitives.ReadInt64BigEndian(SHA256.HashData(bytes));
        await SqlAsync(path, $"update facts set statement = x'{Convert.ToHexString(bytes)}'{(mendDigest ? $", digest = {digest}" : "")} where id = {row[0]}");
    }

    private static async Task<string> SqlAsync(string path, string sql)
    {
        using var tool = Process.Start(new ProcessStartInfo("sqlite3", [path, sql]) { RedirectStandardOutput = true })!;
        var said = await tool.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await tool.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, tool.ExitCode);
        return said;
    }
}
