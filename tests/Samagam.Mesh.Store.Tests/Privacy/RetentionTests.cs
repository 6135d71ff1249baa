using Samagam.Core.Auth;
using Samagam.Core.Facts;
using Samagam.Core.Ids;
using Samagam.Core.Privacy;
using Samagam.Core.Sos;
using Samagam.Mesh.People;
using Samagam.Mesh.Privacy;
using Samagam.Mesh.Sos;
using Samagam.Wire.Auth;
using Samagam.Wire.Privacy;

namespace Samagam.Mesh.Store.Tests.Privacy;

/// <summary>What is let go of, when and how, over a real file.</summary>
public sealed class RetentionTests
{
    private static readonly FactKind Trail = new("trail.point", FoldingLaw.All, Lane.Shared, Scope.Self);
    private static readonly FactKind Notice = new("notice.said", FoldingLaw.All, Lane.Shared, Scope.Mesh);
    private readonly PersonId _person = new(Guid.NewGuid());

    [Fact]
    public async Task Each_kind_goes_on_its_day_and_not_a_step_before()
    {
        await using var box = await OneBox.OpenAsync();
        var options = new PrivacyOptions { MaxPerStep = 3 };
        var pump = new RetentionPump(box.Desk, options, box.Time, isHub: false);
        var (open, ended) = (SosId.From(new Random(1)), SosId.From(new Random(2)));
        await box.WriteAsync(scope =>
        {
            for (var i = 0; i < 10; i++)
            {
                scope.Author(Trail, $"{_person.Subject}/trail/{i}", [1]);
            }
            scope.Author(Notice, _person.Subject + "/notice/n1", [1]);
            scope.Author(FactKinds.SessionBegun, SignIn.SubjectOf(_person, Guid.NewGuid()), SignInCodec.Serialise(new SignInFact.Begun(1, 1, default)));
            foreach (var call in new[] { open, ended })
            {
                scope.State(call, SealedDetails.Seal(scope, box.Vault, call, new SosRaised(), new SosDetails("Sita", "98", "")));
            }
            scope.State(ended, new SosCancelled(false));
            box.Vault.Seal(scope, _person.Subject, [1]);
            return true;
        });
        await RunForAsync(box, pump, TimeSpan.FromDays(2.9));
        Assert.Equal(10, box.Log.Below(_person.Subject + "/trail").Count);
        await RunForAsync(box, pump, TimeSpan.FromDays(0.4));
        Assert.Empty(box.Log.Below(_person.Subject + "/trail"));
        // Dropped without a word: nothing is missing from the numbers of the stream.
        Assert.Equal("1-10", box.Log.Known().Of(new StreamKey(box.Desk.Self, box.Desk.Epoch, StreamId.Self)).ToString());

        Assert.True(HasKey(box, ended));
        await RunForAsync(box, pump, TimeSpan.FromDays(3.5));
        Assert.True(HasKey(box, ended));
        await RunForAsync(box, pump, TimeSpan.FromDays(0.6));
        Assert.False(HasKey(box, ended));
        Assert.Equal(ErasedBecause.TimeOver, box.Log.BySubject(SealedDetails.PersonOf(ended)).Select(PrivacyCodec.TryReadErased).Single());
        // Of an open call never, however old.
        await RunForAsync(box, pump, TimeSpan.FromDays(30));
        Assert.True(HasKey(box, open));
        Assert.Contains(box.Log.Below(_person.Subject + "/session"), f => SignInCodec.TryRead(f) is SignInFact.Ended { Reason: SignInEnd.Unused });
        Assert.Equal([FactKinds.KeptOver.Name], box.Log.BySubject(_person.Subject + "/notice/n1").Select(f => f.Kind));
        Assert.Contains(box.Log.BySubject(_person.Subject), f => f.Kind == FactKinds.PersonKey.Name);
    }

    [Fact]
    public async Task A_clock_that_jumps_ten_years_lets_nothing_go()
    {
        await using var box = await OneBox.OpenAsync();
        var pump = new RetentionPump(box.Desk, new PrivacyOptions(), box.Time, isHub: false);
        await box.WriteAsync(scope => scope.Author(Trail, _person.Subject + "/trail/1", [1]));
        box.Time.WallOffset = TimeSpan.FromDays(3_650);
        await RunForAsync(box, pump, TimeSpan.FromDays(2));
        box.Time.WallOffset = TimeSpan.FromDays(-3_650);
        await pump.StepAsync(TestContext.Current.CancellationToken);
        Assert.Single(box.Log.Below(_person.Subject));
    }

    [Fact]
    public async Task Time_lived_is_counted_on_after_a_restart_and_the_hours_without_power_are_not()
    {
        await using var box = await OneBox.OpenAsync();
        var pump = new RetentionPump(box.Desk, new PrivacyOptions(), box.Time, isHub: false);
        await box.WriteAsync(scope => scope.Author(Trail, _person.Subject + "/trail/1", [1]));
        await RunForAsync(box, pump, TimeSpan.FromDays(2));
        await box.RestartAsync(() =>
        {
            box.Time.Advance(TimeSpan.FromDays(20));
            return Task.CompletedTask;
        });
        pump = new RetentionPump(box.Desk, new PrivacyOptions(), box.Time, isHub: false);
        await RunForAsync(box, pump, TimeSpan.FromDays(0.8));
        Assert.Single(box.Log.Below(_person.Subject));
        await RunForAsync(box, pump, TimeSpan.FromDays(0.5));
        Assert.Empty(box.Log.Below(_person.Subject));
    }

    [Fact]
    public async Task A_sign_in_that_is_still_turned_stays()
    {
        await using var box = await OneBox.OpenAsync();
        var pump = new RetentionPump(box.Desk, new PrivacyOptions(), box.Time, isHub: false);
        var subject = SignIn.SubjectOf(_person, Guid.NewGuid());
        await box.WriteAsync(scope => scope.Author(FactKinds.SessionBegun, subject, SignInCodec.Serialise(new SignInFact.Begun(1, 1, default))));
        for (uint turn = 1; turn < 6; turn++)
        {
            await RunForAsync(box, pump, TimeSpan.FromDays(6));
            await box.WriteAsync(scope => scope.Author(FactKinds.SessionTurned, subject, SignInCodec.Serialise(new SignInFact.Turned(turn, turn, turn, 1)), turn));
        }
        Assert.DoesNotContain(box.Log.BySubject(subject), f => f.Kind == FactKinds.SessionEnded.Name);
        await RunForAsync(box, pump, TimeSpan.FromDays(9));
        Assert.Contains(box.Log.BySubject(subject), f => f.Kind == FactKinds.SessionEnded.Name);
    }

    [Fact]
    public async Task The_hub_waits_a_day_longer_and_then_speaks_for_boxes_that_are_gone()
    {
        await using var box = await OneBox.OpenAsync(9);
        var call = SosId.From(new Random(3));
        await box.WriteAsync(scope =>
        {
            scope.State(call, SealedDetails.Seal(scope, box.Vault, call, new SosRaised(), new SosDetails("Sita", "98", "")));
            scope.State(call, new SosCancelled(false));
            return true;
        });
        // The same file, asked as the hub: the call was led by another.
        await box.RestartAsync(() => Task.CompletedTask, 10);
        var hub = new RetentionPump(box.Desk, new PrivacyOptions(), box.Time, isHub: true);
        await RunForAsync(box, hub, TimeSpan.FromDays(7.8));
        Assert.True(HasKey(box, call));
        await RunForAsync(box, hub, TimeSpan.FromDays(0.5));
        Assert.False(HasKey(box, call));
    }

    [Fact]
    public async Task Who_takes_back_the_consent_to_a_history_has_none_at_the_next_look()
    {
        await using var box = await OneBox.OpenAsync();
        var pump = new RetentionPump(box.Desk, new PrivacyOptions(), box.Time, isHub: false);
        await box.WriteAsync(scope => scope.Author(Trail, _person.Subject + "/trail/1", [1]));
        await box.WriteAsync(scope => scope.Author(
            FactKinds.PersonConsent, Purposes.SubjectOf(_person, Purpose.LocationHistory), PrivacyCodec.Serialise(new Consent(Purpose.LocationHistory, false, "1", "hi", false))));
        await pump.StepAsync(TestContext.Current.CancellationToken);
        Assert.Empty(box.Log.Below(_person.Subject + "/trail"));
        Assert.Equal(1, pump.LetGo);
    }

    private static bool HasKey(OneBox box, SosId call) => box.Log.BySubject(SealedDetails.PersonOf(call)).Any(f => f.Kind == FactKinds.PersonKey.Name);

    private static async Task RunForAsync(OneBox box, RetentionPump pump, TimeSpan time)
    {
        var step = TimeSpan.FromHours(6);
        for (var lived = TimeSpan.Zero; lived < time; lived += step)
        {
            box.Time.Advance(lived + step > time ? time - lived : step);
            await pump.StepAsync(TestContext.Current.CancellationToken);
        }
    }
}
