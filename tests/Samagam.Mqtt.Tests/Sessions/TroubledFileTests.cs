using Microsoft.Extensions.Logging.Abstractions;
using Samagam.Mqtt.Codec;
using Samagam.Mqtt.Sessions;
using Samagam.Mqtt.Store;
using Samagam.Mqtt.Tests.Parts;
using Samagam.Sqlite;
using Samagam.TestKit;

namespace Samagam.Mqtt.Tests.Sessions;

/// <summary>A file of sessions that is damaged, full or gone: the broker goes on in memory, and says so.</summary>
public sealed class TroubledFileTests
{
    private static StoredMessage Message(long sequence, int bytes = 10) =>
        new(sequence, new MqttPublish { Topic = "t", Payload = new byte[bytes], Qos = MqttQos.AtLeastOnce });

    [Fact]
    public async Task A_damaged_file_is_set_aside_once_and_sessions_begin_anew()
    {
        await using var file = new SessionFile();
        for (var time = 0; time < 2; time++)
        {
            file.Store.Save(new SessionHeader("s", 60, []));
            await file.ReopenAsync(() => File.WriteAllText(file.Path, "no database"));
            Assert.Null(file.Trouble);
            Assert.Empty((await file.Store.LoadAsync(Patience.Test)).Sessions);
            Assert.Equal("no database", await File.ReadAllTextAsync(file.Path + ".damaged", Patience.Test));
        }
    }

    [Fact]
    public async Task A_file_that_cannot_be_opened_leaves_a_broker_that_works_in_memory()
    {
        using var folder = new TempFolder();
        await using var store = SqliteSessionStore.Open(folder.File("missing/sessions.db"), new SessionStoreOptions(), TimeProvider.System, NullLogger.Instance);
        Assert.NotNull(store.Trouble);
        await using var host = await BrokerHost.StartAsync(sessions: store);
        using (var first = await RawPeer.ConnectAsync(host.EndPoint, "s", MqttVersion.V311, clean: false))
        {
            await first.SubscribeAsync("t");
            first.Vanish();
        }
        using var peer = await RawPeer.ConnectAsync(host.EndPoint, "p");
        await peer.PublishAsync("t", [1], MqttQos.AtLeastOnce, 1);
        await peer.ExpectAsync<AckPacket>();
        using var back = await RawPeer.ConnectAsync(host.EndPoint, "s", MqttVersion.V311, clean: false);
        Assert.True(back.SessionPresent);
        await back.ExpectAsync<MqttPublish>();
    }

    [Fact]
    public async Task A_full_file_is_caught_up_with_when_there_is_room_again()
    {
        var time = new ManualTime();
        await using var file = new SessionFile(new() { MaxFileBytes = 256 << 10 }, time);
        file.Store.Save(new SessionHeader("s", 60, []));
        for (var i = 1; i <= 20; i++)
        {
            file.Store.Append("s", Message(i, 20_000));
            await file.Store.FlushAsync(Patience.Test);
        }
        Assert.Contains("full", file.Trouble, StringComparison.OrdinalIgnoreCase);
        for (var i = 1; i <= 15; i++)
        {
            file.Store.Remove("s", i);
        }
        await file.Store.FlushAsync(Patience.Test);
        Assert.NotNull(file.Trouble);
        time.Advance(TimeSpan.FromSeconds(1));
        await file.Store.FlushAsync(Patience.Test);
        Assert.Null(file.Trouble);
        await file.KillAndReopenAsync();
        Assert.Equal([16, 17, 18, 19, 20], (await file.Store.LoadAsync(Patience.Test)).Sessions.Single().Messages.Select(m => m.Sequence));
    }

    [Fact]
    public async Task Room_that_is_left_for_calls_for_help_is_not_taken()
    {
        await using var file = new SessionFile(new() { ReserveBytes = long.MaxValue });
        file.Store.Save(new SessionHeader("s", 60, []));
        await file.Store.FlushAsync(Patience.Test);
        Assert.Contains("calls for help", file.Trouble, StringComparison.Ordinal);
    }

    [Fact]
    public async Task As_many_changes_as_allowed_wait_for_a_full_file_and_one_more_gives_it_up()
    {
        var time = new ManualTime();
        await using var file = new SessionFile(new() { ReserveBytes = long.MaxValue, MaximumBehind = 4 }, time);
        file.Store.Save(new SessionHeader("s", 60, []));
        for (var i = 1; i <= 3; i++)
        {
            file.Store.Append("s", Message(i));
        }
        await file.Store.FlushAsync(Patience.Test);
        Assert.DoesNotContain("wait for the file", file.Trouble, StringComparison.Ordinal);
        file.Store.Append("s", Message(4));
        time.Advance(TimeSpan.FromSeconds(1));
        await file.Store.FlushAsync(Patience.Test);
        Assert.StartsWith("5 changes wait for the file", file.Trouble, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_put_in_is_synced_what_is_taken_away_is_not_and_a_disk_that_fails_holds_nobody_up()
    {
        using var folder = new TempFolder();
        using var disk = new FaultyDisk("sessions-faulty");
        await using var store = SqliteSessionStore.Open(folder.File("s.db"), new SessionStoreOptions { Vfs = disk.Name }, TimeProvider.System, NullLogger.Instance);
        store.Save(new SessionHeader("s", 60, []));
        store.Append("s", Message(1));
        var before = disk.Syncs;
        await store.FlushAsync(Patience.Test);
        var after = disk.Syncs;
        Assert.True(after > before);
        store.Remove("s", 1);
        await store.FlushAsync(Patience.Test);
        Assert.Equal(after, disk.Syncs);
        disk.Fault = (_, isWrite) => isWrite ? 0 : FaultyDisk.IoErrorFsync;
        store.Append("s", Message(2));
        await store.FlushAsync(Patience.Test);
        Assert.NotNull(store.Trouble);
        disk.Fault = (_, _) => 0;
    }

    [Fact]
    public async Task A_message_acknowledged_before_the_commit_costs_no_write()
    {
        using var folder = new TempFolder();
        using var disk = new FaultyDisk("sessions-counted");
        await using var store = SqliteSessionStore.Open(folder.File("s.db"), new SessionStoreOptions { Vfs = disk.Name }, TimeProvider.System, NullLogger.Instance);
        store.Save(new SessionHeader("s", 60, []));
        await store.FlushAsync(Patience.Test);
        var before = disk.Syncs;
        store.Append("s", Message(1));
        store.Remove("s", 1);
        await store.FlushAsync(Patience.Test);
        Assert.Equal(before, disk.Syncs);
    }

    [Fact]
    public async Task A_rotten_row_is_left_out_and_the_others_come_back()
    {
        await using var file = new SessionFile();
        file.Store.Save(new SessionHeader("s", 60, []));
        file.Store.Append("s", Message(1));
        file.Store.Append("s", Message(2));
        await file.ReopenAsync(() =>
        {
            using var database = SqliteDatabase.Open(
                file.Path, new SqliteOptions(), new Migrations(0x534D4753, Migration.Script(1, "as it is", "")), TimeProvider.System).OrThrow();
            var lanes = WriteLanes.Start(database, new WriteLaneOptions(), new WriteHooks(), TimeProvider.System);
            Assert.True(lanes.WriteAsync(0, scope => scope.Execute("update messages set body = x'ff' where id & 1"), Patience.Test).Wait(Patience.Limit, Patience.Test));
            Assert.True(lanes.DisposeAsync().AsTask().Wait(Patience.Limit, Patience.Test));
        });
        Assert.Equal(2, Assert.Single((await file.Store.LoadAsync(Patience.Test)).Sessions.Single().Messages).Sequence);
    }

    [Fact]
    public void Bytes_that_are_no_message_are_none_whatever_they_are()
    {
        Seeds.ForEach(fresh: 2, (_, luck) =>
        {
            for (var i = 0; i < 10_000; i++)
            {
                var bytes = new byte[luck.Next(40)];
                luck.NextBytes(bytes);
                bytes.AsSpan(0, Math.Min(2, bytes.Length)).Clear();
                if (StoredForm.TryRead(bytes) is { } read)
                {
                    Assert.Equal(StoredForm.Write(read), StoredForm.Write(StoredForm.TryRead(StoredForm.Write(read))!));
                }
            }
        }, 1);
        Assert.Null(StoredForm.TryRead([]));
    }

    [Theory]
    [InlineData(0, 0, 1)]
    [InlineData(256 << 10, -1, 1)]
    [InlineData(256 << 10, 0, 0)]
    public void Options_that_make_no_sense_are_refused(long file, long reserve, int behind) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new SessionStoreOptions { MaxFileBytes = file, ReserveBytes = reserve, MaximumBehind = behind }.Validate());
}
