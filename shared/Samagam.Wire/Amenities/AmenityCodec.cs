using System.Collections.Immutable;
using Google.Protobuf;
using Samagam.Core.Amenities;
using Samagam.Core.Facts;
using Samagam.Core.Geo;
using W = Samagam.Wire.Amenities.V1;

namespace Samagam.Wire.Amenities;

/// <summary>What is said of amenities and their categories, and its bodies (<c>samagam/amenities/v1/amenities.proto</c>). What cannot be read is null.</summary>
public static class AmenityCodec
{
    public static byte[] Serialise(AmenitySaid said)
    {
        var wire = new W.Said
        {
            Id = said.Id,
            Type = said.Type,
            NameEn = said.NameEn,
            NameHi = said.NameHi,
            HasPoint = said.Point is not null,
            LatE7 = E7(said.Point?.LatitudeDeg ?? 0),
            LngE7 = E7(said.Point?.LongitudeDeg ?? 0),
            Removed = said.Removed,
            By = said.By,
        };
        foreach (var (key, value) in said.Traits)
        {
            wire.Traits.Add(key, value);
        }
        return wire.ToByteArray();
    }

    public static byte[] Serialise(AmenityStatus status) => new W.Status
    {
        Id = status.Id,
        Operational = status.Operational switch { null => 0u, true => 1, false => 2 },
        CrowdLevel = (uint)(status.CrowdLevel ?? 0),
        Note = status.Note,
        UntilMs = (ulong)status.UntilMs,
        By = status.By,
    }.ToByteArray();

    public static byte[] Serialise(AmenityReport report)
    {
        var wire = new W.Report { Id = report.Id };
        foreach (var voice in report.Voices)
        {
            wire.Voices.Add((uint)voice.State);
            wire.Voices.Add((uint)voice.AgeS);
        }
        return wire.ToByteArray();
    }

    public static byte[] Serialise(CategorySaid said) => new W.Category
    {
        Word = said.Word,
        Under = said.Under,
        NameEn = said.NameEn,
        NameHi = said.NameHi,
        Removed = said.Removed,
        By = said.By,
    }.ToByteArray();

    public static AmenitySaid? TryReadSaid(Fact fact) => Read(fact, FactKinds.AmenitySaid, W.Said.Parser, wire => wire.Traits.Count > AmenitySaid.TraitKeys.Count ? null : new AmenitySaid
    {
        Id = wire.Id,
        Type = wire.Type,
        NameEn = wire.NameEn,
        NameHi = wire.NameHi,
        Point = wire.HasPoint ? new GeoPoint(wire.LatE7 / 1e7, wire.LngE7 / 1e7) : null,
        Traits = wire.Traits.ToImmutableSortedDictionary(StringComparer.Ordinal),
        Removed = wire.Removed,
        By = wire.By,
    }, said => said.IsValid && fact.Subject == said.Subject);

    public static AmenityStatus? TryReadStatus(Fact fact) => Read(fact, FactKinds.AmenityStatus, W.Status.Parser, wire => wire.Operational > 2 || wire.CrowdLevel > 5 || wire.UntilMs > long.MaxValue
        ? null
        : new AmenityStatus(
            wire.Id, wire.Operational switch { 1 => true, 2 => false, _ => null }, wire.CrowdLevel == 0 ? null : (int)wire.CrowdLevel, wire.Note, (long)wire.UntilMs, wire.By),
        status => status.IsValid && fact.Subject == status.Subject);

    public static AmenityReport? TryReadReport(Fact fact) => Read(fact, FactKinds.AmenityReported, W.Report.Parser, wire =>
        wire.Voices.Count is 0 or > 2 * AmenityReport.MaxVoices * AmenityReport.States || wire.Voices.Count % 2 != 0 || wire.Voices.Any(v => v > int.MaxValue)
            ? null
            : new AmenityReport(wire.Id, [.. Enumerable.Range(0, wire.Voices.Count / 2).Select(i => new Voice((FoundState)Math.Min(wire.Voices[2 * i], byte.MaxValue), (int)wire.Voices[(2 * i) + 1]))]),
        report => report.IsValid && fact.Subject == report.Subject);

    public static CategorySaid? TryReadCategory(Fact fact) => Read(
        fact, FactKinds.CategorySaid, W.Category.Parser, wire => new CategorySaid(wire.Word, wire.Under, wire.NameEn, wire.NameHi, wire.Removed, wire.By),
        said => said.IsValid && fact.Subject == said.Subject);

    private static T? Read<TWire, T>(Fact fact, FactKind kind, MessageParser<TWire> parser, Func<TWire, T?> map, Predicate<T> isGood)
        where TWire : IMessage<TWire>
        where T : class
    {
        if (fact.Kind != kind.Name)
        {
            return null;
        }
        try
        {
            return map(parser.ParseFrom(fact.Body.Span)) is { } read && isGood(read) ? read : null;
        }
        catch (InvalidProtocolBufferException)
        {
            return null;
        }
    }

    private static int E7(double degrees) => (int)Math.Round(degrees * 1e7);
}
