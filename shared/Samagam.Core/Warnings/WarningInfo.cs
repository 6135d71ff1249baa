namespace Samagam.Core.Warnings;

/// <summary>Something to look at beside the words: by address only, its bytes are not carried.</summary>
public sealed record WarningResource(string Description, string MimeType, string Uri, long? SizeBytes, string Digest);

/// <summary>What a warning says in one language (CAP 1.2 <c>info</c>).</summary>
public sealed record WarningInfo
{
    public const int MaxCategories = 12;
    public const int MaxCodes = 16;
    public const int MaxResources = 8;
    public const int MaxAreas = 16;

    /// <summary>BCP 47.</summary>
    public required string Language { get; init; }

    public required IReadOnlyList<WarningCategory> Categories { get; init; }

    /// <summary>What happens, in a word or two.</summary>
    public required string Event { get; init; }

    public IReadOnlyList<WarningResponse> Responses { get; init; } = [];
    public required WarningUrgency Urgency { get; init; }
    public required WarningSeverity Severity { get; init; }
    public required WarningCertainty Certainty { get; init; }
    public string Audience { get; init; } = "";
    public IReadOnlyList<WarningCode> EventCodes { get; init; } = [];

    /// <summary>Milliseconds since 1970, whole seconds: from when people are to heed it (else from when it was sent); when it begins; until when it is in force.</summary>
    public long? EffectiveMs { get; init; }

    public long? OnsetMs { get; init; }
    public long? ExpiresMs { get; init; }
    public string SenderName { get; init; } = "";
    public string Headline { get; init; } = "";
    public string Description { get; init; } = "";
    public string Instruction { get; init; } = "";
    public string Web { get; init; } = "";
    public string Contact { get; init; } = "";
    public IReadOnlyList<WarningCode> Parameters { get; init; } = [];
    public IReadOnlyList<WarningResource> Resources { get; init; } = [];
    public IReadOnlyList<WarningArea> Areas { get; init; } = [];

    public bool IsValid =>
        WarningText.IsLanguage(Language) && Categories.Count is >= 1 and <= MaxCategories && Categories.All(c => c is > 0 and <= WarningCategory.Other)
        && Event.Length > 0 && WarningText.Fits(Event, WarningText.MaxShort) && Responses.Count <= MaxCategories && Responses.All(r => r is > 0 and <= WarningResponse.None)
        && Urgency is > 0 and <= WarningUrgency.Unknown && Severity is > 0 and <= WarningSeverity.Unknown && Certainty is > 0 and <= WarningCertainty.Unknown
        && EventCodes.Count <= MaxCodes && EventCodes.All(WarningText.Fits) && Parameters.Count <= MaxCodes && Parameters.All(WarningText.Fits)
        && new[] { Audience, SenderName, Headline, Web, Contact }.All(t => WarningText.Fits(t, WarningText.MaxShort))
        && WarningText.Fits(Description, WarningText.MaxLong) && WarningText.Fits(Instruction, WarningText.MaxLong)
        && Resources.Count <= MaxResources && Resources.All(Fits) && Areas.Count <= MaxAreas && Areas.All(a => a.IsValid)
        && WarningText.IsAddress(Web) && Resources.All(r => WarningText.IsAddress(r.Uri)) && IsTime(EffectiveMs) && IsTime(OnsetMs) && IsTime(ExpiresMs) && (ExpiresMs is not { } end || EffectiveMs is not { } from || end > from);

    /// <summary>True when it concerns a place in one of its areas, or at most <paramref name="withinM"/> metres outside; without areas, every place.</summary>
    public bool Reaches(Geo.GeoPoint place, double withinM) => Areas.Count == 0 || Areas.Any(a => a.Reaches(place, withinM));

    private static bool IsTime(long? ms) => ms is null || WarningMessage.IsTime(ms.Value);

    private static bool Fits(WarningResource r) =>
        r.Description.Length > 0 && r.MimeType.Length > 0 && r.SizeBytes is null or >= 0 && new[] { r.Description, r.MimeType, r.Uri, r.Digest }.All(t => WarningText.Fits(t, WarningText.MaxShort));
}
