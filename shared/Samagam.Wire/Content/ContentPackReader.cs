using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Samagam.Core.Content;
using Samagam.Core.Geo;

namespace Samagam.Wire.Content;

/// <summary>
/// Reads a content pack as from a stranger: manifest, then length and hash of each catalogue before it is parsed, then every rule of
/// <see cref="ContentRules"/>. Whether the manifest is signed by who may sign is for the door that has the keys, before it calls here.
/// </summary>
public sealed class ContentPackReader
{
    /// <summary>The manifest's file in a pack's folder; its signature stands beside it as <c>manifest.sig</c>.</summary>
    public const string ManifestFile = "manifest.json";

    private readonly ContentLimits _limits;

    public ContentPackReader(ContentLimits? limits = null)
    {
        _limits = limits ?? new ContentLimits();
        _limits.Validate();
    }

    /// <summary>Reads a pack, or says what is wrong with it first.</summary>
    /// <param name="manifest">The exact bytes that were signed.</param>
    /// <param name="open">Gives a file of the manifest, never asked for more than its stated bytes; null when it is not there or longer. The name was checked.</param>
    public ContentOutcome Read(ReadOnlySpan<byte> manifest, Func<PackFile, byte[]?> open)
    {
        if (Head(manifest, out var said) is { } wrong)
        {
            return wrong;
        }
        if (Open(said, PackManifest.PoisFile, open, ContentJson.Default.PoiShapeArray, out var pois) is { } badPois)
        {
            return badPois;
        }
        if (Pois(pois, out var places) is { } badPoi)
        {
            return badPoi;
        }
        if (Open(said, PackManifest.ItinerariesFile, open, ContentJson.Default.ItineraryShapeArray, out var itineraries) is { } badItineraries)
        {
            return badItineraries;
        }
        if (Itineraries(itineraries, places.ContainsKey, out var plans) is { } badItinerary)
        {
            return badItinerary;
        }
        var sounds = new List<AudioGuide>();
        if (said.Files.Any(f => f.Name == PackManifest.AudioFile)
            && (Open(said, PackManifest.AudioFile, open, ContentJson.Default.AudioShapeArray, out var audio) ?? Audio(audio, said, places.ContainsKey, sounds)) is { } badAudio)
        {
            return badAudio;
        }
        return new ContentOutcome.Read(new ContentPack(said, HashOf(manifest), places.Values, plans.Values, sounds));
    }

    /// <summary>What a manifest says, if it holds every rule by itself; null when it does not.</summary>
    public PackManifest? ReadHead(ReadOnlySpan<byte> manifest) => Head(manifest, out var said) is null ? said : null;

    private ContentOutcome.Refused? Head(ReadOnlySpan<byte> manifest, out PackManifest said)
    {
        said = null!;
        if (manifest.Length > _limits.MaxManifestBytes)
        {
            return Refuse(ManifestFile, "", $"is larger than {_limits.MaxManifestBytes} bytes");
        }
        if (Parse(ManifestFile, manifest, ContentJson.Default.ManifestShape, out var head) is { } unreadable)
        {
            return unreadable;
        }
        if (head.Format != PackManifest.CurrentFormat)
        {
            return Refuse(ManifestFile, "format", $"is {head.Format}, which this box does not know; it knows {PackManifest.CurrentFormat}");
        }
        said = new PackManifest
        {
            Pack = head.Pack,
            Version = head.Version,
            Published = head.Published.ToUniversalTime(),
            Title = head.Title,
            TitleHi = head.TitleHi,
            Licence = head.Licence,
            Languages = head.Languages,
            IsSample = head.Sample,
            Files = [.. head.Files.Select(f => new PackFile(f.Name, f.Bytes, f.Sha256))],
        };
        if (ContentRules.Wrong(said, _limits) is var (field, why))
        {
            return Refuse(ManifestFile, field, why);
        }
        return null;
    }

    internal static string HashOf(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    private ContentOutcome.Refused? Open<T>(PackManifest manifest, string name, Func<PackFile, byte[]?> open, JsonTypeInfo<T[]> type, out T[] things)
    {
        things = [];
        var file = manifest.Files.First(f => f.Name == name);
        if (open(file) is not { } bytes)
        {
            return Refuse(name, "", "is not there, or longer than the manifest says");
        }
        if (bytes.Length != file.Bytes)
        {
            return Refuse(name, "", $"has {bytes.Length} bytes, the manifest says {file.Bytes}");
        }
        return HashOf(bytes) != file.Sha256 ? Refuse(name, "", "is not the file of the manifest: its hash differs") : Parse(name, bytes, type, out things);
    }

    private static ContentOutcome.Refused? Parse<T>(string file, ReadOnlySpan<byte> bytes, JsonTypeInfo<T> type, out T value)
    {
        value = default!;
        try
        {
            // Nullability is enforced on fields, not on what arrays hold; nothing of a pack is ever null.
            if (HasNull(bytes))
            {
                return Refuse(file, "", "holds null; leave out what is not given");
            }
            value = JsonSerializer.Deserialize(bytes, type)!;
            return null;
        }
        catch (JsonException e)
        {
            return Refuse(file, (e.Path ?? "").TrimStart('$').TrimStart('.'), $"cannot be read: {e.Message}");
        }
    }

    private static bool HasNull(ReadOnlySpan<byte> bytes)
    {
        var reader = new Utf8JsonReader(bytes, new JsonReaderOptions { MaxDepth = 8 });
        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.Null)
            {
                return true;
            }
        }
        return false;
    }

    private ContentOutcome.Refused? Pois(PoiShape[] shapes, out SortedDictionary<string, PointOfInterest> pois)
    {
        pois = new(StringComparer.Ordinal);
        const string File = PackManifest.PoisFile;
        if (shapes.Length > _limits.MaxPois)
        {
            return Refuse(File, "", $"has more than {_limits.MaxPois} places");
        }
        for (var i = 0; i < shapes.Length; i++)
        {
            var shape = shapes[i];
            if (!ContentWords.TryParse(shape.Category, out PoiCategory category))
            {
                return Refuse(File, $"[{i}].category", "is not a category this box knows");
            }
            var times = new VisitTime[shape.BestTimeToVisit.Length];
            for (var t = 0; t < times.Length; t++)
            {
                if (!ContentWords.TryParse(shape.BestTimeToVisit[t], out times[t]))
                {
                    return Refuse(File, $"[{i}].bestTimeToVisit[{t}]", "is not a time this box knows");
                }
            }
            var poi = new PointOfInterest
            {
                Id = shape.Id,
                Name = shape.Name,
                NameHi = shape.NameHi,
                Description = shape.Description,
                DescriptionHi = shape.DescriptionHi,
                Caution = shape.Caution,
                CautionHi = shape.CautionHi,
                Point = new GeoPoint(shape.Lat, shape.Lng),
                Category = category,
                Significance = shape.Significance,
                BestTimes = times,
                AverageDurationMinutes = shape.AverageDurationMinutes,
            };
            if (ContentRules.Wrong(poi, _limits) is var (field, why))
            {
                return Refuse(File, $"[{i}].{field}", why);
            }
            if (!pois.TryAdd(poi.Id, poi))
            {
                return Refuse(File, $"[{i}].id", $"'{poi.Id}' stands twice");
            }
        }
        return null;
    }

    private ContentOutcome.Refused? Itineraries(ItineraryShape[] shapes, Predicate<string> isPoi, out SortedDictionary<string, Itinerary> itineraries)
    {
        itineraries = new(StringComparer.Ordinal);
        const string File = PackManifest.ItinerariesFile;
        if (shapes.Length > _limits.MaxItineraries)
        {
            return Refuse(File, "", $"has more than {_limits.MaxItineraries} itineraries");
        }
        for (var i = 0; i < shapes.Length; i++)
        {
            var shape = shapes[i];
            if (!ContentWords.TryParse(shape.PilgrimType, out PilgrimType type))
            {
                return Refuse(File, $"[{i}].pilgrimType", "is not a type of pilgrim this box knows");
            }
            var itinerary = new Itinerary
            {
                Id = shape.Id,
                Name = shape.Name,
                NameHi = shape.NameHi,
                Description = shape.Description,
                DescriptionHi = shape.DescriptionHi,
                PilgrimType = type,
                DurationHours = shape.DurationHours,
                Difficulty = shape.Difficulty,
                Stops = shape.PoiSequence,
            };
            if (ContentRules.Wrong(itinerary, isPoi, _limits) is var (field, why))
            {
                return Refuse(File, $"[{i}].{field}", why);
            }
            if (!itineraries.TryAdd(itinerary.Id, itinerary))
            {
                return Refuse(File, $"[{i}].id", $"'{itinerary.Id}' stands twice");
            }
        }
        return null;
    }

    private ContentOutcome.Refused? Audio(AudioShape[] shapes, PackManifest manifest, Predicate<string> isPoi, List<AudioGuide> sounds)
    {
        var seen = new HashSet<(string, string)>();
        for (var i = 0; i < shapes.Length; i++)
        {
            var shape = shapes[i];
            var sound = new AudioGuide(shape.Poi, shape.Language, shape.Title, shape.DurationSeconds, shape.File, shape.Transcript);
            if (ContentRules.Wrong(sound, manifest, isPoi, _limits) is var (field, why))
            {
                return Refuse(PackManifest.AudioFile, $"[{i}].{field}", why);
            }
            // No more can be than places times languages.
            if (!seen.Add((sound.Poi, sound.Language)))
            {
                return Refuse(PackManifest.AudioFile, $"[{i}].language", $"'{sound.Poi}' has it twice");
            }
            sounds.Add(sound);
        }
        return null;
    }

    private static ContentOutcome.Refused Refuse(string file, string field, string why) => new(new ContentProblem(file, field, why));
}
