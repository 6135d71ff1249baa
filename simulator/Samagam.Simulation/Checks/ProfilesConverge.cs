using Samagam.Core.Facts;
using Samagam.Core.Ids;
using Samagam.Mesh.Facts;
using Samagam.Node.People;
using Samagam.Simulation.Actors;

namespace Samagam.Simulation.Checks;

/// <summary>
/// mesh.md, law <em>typed</em>: whoever typed at how many boxes, all read one standing word, the greatest by <see cref="Supersession.Compare"/>, and the same
/// others beside it; preferences and pins are the same everywhere.
/// </summary>
public sealed class ProfilesConverge : Checker
{
    public override void AtEnd()
    {
        foreach (var person in Story.Pilgrims.People)
        {
            var first = Story.Boxes[0];
            var told = Tell(first, person);
            foreach (var box in Story.Boxes.Skip(1))
            {
                Hold(Tell(box, person) == told, $"{box} reads {Tell(box, person)} of {person}, {first} reads {told}");
            }
            var facts = TypedRegister.Standing(first.Disk.State.BySubject(person.Subject), FactKinds.PersonProfile);
            var reading = first.Application!.Profiles.ProfileOf(person);
            Hold(reading.AlsoSaid.Count == Math.Max(0, facts.Count - 1), $"{first} reads {reading.AlsoSaid.Count} words beside the standing one of {person}, and holds {facts.Count}");
            Hold(facts.Skip(1).All(f => Supersession.Compare(FoldingLaw.Typed, facts[0], f) > 0), $"{first} lets a lesser word of {person} stand");
            if (reading.AlsoSaid.Count > 0)
            {
                Story.World.Marks.See("people: a word stayed readable beside the standing one");
            }
        }
    }

    private static string Tell(SimBox box, PersonId person)
    {
        var (book, facts) = (box.Application!.Profiles, FactLookup.Of(box.Desk!.Log));
        var profile = book.ProfileOf(facts, person);
        var pins = book.PinsOf(facts, person);
        return $"{profile.Tag} {Text(profile.Standing)} beside [{string.Join(' ', profile.AlsoSaid.Select(a => Text(a)))}], {book.PreferencesOf(facts, person)}, pins [{string.Join(' ', pins.Select(p => $"{p.Id} {p.Pin.Name} {p.SavedMs}"))}]";
    }

    private static string Text(Typed<Core.People.PersonProfile>? typed) =>
        typed is { } said ? $"{said.Value.Name}/{said.Value.AgeGroup}/{said.Value.Language} at {said.Box} {said.AtMs}" : "nothing";
}
