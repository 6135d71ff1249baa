namespace Samagam.Core.Amenities;

/// <summary>What a pilgrim found an amenity to be.</summary>
public enum FoundState : byte
{
    Unspecified = 0,

    /// <summary>There and good.</summary>
    Ok = 1,
    Closed = 2,
    Dirty = 3,
    NoWater = 4,
    Crowded = 5,

    /// <summary>Not there at all.</summary>
    Gone = 6,
}

/// <summary>One person's word, without the person.</summary>
/// <param name="AgeS">Seconds between it and the fact it travels in.</param>
public readonly record struct Voice(FoundState State, int AgeS);

/// <summary>
/// What the pilgrims at one box say of one amenity, taken together (kind <c>amenity.reported</c>, law <see cref="Facts.FoldingLaw.Own"/>, subject
/// <c>amenity/{id}/reports</c>): the newest word of each, and of each state no more than <see cref="MaxVoices"/>, so that no box outweighs all others.
/// </summary>
public sealed record AmenityReport(string Id, IReadOnlyList<Voice> Voices)
{
    /// <summary>Voices of one state in one report.</summary>
    public const int MaxVoices = 8;

    public const int States = (int)FoundState.Gone;

    public string Subject => SubjectOf(Id);

    public bool IsValid =>
        AmenityWords.IsId(Id) && Voices.Count is > 0 and <= MaxVoices * States
        && Voices.All(v => v.State is > FoundState.Unspecified and <= FoundState.Gone && v.AgeS is >= 0 and <= 7 * 24 * 3600)
        && Voices.CountBy(v => v.State).All(c => c.Value <= MaxVoices);

    public static string SubjectOf(string id) => $"amenity/{id}/reports";

    public bool Equals(AmenityReport? other) => other is not null && Id == other.Id && Voices.SequenceEqual(other.Voices);

    public override int GetHashCode() => HashCode.Combine(Id, Voices.Count);
}
