using Samagam.Routing;
using Samagam.Routing.Conditions;
using Samagam.Simulation.Actors;
using Samagam.Simulation.Town;

namespace Samagam.Simulation.Checks;

/// <summary>
/// map.md: an answer never mixes epochs. Every street of a route may be walked under the conditions of the epoch the answer carries, as reckoned by hand;
/// it is as long as the best of a search over those very conditions; and where there is a way, there is an answer.
/// </summary>
public sealed class AnswersAreOfOneEpoch : Checker
{
    private const double Nothing = 1e-6;

    /// <summary>Every so many answers are searched for a second time.</summary>
    private const int SearchedAgain = 4;
    private readonly Dictionary<(string Box, int Life, long Epoch), PathConditions> _epochs = [];
    private int _answers;

    public override void PathsChanged(SimBox at, PathConditions now, PathConditions? before)
    {
        Hold(before is null || now.Epoch >= before.Epoch, $"{at} went from epoch {before?.Epoch} back to {now.Epoch}");
        var key = (at.Name, at.Life, now.Epoch);
        Hold(!_epochs.TryGetValue(key, out var known) || ReferenceEquals(known, now), $"{at} has two conditions under epoch {now.Epoch}");
        _epochs[key] = now;
    }

    public override void Crashed(SimStation at)
    {
        foreach (var key in _epochs.Keys.Where(k => k.Box == at.Name).ToList())
        {
            _epochs.Remove(key);
        }
    }

    public override void Asked(SimBox at, AskedRoute asked)
    {
        if (!_epochs.TryGetValue((at.Name, at.Life, asked.Epoch), out var conditions))
        {
            Violated($"{at} answered with epoch {asked.Epoch}, which it never put in force");
            return;
        }
        var rules = new TownRules(conditions);
        if (conditions.Orders.Count > 0)
        {
            Story.World.Marks.See("routes: asked under orders");
        }
        if (asked.Outcome is not RouteFound found)
        {
            Story.World.Marks.See("routes: none was left");
            Hold(!rules.CanWalk(asked.From, asked.To, safely: false), $"{at} knows no way from {asked.From} to {asked.To} under epoch {asked.Epoch}, and there is one");
            return;
        }
        foreach (var (from, to) in StreetsOf(found))
        {
            Hold(
                SimTown.Between(from, to) is { } street && rules.MayWalk(street, from),
                $"{at} leads from {asked.From} to {asked.To} over {from}-{to}, which may not be walked under the epoch {asked.Epoch} it carries");
        }
        if (++_answers % SearchedAgain != 0)
        {
            return;
        }
        var best = SimTown.Map.Under(conditions).Route(SimTown.PlaceOf(asked.From), SimTown.PlaceOf(asked.To), asked.Metric) as RouteFound;
        var (said, least) = asked.Metric == WalkMetric.Shortest ? (found.LengthMetres, best?.LengthMetres) : (found.Seconds, best?.Seconds);
        Hold(
            best is not null && (best.EntersDanger == found.EntersDanger) && (asked.Metric != WalkMetric.Shortest || Math.Abs(said - least!.Value) < Nothing),
            $"{at} leads from {asked.From} to {asked.To} with {said}, a search over the conditions of epoch {asked.Epoch} finds {least}");
    }

    /// <summary>The crossings of a route, pair by pair.</summary>
    internal static IEnumerable<(int From, int To)> StreetsOf(RouteFound route)
    {
        int? last = null;
        foreach (var at in route.Geometry.Select(SimTown.CrossingAt).OfType<int>())
        {
            if (last is { } from && from != at)
            {
                yield return (from, at);
            }
            last = at;
        }
    }
}
