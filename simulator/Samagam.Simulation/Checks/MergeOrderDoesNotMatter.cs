using Samagam.Core.Facts;
using Samagam.Core.Sos;
using Samagam.Simulation.Stories;
using Samagam.Wire.Sos;

namespace Samagam.Simulation.Checks;

/// <summary>
/// mesh.md: merge order does not matter. Stations that know the same hold the same, byte for byte, and the picture each folded as
/// facts came is the picture folded from all of them at once.
/// </summary>
public sealed class MergeOrderDoesNotMatter : Checker
{
    public override void AtEnd()
    {
        if (!Agreement.IsReached(Story))
        {
            return;
        }
        var first = Story.Boxes[0];
        var expected = Agreement.HeldFor(first).OrderBy(f => f.Id).ToList();
        foreach (var station in Story.Stations)
        {
            var held = Agreement.HeldFor(station).OrderBy(f => f.Id).ToList();
            foreach (var fact in expected.Except(held).Where(f => !SaidByTwins(f)))
            {
                Violated($"{first} holds {fact.Id} {fact.Kind} {fact.Subject}; {station} knows as much and does not hold it so");
            }
            foreach (var fact in held.Except(expected).Where(f => !SaidByTwins(f)))
            {
                Violated($"{station} holds {fact.Id} {fact.Kind} {fact.Subject}; {first} knows as much and does not hold it so");
            }
            var book = SosBook.Empty.With(held.Select(SosCodec.TryRead).OfType<SosFact>());
            foreach (var (id, sos) in book.Cases)
            {
                var seen = station.Snapshot.Sos.Find(id);
                Hold(
                    seen is not null && seen.Status == sos.Status && seen.Level == sos.Level && seen.Standing == sos.Standing && seen.Timeline.Count == sos.Timeline.Count,
                    $"{station} shows case {id} as {seen?.Status} {seen?.Level}, its facts say {sos.Status} {sos.Level}");
            }
        }
    }

    /// <summary>Twins that began in the same second may say different things under one name: kept apart and alarmed, never merged.</summary>
    private bool SaidByTwins(Fact fact) => Story.Boxes.Any(b => b.HasTwin && b.Node == fact.Id.Origin);
}
