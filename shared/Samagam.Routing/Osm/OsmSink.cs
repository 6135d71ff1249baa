namespace Samagam.Routing.Osm;

/// <summary>Which kind of element a relation member is.</summary>
public enum OsmKind : byte
{
    Node,
    Way,
    Relation,
}

/// <summary>One member of a relation.</summary>
public readonly record struct OsmMember(OsmKind Kind, long Id, string Role);

/// <summary>
/// Receives the elements of a map file in file order. A reader skips, unparsed where it can, what a sink does not want.
/// </summary>
public abstract class OsmSink
{
    public virtual bool WantsNodes => false;

    public virtual bool WantsWays => false;

    public virtual bool WantsRelations => false;

    /// <summary>A node; coordinates in 1e-7 degrees, already checked to be on the Earth.</summary>
    public virtual void OnNode(long id, int latitudeE7, int longitudeE7, OsmTags tags)
    {
    }

    /// <summary>A way; the references are valid only during the call.</summary>
    public virtual void OnWay(long id, ReadOnlySpan<long> nodeIds, OsmTags tags)
    {
    }

    /// <summary>A relation; the members are valid only during the call.</summary>
    public virtual void OnRelation(long id, ReadOnlySpan<OsmMember> members, OsmTags tags)
    {
    }
}
