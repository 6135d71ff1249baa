using Samagam.Core.Facts;
using Samagam.Core.Ids;
using Samagam.Mesh.Facts;
using Samagam.Simulation.Disk;
using Samagam.Simulation.Trust;
using Samagam.Simulation.World;

namespace Samagam.Simulation.Tests.Mesh;

/// <summary>What the simulated seeds taught the desk, one sentence each, with nothing else around.</summary>
public sealed class FactDeskTests
{
    private static readonly FactKind Word = new("later.word", FoldingLaw.All, Lane.Shared, Scope.Mesh);
    private static readonly FactKind Diary = new("later.diary", FoldingLaw.All, Lane.Shared, Scope.Self);

    private readonly SimWorld _world = new(1, new Trace());
    private readonly SimAuthority _authority = new(1);

    public FactDeskTests() => SynchronizationContext.SetSynchronizationContext(null);

    [Fact]
    public void A_box_whose_file_was_deleted_begins_another_life_two_seconds_later()
    {
        var first = Open(new SimDisk("a", new FactState()));
        _world.RunUntil(TimeSpan.FromSeconds(2));
        Assert.True(Open(new SimDisk("b", new FactState())).Epoch > first.Epoch);
    }

    [Fact]
    public void Two_files_of_a_box_from_1970_are_two_lives_though_its_clock_says_the_same_second() =>
        Assert.NotEqual(Open(new SimDisk("a", new FactState()), from1970: true).Epoch, Open(new SimDisk("b", new FactState()), from1970: true).Epoch);

    [Fact]
    public void The_same_old_backup_brought_back_twice_under_a_clock_that_runs_behind_is_two_lives()
    {
        var backup = new SimDisk("a", new FactState());
        Open(backup);
        var wall = SimTimeProvider.StoryStart - TimeSpan.FromDays(3);
        Assert.NotEqual(Open(backup.CopyAs("b"), wall: wall).Epoch, Open(backup.CopyAs("c"), wall: wall).Epoch);
    }

    [Fact]
    public void A_restart_over_the_same_file_is_the_same_life()
    {
        var disk = new SimDisk("a", new FactState());
        var first = Open(disk);
        _world.RunUntil(TimeSpan.FromHours(1));
        Assert.Equal(first.Epoch, Open(disk).Epoch);
    }

    [Fact]
    public void A_copied_file_is_another_life()
    {
        var disk = new SimDisk("a", new FactState());
        var first = Open(disk);
        Assert.True(Open(disk.CopyAs("b")).Epoch > first.Epoch);
    }

    [Fact]
    public void Stamps_go_on_after_a_restart_with_the_clock_behind_whatever_stream_or_fate_the_last_word_had()
    {
        var disk = new SimDisk("a", new FactState());
        var desk = Open(disk);
        _world.RunUntil(TimeSpan.FromSeconds(50));
        Say(desk, Diary, "d/1");
        Say(desk, Word, "w/1");
        var last = Say(desk, Diary, "d/2");
        var restarted = Open(disk, wall: SimTimeProvider.StoryStart - TimeSpan.FromDays(700));
        Assert.True(Say(restarted, Word, "w/2").Time.CompareStamp(last.Time) > 0);
    }

    [Fact]
    public void A_word_about_what_was_erased_takes_no_number()
    {
        var disk = new SimDisk("a", new FactState());
        var desk = Open(disk);
        var tombstone = Say(desk, FactKinds.PersonErased, "person/1");
        Say(desk, FactKinds.PersonKey, "person/1");
        var next = Say(desk, Word, "w/1");
        Assert.Equal(tombstone.Id.Seq + 1, next.Id.Seq);
        Assert.Single(disk.State.Known.Of(next.Id.Key).Ranges);
    }

    [Fact]
    public void A_raised_epoch_that_could_not_be_made_durable_is_not_used()
    {
        var disk = new SimDisk("a", new FactState());
        var desk = Open(disk);
        var epoch = desk.Epoch;
        disk.Full = true;
        Assert.Throws<StoreRefusedException>(() => Finish(RaiseAsync(desk, epoch + 5)));
        disk.Full = false;
        Assert.Equal(epoch, Say(desk, Word, "w/1").Id.Key.Epoch);
        Finish(RaiseAsync(desk, epoch + 5));
        Assert.Equal(epoch + 6, Say(desk, Word, "w/2").Id.Key.Epoch);
        Assert.Equal(epoch + 6, Open(disk).Epoch);
    }

    [Fact]
    public void Two_raises_in_one_commit_leave_the_greater_on_the_disk()
    {
        var disk = new SimDisk("a", new FactState());
        var desk = Open(disk);
        var epoch = desk.Epoch;
        var (high, low) = (RaiseAsync(desk, epoch + 9), RaiseAsync(desk, epoch + 2));
        Finish(high);
        Finish(low);
        Assert.Equal((epoch + 10, epoch + 10), (desk.Epoch, Open(disk).Epoch));
    }

    private static async Task<bool> RaiseAsync(FactDesk desk, uint beyond)
    {
        await desk.RaiseEpochBeyondAsync(beyond, CancellationToken.None).ConfigureAwait(false);
        return true;
    }

    private FactDesk Open(SimDisk disk, bool from1970 = false, DateTimeOffset? wall = null)
    {
        var time = new SimTimeProvider(_world, wall ?? (from1970 ? DateTimeOffset.UnixEpoch : SimTimeProvider.StoryStart.AddTicks(_world.NowTicks)), 0);
        var identity = new BoxIdentity(new NodeId(1), 1, IsHub: false, ClockTrusted: !from1970);
        return Finish(FactDesk.OpenAsync(identity, new SimFactLog(_world, disk), new SimSigner(_authority, identity.Node), time, CancellationToken.None));
    }

    private Fact Say(FactDesk desk, FactKind kind, string subject) =>
        Finish(desk.WriteAsync(kind.Lane, scope => scope.Author(kind, subject, []), CancellationToken.None).AsTask());

    private T Finish<T>(Task<T> task)
    {
        while (!task.IsCompleted && _world.Step())
        {
            continue;
        }
        return task.GetAwaiter().GetResult();
    }
}
