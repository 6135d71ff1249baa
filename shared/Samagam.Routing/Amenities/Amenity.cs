using Samagam.Routing.Graph;

namespace Samagam.Routing.Amenities;

/// <summary>A thing people look for, at one point.</summary>
/// <param name="Id">Stable across loads of the same source: <c>n12</c>, <c>w34</c>, <c>r56</c> for OSM node, way, relation.</param>
/// <param name="Type">What it is.</param>
/// <param name="Name">Its names; often empty for toilets and taps.</param>
/// <param name="Point">Where it is; the middle of an outline.</param>
/// <param name="Tags">The further tags worth showing (opening_hours, wheelchair, fee, phone …), sorted by key.</param>
public sealed record Amenity(
    string Id, AmenityType Type, PathName Name, Coordinate Point, IReadOnlyDictionary<string, string> Tags)
{
    /// <summary>What the tags mean; read when it is first asked for.</summary>
    public AmenityFacts Facts => field ??= AmenityFacts.Of(Tags);
}
