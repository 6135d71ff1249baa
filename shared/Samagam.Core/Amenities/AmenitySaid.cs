using System.Collections.Immutable;
using Samagam.Core.Geo;

namespace Samagam.Core.Amenities;

/// <summary>
/// What staff say an amenity is (kind <c>amenity.said</c>, law <see cref="Facts.FoldingLaw.Latest"/>, subject <c>amenity/{id}</c>): laid over the map. What is left
/// empty is as the map has it. Taking it away is one more edit, and may be taken back.
/// </summary>
public sealed record AmenitySaid
{
    /// <summary>Traits staff may state, by their OpenStreetMap key.</summary>
    public static readonly ImmutableSortedSet<string> TraitKeys = ImmutableSortedSet.Create(
        StringComparer.Ordinal,
        "addr:full", "capacity", "description", "description:hi", "drinking_water", "family", "fee", "female", "male", "opening_hours", "unisex", "wheelchair");

    private static readonly ImmutableSortedDictionary<string, string> NoTraits = ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);

    /// <summary>Of the map, or <see cref="AmenityWords.IsOwnId"/>.</summary>
    public required string Id { get; init; }

    /// <summary>Word of a type or of a category; empty: as on the map.</summary>
    public string Type { get; init; } = "";

    public string NameEn { get; init; } = "";

    public string NameHi { get; init; } = "";

    /// <summary>Null: where the map has it.</summary>
    public GeoPoint? Point { get; init; }

    /// <summary>By key, of <see cref="TraitKeys"/>.</summary>
    public ImmutableSortedDictionary<string, string> Traits { get; init; } = NoTraits;

    /// <summary>It is not there: nobody is led to it.</summary>
    public bool Removed { get; init; }

    /// <summary>Who said it: a staff id, never a name.</summary>
    public string By { get; init; } = "";

    public string Subject => SubjectOf(Id);

    /// <summary>Added by staff: not on any map.</summary>
    public bool IsNew => AmenityWords.IsOwnId(Id);

    public bool IsValid =>
        AmenityWords.IsId(Id) && (Type.Length == 0 || AmenityWords.IsWord(Type))
        && AmenityWords.IsLine(NameEn, AmenityWords.MaxNameLength) && AmenityWords.IsLine(NameHi, AmenityWords.MaxNameLength)
        && Point is null or { IsValid: true } && (!IsNew || (Type.Length > 0 && Point is not null))
        && Traits.All(t => TraitKeys.Contains(t.Key) && t.Value.Length > 0 && AmenityWords.IsLine(t.Value, AmenityWords.MaxTextLength))
        && By.Length <= AmenityWords.MaxByLength;

    public static string SubjectOf(string id) => $"amenity/{id}";

    public bool Equals(AmenitySaid? other) =>
        other is not null && Id == other.Id && Type == other.Type && NameEn == other.NameEn && NameHi == other.NameHi && Point == other.Point
        && Removed == other.Removed && By == other.By && Traits.SequenceEqual(other.Traits);

    public override int GetHashCode() => HashCode.Combine(Id, Type, NameEn, NameHi, Point, Removed);
}
