using System.Text;
using System.Text.Json.Nodes;
using Samagam.Core.Content;
using Samagam.TestKit;
using Samagam.Wire.Content;

namespace Samagam.Wire.Tests.Content;

/// <summary>A pack is a stranger until every rule holds; what is wrong is said with file and field.</summary>
public sealed class ContentPackTests
{
    [Fact]
    public void A_good_pack_is_read_with_everything_it_says()
    {
        var pack = new PackDraft().Pack();
        Assert.Equal(("test-pack", 3, false), (pack.Manifest.Pack, pack.Manifest.Version, pack.Manifest.IsSample));
        Assert.Equal(new DateTimeOffset(2026, 11, 1, 0, 30, 0, TimeSpan.Zero), pack.Manifest.Published);
        Assert.Equal(["en", "hi"], pack.Manifest.Languages);
        var ghat = pack.Poi("ram-ghat")!;
        Assert.Equal((PoiCategory.Ghat, 5, 30, "Steps.\nAnd water."), (ghat.Category, ghat.Significance, ghat.AverageDurationMinutes, ghat.Description));
        var plan = pack.Itinerary("short-walk")!;
        Assert.Equal(["ram-ghat", "harsiddhi-temple"], pack.StopsOf(plan).Select(p => p.Id));
        Assert.Equal(ghat.Point.DistanceM(pack.Poi("harsiddhi-temple")!.Point), pack.StraightMetres(plan));
        Assert.Null(pack.Poi("nowhere"));
    }

    [Fact]
    public void The_same_content_is_the_same_manifest_and_other_content_another_hash()
    {
        var first = new PackDraft().Pack();
        Assert.Equal(first.Hash, new PackDraft().Pack().Hash);
        var changed = new PackDraft();
        changed.FirstPoi["significance"] = 4;
        Assert.NotEqual(first.Hash, changed.Pack().Hash);
    }

    [Theory]
    [InlineData("id", "\"Ram Ghat\"", "[0].id must be lower-case letters")]
    [InlineData("id", "\"plans\"", "[0].id must not be 'plans'")]
    [InlineData("id", "\"ab\"", "[0].id must have 3 to 50 characters")]
    [InlineData("id", "\"../etc\"", "[0].id must be")]
    [InlineData("id", "\"harsiddhi-temple\"", "[1].id 'harsiddhi-temple' stands twice")]
    [InlineData("name", "\" \"", "[0].name is missing")]
    [InlineData("name", "\"a\\nb\"", "[0].name holds the control character U+000A")]
    [InlineData("nameHi", "\"<b>रामघाट</b>\"", "[0].nameHi holds '<' or '>'")]
    [InlineData("nameHi", "\"रामघाट \"", "[0].nameHi begins or ends with a blank")]
    [InlineData("description", "\"Salt &amp; water\"", "[0].description holds an HTML entity")]
    [InlineData("description", "\"a\\u202eb\"", "[0].description holds the invisible mark U+202E")]
    [InlineData("description", "\"a\\u0000b\"", "[0].description holds the control character U+0000")]
    [InlineData("caution", "\"Deep water\"", "[0].cautionHi is missing")]
    [InlineData("cautionHi", "\"गहरा पानी\"", "[0].caution is missing")]
    [InlineData("lat", "90.5", "[0].lat must be -90 to 90")]
    [InlineData("lat", "1e999", "[0].lat must be -90 to 90")]
    [InlineData("lng", "-181", "[0].lng must be -180 to 180")]
    [InlineData("lat", "\"23\"", "[0].lat cannot be read")]
    [InlineData("category", "\"shop\"", "[0].category is not a category")]
    [InlineData("category", "1", "[0].category cannot be read")]
    [InlineData("significance", "0", "[0].significance must be 1 to 5")]
    [InlineData("significance", "6", "[0].significance must be 1 to 5")]
    [InlineData("significance", "99999999999", "[0].significance cannot be read")]
    [InlineData("bestTimeToVisit", "[\"morning\",\"teatime\"]", "[0].bestTimeToVisit[1] is not a time")]
    [InlineData("bestTimeToVisit", "[\"morning\",\"morning\"]", "[0].bestTimeToVisit names the same time twice")]
    [InlineData("bestTimeToVisit", "[null]", "holds null")]
    [InlineData("averageDurationMinutes", "0", "[0].averageDurationMinutes must be 1 to 720")]
    [InlineData("averageDurationMinutes", "721", "[0].averageDurationMinutes must be 1 to 720")]
    [InlineData("script", "\"x\"", "'script'")]
    [InlineData("description", null, "'description'")]
    public void What_is_wrong_with_a_place_is_said_with_its_field(string field, string? value, string said)
    {
        var draft = new PackDraft();
        draft.FirstPoi.Remove(field);
        if (value is not null)
        {
            draft.FirstPoi[field] = JsonNode.Parse(value);
            if (value == "[null]")
            {
                draft.FirstPoi[field] = new JsonArray((JsonNode?)null);
            }
        }
        var problem = draft.Problem();
        Assert.StartsWith("pois.json", problem, StringComparison.Ordinal);
        Assert.Contains(said, problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("pilgrimType", "\"king\"", "[0].pilgrimType is not a type")]
    [InlineData("durationHours", "0.2", "[0].durationHours must be 0.25 to 24")]
    [InlineData("durationHours", "24.5", "[0].durationHours must be 0.25 to 24")]
    [InlineData("difficulty", "6", "[0].difficulty must be 1 to 5")]
    [InlineData("poiSequence", "[\"ram-ghat\"]", "[0].poiSequence must have 2 to 30 places")]
    [InlineData("poiSequence", "[\"ram-ghat\",\"the-moon\"]", "[0].poiSequence[1] is no place of this pack")]
    [InlineData("poiSequence", "[\"ram-ghat\",\"ram-ghat\"]", "[0].poiSequence[1] is the place before it")]
    [InlineData("totalDistanceMeters", "5", "'totalDistanceMeters'")]
    public void What_is_wrong_with_an_itinerary_is_said_with_its_field(string field, string value, string said)
    {
        var draft = new PackDraft();
        draft.FirstItinerary[field] = JsonNode.Parse(value);
        var problem = draft.Problem();
        Assert.StartsWith("itineraries.json", problem, StringComparison.Ordinal);
        Assert.Contains(said, problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("format", "2", "format is 2, which this box does not know")]
    [InlineData("pack", "\"Ujjain!\"", "pack must be")]
    [InlineData("version", "0", "version must be at least 1")]
    [InlineData("title", "\"\"", "title is missing")]
    [InlineData("licence", "\"a\\u0007\"", "licence holds the control character")]
    [InlineData("languages", "[\"en\"]", "languages must be")]
    [InlineData("languages", "[\"hi\",\"en\"]", "languages must be")]
    [InlineData("published", "\"yesterday\"", "published cannot be read")]
    [InlineData("files", "[]", "files lack pois.json")]
    [InlineData("files", "[{\"name\":\"../pois.json\",\"bytes\":1,\"sha256\":\"\"}]", "files[0].name must be a plain")]
    [InlineData("files", "[{\"name\":\"a/b/c.json\",\"bytes\":1,\"sha256\":\"\"}]", "files[0].name must be a plain")]
    [InlineData("files", "[{\"name\":\"/etc.d\",\"bytes\":1,\"sha256\":\"\"}]", "files[0].name must be a plain")]
    [InlineData("files", "[{\"name\":\"pois\",\"bytes\":1,\"sha256\":\"\"}]", "files[0].name must have an ending")]
    [InlineData("files", "[{\"name\":\"a.b\",\"bytes\":1,\"sha256\":\"ABC\"}]", "files[0].sha256 must be 64")]
    [InlineData("files", "[{\"name\":\"a.b\",\"bytes\":-1,\"sha256\":\"0000000000000000000000000000000000000000000000000000000000000000\"}]", "files[0].bytes must be 0 to")]
    [InlineData("extra", "1", "'extra'")]
    public void What_is_wrong_with_the_manifest_is_said_with_its_field(string field, string value, string said)
    {
        var problem = new PackDraft { Manifest = m => m[field] = JsonNode.Parse(value) }.Problem();
        Assert.StartsWith("manifest.json", problem, StringComparison.Ordinal);
        Assert.Contains(said, problem, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_not_the_one_of_the_manifest_is_refused_before_it_is_parsed()
    {
        var junk = Encoding.UTF8.GetBytes("{{{");
        Assert.Contains("has 3 bytes", new PackDraft { Deliver = (_, _) => junk }.Problem(), StringComparison.Ordinal);
        Assert.Contains("its hash differs", new PackDraft { Deliver = (_, bytes) => [.. bytes[..^1], (byte)'!'] }.Problem(), StringComparison.Ordinal);
        Assert.Equal("itineraries.json is not there, or longer than the manifest says", new PackDraft { Deliver = (name, bytes) => name == "pois.json" ? bytes : null }.Problem());
    }

    [Fact]
    public void Files_of_later_kinds_are_left_alone()
    {
        var draft = new PackDraft();
        draft.More["audio/ram-ghat.hi.ogg"] = [1, 2, 3];
        draft.More["zebra.txt"] = [];
        Assert.Equal(4, draft.Pack().Manifest.Files.Count);
    }

    [Theory]
    [InlineData(nameof(ContentLimits.MaxPois), 2, "pois.json has more than 1 places")]
    [InlineData(nameof(ContentLimits.MaxItineraries), 2, "itineraries.json has more than 1 itineraries")]
    [InlineData(nameof(ContentLimits.MaxStops), 3, "poiSequence must have 2 to 2 places")]
    [InlineData(nameof(ContentLimits.MaxId), 16, "id must have 3 to 15 characters")]
    [InlineData(nameof(ContentLimits.MaxName), 11, "name is longer than 10 characters")]
    [InlineData(nameof(ContentLimits.MaxText), 18, "description is longer than 17 characters")]
    [InlineData(nameof(ContentLimits.MaxFileName), 20, "files[0].name must have 1 to 19 characters")]
    [InlineData(nameof(ContentLimits.MaxFiles), 3, "files are more than 2")]
    [InlineData(nameof(ContentLimits.MaxFileBytes), 3, "files[0].bytes must be 0 to 2")]
    [InlineData(nameof(ContentLimits.MaxDurationMinutes), 30, "averageDurationMinutes must be 1 to 29")]
    [InlineData(nameof(ContentLimits.MaxDurationHours), 2, "durationHours must be 0.25 to 1")]
    [InlineData(nameof(ContentLimits.MaxManifestBytes), 0, "manifest.json is larger than")]
    [InlineData(nameof(ContentLimits.MaxCatalogueBytes), 0, "files[2].bytes must be 0 to")]
    [InlineData(nameof(ContentLimits.MaxPackBytes), 0, "bytes together")]
    public void Each_limit_holds_what_stands_on_it_and_refuses_one_more(string limit, int on, string said)
    {
        var draft = new PackDraft();
        draft.Itineraries.Add(draft.FirstItinerary.DeepClone());
        draft.Itineraries[1]!["id"] = "other-walk";
        draft.FirstItinerary["poiSequence"] = new JsonArray("ram-ghat", "harsiddhi-temple", "ram-ghat");
        (draft.FirstItinerary["durationHours"], draft.FirstPoi["name"]) = (2, "Ram Ghat 11");
        draft.Itineraries[0]!["nameHi"] = "यात्रा";
        draft.Itineraries[1]!["nameHi"] = "यात्रा";
        draft.More["audio/ram-ghat.hi.o1"] = [1, 2, 3];
        var bytes = draft.Pack().Manifest.Files.Select(f => f.Bytes).ToList();
        var edge = limit switch
        {
            nameof(ContentLimits.MaxManifestBytes) => draft.ManifestBytes,
            nameof(ContentLimits.MaxCatalogueBytes) => (int)bytes.Max(),
            nameof(ContentLimits.MaxPackBytes) => (int)bytes.Sum(),
            _ => on,
        };
        draft.Limits = With(limit, edge);
        _ = draft.Pack();
        draft.Limits = With(limit, edge - 1);
        Assert.Contains(said, draft.Problem(), StringComparison.Ordinal);
    }

    private static ContentLimits With(string limit, int value)
    {
        var limits = new ContentLimits();
        var property = typeof(ContentLimits).GetProperty(limit)!;
        property.SetValue(limits, Convert.ChangeType(value, property.PropertyType, System.Globalization.CultureInfo.InvariantCulture));
        return limits;
    }

    [Fact]
    public void A_limit_of_nothing_is_said_at_the_start() => Assert.Throws<ArgumentOutOfRangeException>(() => new ContentPackReader(new ContentLimits { MaxPois = 0 }));

    [Fact]
    public void Garbage_is_refused_and_never_more() => Seeds.ForEach(300, (seed, random) =>
    {
        var spoilt = SampleContent.File(seed % 2 == 0 ? ContentPackReader.ManifestFile : PackManifest.PoisFile);
        for (var i = random.Next(1, 20); i > 0; i--)
        {
            spoilt[random.Next(spoilt.Length)] = (byte)random.Next(256);
        }
        // A spoilt catalogue comes with a manifest that vouches for it, so that it reaches the parser.
        var outcome = seed % 2 == 0 ? new ContentPackReader().Read(spoilt, f => SampleContent.File(f.Name)) : new PackDraft().Read(spoilt, SampleContent.File(PackManifest.ItinerariesFile));
        Assert.True(outcome is ContentOutcome.Read or ContentOutcome.Refused { Problem.Why.Length: > 0 });
    });
}
