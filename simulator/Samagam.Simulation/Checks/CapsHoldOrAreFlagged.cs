using Samagam.Core.Facts;
using Samagam.Core.Groups;
using Samagam.Mesh.Facts;
using Samagam.Simulation.Actors;
using Samagam.Wire.Groups;

namespace Samagam.Simulation.Checks;

/// <summary>A box lets nobody into a group that is full by what it knows; where islands let in more, all stay and it is said.</summary>
public sealed class CapsHoldOrAreFlagged : Checker
{
    public override void Committed(SimStation at, IReadOnlyList<Fact> facts)
    {
        if (at is not SimBox { Application: { } node })
        {
            return;
        }
        var own = node.Desk.Self;
        foreach (var fact in facts)
        {
            // The first word of a membership is its coming in; later ones may be said in a group that is over full.
            if (fact.Id.Origin == own && fact.Edits == 1 && GroupCodec.TryReadMember(fact) is { IsIn: true } && GroupId.OfSubject(fact.Subject) is { } id
                && !facts.Any(f => f.Id.Origin != own && GroupId.OfSubject(f.Subject) == id)
                && node.Groups.Find(new FactLookup(at.Disk.State.BySubject, at.Disk.State.Below), id) is { } group && group.Find(id.MemberOf(fact.Subject)!.Value) is not null)
            {
                Hold(group.Members.Count <= group.Said.MaxMembers, $"{at} let a {group.Members.Count}th into {id}, which has room for {group.Said.MaxMembers}");
            }
        }
    }

    public override void AtEnd()
    {
        foreach (var box in Story.Boxes)
        {
            foreach (var group in Story.Pilgrims.Groups.Select(id => box.Application!.Groups.Find(id)).OfType<Group>().Where(g => g.Members.Count > g.Said.MaxMembers))
            {
                Story.World.Marks.See("groups: more came in on islands than there may be");
                Hold(group.IsOverFull, $"{box} does not say that {group.Id} is over full");
                Hold(group.MayJoin(new Core.Ids.PersonId(new Guid(1, 2, 3, [4, 5, 6, 7, 8, 9, 10, 11])), 0) == JoinVerdict.Full, $"{box} lets somebody into {group.Id}, which is over full");
            }
        }
    }
}
