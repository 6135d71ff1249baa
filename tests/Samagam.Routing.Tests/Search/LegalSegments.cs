using Samagam.Routing.Osm;
using Samagam.Routing.Profiles;

namespace Samagam.Routing.Tests.Search;

/// <summary>
/// Which straight pieces a walker may use, read from the file a second time without the product's graph: node pairs of
/// ways the foot rules allow, no piece through a blocked node, and lines inside open ground.
/// </summary>
internal sealed class LegalSegments : OsmSink
{
    private readonly HashSet<((int, int), (int, int))> _allowed = [];
    private readonly HashSet<(int, int)> _blocked = [];
    private readonly Dictionary<long, (int, int)> _nodes = [];
    private readonly List<(FootRule Rule, bool Ground, long[] Nodes)> _ways = [];
    private readonly List<(int Lat, int Lon)[]> _grounds = [];

    public override bool WantsNodes => true;

    public override bool WantsWays => true;

    public static LegalSegments Read(string path)
    {
        var law = new LegalSegments();
        new OsmFile(() => File.OpenRead(path), new OsmLimits()).Read(law, cancel: TestContext.Current.CancellationToken);
        foreach (var (rule, ground, ids) in law._ways)
        {
            var points = ids.Where(law._nodes.ContainsKey).Select(i => law._nodes[i]).ToArray();
            for (var i = 0; i + 1 < points.Length; i++)
            {
                if (rule.Forward || ground)
                {
                    law._allowed.Add((points[i], points[i + 1]));
                }
                if (rule.Backward || ground)
                {
                    law._allowed.Add((points[i + 1], points[i]));
                }
            }
            if (ground)
            {
                law._grounds.Add([.. points.Select(p => (p.Item1, p.Item2))]);
            }
        }
        return law;
    }

    public override void OnNode(long id, int latitudeE7, int longitudeE7, OsmTags tags)
    {
        _nodes[id] = (latitudeE7, longitudeE7);
        if (tags.Count > 0 && FootRules.NodeBlocks(tags))
        {
            _blocked.Add((latitudeE7, longitudeE7));
        }
    }

    public override void OnWay(long id, ReadOnlySpan<long> nodeIds, OsmTags tags)
    {
        var ground = nodeIds.Length >= 4 && nodeIds[0] == nodeIds[^1] && FootRules.IsOpenGround(tags);
        var rule = FootRules.Way(tags);
        if (ground || rule.IsWalkable)
        {
            _ways.Add((rule, ground, nodeIds.ToArray()));
        }
    }

    /// <summary>Null when every whole piece of a route is legal, else what is wrong. The first and last piece are parts.</summary>
    public string? WhyIllegal(RouteFound route)
    {
        var points = route.Geometry.Select(p => ((int)Math.Round(p.LatitudeDeg * 1e7), (int)Math.Round(p.LongitudeDeg * 1e7))).ToList();
        for (var i = 1; i + 2 < points.Count; i++)
        {
            var (a, b) = (points[i], points[i + 1]);
            // From open ground one may come onto a path, or leave it, between its points.
            if (!_allowed.Contains((a, b)) && !IsAcrossGround(a, b) && !((i == 1 || i + 3 == points.Count) && IsPartOfPiece(a, b)))
            {
                return $"piece {i} from {a} to {b} is on no walkable way";
            }
        }
        for (var i = 1; i + 1 < points.Count; i++)
        {
            if (_blocked.Contains(points[i]))
            {
                return $"passes the barrier at {points[i]}";
            }
        }
        return null;
    }

    private bool IsPartOfPiece((int Lat, int Lon) a, (int Lat, int Lon) b)
        => _allowed.Any(piece => Math.Abs(Length(piece.Item1, a) + Length(a, b) + Length(b, piece.Item2) - Length(piece.Item1, piece.Item2)) < 3);

    private static double Length((int Lat, int Lon) a, (int Lat, int Lon) b) => Math.Sqrt(Math.Pow((double)a.Lat - b.Lat, 2) + Math.Pow((double)a.Lon - b.Lon, 2));

    private bool IsAcrossGround((int Lat, int Lon) a, (int Lat, int Lon) b)
        => _grounds.Exists(g => g.Contains(a) && g.Contains(b) && Enumerable.Range(1, 9).All(i => Inside(g,
            a.Lat + ((double)(b.Lat - a.Lat) * i / 10), a.Lon + ((double)(b.Lon - a.Lon) * i / 10))));

    private static bool Inside((int Lat, int Lon)[] ring, double lat, double lon)
    {
        var inside = false;
        for (var i = 0; i + 1 < ring.Length; i++)
        {
            var (a, b) = (ring[i], ring[i + 1]);
            if (a.Lat > lat != b.Lat > lat
                && lon < ((b.Lon - (double)a.Lon) * (lat - a.Lat) / (b.Lat - (double)a.Lat)) + a.Lon)
            {
                inside = !inside;
            }
        }
        return inside;
    }
}
