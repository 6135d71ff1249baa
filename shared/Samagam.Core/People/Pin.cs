using System.Collections.Immutable;
using Samagam.Core.Geo;
using Samagam.Core.Ids;

namespace Samagam.Core.People;

/// <summary>Identity of a pin, made by the phone where it can be, so that a retry is the same pin: a UUID.</summary>
public readonly record struct PinId(Guid Value) : IComparable<PinId>
{
    private const string Segment = "/pin/";

    public static bool TryParse(string? text, out PinId id)
    {
        var ok = Guid.TryParseExact(text, "D", out var value) && value != Guid.Empty;
        id = new PinId(value);
        return ok;
    }

    /// <summary><c>person/{person}/pin/{pin}</c>.</summary>
    public string SubjectOf(PersonId person) => person.Subject + Segment + this;

    /// <summary>Where all pins of a person lie.</summary>
    public static string Root(PersonId person) => person.Subject + Segment[..^1];

    /// <summary>Null for another subject.</summary>
    public static PinId? OfSubject(PersonId person, string subject) =>
        subject.StartsWith(person.Subject + Segment, StringComparison.Ordinal) && TryParse(subject[(person.Subject.Length + Segment.Length)..], out var id) ? id : null;

    public int CompareTo(PinId other) => string.CompareOrdinal(ToString(), other.ToString());

    public override string ToString() => Value.ToString("D");
}

/// <summary>A place a person keeps (kind <c>person.pin</c>, law <see cref="Facts.FoldingLaw.Latest"/>): the tent, the parked car, where to meet. Sealed.</summary>
/// <param name="Type">A word of the phone's own, for its picture: 1 to 24 of <c>[a-z0-9_-]</c>.</param>
public sealed record Pin(string Name, GeoPoint Point, string Type, ImmutableSortedDictionary<string, string> Metadata)
{
    public const int MaxTypeLength = 24;

    public bool SaysTheSameAs(Pin other) => this with { Metadata = other.Metadata } == other && Metadata.SequenceEqual(other.Metadata);

    /// <summary>The first field outside its limits, as the API names it; null when all are within.</summary>
    public string? Wrong(PeopleOptions options) =>
        Name.Length is 0 || Name.Length > options.MaxNameLength ? "$.name"
        : !Point.IsValid ? "$.location"
        : Type.Length is 0 or > MaxTypeLength || !Type.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '_' or '-') ? "$.pinType"
        : Entries.AreWithin(Metadata, options) ? null : "$.metadata";
}
