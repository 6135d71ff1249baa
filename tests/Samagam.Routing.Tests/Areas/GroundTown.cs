using Samagam.Routing.Conditions;
using Samagam.Routing.Zones;

namespace Samagam.Routing.Tests.Areas;

/// <summary>A town of random grounds with streets between them, fences, paths, crowd zones and taps.</summary>
internal sealed class GroundTown
{
    private const int Pitch = 60_000;

    private readonly RandomGround[] _grounds;

    public GroundTown(Random luck, int side)
    {
        _grounds = new RandomGround[side * side];
        long id = 900_000;
        var exits = new List<long>[_grounds.Length];
        for (var i = 0; i < _grounds.Length; i++)
        {
            _grounds[i] = RandomGround.Any(luck, 500_000_000 + (i / side * Pitch), 80_000_000 + (i % side * Pitch));
            var nodes = _grounds[i].Draw(Text, 1 + (i * 20_000), $"highway=pedestrian;name=Ground {i}");
            exits[i] = [];
            foreach (var (corner, node) in nodes)
            {
                if (luck.Next(3) == 0 && _grounds[i].Outward(luck, corner) is { } end)
                {
                    Text.Node(++id, end.Y / 1e7, end.X / 1e7).Way(++id, "highway=footway", node, id - 1);
                    exits[i].Add(id - 1);
                }
            }
            if (luck.Next(2) == 0)
            {
                // A fence somewhere across it.
                var (a, b) = (_grounds[i].Somewhere(luck), _grounds[i].Somewhere(luck));
                Text.Node(++id, a.Y / 1e7, a.X / 1e7).Node(++id, b.Y / 1e7, b.X / 1e7).Way(++id, "barrier=fence", id - 2, id - 1);
            }
            if (luck.Next(3) == 0)
            {
                // A path that lies on it and leads to a street.
                var (a, b) = (_grounds[i].Somewhere(luck), _grounds[i].Somewhere(luck));
                Text.Node(++id, a.Y / 1e7, a.X / 1e7).Node(++id, b.Y / 1e7, b.X / 1e7).Way(++id, "highway=footway", id - 2, id - 1);
                exits[i].Add(id - 1);
            }
            for (var tap = 0; tap < 3; tap++)
            {
                var at = _grounds[i].Somewhere(luck);
                Text.Node(++id, at.Y / 1e7, at.X / 1e7, "amenity=drinking_water");
            }
        }
        for (var i = 0; i < _grounds.Length; i++)
        {
            foreach (var j in new[] { i % side < side - 1 ? i + 1 : -1, i + side < _grounds.Length ? i + side : -1 })
            {
                if (j >= 0 && exits[i].Count > 0 && exits[j].Count > 0)
                {
                    Text.Way(++id, luck.Next(4) == 0 ? "highway=footway;oneway:foot=yes" : "highway=residential", exits[i][luck.Next(exits[i].Count)], exits[j][luck.Next(exits[j].Count)]);
                }
            }
        }
        for (var z = 0; z < 3; z++)
        {
            var (south, west) = (500_000_000 + luck.Next(side * Pitch), 80_000_000 + luck.Next(side * Pitch));
            var (north, east) = (south + luck.Next(5_000, Pitch), west + luck.Next(5_000, Pitch));
            Text.Node(++id, south / 1e7, west / 1e7).Node(++id, south / 1e7, east / 1e7).Node(++id, north / 1e7, east / 1e7).Node(++id, north / 1e7, west / 1e7)
                .Way(++id, $"samagam:zone=z{z}", id - 4, id - 3, id - 2, id - 1, id - 4);
        }
    }

    public OsmText Text { get; } = new();

    /// <summary>On a ground mostly; sometimes anywhere.</summary>
    public Coordinate Somewhere(Random luck)
    {
        var ground = _grounds[luck.Next(_grounds.Length)];
        var at = RandomGround.Place(ground.Somewhere(luck));
        return luck.Next(4) > 0 ? at : new(at.LatitudeDeg + ((luck.NextDouble() - 0.5) * 0.004), at.LongitudeDeg + ((luck.NextDouble() - 0.5) * 0.004));
    }

    public PathConditions Some(MapSnapshot map, Random luck, long epoch) => new()
    {
        Epoch = epoch,
        Zones = map.Zones.Where(z => z.Kind == ZoneKind.Crowd && luck.Next(3) > 0).ToDictionary(z => z.Id, _ => ZoneCondition.After(false, luck.NextDouble() * 6)),
        Orders = [.. Enumerable.Range(0, luck.Next(0, 4)).Select(_ => new PathOrder(
            (PathOrderEffect)luck.Next(4), luck.Next(2) == 0 ? [1 + (luck.Next(_grounds.Length) * 20_000)] : [], Box(luck), luck.Next(360)))],
    };

    private Coordinate[] Box(Random luck)
    {
        var (at, size) = (Somewhere(luck), 0.0002 + (luck.NextDouble() * 0.001));
        return [at, new(at.LatitudeDeg, at.LongitudeDeg + size), new(at.LatitudeDeg + size, at.LongitudeDeg + size), new(at.LatitudeDeg + size, at.LongitudeDeg)];
    }
}
