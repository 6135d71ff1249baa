using Samagam.Core.Geo;

namespace Samagam.Core.Content;

/// <summary>A place worth visiting, as a content pack tells of it. Texts are plain: no markup of any kind.</summary>
public sealed record PointOfInterest
{
    /// <summary>Lower-case word, unique in its pack and stable from version to version: progress and audio refer to it.</summary>
    public required string Id { get; init; }

    /// <summary>In English.</summary>
    public required string Name { get; init; }

    public required string NameHi { get; init; }

    /// <summary>In English.</summary>
    public required string Description { get; init; }

    public required string DescriptionHi { get; init; }

    /// <summary>What to take care of, in English; empty when there is nothing to warn of.</summary>
    public string Caution { get; init; } = "";

    /// <summary>The same in Hindi; given exactly when <see cref="Caution"/> is.</summary>
    public string CautionHi { get; init; } = "";

    public required GeoPoint Point { get; init; }

    public required PoiCategory Category { get; init; }

    /// <summary>1 (for who has time) to 5 (what people come for).</summary>
    public required int Significance { get; init; }

    /// <summary>Each at most once; may be empty.</summary>
    public required IReadOnlyList<VisitTime> BestTimes { get; init; }

    /// <summary>How long people usually stay, queue included.</summary>
    public required int AverageDurationMinutes { get; init; }
}
