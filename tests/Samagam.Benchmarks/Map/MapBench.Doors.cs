using Samagam.Routing;
using Samagam.Routing.Amenities;
using Samagam.Routing.Conditions;
using Samagam.Routing.Guidance;

namespace Samagam.Benchmarks.Map;

// The map as doors ask it.
internal sealed partial class MapBench
{
    // As a door asks: coordinates in, geometry and words out.
    private void Doors()
    {
        var views = new MapViews(_map);
        var view = views.Next(PathConditions.Usual);
        var points = Array.ConvertAll(_pairs, p => (From: Off(p.From), To: Off(p.To)));
        var said = 0;
        _figures.Time("coordinates → route", points.Length, i => view.Route(points[i].From, points[i].To, WalkMetric.Crowd));
        _figures.Time("coordinates → route, Hindi and English steps", points.Length, i =>
        {
            if (view.Route(points[i].From, points[i].To, WalkMetric.Crowd) is RouteFound route)
            {
                foreach (var manoeuvre in _map.Guide(route))
                {
                    said += GuidanceText.Say(manoeuvre, "hi").Length + GuidanceText.Say(manoeuvre, "en").Length;
                }
            }
        }, aim: 150);
        Alternatives(view, points);
        _figures.Time("isochrone 5 + 10 min", Math.Min(2_000, points.Length), i => view.Isochrones(points[i].From, [300, 600]), aim: 500);
        var ground = OnGround(1_000);
        if (ground.Length > 0)
        {
            _figures.Time("coordinates on open ground → route", points.Length, i => view.Route(ground[i % ground.Length], points[i].To, WalkMetric.Crowd));
        }
        var type = _map.Amenities.CountBy(a => a.Type).MaxBy(t => t.Value);
        _figures.Time($"coordinates → nearest 5 of {type.Value} ({type.Key.Word()})", points.Length, i => view.Nearest(points[i].From, type.Key, 5), aim: 60);
        var luck = new Random(_options.Seed + 3);
        var ways = Enumerable.Range(0, 50).Select(n => new PathConditions { Epoch = n + 1, Orders = [new(PathOrderEffect.Closed, [_graph.WayId[luck.Next(_graph.EdgeCount)]], [])] }).ToArray();
        _figures.Time("close a way in all five metrics, in force", ways.Length, i => view = views.Next(ways[i]), passes: 1, prepare: _ => views.CatchUp());
        _figures.Fact("characters said", said, "");
    }

    private void Alternatives(MapView view, (Coordinate From, Coordinate To)[] points)
    {
        var (asked, found) = (0, 0);
        _figures.Time("route + 2 alternatives", points.Length, i =>
        {
            found += view.Alternatives(points[i].From, points[i].To, 2).Alternatives.Count;
            asked++;
        }, aim: 400, passes: 3);
        _figures.Fact("  alternatives found for each, of 2", (double)found / asked, "");
        var all = _map.Under(view.Conditions);
        var slow = Math.Min(100, points.Length);
        _figures.Fact("  of the first hundred", Enumerable.Range(0, slow).Average(i => view.Alternatives(points[i].From, points[i].To, 2).Alternatives.Count), "");
        _figures.Fact("  and by looking over the whole map", Enumerable.Range(0, slow).Average(i => all.Alternatives(points[i].From, points[i].To, 2).Alternatives.Count), "");
    }

    // On squares, platforms and ghats, each as often as the next.
    private Coordinate[] OnGround(int count)
    {
        var luck = new Random(_options.Seed + 4);
        var areas = _map.Areas.Where(a => a.IsCrossable).ToList();
        var found = new List<Coordinate>();
        for (var attempt = 0; attempt < count * 20 && found.Count < count && areas.Count > 0; attempt++)
        {
            var area = areas[luck.Next(areas.Count)];
            var (south, north) = (area.Bounds.SouthWest, area.Bounds.NorthEast);
            var at = new Coordinate(
                south.LatitudeDeg + (luck.NextDouble() * (north.LatitudeDeg - south.LatitudeDeg)), south.LongitudeDeg + (luck.NextDouble() * (north.LongitudeDeg - south.LongitudeDeg)));
            if (area.Contains(at))
            {
                found.Add(at);
            }
        }
        return [.. found];
    }

    private Coordinate Off(int vertex) => _graph.VertexAt(vertex) is var at ? new(at.LatitudeDeg + 0.00011, at.LongitudeDeg + 0.00007) : default;
}
