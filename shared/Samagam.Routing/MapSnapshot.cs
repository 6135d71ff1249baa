using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Samagam.Routing.Amenities;
using Samagam.Routing.Conditions;
using Samagam.Routing.Drawing;
using Samagam.Routing.Graph;
using Samagam.Routing.Guidance;
using Samagam.Routing.Hierarchy;
using Samagam.Routing.MapPack;
using Samagam.Routing.Osm;
using Samagam.Routing.Search;
using Samagam.Routing.Zones;

namespace Samagam.Routing;

/// <summary>
/// Everything a box knows of one map: walk graph, amenities, zones. Never changes after loading, so any number of
/// threads may ask it at once; a new map is a new snapshot.
/// </summary>
public sealed class MapSnapshot
{
    private const double AmenityReachMetres = 60;

    private readonly Landmarks _landmarks;
    private readonly MetricWeights _weights;
    private readonly Dictionary<string, Amenity> _amenityById;

    internal MapSnapshot(MapParts parts, MapLoadOptions options)
    {
        var graph = Graph = parts.Graph;
        var grid = Grid = parts.Grid ?? new EdgeGrid(graph);
        Version = parts.Version;
        Amenities = [.. parts.Amenities.OrderBy(a => a.Type).ThenBy(a => a.Id, StringComparer.Ordinal)];
        _amenityById = new(StringComparer.Ordinal);
        foreach (var amenity in Amenities)
        {
            _amenityById.TryAdd(amenity.Id, amenity);
        }
        Zones = parts.Zones;
        var openGround = new OpenGround(graph, parts.Ground, options.Walk.MaxGroundsAtPoint);
        Areas = openGround.Areas;
        var snapping = new Snapping(graph, grid, openGround, options.Walk);
        var placed = Placed = parts.Placed is { } known && known.MaxSnapMetres == options.MaxAmenitySnapMetres ? known with
        {
            Main = known.Main.WithGround(Amenities, a => snapping.NearestMain(a.Point, options.MaxAmenitySnapMetres)),
            Aside = known.Aside.WithGround(Amenities, a => snapping.NearestAside(a.Point, options.MaxAmenitySnapMetres)),
        } : new PlacedAmenities(
            new AmenityIndex(Amenities, a => snapping.NearestMain(a.Point, options.MaxAmenitySnapMetres)),
            new AmenityIndex(Amenities, a => snapping.NearestAside(a.Point, options.MaxAmenitySnapMetres)),
            AmenityShares(grid),
            options.MaxAmenitySnapMetres);
        Report = parts.Report.With("amenity too far from any path", Amenities.Count - placed.Main.Count);
        _landmarks = new Landmarks(Amenities);
        _weights = new MetricWeights(graph, [.. Zones.Where(z => z.Kind == ZoneKind.Crowd)], parts.Ground, placed.ShareOf, options.SilentMap);
        Ground = new WalkGround(graph, snapping, placed.Main, placed.Aside, Amenities, _weights.Paths, options.Walk) { OpenGround = openGround, Lines = _weights.Lines };
        Bounds = grid.Bounds;
        DrawnParts = parts.Drawn;
    }

    // The same ground with other amenities on it. Paths, weights, hierarchy and working memory are shared: they do not depend on what stands beside a path.
    private MapSnapshot(MapSnapshot ground, IReadOnlyList<Amenity> amenities)
    {
        (Graph, Grid, Version, Zones, Areas, Bounds, DrawnParts) = (ground.Graph, ground.Grid, ground.Version, ground.Zones, ground.Areas, ground.Bounds, ground.DrawnParts);
        (Report, Hierarchy, _weights) = (ground.Report, ground.Hierarchy, ground._weights);
        Amenities = [.. amenities.OrderBy(a => a.Type).ThenBy(a => a.Id, StringComparer.Ordinal)];
        _amenityById = new(StringComparer.Ordinal);
        foreach (var amenity in Amenities)
        {
            _amenityById.TryAdd(amenity.Id, amenity);
        }
        var snapping = ground.Ground.Snapping;
        var most = ground.Placed.MaxSnapMetres;
        Placed = ground.Placed with
        {
            Main = Moved(ground.Placed.Main, ground.Amenities, a => snapping.NearestMain(a.Point, most)),
            Aside = Moved(ground.Placed.Aside, ground.Amenities, a => snapping.NearestAside(a.Point, most)),
        };
        _landmarks = new Landmarks(Amenities);
        Ground = ground.Ground with { Main = Placed.Main, Aside = Placed.Aside, Amenities = Amenities };
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var amenity in Amenities)
        {
            hash.AppendData(Encoding.UTF8.GetBytes(string.Create(
                CultureInfo.InvariantCulture, $"{amenity.Id}\t{amenity.Type}\t{amenity.Point.LatitudeDeg:R}\t{amenity.Point.LongitudeDeg:R}\t{amenity.Name.Name}\t{amenity.Name.Hi}\t{amenity.Name.En}\n")));
        }
        AmenityEdition = Convert.ToHexStringLower(hash.GetHashAndReset().AsSpan(0, 4));
    }

    /// <summary>Sorted by type, then id.</summary>
    public IReadOnlyList<Amenity> Amenities { get; }

    /// <summary>Sectors, then crowd zones, each sorted by id.</summary>
    public IReadOnlyList<Zone> Zones { get; }

    /// <summary>Squares, ghats, platforms and other ground people walk all over, in the order of the file: ways, then relations.</summary>
    public IReadOnlyList<WalkArea> Areas { get; }

    /// <summary>The box of all paths.</summary>
    public MapBounds Bounds { get; }

    /// <summary>First 16 hexadecimal digits of the SHA-256 of the file, or of the one a pack carries: other content, other version.</summary>
    public string Version { get; }

    /// <summary>Tells maps with other amenities apart, by what of them is drawn; empty for the map as it was read.</summary>
    public string AmenityEdition { get; } = "";

    /// <summary>What the load did and left out.</summary>
    public MapLoadReport Report { get; }

    /// <summary>Whether it came ordered for quick search, as from a pack.</summary>
    public bool IsOrdered => Hierarchy is not null;

    internal WalkGraph Graph { get; }

    internal EdgeGrid Grid { get; }

    /// <summary>What is kept only to be drawn.</summary>
    internal DrawnParts DrawnParts { get; }

    internal PlacedAmenities Placed { get; }

    /// <summary>Null when nobody ordered the map before it was loaded.</summary>
    internal ContractionHierarchy? Hierarchy { get; private set; }

    internal WalkGround Ground { get; }

    /// <summary>This map with the hierarchy of the order it came with, which is laid out beside it; before anybody else has it.</summary>
    internal MapSnapshot OrderedBy(ContractionHierarchy? hierarchy)
    {
        Hierarchy = hierarchy;
        return this;
    }

    /// <summary>
    /// This map with other amenities: milliseconds for some thousands, of which only those not of this very map are placed anew. How rich in amenities a path is, which
    /// one metric weighs, stays as it was loaded.
    /// </summary>
    /// <param name="amenities">All of them; an object of this map stays where it is placed. Ids must differ.</param>
    public MapSnapshot WithAmenities(IReadOnlyList<Amenity> amenities) => new(this, amenities);

    private AmenityIndex Moved(AmenityIndex index, IReadOnlyList<Amenity> before, Func<Amenity, SnapPoint?> placing)
    {
        var placeOf = new Dictionary<Amenity, SnapPoint>(index.Count, ReferenceEqualityComparer.Instance);
        for (var entry = 0; entry < index.Count; entry++)
        {
            placeOf[before[index.AmenityAt(entry)]] = index.PlaceAt(entry);
        }
        var known = new HashSet<Amenity>(before, ReferenceEqualityComparer.Instance);
        return new AmenityIndex(Amenities, a => placeOf.TryGetValue(a, out var place) ? place : known.Contains(a) ? null : placing(a));
    }

    /// <summary>How many pieces of paths an order means on this map; 0 when it comes to nothing here.</summary>
    public int CountUnder(PathOrder order) => EdgesOf(order).Count;

    internal IReadOnlyList<int> EdgesOf(PathOrder order) => _weights.EdgesOf(order);

    /// <summary>The same map with everything that follows from paths and amenities worked out again, whatever came with it.</summary>
    internal MapSnapshot Anew() => new(
        new MapParts(Graph, Ground.OpenGround.Columns, [.. Amenities], [.. Zones], Version, Report) { Drawn = DrawnParts }, new MapLoadOptions { MaxAmenitySnapMetres = Placed.MaxSnapMetres });

    internal WeighedPaths Weigh(PathConditions conditions, bool parallel = false) => _weights.Under(conditions, parallel);

    /// <summary>
    /// Reads a map. The format (map pack, .osm, .osm.gz, .osm.pbf) is told by content.
    /// </summary>
    /// <param name="open">Opens the file from its beginning; called three or four times, each stream is disposed.</param>
    /// <param name="options">Limits; the defaults when null.</param>
    /// <param name="progress">Told about each stage and about every megabyte.</param>
    /// <param name="cancel">Stops between reads.</param>
    /// <exception cref="MapFormatException">The file is not a map, is damaged, or exceeds a limit; nothing came of it.</exception>
    /// <exception cref="IOException">The streams themselves fail.</exception>
    public static MapSnapshot Load(
        Func<Stream> open, MapLoadOptions? options = null, IProgress<MapLoadProgress>? progress = null, CancellationToken cancel = default)
    {
        options ??= new MapLoadOptions();
        options.Validate();
        if (MapPackReader.TryRead(open, options, cancel) is { } packed)
        {
            progress?.Report(new(MapLoadStage.Ready, packed.Report.FileBytes));
            return packed;
        }
        var parts = new MapAssembly(open, options, progress, cancel).Run();
        progress?.Report(new(MapLoadStage.PlacingAmenities, parts.Report.FileBytes));
        var map = new MapSnapshot(parts, options);
        progress?.Report(new(MapLoadStage.Ready, parts.Report.FileBytes));
        return map;
    }

    /// <summary>
    /// The product's own map of the Ujjain ghats: drawn by hand, for trying things out, not for navigation.
    /// </summary>
    public static MapSnapshot Sample(MapLoadOptions? options = null) => Load(OpenSample, options);

    /// <summary>The sample as the OSM XML file it is.</summary>
    public static Stream OpenSample()
        => typeof(MapSnapshot).Assembly.GetManifestResourceStream("ujjain-sample.osm")
            ?? throw new InvalidOperationException("the sample map is not in this build");

    /// <summary>The map as it is drawn; worked out at the first use (a fraction of a second for a city), then kept.</summary>
    public DrawnMap Drawn => field ??= DrawnMap.Of(this, DrawnParts);

    /// <summary>Whether this is the product's own sample, which nobody may find their way by.</summary>
    public bool IsSample => Report.SourceSha256 == SampleSha256.Value;

    /// <summary>This map with nobody counted and nothing ordered.</summary>
    public MapView Usual => field ??= Under(PathConditions.Usual);

    private static readonly Lazy<string> SampleSha256 = new(() =>
    {
        using var sample = OpenSample();
        return Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(sample));
    });

    /// <summary>This map under other conditions, searched plainly; <see cref="MapViews"/> makes those that are asked all day.</summary>
    public MapView Under(PathConditions conditions) => new(this, conditions, Weigh(conditions), pins: null);


    /// <summary>A route as instructions, by landmarks where there are any.</summary>
    /// <param name="goal">What is reached, if it has a name.</param>
    public IReadOnlyList<Manoeuvre> Guide(RouteFound route, PathName goal = default)
        => ManoeuvreList.Of(route, _landmarks.At, goal == default ? _landmarks.At(route.Geometry[^1]) : goal);

    /// <summary>An amenity by its id, or null.</summary>
    public Amenity? AmenityById(string id) => _amenityById.GetValueOrDefault(id);

    /// <summary>Whether crowd is measured in a zone of this id.</summary>
    public bool HasCrowdZone(string id) => Zones.Any(z => z.Kind == ZoneKind.Crowd && z.Id == id);

    /// <summary>The sector a point lies in, or null. Where sectors overlap, the first by id.</summary>
    public Zone? SectorOf(Coordinate point) => ZoneOf(point, ZoneKind.Sector);

    /// <summary>The zone of a kind a point lies in, or null. Where zones overlap, the first by id.</summary>
    public Zone? ZoneOf(Coordinate point, ZoneKind kind) => Zones.FirstOrDefault(z => z.Kind == kind && z.Contains(point));

    // What helps a walker, within a minute's detour of each edge; the third one is worth less than the first.
    private byte[] AmenityShares(EdgeGrid grid)
    {
        var counts = new int[Graph.EdgeCount];
        var near = new HashSet<int>();
        foreach (var amenity in Amenities.Where(a => a.Type is AmenityType.Toilet or AmenityType.Water or AmenityType.Medical
            or AmenityType.Police or AmenityType.LostAndFound or AmenityType.Shelter or AmenityType.Food or AmenityType.Information))
        {
            near.Clear();
            grid.Within(amenity.Point, AmenityReachMetres, near);
            foreach (var edge in near)
            {
                counts[edge]++;
            }
        }
        return Array.ConvertAll(counts, n => (byte)Math.Round(255 * (1 - Math.Exp(-n / 2.0))));
    }
}
