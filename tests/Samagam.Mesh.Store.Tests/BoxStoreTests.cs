using System.Security.Cryptography;
using Microsoft.Extensions.Logging;
using Samagam.BoxHost;
using Samagam.Compliance;
using Samagam.Core.Facts;
using Samagam.Core.Ids;
using Samagam.Mesh.Facts;
using Samagam.Sqlite;
using Samagam.TestKit;

namespace Samagam.Mesh.Store.Tests;

/// <summary>A box's file as its host opens it: damaged, copied, brought back from a backup.</summary>
public sealed class BoxStoreTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly ManualTime _time = new();
    private readonly SaidLines _said = new();

    [Theory]
    [InlineData("garbage")]
    [InlineData("torn")]
    [InlineData("flipped")]
    [InlineData("empty")]
    public async Task A_damaged_file_is_set_aside_whole_said_loudly_and_a_new_life_begins(string damage)
    {
        await using (var log = BoxStore.Open(_folder.Path, "node", _time, _said, out _))
        {
            await FillAsync(log);
        }
        var path = _folder.File(BoxStore.FileName);
        var bytes = Damage(await File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken), damage);
        await File.WriteAllBytesAsync(path, bytes, TestContext.Current.CancellationToken);
        await using var after = BoxStore.Open(_folder.Path, "node", _time, _said, out var setAside);
        Assert.NotNull(setAside);
        Assert.Equal(bytes, await File.ReadAllBytesAsync(setAside, TestContext.Current.CancellationToken));
        Assert.True(after.Known().IsEmpty);
        var (level, line) = Assert.Single(_said.Lines);
        Assert.Equal(LogLevel.Critical, level);
        Assert.Contains(setAside, line, StringComparison.Ordinal);
        await FillAsync(after);
        Assert.Equal("1-200", after.Known().Of(SampleFacts.Stream()).ToString());
    }

    [Theory]
    [InlineData("statement = x'ff00'")]
    [InlineData("statement = cast(substr(statement, 1, length(statement) - 1) || x'08' as blob)")]
    [InlineData("signature = cast(x'55' || substr(signature, 2) as blob)")]
    [InlineData("seq = 9007")]
    [InlineData("origin = 70000")]
    [InlineData("stream = 4294967295")]
    public async Task A_row_that_has_rotted_is_set_aside_and_asked_for_again_and_harms_no_other(string rot)
    {
        string before;
        await using (var log = BoxStore.Open(_folder.Path, "node", _time, _said, out _))
        {
            await FillAsync(log);
            before = log.StoreIdentity;
        }
        await RotAsync($"update facts set {rot} where seq = 7");
        await using (var after = BoxStore.Open(_folder.Path, "node", _time, _said, out var setAside))
        {
            Assert.Null(setAside);
            Assert.Equal(199, after.ReadFrom(0, 1_000).Facts.Count);
            Assert.Equal(199, after.Read(after.Known(), 10_000_000).Facts.Count);
            Assert.Equal((1, 0), (after.DamagedRows, after.DamageMet));
            Assert.Equal("1-6,8-200", after.Known().Of(SampleFacts.Stream()).ToString());
            Assert.Contains(_said.Lines, l => l.Level == LogLevel.Error && l.Line.Contains("rotted", StringComparison.Ordinal));
            // A file that lost words is not the file it was: its box must not go on counting where it had stopped.
            Assert.NotEqual(before, after.StoreIdentity);
            before = after.StoreIdentity;
            await after.WriteAsync(Lane.Life, tx => { tx.Insert(SampleFacts.Make(7, subject: "sample/7")); return true; }, TestContext.Current.CancellationToken);
        }
        await using var again = BoxStore.Open(_folder.Path, "node", _time, _said, out _);
        Assert.Equal("1-200", again.Known().Of(SampleFacts.Stream()).ToString());
        Assert.Equal(before, again.StoreIdentity);
        Assert.Equal((1, 0), (again.DamagedRows, again.DamageMet));
    }

    [Fact]
    public async Task Rot_met_while_the_store_is_open_is_left_out_and_counted_for_this_log_alone()
    {
        await using var other = Open(_folder.File("other.db"));
        await using var log = BoxStore.Open(_folder.Path, "node", _time, _said, out _);
        await FillAsync(log);
        await RotAsync("update facts set statement = x'ff00' where seq = 7");
        Assert.Null(log.Find(SampleFacts.Make(7).Id));
        Assert.Equal(199, log.ReadFrom(0, 1_000).Facts.Count);
        Assert.Equal((2, 0), (log.DamageMet, other.DamageMet));
    }

    [Fact]
    public async Task A_row_whose_number_rotted_into_that_of_another_takes_nothing_from_it()
    {
        await using (var log = BoxStore.Open(_folder.Path, "node", _time, _said, out _))
        {
            await FillAsync(log);
        }
        await RotAsync("delete from facts where seq = 9; update facts set seq = 9 where seq = 7; update facts set statement = (select statement from facts where seq = 8) where seq = 9");
        await using var after = BoxStore.Open(_folder.Path, "node", _time, _said, out _);
        // The digest tells; 8 is held by its own row and stays known.
        Assert.Equal("1-8,10-200", after.Known().Of(SampleFacts.Stream()).ToString());
        Assert.NotNull(after.Find(SampleFacts.Make(8).Id));
    }

    [Fact]
    public async Task A_file_written_by_newer_code_is_refused_and_stays_where_it_is()
    {
        await using (var log = BoxStore.Open(_folder.Path, "node", _time, _said, out _))
        {
            await FillAsync(log);
        }
        var path = _folder.File(BoxStore.FileName);
        await using (var file = new FileStream(path, FileMode.Open, FileAccess.Write))
        {
            // PRAGMA user_version, big-endian, at offset 60 of the header (https://www.sqlite.org/fileformat.html).
            file.Position = 60;
            file.Write([0, 0, 0, 99]);
        }
        var refused = Assert.Throws<StoreRefusedException>(() => BoxStore.Open(_folder.Path, "node", _time, _said, out _));
        Assert.Contains("newer", refused.Message, StringComparison.Ordinal);
        Assert.False(refused.IsDamage);
        Assert.True(File.Exists(path));
        Assert.Empty(Directory.GetFiles(_folder.Path, "*.damaged-*"));
    }

    [Fact]
    public async Task Two_processes_never_share_a_store()
    {
        await using var first = BoxStore.Open(_folder.Path, "node", _time, _said, out _);
        var refused = Assert.Throws<StoreRefusedException>(() => BoxStore.Open(_folder.Path, "node", _time, _said, out _));
        Assert.False(refused.IsDamage);
    }

    [Fact]
    public async Task A_copied_store_begins_a_new_life_and_its_facts_collide_with_nothing()
    {
        var path = _folder.File("one.db");
        uint before;
        FactId last;
        await using (var log = Open(path))
        {
            var desk = await DeskOf(log);
            before = desk.Epoch;
            last = await SayAsync(desk);
        }
        await using (var again = Open(path))
        {
            Assert.Equal(before, (await DeskOf(again)).Epoch);
        }
        var copy = _folder.File("two.db");
        File.Copy(path, copy);
        await using var copied = Open(copy);
        var restored = await DeskOf(copied);
        Assert.True(restored.Epoch > before, $"{restored.Epoch} is not beyond {before}");
        var next = await SayAsync(restored);
        Assert.Equal(1UL, next.Seq);
        Assert.NotEqual(last.Key, next.Key);
        Assert.NotNull(copied.Find(last));
    }

    [Fact]
    public async Task A_backup_put_back_over_the_file_begins_a_new_life_too()
    {
        var path = _folder.File("one.db");
        await using (var log = Open(path))
        {
            await SayAsync(await DeskOf(log));
        }
        var backup = _folder.File("backup.db");
        File.Copy(path, backup);
        FactId after;
        await using (var log = Open(path))
        {
            after = await SayAsync(await DeskOf(log));
        }
        File.Delete(path);
        File.Move(backup, path);
        await using var restored = Open(path);
        var next = await SayAsync(await DeskOf(restored));
        Assert.NotEqual(after, next);
        Assert.True(next.Key.Epoch > after.Key.Epoch);
    }

    [Fact]
    public async Task A_copy_of_a_copy_goes_further_even_within_the_same_minute_and_with_a_clock_of_1970()
    {
        _time.WallOffset = DateTimeOffset.UnixEpoch - _time.GetUtcNow();
        var epochs = new List<uint>();
        var path = _folder.File("0.db");
        for (var i = 1; i <= 4; i++)
        {
            await using (var log = Open(path))
            {
                epochs.Add((await DeskOf(log)).Epoch);
            }
            var copy = _folder.File($"{i}.db");
            File.Copy(path, copy);
            path = copy;
        }
        Assert.Equal(epochs.Order().Distinct(), epochs);
    }

    [Fact]
    public async Task A_new_life_that_could_not_be_made_durable_is_not_begun()
    {
        using var disk = new FaultyDisk("epoch");
        await using var log = SqliteFactLog.Open(_folder.File("facts.db"), new SqliteOptions { Vfs = disk.Name }, new WriteLaneOptions { ReserveBytes = 0 }, _time);
        var desk = await DeskOf(log);
        var before = desk.Epoch;
        disk.Fault = (_, isWrite) => isWrite ? FaultyDisk.Full : 0;
        await Assert.ThrowsAsync<StoreRefusedException>(() => desk.RaiseEpochBeyondAsync(before + 5, TestContext.Current.CancellationToken).AsTask());
        Assert.Equal(before, desk.Epoch);
        disk.Fault = (_, _) => 0;
        await desk.RaiseEpochBeyondAsync(before + 5, TestContext.Current.CancellationToken);
        Assert.Equal(before + 6, desk.Epoch);
        await desk.RaiseEpochBeyondAsync(before, TestContext.Current.CancellationToken);
        Assert.Equal(before + 6, (await SayAsync(desk)).Key.Epoch);
    }

    public void Dispose() => _folder.Dispose();

    private async Task RotAsync(string sql)
    {
        using var rot = System.Diagnostics.Process.Start("sqlite3", [_folder.File(BoxStore.FileName), sql]);
        await rot.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, rot.ExitCode);
    }

    private SqliteFactLog Open(string path) => SqliteFactLog.Open(path, new SqliteOptions(), new WriteLaneOptions { ReserveBytes = 0 }, _time);

    private Task<FactDesk> DeskOf(SqliteFactLog log) =>
        FactDesk.OpenAsync(new BoxIdentity(new NodeId(5), 1, IsHub: false, ClockTrusted: true), log, new OwnKey(), _time, TestContext.Current.CancellationToken);

    private static async Task<FactId> SayAsync(FactDesk desk) =>
        await desk.WriteAsync(Lane.Life, scope => scope.Author(FactKinds.SosRaised, "sos/1", [1]).Id, TestContext.Current.CancellationToken);

    private static async Task FillAsync(SqliteFactLog log) => await log.WriteAsync(
        Lane.Life,
        tx =>
        {
            for (ulong seq = 1; seq <= 200; seq++)
            {
                tx.Insert(SampleFacts.Make(seq, subject: $"sample/{seq}"));
            }
            return true;
        },
        TestContext.Current.CancellationToken);

    private static byte[] Damage(byte[] bytes, string how)
    {
        switch (how)
        {
            case "garbage":
                return [.. Enumerable.Range(0, 8192).Select(i => (byte)(i * 31))];
            case "torn":
                return bytes[..(bytes.Length / 2 / 4096 * 4096)];
            case "empty":
                return [];
            default:
                // Whole pages behind the header are turned over, as a dying flash chip does.
                for (var i = 4096; i < bytes.Length; i++)
                {
                    bytes[i] = (byte)~bytes[i];
                }
                return bytes;
        }
    }

    private sealed class OwnKey : ISigner
    {
        private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

        public byte[] Sign(ReadOnlySpan<byte> statement) => _key.SignData(statement, HashAlgorithmName.SHA256);
    }

    private sealed class SaidLines : ILogger
    {
        public List<(LogLevel Level, string Line)> Lines { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Lines.Add((logLevel, formatter(state, exception)));
    }
}
