namespace Samagam.Core.Content;

/// <summary>A plan for a day on foot: places in the order they are best visited in. Its length is not stored; it is that of the walking map in force.</summary>
public sealed record Itinerary
{
    /// <inheritdoc cref="PointOfInterest.Id"/>
    public required string Id { get; init; }

    /// <summary>In English.</summary>
    public required string Name { get; init; }

    public required string NameHi { get; init; }

    /// <summary>In English.</summary>
    public required string Description { get; init; }

    public required string DescriptionHi { get; init; }

    public required PilgrimType PilgrimType { get; init; }

    /// <summary>Walks, stays and rests together.</summary>
    public required double DurationHours { get; init; }

    /// <summary>1 (anybody) to 5 (long and tiring).</summary>
    public required int Difficulty { get; init; }

    /// <summary>Ids of the places, in order; all are in the same pack. A place may come twice, but not twice running.</summary>
    public required IReadOnlyList<string> Stops { get; init; }
}
