using System.Buffers.Binary;
using Samagam.Node.Routes;
using Samagam.Routing;

namespace Samagam.Node.Portal.Routes;

/// <summary>Asks the map for a route, and shares those who ask by the crowd out over ways that are as good.</summary>
internal sealed class RouteShares(PortalParts parts, HandedOut handed)
{
    // Among how many others near-equal ones are looked for.
    private const int Others = 2;

    /// <summary>The route to give, and other good ones, best first.</summary>
    /// <param name="alternatives">How many of those at most.</param>
    /// <param name="isNow">Whether the walk begins now, in the crowd that is there.</param>
    public RouteChoice Choice(MapView view, RouteQuestion question, int alternatives, bool isNow)
    {
        // Who avoids something themselves is searched for by hand, and goes round anyhow.
        var isShared = isNow && question is { Metric: WalkMetric.Crowd, Stops.Count: 2, Avoid.Count: 0 };
        if (question.Stops.Count > 2 || (alternatives == 0 && !isShared))
        {
            return new RouteChoice(view.Route(question.Stops, question.Metric, question.Avoid), []);
        }
        var (from, to) = (question.Stops[0], question.Stops[1]);
        var choice = isShared && alternatives == 0
            ? view.NearEquals(from, to, Others, handed.MaxStretch, handed.IsBusy, question.Metric)
            : view.Alternatives(from, to, isShared ? Math.Max(Others, alternatives) : alternatives, question.Metric, question.Avoid);
        if (!isShared || choice.Best is not RouteFound best)
        {
            return choice;
        }
        if (choice.Alternatives.Count == 0)
        {
            handed.Give([best], luck: 0);
            return choice;
        }
        IReadOnlyList<RouteFound> all = [best, .. choice.Alternatives];
        var given = handed.Give(all, Luck());
        return new RouteChoice(all[given], [.. all.Where((_, i) => i != given).OrderBy(r => r.PlainCost).Take(alternatives)]);
    }

    /// <summary>The fastest of some ways; one into danger only when all the others are, too. The shortest way is the fastest unless a crowd stands in it.</summary>
    public static (WalkMetric Metric, RouteOutcome Outcome) Fastest(params (WalkMetric Metric, RouteOutcome Outcome)[] ways) =>
        ways.MinBy(w => w.Outcome is RouteFound found ? (found.EntersDanger ? 1 : 0, found.DoorToDoorSeconds) : (2, 0));

    private double Luck()
    {
        Span<byte> luck = stackalloc byte[4];
        lock (parts.Luck)
        {
            parts.Luck.GetBytes(luck);
        }
        return BinaryPrimitives.ReadUInt32LittleEndian(luck) / 4294967296.0;
    }
}
