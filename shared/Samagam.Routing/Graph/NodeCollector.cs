using Samagam.Routing.Amenities;
using Samagam.Routing.Osm;
using Samagam.Routing.Profiles;

namespace Samagam.Routing.Graph;

/// <summary>Second pass: the coordinates of the nodes that are needed, which of them stop walkers, and point amenities.</summary>
internal sealed class NodeCollector : OsmSink
{
    /// <summary>Latitude of a node the file refers to but does not contain.</summary>
    public const int Missing = int.MinValue;

    private readonly NodeIndex _index;
    private readonly MapLoadOptions _options;
    private readonly DropCounts _dropped;

    public NodeCollector(NodeIndex index, MapLoadOptions options, DropCounts dropped)
    {
        (_index, _options, _dropped) = (index, options, dropped);
        LatE7 = new int[index.Count];
        LonE7 = new int[index.Count];
        Blocks = new bool[index.Count];
        StopsWheels = new bool[index.Count];
        IsOutside = new bool[index.Count];
        LatE7.AsSpan().Fill(Missing);
    }

    public override bool WantsNodes => true;

    public int[] LatE7 { get; }

    public int[] LonE7 { get; }

    public bool[] Blocks { get; }

    public bool[] StopsWheels { get; }

    /// <summary>Whether each lies outside of the clip.</summary>
    public bool[] IsOutside { get; }

    public List<Amenity> Amenities { get; } = [];

    public override void OnNode(long id, int latitudeE7, int longitudeE7, OsmTags tags)
    {
        var at = _index.Find(id);
        var isOutside = (at >= 0 || tags.Count > 0) && _options.Clip is { } clip && !clip.Contains(Coordinate.FromE7(latitudeE7, longitudeE7));
        if (at >= 0)
        {
            (LatE7[at], LonE7[at], IsOutside[at]) = (latitudeE7, longitudeE7, isOutside);
        }
        if (tags.Count == 0)
        {
            return;
        }
        if (at >= 0)
        {
            Blocks[at] = FootRules.NodeBlocks(tags);
            StopsWheels[at] = StepFreeRules.NodeStops(tags);
        }
        if (AmenityTypes.FromTags(tags) is { } type)
        {
            if (isOutside)
            {
                _dropped.Add(ClipDrops.Amenity);
                return;
            }
            if (Amenities.Count >= _options.MaxAmenities)
            {
                _dropped.Add("amenity beyond the limit");
                return;
            }
            Amenities.Add(new Amenity($"n{id}", type, PathName.From(tags, _options.Languages),
                Coordinate.FromE7(latitudeE7, longitudeE7), WayCollector.Kept(tags)));
        }
    }
}
