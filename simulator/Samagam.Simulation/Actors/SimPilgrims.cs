using System.Globalization;
using Samagam.Core.Facts;
using Samagam.Core.Groups;
using Samagam.Core.Ids;
using Samagam.Core.People;
using Samagam.Mesh.Facts;
using Samagam.Node;
using Samagam.Node.Groups;
using Samagam.Node.People;
using Samagam.Simulation.Stories;

namespace Samagam.Simulation.Actors;

/// <summary>
/// People with accounts, each at whatever box hears them: they type their profile, keep and remove places, make groups, come in and leave, own them; now and then one is erased.
/// </summary>
public sealed class SimPilgrims
{
    private static readonly string[] Names = ["Asha", "Ravi", "Mina", "Dev"];
    private readonly Story _story;
    private readonly Random _luck;
    private readonly List<PersonId> _people = [];
    private readonly List<GroupId> _groups = [];
    private readonly List<PinId> _pins = [];
    private bool _calm;

    public SimPilgrims(Story story)
    {
        (_story, _luck) = (story, story.World.LuckOf("pilgrims"));
        for (var i = 0; i < 7; i++)
        {
            _people.Add(new PersonId(NewId()));
        }
    }

    public IReadOnlyList<PersonId> People => _people;
    public IReadOnlyList<GroupId> Groups => _groups;

    public void Begin()
    {
        if (_story.Options.Pilgrims)
        {
            Every(300, 1_500);
        }
    }

    /// <summary>Nobody says anything new.</summary>
    public void Calm() => _calm = true;

    private void Every(int leastMs, int mostMs) => _story.World.AfterMs(_luck.Next(leastMs, mostMs), () =>
    {
        if (!_calm)
        {
            Act();
            Every(leastMs, mostMs);
        }
    });

    private void Act()
    {
        var box = _story.Boxes[_luck.Next(_story.Boxes.Count)];
        if (box is not { Up: true, Application: { } node })
        {
            return;
        }
        var person = _people[_luck.Next(_people.Count)];
        switch (_luck.Next(40))
        {
            case < 8:
                Save(box, "a profile was typed", () => node.SaveProfile.RunAsync(person, Draw(), _luck.Next(3) == 0 ? node.Profiles.ProfileOf(person).Tag : null, CancellationToken.None));
                break;
            case < 10:
                Save(box, "preferences were said", () => node.SavePreferences.RunAsync(person, new PersonPreferences(_luck.Next(2) == 0, false, _luck.Next(2) == 0, false), null, CancellationToken.None));
                break;
            case < 14:
                Save(box, "a pin was kept", () => node.KeepPin.RunAsync(person, Pin(), new Pin(Word(), Neighbourhood.RamGhat, "tent", Entries.None), CancellationToken.None));
                break;
            case < 16 when _pins.Count > 0:
                Run(box, async () => await node.RemovePin.RunAsync(person, _pins[_luck.Next(_pins.Count)], CancellationToken.None).ConfigureAwait(false) == RemoveOutcome.Removed ? "people: a pin was removed" : null);
                break;
            case 16 when _luck.Next(3) == 0:
                Run(box, () => EraseAsync(node, person));
                break;
            case < 20:
                Make(box, node, person);
                break;
            case < 32 when _groups.Count > 0:
                Join(box, node, person);
                break;
            case < 40 when _groups.Count > 0:
                Own(box, node, person, AnyGroup());
                break;
            default:
                break;
        }
    }

    private PersonProfile Draw() => new() { Name = Word(), AgeGroup = (AgeGroup)_luck.Next(5), Language = PersonWords.Languages[_luck.Next(7)] };

    private string Word() => string.Create(CultureInfo.InvariantCulture, $"{Names[_luck.Next(Names.Length)]} {_luck.Next(100)}");

    /// <summary>A new pin, or an old id once more.</summary>
    private PinId Pin()
    {
        if (_pins.Count > 0 && _luck.Next(3) == 0)
        {
            return _pins[_luck.Next(_pins.Count)];
        }
        _pins.Add(new PinId(NewId()));
        return _pins[^1];
    }

    private GroupId AnyGroup() => _groups[_luck.Next(_groups.Count)];

    /// <summary>Luck as islands could share it: one in two is one of two codes.</summary>
    private GroupCode[] Codes() => [.. Enumerable.Range(0, 3).Select(_ => GroupCode.Of((ulong)(_luck.Next(2) == 0 ? _luck.Next(2) : _luck.NextInt64())))];

    private void Make(SimBox box, NodeApplication node, PersonId person)
    {
        if (_groups.Count >= 4)
        {
            return;
        }
        var id = new GroupId(NewId());
        _groups.Add(id);
        var wish = new GroupWish(id, Codes(), Word(), null, null, new MemberWords(Word(), null));
        Ended(box, "made", () => node.CreateGroup.RunAsync(person, wish, CancellationToken.None));
    }

    private void Join(SimBox box, NodeApplication node, PersonId person)
    {
        if (node.Groups.Find(AnyGroup()) is { } group)
        {
            Ended(box, "joined", () => node.JoinGroup.RunAsync(person, group.Said.Code, new MemberWords(Word(), null), CancellationToken.None));
        }
    }

    private void Own(SimBox box, NodeApplication node, PersonId person, GroupId id)
    {
        if (node.Groups.Find(id) is not { Members: [_, ..] } group)
        {
            return;
        }
        var member = group.Members[_luck.Next(group.Members.Count)].Person;
        switch (_luck.Next(12))
        {
            case < 4:
                Ended(box, "left", () => node.Membership.LeaveAsync(member, id, CancellationToken.None));
                break;
            case < 8:
                Ended(box, "changed", () => node.Membership.ChangeAsync(member, id, new MemberChange(Word(), null, _luck.Next(2) == 0), CancellationToken.None));
                break;
            case 8:
                Ended(box, "taken out", () => node.OwnGroup.RemoveAsync(group.Owner!.Value, id, member, Codes(), CancellationToken.None));
                break;
            case 9:
                Ended(box, "handed over", () => node.OwnGroup.HandOverAsync(group.Owner!.Value, id, member, CancellationToken.None));
                break;
            case 10:
                Ended(box, "given another code", () => node.OwnGroup.RenewCodeAsync(group.Owner!.Value, id, Codes(), CancellationToken.None));
                break;
            default:
                if (_luck.Next(3) == 0)
                {
                    Ended(box, "ended", () => node.OwnGroup.EndAsync(group.Owner!.Value, id, CancellationToken.None));
                }
                else
                {
                    Ended(box, "taken by a stranger", () => node.OwnGroup.HandOverAsync(person, id, person, CancellationToken.None));
                }
                break;
        }
    }

    private static async Task<string?> EraseAsync(NodeApplication node, PersonId person)
    {
        try
        {
            await node.Desk.WriteAsync(Lane.Answer, scope => scope.Author(FactKinds.PersonErased, person.Subject, []), CancellationToken.None).ConfigureAwait(false);
            return "people: one was erased";
        }
        catch (StoreRefusedException)
        {
            return "disk: a write was refused";
        }
    }

    private void Save(SimBox box, string what, Func<ValueTask<SaveOutcome>> act) =>
        Run(box, async () => await act().ConfigureAwait(false) switch
        {
            SaveOutcome.Saved => "people: " + what,
            SaveOutcome.Changed => "people: a writer was told that something had changed",
            SaveOutcome.Erased => "people: an erased person said something",
            _ => null,
        });

    private void Ended(SimBox box, string what, Func<ValueTask<GroupEnding>> act) =>
        Run(box, async () => (await act().ConfigureAwait(false)).Outcome switch
        {
            GroupOutcome.Done => "groups: " + what,
            GroupOutcome.Full => "groups: full, nobody came in",
            GroupOutcome.Ambiguous => "groups: two had one code",
            GroupOutcome.Removed => "groups: one taken out did not come back",
            GroupOutcome.NotOwner => "groups: only the owner may",
            _ => null,
        });

    private void Run(SimBox box, Func<Task<string?>> act) => _story.Run($"pilgrim at {box}", async () =>
    {
        if (await act().ConfigureAwait(false) is { } mark)
        {
            _story.World.Marks.See(mark);
        }
    });

    private Guid NewId()
    {
        Span<byte> bytes = stackalloc byte[16];
        _luck.NextBytes(bytes);
        return new Guid(bytes);
    }
}
