using Samagam.Core.Groups;
using Samagam.Simulation.Actors;

namespace Samagam.Simulation.Checks;

/// <summary>Boxes that hold the same facts read the same group: name, code, owner, members, those taken out. No erased person is in it.</summary>
public sealed class GroupsConverge : Checker
{
    public override void AtEnd()
    {
        foreach (var id in Story.Pilgrims.Groups)
        {
            var first = Story.Boxes[0];
            var told = Tell(first, id);
            foreach (var box in Story.Boxes.Skip(1))
            {
                Hold(Tell(box, id) == told, $"{box} reads {Tell(box, id)} of {id}, {first} reads {told}");
            }
            foreach (var member in first.Application!.Groups.Find(id)?.Members ?? [])
            {
                Hold(!first.Disk.State.BySubject(member.Person.Subject).Any(f => f.Kind == Core.Facts.FactKinds.PersonErased.Name), $"{first} lists {member.Person} in {id}, who was erased");
                Hold(member.Nickname.Length > 0, $"{first} cannot read the nickname of {member.Person} in {id}");
            }
        }
    }

    private static string Tell(SimBox box, GroupId id) => box.Application!.Groups.Find(id) is { } group
        ? $"{group.Name} {group.Said.Code} of {group.Owner}, in [{string.Join(' ', group.Members)}], out [{string.Join(' ', group.Removed)}]"
        : "nothing";
}
