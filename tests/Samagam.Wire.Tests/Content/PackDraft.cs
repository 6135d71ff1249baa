using System.Text;
using System.Text.Json.Nodes;
using Samagam.Core.Content;
using Samagam.Wire.Content;

namespace Samagam.Wire.Tests.Content;

/// <summary>A small good pack to spoil: change a field, leave one out, lie about a file; then read it.</summary>
internal sealed class PackDraft
{
    public JsonArray Pois { get; } =
    [
        Poi("ram-ghat", 23.1845, 75.7639),
        Poi("harsiddhi-temple", 23.1835, 75.7663),
    ];

    public JsonArray Itineraries { get; } =
    [
        new JsonObject
        {
            ["id"] = "short-walk", ["name"] = "Short one", ["nameHi"] = "छोटी यात्रा", ["description"] = "From the river up.", ["descriptionHi"] = "नदी से ऊपर।",
            ["pilgrimType"] = "family", ["durationHours"] = 1.5, ["difficulty"] = 1, ["poiSequence"] = new JsonArray("ram-ghat", "harsiddhi-temple"),
        },
    ];

    public SortedDictionary<string, byte[]> More { get; } = new(StringComparer.Ordinal);

    /// <summary>Changes the manifest after it was made from the files.</summary>
    public Action<JsonObject> Manifest { get; set; } = _ => { };

    /// <summary>Changes a file after the manifest was made.</summary>
    public Func<string, byte[], byte[]?> Deliver { get; set; } = (_, bytes) => bytes;

    public ContentLimits Limits { get; set; } = new();

    /// <summary>Of what was read last.</summary>
    public int ManifestBytes { get; private set; }

    public JsonObject FirstPoi => (JsonObject)Pois[0]!;

    public JsonObject FirstItinerary => (JsonObject)Itineraries[0]!;

    public static JsonObject Poi(string id, double lat, double lng) => new()
    {
        ["id"] = id, ["name"] = "Ram Ghat", ["nameHi"] = "रामघाट", ["description"] = "Steps.\nAnd water.", ["descriptionHi"] = "सीढ़ियाँ।", ["lat"] = lat, ["lng"] = lng,
        ["category"] = "ghat", ["significance"] = 5, ["bestTimeToVisit"] = new JsonArray("morning"), ["averageDurationMinutes"] = 30,
    };

    public ContentOutcome Read() => Read(Encoding.UTF8.GetBytes(Pois.ToJsonString()), Encoding.UTF8.GetBytes(Itineraries.ToJsonString()));

    public ContentOutcome Read(byte[] pois, byte[] itineraries)
    {
        var files = new SortedDictionary<string, byte[]>(More, StringComparer.Ordinal) { [PackManifest.PoisFile] = pois, [PackManifest.ItinerariesFile] = itineraries };
        var manifest = (JsonObject)JsonNode.Parse(ContentPackWriter.Manifest(new PackManifest
        {
            Pack = "test-pack",
            Version = 3,
            Published = new DateTimeOffset(2026, 11, 1, 6, 0, 0, TimeSpan.FromHours(5.5)),
            Title = "Test",
            TitleHi = "जाँच",
            Licence = "Ours",
            Languages = ["hi", "en"],
            Files = [.. files.Select(f => ContentPackWriter.Describe(f.Key, f.Value))],
        }))!;
        Manifest(manifest);
        var signed = Encoding.UTF8.GetBytes(manifest.ToJsonString());
        ManifestBytes = signed.Length;
        return new ContentPackReader(Limits).Read(signed, f => files.TryGetValue(f.Name, out var bytes) && Deliver(f.Name, bytes) is { } sent ? sent : null);
    }

    public string Problem() => Assert.IsType<ContentOutcome.Refused>(Read()).Problem.ToString();

    public ContentPack Pack() => Read() switch
    {
        ContentOutcome.Read read => read.Pack,
        ContentOutcome.Refused refused => throw new InvalidOperationException(refused.Problem.ToString()),
        _ => throw new InvalidOperationException("a pack is read or refused"),
    };
}
