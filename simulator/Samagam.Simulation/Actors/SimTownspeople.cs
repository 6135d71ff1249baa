using System.Globalization;
using Samagam.Core.Crowd;
using Samagam.Core.Orders;
using Samagam.Mesh.Crowd;
using Samagam.Mesh.Orders;
using Samagam.Routing;
using Samagam.Simulation.Stories;
using Samagam.Simulation.Town;

namespace Samagam.Simulation.Actors;

/// <summary>A question for a way in the town and its answer, with the epoch it carries.</summary>
public sealed record AskedRoute(int From, int To, WalkMetric Metric, long Epoch, RouteOutcome Outcome);

/// <summary>
/// Who makes and asks about the ways of the town: a people counter at each zone, pilgrims who say what they see, an authority that gives, changes
/// and lifts orders at whatever box is near, and walkers.
/// </summary>
public sealed class SimTownspeople
{
    private readonly Story _story;
    private readonly Random _luck;
    private readonly List<Guid> _orders = [];
    private readonly SortedDictionary<string, double> _truth = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, SimBox> _counters = new(StringComparer.Ordinal);
    private bool _calm;

    public SimTownspeople(Story story)
    {
        (_story, _luck) = (story, story.World.LuckOf("townspeople"));
        foreach (var zone in SimTown.Zones)
        {
            _truth[zone] = 1;
            _counters[zone] = AnyBox();
        }
    }

    public void Begin()
    {
        if (!_story.Options.Paths)
        {
            return;
        }
        Every(1_500, 5_000, Count);
        Every(4_000, 12_000, Look);
        Every(2_500, 8_000, Order);
        Every(800, 2_200, Ask, evenWhenCalm: true);
    }

    /// <summary>Nobody says anything new; walkers go on asking.</summary>
    public void Calm() => _calm = true;

    private void Every(int leastMs, int mostMs, Action act, bool evenWhenCalm = false) => _story.World.AfterMs(_luck.Next(leastMs, mostMs), () =>
    {
        if (evenWhenCalm || !_calm)
        {
            act();
            Every(leastMs, mostMs, act, evenWhenCalm);
        }
    });

    private SimBox AnyBox() => _story.Boxes[_luck.Next(_story.Boxes.Count)];

    /// <summary>The crowd of one zone swells or thins, and its counter says so to its box, if that runs.</summary>
    private void Count()
    {
        var zone = SimTown.Zones[_luck.Next(SimTown.Zones.Count)];
        _truth[zone] = _luck.Next(4) switch { 0 => 5 + _luck.NextDouble(), 1 => _luck.NextDouble() * 2, _ => Math.Clamp(_truth[zone] + (_luck.NextDouble() * 2) - 1, 0, 8) };
        Report(_counters[zone], new CrowdReport(zone, "counter-" + zone, CrowdSource.Counter, _truth[zone]), "crowd: a counter spoke");
    }

    private void Look()
    {
        var zone = SimTown.Zones[_luck.Next(SimTown.Zones.Count)];
        if (AnyBox() is { Up: true, Pilgrims: { } pilgrims } box
            && pilgrims.Take(zone, string.Create(CultureInfo.InvariantCulture, $"phone{_luck.Next(3)}"), Math.Clamp(CrowdLevels.Of(_truth[zone]) + _luck.Next(-1, 2), 1, 5)) is { } report)
        {
            Report(box, report, "crowd: pilgrims spoke");
        }
    }

    private void Report(SimBox box, CrowdReport report, string mark)
    {
        if (box is not { Up: true, Application: { } node })
        {
            return;
        }
        _story.Run($"crowd at {box}", async () =>
        {
            if (await node.ReportCrowd.RunAsync(report, CancellationToken.None).ConfigureAwait(false) == CrowdOutcome.Kept)
            {
                _story.World.Marks.See(mark);
            }
        });
    }

    /// <summary>Gives a new order, changes one, or lifts one, at any box or at the hub.</summary>
    private void Order()
    {
        var station = _luck.Next(5) == 0 ? (SimStation)_story.Hub : AnyBox();
        var (give, known) = station switch
        {
            SimBox { Up: true, Application: { } node } => (node.Orders, node.Picture.Snapshot.Orders),
            SimHub { Up: true, Application: { } hub } => (hub.Orders, hub.Picture.Snapshot.Orders),
            _ => (null, OrderBook.Empty),
        };
        if (give is null)
        {
            return;
        }
        var here = _orders.Where(o => known.Find(o) is not null).ToList();
        var dice = _luck.Next(6);
        var id = dice < 3 || here.Count == 0 ? Guid.Empty : here[_luck.Next(here.Count)];
        if (dice == 5 && id != Guid.Empty)
        {
            Run(station, "lifted", () => give.LiftAsync(id, "authority", CancellationToken.None));
            return;
        }
        var order = Draw(id == Guid.Empty ? NewId() : id, station.Desk!.BestTime().WallMs);
        if (id == Guid.Empty)
        {
            _orders.Add(order.Id);
        }
        Run(station, id == Guid.Empty ? "given" : "changed", () => give.RunAsync(order, CancellationToken.None));
    }

    private void Run(SimStation station, string what, Func<ValueTask<OrderOutcome>> act) => _story.Run($"order {what} at {station}", async () =>
    {
        if (await act().ConfigureAwait(false) == OrderOutcome.Kept)
        {
            _story.World.Marks.See("orders: " + what);
            if (_story.Net.Links.Any(l => l.Ways.Any(w => w.Cut)))
            {
                _story.World.Marks.See($"orders: {what} while the mesh was split");
            }
        }
    });

    private WayOrder Draw(Guid id, long nowMs)
    {
        // Closing a bridge is what hurts.
        var street = _luck.Next(3) == 0 ? SimTown.Streets.Where(s => s.To == s.From + SimTown.Width && s.From / SimTown.Width == 1).ElementAt(_luck.Next(3)) : SimTown.Streets[_luck.Next(SimTown.Streets.Count)];
        var effect = street.IsGated ? OrderEffect.Opened : (OrderEffect)_luck.Next((int)OrderEffect.Closed, (int)OrderEffect.Flow + 1);
        var from = nowMs + (_luck.Next(3) == 0 ? _luck.Next(500, 6_000) : 0);
        var middle = SimTown.MiddleOf(street);
        const double half = 0.00005;
        var byArea = _luck.Next(3) == 0;
        return new WayOrder
        {
            Id = id,
            Effect = effect,
            Ways = byArea ? [] : [street.Way],
            Area = byArea
                ?
                [
                    new(middle.LatitudeDeg - half, middle.LongitudeDeg - half), new(middle.LatitudeDeg - half, middle.LongitudeDeg + half),
                    new(middle.LatitudeDeg + half, middle.LongitudeDeg + half), new(middle.LatitudeDeg + half, middle.LongitudeDeg - half),
                ]
                : [],
            BearingDeg = (street.BearingDeg + (_luck.Next(2) * 180)) % 360,
            FromMs = from,
            UntilMs = from + _luck.Next(3_000, 30_000),
            By = "authority",
            ReasonHi = "परीक्षण",
        };
    }

    private Guid NewId()
    {
        Span<byte> bytes = stackalloc byte[16];
        _luck.NextBytes(bytes);
        return new Guid(bytes);
    }

    private void Ask()
    {
        var (from, to) = (_luck.Next(SimTown.Crossings), _luck.Next(SimTown.Crossings));
        var metric = _luck.Next(2) == 0 ? WalkMetric.Crowd : WalkMetric.Shortest;
        var box = AnyBox();
        if (from == to || box.Application?.Map.View is not { } view || !box.Up)
        {
            return;
        }
        // As the door does it: one view for one answer.
        var asked = new AskedRoute(from, to, metric, view.Conditions.Epoch, view.Route(SimTown.PlaceOf(from), SimTown.PlaceOf(to), metric));
        foreach (var checker in _story.Checkers)
        {
            checker.Asked(box, asked);
        }
    }
}
