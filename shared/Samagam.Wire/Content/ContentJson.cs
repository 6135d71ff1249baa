using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Samagam.Wire.Content;

/// <summary>The manifest as it is written. Field names are those of the file, in camel case; published, never changed.</summary>
internal sealed record ManifestShape(
    int Format, string Pack, int Version, DateTimeOffset Published, string Title, string TitleHi, string Licence, string[] Languages, FileShape[] Files, bool Sample = false);

internal sealed record FileShape(string Name, long Bytes, string Sha256);

internal sealed record PoiShape(
    string Id, string Name, string NameHi, string Description, string DescriptionHi, double Lat, double Lng, string Category, int Significance, string[] BestTimeToVisit,
    int AverageDurationMinutes, string Caution = "", string CautionHi = "");

internal sealed record ItineraryShape(
    string Id, string Name, string NameHi, string Description, string DescriptionHi, string PilgrimType, double DurationHours, int Difficulty, string[] PoiSequence);

internal sealed record AudioShape(string Poi, string Language, string Title, int DurationSeconds, string File, string Transcript);

/// <summary>The JSON of content packs: unknown and doubled fields are refused, nothing that must be there may be missing or null.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    AllowDuplicateProperties = false,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    ReadCommentHandling = JsonCommentHandling.Disallow,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    MaxDepth = 8,
    WriteIndented = true,
    NewLine = "\n")]
[JsonSerializable(typeof(ManifestShape))]
[JsonSerializable(typeof(PoiShape[]))]
[JsonSerializable(typeof(ItineraryShape[]))]
[JsonSerializable(typeof(AudioShape[]))]
internal sealed partial class ContentJson : JsonSerializerContext
{
    /// <summary>For writing: letters of every script stay readable. For files, never for HTML. A class of its own, because the context must be there first.</summary>
    internal static class Writing
    {
        public static readonly ContentJson Readable = new(new JsonSerializerOptions(Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
    }
}
