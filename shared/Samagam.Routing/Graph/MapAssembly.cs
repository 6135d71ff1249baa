using System.Security.Cryptography;
using Samagam.Routing.Amenities;
using Samagam.Routing.Drawing;
using Samagam.Routing.Osm;
using Samagam.Routing.Profiles;
using Samagam.Routing.Zones;

namespace Samagam.Routing.Graph;

/// <summary>
/// Reads a map file in two passes (ways and relations, then nodes; a third only when multipolygons are made of plain
/// ways) and puts the parts of a snapshot together. Elements may come in any order.
/// </summary>
internal sealed class MapAssembly(Func<Stream> open, MapLoadOptions options, IProgress<MapLoadProgress>? progress, CancellationToken cancel)
{
    private readonly DropCounts _dropped = new();
    private readonly OsmFile _file = new(open, options.Osm);
    private long _fileBytes;

    public MapParts Run()
    {
        var ways = new WayCollector(options, _dropped);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Pass(ways, MapLoadStage.ReadingWays, hash);
        ReadOutlines(ways);
        var index = IndexNodes(ways);
        var nodes = new NodeCollector(index, options, _dropped);
        Pass(nodes, MapLoadStage.ReadingNodes, null);
        progress?.Report(new(MapLoadStage.BuildingGraph, _fileBytes));
        ClipWays(ways, index, nodes);
        var zones = new List<Zone>();
        var amenities = nodes.Amenities;
        foreach (var outline in ways.Outlines)
        {
            Place(outline, index, nodes, amenities, zones);
        }
        zones.Sort((a, b) => a.Kind != b.Kind ? a.Kind.CompareTo(b.Kind) : string.CompareOrdinal(a.Id, b.Id));
        var (graph, ground, crossings) = BuildGraph(ways, index, nodes, zones.FindAll(z => z.Kind == ZoneKind.Crowd));
        var drawn = DrawnParts.Of(ways.Ways.Span, ways.Outlines, index, nodes, options.MaxWaterPoints, _dropped);
        var sha = Convert.ToHexStringLower(hash.GetHashAndReset());
        return new MapParts(graph, ground, amenities, zones, sha[..16], new MapLoadReport
        {
            SourceSha256 = sha,
            FileBytes = _fileBytes,
            Ways = ways.Ways.Count,
            Vertices = graph.VertexCount,
            Edges = graph.EdgeCount,
            Components = graph.ComponentCount,
            Areas = ground.Count,
            AreaCrossings = crossings,
            Amenities = amenities.Count,
            Zones = zones.Count,
            Water = drawn.Water.Length,
            Languages = options.Languages,
            Dropped = _dropped.Counts,
        }) { Drawn = drawn };
    }

    private void Pass(OsmSink sink, MapLoadStage stage, IncrementalHash? hash)
    {
        var lastReported = 0L;
        _file.Read(sink, bytes =>
        {
            _fileBytes = Math.Max(_fileBytes, bytes);
            if (bytes - lastReported >= 1 << 20)
            {
                lastReported = bytes;
                progress?.Report(new(stage, bytes));
            }
        }, hash, cancel);
        progress?.Report(new(stage, _fileBytes));
    }

    private void ReadOutlines(WayCollector ways)
    {
        var wanted = ways.Outlines.SelectMany(o => o.MemberWays).ToHashSet();
        if (wanted.Count == 0)
        {
            return;
        }
        var members = new OutlineCollector(wanted);
        Pass(members, MapLoadStage.ReadingOutlines, null);
        var left = (long)options.Osm.MaxNeededNodes;
        foreach (var outline in ways.Outlines.Where(o => o.MemberWays.Length > 0))
        {
            // Many relations may share one long way: the sum is what must have a limit.
            left -= outline.MemberWays.Sum(id => members.Found.TryGetValue(id, out var way) ? way.Length : 0L);
            if (left < 0)
            {
                throw new MapFormatException(MapFault.TooLarge, $"its outlines need more than {options.Osm.MaxNeededNodes} nodes", -1);
            }
            var pieces = outline.MemberWays.Where(members.Found.ContainsKey).Select(id => members.Found[id]);
            outline.Rings = RingAssembly.Join(pieces, out var open, outline.Water is null ? null : outline.OpenLines);
            _dropped.Add("outline piece that does not close", open);
        }
    }

    private NodeIndex IndexNodes(WayCollector ways)
    {
        var ids = ways.Refs;
        var paths = ids.Count;
        foreach (var ring in ways.Outlines.SelectMany(o => o.Rings.Concat(o.OpenLines)))
        {
            ids.AddRange(ring);
        }
        foreach (var id in ways.Barriers.Span)
        {
            if (id != WayCollector.LineEnd)
            {
                ids.Add(id);
            }
        }
        if (ids.Count > 2L * options.Osm.MaxNeededNodes)
        {
            throw new MapFormatException(MapFault.TooLarge, $"its outlines need more than {options.Osm.MaxNeededNodes} nodes", -1);
        }
        var index = new NodeIndex(ids.ToArray(), ids.Count);
        return index.Count <= options.Osm.MaxNeededNodes
            ? index
            : throw new MapFormatException(MapFault.TooLarge,
                $"its {paths} path points need more than {options.Osm.MaxNeededNodes} nodes; clip it to the area of the gathering", -1);
    }

    private void ClipWays(WayCollector ways, NodeIndex index, NodeCollector nodes)
    {
        if (options.Clip is { } clip)
        {
            _dropped.Add(ClipDrops.Way, ways.Forget(way => IsOutside(ways.Refs.Span.Slice(way.FirstRef, way.RefCount))));
            _dropped.Add(ClipDrops.Water, ways.Outlines.RemoveAll(o => o is { Water: not null, Ground: null, Amenity: null, Zone: null, OpenLines.Count: 0 } && RingsOf(o, index, nodes) is { Length: > 0 } rings && !clip.Meets(rings)));
            _dropped.Add(ClipDrops.Ground, ways.Outlines.RemoveAll(o => o.Ground is not null && o.Amenity is null && o.Zone is null && !clip.Meets(RingsOf(o, index, nodes))));
        }

        bool IsOutside(ReadOnlySpan<long> refs)
        {
            foreach (var id in refs)
            {
                if (index.Find(id) is var node && !nodes.IsOutside[node] && nodes.LatE7[node] != NodeCollector.Missing)
                {
                    return false;
                }
            }
            return true;
        }
    }

    private (WalkGraph Graph, GroundColumns Ground, int Crossings) BuildGraph(
        WayCollector ways, NodeIndex index, NodeCollector nodes, List<Zone> crowdZones)
    {
        var builder = new WalkGraphBuilder(nodes, new ZoneBorders(crowdZones), options, _dropped);
        var barriers = new Barriers(ways.Barriers.Span, index, nodes);
        var refs = new int[ways.Refs.Count];
        for (var i = 0; i < refs.Length; i++)
        {
            refs[i] = index.Find(ways.Refs[i]);
        }
        foreach (var way in ways.Ways.Span)
        {
            builder.CountUse(refs.AsSpan(way.FirstRef, way.RefCount), isRing: false);
        }
        var areas = new AreaGround(builder, nodes, new AreaMesh(options, _dropped), barriers, crowdZones);
        foreach (var outline in ways.Outlines)
        {
            if (outline.Ground is { } rule)
            {
                var rings = outline.Rings.Select(r => Array.ConvertAll(r, index.Find)).ToList();
                areas.Add(rings, rule, outline.GroundKind, ways.NameNumber(outline.Name), outline.OsmId, isRelation: outline.Id[0] == 'r');
            }
        }
        areas.FindJunctions();
        foreach (var way in ways.Ways.Span)
        {
            builder.AddWay(refs.AsSpan(way.FirstRef, way.RefCount), way.Rule, way.Name, way.Id);
        }
        var ground = new GroundDraft();
        var crossings = areas.AddEdges(ground);
        var graph = builder.Build(ways.Names);
        return graph.EdgeCount > 0
            ? (graph, ground.Build(ways.Names, barriers.Segments), crossings)
            : throw new MapFormatException(MapFault.Empty, "it holds no path a person can walk", -1);
    }

    private void Place(OutlineDraft outline, NodeIndex index, NodeCollector nodes, List<Amenity> amenities, List<Zone> zones)
    {
        if (outline.Amenity is null && outline.Zone is null)
        {
            return;
        }
        var rings = RingsOf(outline, index, nodes);
        if (rings.Length == 0)
        {
            _dropped.Add("outline of an amenity or zone without a closed ring");
            return;
        }
        if (outline.Amenity is { } type)
        {
            var ring = rings.MaxBy(r => r.Length)!;
            var middle = new Coordinate(ring.Average(p => p.LatitudeDeg), ring.Average(p => p.LongitudeDeg));
            if (options.Clip?.Contains(middle) == false)
            {
                _dropped.Add(ClipDrops.Amenity);
            }
            else if (amenities.Count < options.MaxAmenities)
            {
                amenities.Add(new Amenity(outline.Id, type, outline.Name, middle, outline.Tags));
            }
            else
            {
                _dropped.Add("amenity beyond the limit");
            }
        }
        if (outline.Zone is { } zone)
        {
            if (options.Clip?.Meets(rings) == false)
            {
                _dropped.Add(ClipDrops.Zone);
            }
            else if (zones.Count < options.MaxZones)
            {
                zones.Add(new Zone(zone.Id, zone.Kind, outline.Name, rings));
            }
            else
            {
                _dropped.Add("zone beyond the limit");
            }
        }
    }

    private static Coordinate[][] RingsOf(OutlineDraft outline, NodeIndex index, NodeCollector nodes)
        => [.. outline.Rings
            .Select(ring => ring.Select(index.Find).Where(n => nodes.LatE7[n] != NodeCollector.Missing)
                .Select(n => Coordinate.FromE7(nodes.LatE7[n], nodes.LonE7[n])).ToArray())
            .Where(ring => ring.Length >= 3)];
}

/// <summary>What a file holds, before it is indexed.</summary>
internal sealed record MapParts(
    WalkGraph Graph, GroundColumns Ground, List<Amenity> Amenities, List<Zone> Zones, string Version, MapLoadReport Report)
{
    /// <summary>What is kept only to be drawn.</summary>
    public DrawnParts Drawn { get; init; } = DrawnParts.None;

    /// <summary>The spatial index, where it came with the file.</summary>
    public EdgeGrid? Grid { get; init; }

    /// <summary>Where amenities lie along the paths, where that came with the file.</summary>
    public PlacedAmenities? Placed { get; init; }
}
