using System.Globalization;
using Samagam.Core.Facts;
using Samagam.Mesh.Facts;
using Samagam.Simulation.Actors;

namespace Samagam.Simulation.Stories;

/// <summary>The people of a story: callers, buttons, volunteers, and the chatter of other features.</summary>
public sealed class Crowd
{
    private static readonly FactKind Unknown = new("later.word", FoldingLaw.All, Lane.Shared, Scope.Mesh);
    private static readonly FactKind UnknownLife = new("later.cry", FoldingLaw.All, Lane.Life, Scope.Mesh);
    private static readonly FactKind Bulky = new("later.notice", FoldingLaw.All, Lane.Warning, Scope.Mesh);
    private static readonly FactKind Private = new("later.diary", FoldingLaw.All, Lane.Shared, Scope.Self);
    private static readonly FactKind Local = new("later.gate", FoldingLaw.All, Lane.Shared, Scope.Sector);
    private static readonly FactKind[] Chatter = [Unknown, UnknownLife, Bulky, Private, Local, FactKinds.PersonErased, FactKinds.PersonKey];

    private readonly Story _story;
    private readonly Random _luck;
    private bool _calm;

    private Crowd(Story story, Random luck) => (_story, _luck) = (story, luck);

    public List<SimPhone> Phones { get; } = [];
    public List<SimVolunteer> Volunteers { get; } = [];

    /// <summary>No caller still waits for "saved".</summary>
    public bool AreHeard => Phones.TrueForAll(p => !p.Waits);

    public static Crowd Gather(Story story)
    {
        var luck = story.World.LuckOf("crowd");
        var crowd = new Crowd(story, luck);
        for (var i = 0; i < story.Options.Phones + story.Options.Buttons; i++)
        {
            crowd.Phones.Add(new SimPhone(story, string.Create(CultureInfo.InvariantCulture, $"phone{i}"), new Random(luck.Next()), button: i >= story.Options.Phones));
        }
        for (var i = 0; i < story.Options.Volunteers; i++)
        {
            crowd.Volunteers.Add(new SimVolunteer(story, i, new Random(luck.Next())));
        }
        return crowd;
    }

    public void Begin()
    {
        var world = _story.World;
        var spanMs = 3_000 + (_story.Options.ChaosSeconds * 1_000);
        foreach (var volunteer in Volunteers)
        {
            volunteer.Begin();
            if (_luck.Next(4) == 0)
            {
                world.AfterMs(_luck.Next(5_000, spanMs), volunteer.Change);
            }
        }
        foreach (var phone in Phones)
        {
            var atMs = _luck.Next(2_000, spanMs);
            world.AfterMs(atMs, phone.Press);
            if (_luck.Next(4) == 0)
            {
                world.AfterMs(atMs + _luck.Next(1_000, 20_000), phone.PressAgain);
            }
            if (_luck.Next(5) == 0)
            {
                world.AfterMs(atMs + _luck.Next(1_000, 30_000), phone.Cancel);
            }
        }
        world.Every(TimeSpan.FromMilliseconds(_luck.Next(700, 4_000)), () =>
        {
            Chat();
            return !_calm;
        });
    }

    /// <summary>Nobody starts anything new.</summary>
    public void Calm() => _calm = true;

    /// <summary>The control room closes every open case it knows of.</summary>
    public void CloseAll()
    {
        var box = _story.Boxes[0];
        foreach (var sos in box.Snapshot.Sos.Open.ToList())
        {
            _story.World.Marks.See("story: the control room closed what was still open");
            _story.Run($"closing at {box}", async () => await box.Application!.Resolve.ByCallerAsync(sos.Id, falseAlarm: false, CancellationToken.None).ConfigureAwait(false));
        }
    }

    /// <summary>Facts of kinds this build does not know, registers, tombstones: they share every road with the calls.</summary>
    private void Chat()
    {
        var box = _story.Boxes[_luck.Next(_story.Boxes.Count)];
        var kind = Chatter[_luck.Next(Chatter.Length)];
        var subject = string.Create(CultureInfo.InvariantCulture, $"subject/{_luck.Next(4)}");
        var body = new byte[kind == Bulky ? _luck.Next(500, 12_000) : _luck.Next(0, 200)];
        _luck.NextBytes(body);
        if (box is not { Up: true, Desk: { } desk })
        {
            return;
        }
        _story.Run($"chatter at {box}", async () =>
        {
            try
            {
                await desk.WriteAsync(kind.Lane, scope => scope.Author(kind, subject, body), CancellationToken.None).ConfigureAwait(false);
            }
            catch (StoreRefusedException)
            {
                // A full disk may refuse chatter; the store's condition says so.
                _story.World.Marks.See("disk: a write was refused");
            }
        });
    }
}
