using Samagam.Core.Geo;
using Samagam.Core.Groups;
using Samagam.Core.Ids;

namespace Samagam.Core.Locations;

/// <summary>Where a member of a group is just now. Ephemera: seconds to live, never a fact, never on a disk.</summary>
/// <param name="RecordedMs">By the phone's clock; orders the places of one person.</param>
/// <param name="AgeMs">How long ago a box heard it, added up along the way: no box needs the other's clock.</param>
/// <param name="Hops">Boxes it may still pass.</param>
public sealed record LivePlace(PersonId Person, GroupId Group, GeoPoint Point, double AccuracyM, long RecordedMs, int AgeMs, int Hops);

/// <summary>A box asks for the places of groups somebody listens to there.</summary>
/// <param name="Number">Rises with each asking of one box.</param>
/// <param name="Hops">Boxes it may still pass.</param>
public sealed record LiveAsk(NodeId From, ulong Number, int Hops, IReadOnlyList<GroupId> Groups)
{
    /// <summary>Most groups of one asking: 500, 8 kB.</summary>
    public const int MaxGroups = 500;
}

/// <summary>What travels of live places between two neighbours.</summary>
public sealed record LiveNews(IReadOnlyList<LiveAsk> Asks, IReadOnlyList<LivePlace> Places)
{
    /// <summary>Most places of one frame: 200, about 12 kB.</summary>
    public const int MaxPlaces = 200;

    /// <summary>Most askings of one frame.</summary>
    public const int MaxAsks = 8;
}
