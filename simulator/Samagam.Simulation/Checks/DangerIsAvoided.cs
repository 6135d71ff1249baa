using Samagam.Routing;
using Samagam.Routing.Conditions;
using Samagam.Simulation.Actors;
using Samagam.Simulation.Town;

namespace Samagam.Simulation.Checks;

/// <summary>
/// map.md: a zone at 5 persons/m² or more is not entered while any other route exists, and the answer says so when none does. Other routes are
/// looked for by hand.
/// </summary>
public sealed class DangerIsAvoided : Checker
{
    private readonly Dictionary<(string Box, int Life), PathConditions> _now = [];

    public override void PathsChanged(SimBox at, PathConditions now, PathConditions? before)
    {
        _now[(at.Name, at.Life)] = now;
        foreach (var (zone, condition) in now.Zones)
        {
            var was = before is not null && before.Zones.TryGetValue(zone, out var last) && last.IsDangerous;
            if (was != condition.IsDangerous)
            {
                Story.World.Marks.See(condition.IsDangerous ? "crowd: a zone became dangerous" : "crowd: a zone was safe again");
            }
            Hold(condition.IsDangerous || condition.DensityPerM2 < ZoneCondition.DangerFrom, $"{at} finds {zone} safe with {condition.DensityPerM2:0.00} persons/m²");
            Hold(!condition.IsDangerous || condition.DensityPerM2 >= ZoneCondition.SafeBelow, $"{at} finds {zone} dangerous with {condition.DensityPerM2:0.00} persons/m²");
            Hold(!condition.IsDangerous || was || condition.DensityPerM2 >= ZoneCondition.DangerFrom, $"{at} calls {zone} dangerous at {condition.DensityPerM2:0.00} persons/m²");
            if (condition is { IsDangerous: true, DensityPerM2: < ZoneCondition.DangerFrom } || condition is { IsDangerous: false, DensityPerM2: >= ZoneCondition.SafeBelow })
            {
                Story.World.Marks.See("crowd: danger held by what came before");
            }
        }
    }

    public override void Asked(SimBox at, AskedRoute asked)
    {
        if (asked.Outcome is not RouteFound found || !_now.TryGetValue((at.Name, at.Life), out var conditions))
        {
            return;
        }
        var rules = new TownRules(conditions);
        if (rules.IsDangerous(asked.From))
        {
            // Whoever is inside is led out; what is told of that is the router's own tests' to hold.
            Story.World.Marks.See("routes: led out of danger");
            return;
        }
        var entered = AnswersAreOfOneEpoch.StreetsOf(found).Where(s => rules.IsDangerous(s.To)).Select(s => (int?)s.To).FirstOrDefault();
        Hold(found.EntersDanger == entered is not null, $"{at} leads from {asked.From} to {asked.To} {(entered is null ? "round danger and says through" : "into danger and does not say so")}");
        Hold(entered is null || !rules.CanWalk(asked.From, asked.To, safely: true), $"{at} leads from {asked.From} to {asked.To} into danger at {entered}, and there is a way round");
        if (entered is not null)
        {
            Story.World.Marks.See("routes: into danger, for there is no other");
        }
        else if (conditions.Zones.Values.Any(z => z.IsDangerous))
        {
            Story.World.Marks.See("routes: found while a zone was dangerous");
        }
    }
}
