using System.Runtime.CompilerServices;
using Samagam.Core.Orders;
using Samagam.Mesh.Routes;
using Samagam.Routing;
using Samagam.Routing.Conditions;

namespace Samagam.Node.Portal.Routes;

/// <summary>
/// Whether routes that were given still hold, and what is better where they do not. One answer for everybody who asks about the same route under
/// the same conditions: a closure wakes many listeners at once.
/// </summary>
internal sealed class RouteChecks(PortalParts parts, RouteBook book, RouteShares shares)
{
    private readonly ConditionalWeakTable<KeptRoute, Found> _better = [];
    private readonly Lock _gate = new();
    private MapView? _view;
    private int _searched;

    /// <summary><c>good</c>, <c>closed</c>, <c>dangerous</c>, or <c>new-map</c> when another map is in force. As quick as the route is long.</summary>
    public static string StateOf(KeptRoute kept, MapView view) => view.Map.Version != kept.MapVersion ? "new-map"
        : view.StateOf(kept.Found, kept.Question.Metric) switch
        {
            RouteState.Closed => "closed",
            RouteState.Dangerous => "dangerous",
            _ => "good",
        };

    /// <summary>Most orders told with one way.</summary>
    public const int MaxOrdersTold = 5;

    /// <summary>The order that stopped a route; null when there is another cause.</summary>
    public RouteOrder? Why(KeptRoute kept, MapView view, string state)
    {
        if (state != "closed")
        {
            return null;
        }
        var stop = view.OrdersOn(kept.Found).FirstOrDefault(o => o.IsStop);
        return stop.Order is null ? null : Given(stop.Order) is { } given ? RouteOrder.Of(given) : null;
    }

    /// <summary>The orders whose reasons somebody who walks this way should know, at most <see cref="MaxOrdersTold"/>.</summary>
    public IReadOnlyList<(RouteOrder Order, bool IsOnIt)> Along(RouteFound route, MapView view) =>
    [
        .. view.OrdersOn(route).Select(o => (Order: Given(o.Order), o.IsOnIt)).Where(o => o.Order is not null)
            .Select(o => (RouteOrder.Of(o.Order!), o.IsOnIt)).Take(MaxOrdersTold),
    ];

    private WayOrder? Given(PathOrder order) => MapConditions.GivenAs(order, parts.Node.Picture.Snapshot.Orders, parts.Node.Desk.BestTime().WallMs);

    /// <summary>The best way now, kept like any other; null when there is none.</summary>
    public KeptRoute? Better(KeptRoute kept, MapView view)
    {
        lock (kept)
        {
            if (_better.TryGetValue(kept, out var known) && (known.MapVersion, known.Epoch) == (view.Map.Version, view.Conditions.Epoch))
            {
                return known.Better;
            }
            var better = shares.Choice(view, kept.Question, alternatives: 0, isNow: true).Best is RouteFound found
                ? book.Keep(kept.Question, found, view, kept.Language)
                : null;
            _better.AddOrUpdate(kept, new Found(view.Map.Version, view.Conditions.Epoch, better));
            return better;
        }
    }

    /// <summary>The same for those who are told unasked; null as well once a change of the map has cost as many searches as it may: then they ask.</summary>
    public KeptRoute? BetterUnasked(KeptRoute kept, MapView view)
    {
        lock (_gate)
        {
            (_view, _searched) = ReferenceEquals(_view, view) ? (view, _searched + 1) : (view, 1);
            if (_searched > parts.Options.MaxReroutesPerChange)
            {
                return null;
            }
        }
        return Better(kept, view);
    }

    // Not the view itself: it is large, and a route is kept for an hour.
    private sealed record Found(string MapVersion, long Epoch, KeptRoute? Better);
}
