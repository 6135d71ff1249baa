namespace Samagam.Core.Content;

/// <summary>What one pack may hold. Beyond it a pack is refused whole, before its content is looked at.</summary>
public sealed record ContentLimits
{
    /// <summary>Largest manifest: 1 MiB, some thousand files.</summary>
    public int MaxManifestBytes { get; init; } = 1024 * 1024;

    public int MaxFiles { get; init; } = 5_000;

    /// <summary>Longest name of a file, characters.</summary>
    public int MaxFileName { get; init; } = 100;

    /// <summary>Largest file of any kind: 64 MiB.</summary>
    public long MaxFileBytes { get; init; } = 64 * 1024 * 1024;

    /// <summary>All files together: 2 GiB.</summary>
    public long MaxPackBytes { get; init; } = 2L * 1024 * 1024 * 1024;

    /// <summary>Largest catalogue (places, itineraries), which is read into memory: 16 MiB.</summary>
    public int MaxCatalogueBytes { get; init; } = 16 * 1024 * 1024;

    public int MaxPois { get; init; } = 5_000;

    public int MaxItineraries { get; init; } = 100;

    /// <summary>Most places of one itinerary; at least two are needed.</summary>
    public int MaxStops { get; init; } = 30;

    /// <summary>Longest id, characters.</summary>
    public int MaxId { get; init; } = 50;

    /// <summary>Longest name or title, UTF-16 units.</summary>
    public int MaxName { get; init; } = 120;

    /// <summary>Longest description or caution, UTF-16 units.</summary>
    public int MaxText { get; init; } = 4_000;

    /// <summary>Longest stay at one place: 12 hours.</summary>
    public int MaxDurationMinutes { get; init; } = 720;

    /// <summary>Longest itinerary: a whole day.</summary>
    public double MaxDurationHours { get; init; } = 24;

    /// <exception cref="ArgumentOutOfRangeException">A limit is not above 0; the message names it.</exception>
    public void Validate()
    {
        foreach (var (name, value) in ((string, double)[])
            [
                (nameof(MaxManifestBytes), MaxManifestBytes), (nameof(MaxFiles), MaxFiles), (nameof(MaxFileName), MaxFileName), (nameof(MaxFileBytes), MaxFileBytes),
                (nameof(MaxPackBytes), MaxPackBytes), (nameof(MaxCatalogueBytes), MaxCatalogueBytes), (nameof(MaxPois), MaxPois), (nameof(MaxItineraries), MaxItineraries),
                (nameof(MaxStops), MaxStops), (nameof(MaxId), MaxId), (nameof(MaxName), MaxName), (nameof(MaxText), MaxText),
                (nameof(MaxDurationMinutes), MaxDurationMinutes), (nameof(MaxDurationHours), MaxDurationHours),
            ])
        {
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(value, name);
        }
    }
}
