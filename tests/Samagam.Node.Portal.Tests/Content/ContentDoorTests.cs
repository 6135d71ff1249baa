using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Samagam.BoxHost.Content;
using Samagam.Core.Content;
using Samagam.Node.Portal.Tests.Support;
using Samagam.Routing;
using Samagam.TestKit;
using Samagam.Trust;
using Samagam.Wire.Content;

namespace Samagam.Node.Portal.Tests.Content;

/// <summary>The doors of content over the sample pack on the sample map.</summary>
public sealed class ContentDoorTests
{
    [Fact]
    public async Task Places_are_told_in_both_languages_and_once_more_in_the_readers()
    {
        await using var box = await PortalBox.StartAsync(town: SampleEvent.Map);
        using var phone = box.Phone("hi");
        var answer = await phone.GetAsync("/api/v1/pois/ram-ghat");
        var poi = answer.Data;
        Assert.Equal(("Ram Ghat", "रामघाट", "रामघाट", "ghat", "घाट", 5, true), (
            Text(poi, "name"), Text(poi, "nameHi"), Text(poi, "displayName"), Text(poi, "category"), Text(poi, "categoryName"),
            poi.GetProperty("significance").GetInt32(), poi.GetProperty("isSample").GetBoolean()));
        Assert.Equal("भोर शाम", Words(poi.GetProperty("bestTimeNames")));
        Assert.Equal("early_morning evening", Words(poi.GetProperty("bestTimeToVisit")));
        Assert.Equal(Text(poi, "descriptionHi"), Text(poi, "displayDescription"));
        Assert.Equal(Text(poi, "cautionHi"), Text(poi, "displayCaution"));
        Assert.Equal("Ram Ghat", Text((await phone.GetAsync("/api/v1/pois/ram-ghat?lang=en")).Data, "displayName"));
        var fresh = answer.Json.GetProperty("metadata").GetProperty("freshness");
        Assert.Equal("content ujjain-sample 1", Text(fresh, "source"));
        Assert.Equal("hi", answer.Response.Content.Headers.ContentLanguage.Single());
    }

    [Theory]
    [InlineData("category=cave", "bhartrihari-caves")]
    [InlineData("category=museum", "triveni-museum vikram-kirti-mandir")]
    [InlineData("min_significance=5&category=ghat", "ram-ghat")]
    [InlineData("q=mahakal&limit=2", "mahakal-lok mahakaleshwar-temple")]
    [InlineData("q=महाकालेश्वर", "mahakaleshwar-temple")]
    [InlineData("q=harsidhi", "harsiddhi-temple")]
    [InlineData("q=sandipni", "sandipani-ashram")]
    [InlineData("q=गुफा", "bhartrihari-caves")]
    [InlineData("q=museum", "triveni-museum vikram-kirti-mandir")]
    [InlineData("q=xyzzy", "")]
    [InlineData("limit=2", "harsiddhi-temple kal-bhairav-temple")]
    [InlineData("limit=2&page=2", "mahakal-lok mahakaleshwar-temple")]
    [InlineData("page=10000", "")]
    [InlineData("near=23.2075,75.7805&limit=2", "sandipani-ashram ram-janardan-temple")]
    [InlineData("near=23.2075,75.7805&category=ghat&limit=1", "mangalnath-ghat")]
    public async Task Each_filter_lets_through_what_fits_in_its_order(string asked, string ids)
    {
        await using var box = await PortalBox.StartAsync(town: SampleEvent.Map);
        using var phone = box.Phone();
        var answer = await phone.GetAsync("/api/v1/pois?" + asked);
        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.Equal(ids, Ids(answer.Data));
    }

    [Fact]
    public async Task A_list_says_how_long_it_is_and_the_walks_when_asked_from_a_place()
    {
        await using var box = await PortalBox.StartAsync(town: SampleEvent.Map);
        using var phone = box.Phone();
        var answer = await phone.GetAsync("/api/v1/pois?limit=100&near=23.1845,75.7650");
        var count = box.Node.Content.InForce.Pois.Count;
        Assert.Equal(count, answer.Json.GetProperty("metadata").GetProperty("pagination").GetProperty("total").GetInt32());
        var walks = answer.Data.EnumerateArray().Select(p => p.GetProperty("walkSeconds").GetInt32()).ToList();
        Assert.Equal(walks.Order(), walks);
        Assert.True(answer.Data[0].GetProperty("distanceMeters").GetInt32() < 400);
        Assert.Equal(TimeSpan.FromMinutes(5), answer.Response.Headers.CacheControl!.MaxAge);
        var plain = await phone.GetAsync("/api/v1/pois");
        Assert.Equal(20, plain.Data.GetArrayLength());
        Assert.False(plain.Data[0].TryGetProperty("walkSeconds", out _));
        Assert.Equal(TimeSpan.FromHours(24), plain.Response.Headers.CacheControl!.MaxAge);
    }

    [Theory]
    [InlineData("pois?category=shop", "category")]
    [InlineData("pois?category=ghat&category=cave", "category")]
    [InlineData("pois?min_significance=6", "min_significance")]
    [InlineData("pois?min_significance=0", "min_significance")]
    [InlineData("pois?limit=101", "limit")]
    [InlineData("pois?page=0", "page")]
    [InlineData("pois?near=91,0", "near")]
    [InlineData("pois?near=here", "near")]
    [InlineData("pois?colour=red", "colour")]
    [InlineData("pois?pilgrim_type=elder", "pilgrim_type")]
    [InlineData("pois/ram-ghat?near=23,75", "near")]
    [InlineData("itineraries?pilgrim_type=king", "pilgrim_type")]
    [InlineData("itineraries?category=ghat", "category")]
    [InlineData("itineraries/bath-and-darshan?page=1", "page")]
    public async Task What_is_asked_wrongly_is_refused_by_name(string asked, string field)
    {
        await using var box = await PortalBox.StartAsync();
        using var phone = box.Phone();
        var answer = await phone.GetAsync("/api/v1/" + asked);
        Assert.Equal((HttpStatusCode.BadRequest, "INVALID_FIELD", field), (answer.Status, answer.ErrorCode, Text(answer.Json.GetProperty("error"), "field")));
    }

    [Fact]
    public async Task A_text_on_the_limit_is_searched_and_a_longer_one_refused()
    {
        await using var box = await PortalBox.StartAsync();
        using var phone = box.Phone();
        Assert.Equal(HttpStatusCode.OK, (await phone.GetAsync("/api/v1/pois?q=" + new string('a', 100))).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await phone.GetAsync("/api/v1/pois?q=" + new string('a', 101))).Status);
    }

    [Fact]
    public async Task What_is_not_there_is_said()
    {
        await using var box = await PortalBox.StartAsync(withMap: false);
        using var phone = box.Phone("hi");
        foreach (var (path, status, code) in (ValueTuple<string, HttpStatusCode, string>[])
            [
                ("pois/the-moon", HttpStatusCode.NotFound, "POI_UNKNOWN"),
                ("itineraries/the-moon", HttpStatusCode.NotFound, "ITINERARY_UNKNOWN"),
                ("pois?near=23.18,75.76", HttpStatusCode.ServiceUnavailable, "NO_MAP"),
            ])
        {
            var answer = await phone.GetAsync("/api/v1/" + path);
            Assert.Equal((status, code), (answer.Status, answer.ErrorCode));
        }
        await using var mapped = await PortalBox.StartAsync(town: SampleEvent.Map);
        using var other = mapped.Phone();
        var far = await other.GetAsync("/api/v1/pois?near=10,10");
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "FAR_FROM_PATHS"), (far.Status, far.ErrorCode));
    }

    [Theory]
    [InlineData("pois")]
    [InlineData("pois?near=23.1845,75.7650")]
    [InlineData("pois/ram-ghat")]
    [InlineData("itineraries")]
    [InlineData("itineraries/bath-and-darshan")]
    public async Task Who_has_the_answer_already_is_sent_304_and_the_other_language_is_another_answer(string path)
    {
        await using var box = await PortalBox.StartAsync(town: SampleEvent.Map);
        using var phone = box.Phone();
        var tag = (await phone.GetAsync("/api/v1/" + path)).Response.Headers.ETag!;
        Assert.Equal(HttpStatusCode.NotModified, (await AskAsync(phone, path, tag)).Status);
        using var other = box.Phone("hi");
        Assert.Equal(HttpStatusCode.OK, (await AskAsync(other, path, tag)).Status);
        // A new edition is another answer, too.
        box.Node.Content.Put(Changed());
        Assert.Equal(HttpStatusCode.OK, (await AskAsync(phone, path, tag)).Status);
    }

    [Fact]
    public async Task Itineraries_are_as_long_as_the_walk_and_without_a_map_as_the_straight_line()
    {
        await using var box = await PortalBox.StartAsync(town: SampleEvent.Map);
        using var phone = box.Phone();
        var pack = box.Node.Content.InForce;
        var plans = (await phone.GetAsync("/api/v1/itineraries")).Data;
        Assert.Equal(pack.Itineraries.Count, plans.GetArrayLength());
        foreach (var plan in plans.EnumerateArray())
        {
            Assert.Equal("walk", Text(plan, "distanceBy"));
            Assert.True(plan.GetProperty("totalDistanceMeters").GetInt32() >= pack.StraightMetres(pack.Itinerary(Text(plan, "id"))!) * 0.8, Text(plan, "id"));
        }
        Assert.Equal("with-a-wheelchair", Ids((await phone.GetAsync("/api/v1/itineraries?pilgrim_type=wheelchair")).Data));
        await using var bare = await PortalBox.StartAsync(withMap: false);
        using var other = bare.Phone();
        var straight = (await other.GetAsync("/api/v1/itineraries/bath-and-darshan")).Data;
        Assert.Equal("straight", Text(straight, "distanceBy"));
        Assert.Equal((int)Math.Round(pack.StraightMetres(pack.Itinerary("bath-and-darshan")!)), straight.GetProperty("totalDistanceMeters").GetInt32());
        Assert.False(straight.GetProperty("legs")[0].TryGetProperty("walkSeconds", out _));
    }

    [Fact]
    public async Task An_itinerary_has_its_places_in_order_and_the_walks_between_them_with_pages_that_show_the_way()
    {
        await using var box = await PortalBox.StartAsync(town: SampleEvent.Map);
        using var phone = box.Phone();
        var plan = (await phone.GetAsync("/api/v1/itineraries/first-day-in-ujjain")).Data;
        Assert.Equal(Words(plan.GetProperty("poiSequence")), Ids(plan.GetProperty("pois")));
        var legs = plan.GetProperty("legs").EnumerateArray().ToList();
        Assert.Equal(plan.GetProperty("pois").GetArrayLength() - 1, legs.Count);
        Assert.Equal(plan.GetProperty("totalDistanceMeters").GetInt32(), legs.Sum(l => l.GetProperty("walkMeters").GetInt32()), 5.0);
        var page = await phone.GetAsync(Text(legs[0], "routeUrl"));
        Assert.Equal(HttpStatusCode.OK, page.Status);
        Assert.Contains("<h1>Way to Harsiddhi Temple</h1>", page.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Plans_for_those_who_need_it_have_no_steps_on_the_sample_map()
    {
        await using var box = await PortalBox.StartAsync(town: SampleEvent.Map);
        using var phone = box.Phone();
        foreach (var id in (string[])["with-a-wheelchair", "unhurried-darshan"])
        {
            var plan = (await phone.GetAsync("/api/v1/itineraries/" + id)).Data;
            Assert.Equal("accessible", Text(plan, "profile"));
            Assert.All(plan.GetProperty("legs").EnumerateArray(), l => Assert.False(l.TryGetProperty("hasSteps", out _), l.ToString()));
        }
    }

    [Fact]
    public async Task A_closed_way_changes_the_leg_but_not_the_length_of_the_plan()
    {
        await using var box = await PortalBox.StartAsync(town: SampleEvent.Map);
        using var phone = box.Phone();
        var before = (await phone.GetAsync("/api/v1/itineraries/with-a-wheelchair")).Data;
        // The lane before the temple of Ganesh.
        await SampleEvent.CloseAsync(box, new Coordinate(23.1835, 75.76788));
        Assert.True(box.Node.Map.Step());
        var after = (await phone.GetAsync("/api/v1/itineraries/with-a-wheelchair")).Data;
        Assert.NotEqual(before.GetProperty("legs").ToString(), after.GetProperty("legs").ToString());
        Assert.Equal(before.GetProperty("totalDistanceMeters").GetInt32(), after.GetProperty("totalDistanceMeters").GetInt32());
    }

    [Fact]
    public void Every_place_of_the_sample_stands_on_the_sample_map_beside_a_path()
    {
        foreach (var poi in SampleContent.Load().Pois)
        {
            var near = SampleEvent.Map.Usual.NearestPath(new Coordinate(poi.Point.LatitudeDeg, poi.Point.LongitudeDeg));
            Assert.True(near is { GapMetres: < 60 }, $"{poi.Id}: {near?.GapMetres}");
        }
    }

    [Fact]
    public async Task A_pack_signed_by_the_mesh_authority_is_taken_from_its_folder_and_any_other_is_not()
    {
        await using var box = await PortalBox.StartAsync(town: SampleEvent.Map);
        using var folder = new TempFolder();
        using var authority = SigningKey.Create();
        using var stranger = SigningKey.Create();
        var manifest = Path.Combine(folder.Path, ContentPackReader.ManifestFile);
        var pack = SampleContent.Load();
        foreach (var file in pack.Manifest.Files)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(folder.Path, file.Name))!);
            await File.WriteAllBytesAsync(Path.Combine(folder.Path, file.Name), SampleContent.File(file.Name), PortalBox.Cancel);
        }
        var bytes = ContentPackWriter.Manifest(pack.Manifest with { Version = 7, IsSample = false });
        string Refusal(VerifyKey key) => ((ContentOutcome.Refused)ContentFolder.Read(folder.Path, key, new ContentLimits())).Problem.ToString();
        Assert.Contains("is not there", Refusal(authority.Public), StringComparison.Ordinal);
        SignedBlob.Sign(authority, SignedKind.Content, bytes).WriteFiles(manifest);
        Assert.Contains("is not signed by the authority", Refusal(stranger.Public), StringComparison.Ordinal);
        var read = Assert.IsType<ContentOutcome.Read>(ContentFolder.Read(folder.Path, authority.Public, new ContentLimits()));
        box.Node.Content.Put(read.Pack);
        using var phone = box.Phone();
        var answer = await phone.GetAsync("/api/v1/pois/ram-ghat");
        Assert.Equal("content ujjain-sample 7", Text(answer.Json.GetProperty("metadata").GetProperty("freshness"), "source"));
        Assert.False(answer.Data.GetProperty("isSample").GetBoolean());
        // Signed by the right key, but as another kind of document.
        SignedBlob.Sign(authority, SignedKind.Manifest, bytes).WriteFiles(manifest);
        Assert.Contains("is not signed by the authority", Refusal(authority.Public), StringComparison.Ordinal);
        SignedBlob.Sign(authority, SignedKind.Content, bytes).WriteFiles(manifest);
        await File.AppendAllTextAsync(Path.Combine(folder.Path, PackManifest.PoisFile), " ", PortalBox.Cancel);
        Assert.Equal("pois.json is not there, or longer than the manifest says", Refusal(authority.Public));
    }

    [Fact]
    public async Task Walks_are_reckoned_for_the_hundred_nearest_and_the_others_follow_without()
    {
        await using var box = await PortalBox.StartAsync(town: SampleEvent.Map);
        using var phone = box.Phone();
        var sample = SampleContent.Load();
        var ghat = sample.Poi("ram-ghat")!;
        box.Node.Content.Put(new ContentPack(sample.Manifest, new string('1', 64), Enumerable.Range(1, 101).Select(i => ghat with { Id = $"ghat-{i}" }), []));
        var first = await phone.GetAsync("/api/v1/pois?near=23.1845,75.7650&limit=100");
        Assert.All(first.Data.EnumerateArray(), p => Assert.True(p.TryGetProperty("walkSeconds", out _)));
        var second = (await phone.GetAsync("/api/v1/pois?near=23.1845,75.7650&limit=100&page=2")).Data;
        Assert.False(second.EnumerateArray().Single().TryGetProperty("walkSeconds", out _));
    }

    private static ContentPack Changed()
    {
        var pack = SampleContent.Load();
        return new ContentPack(pack.Manifest with { Version = 2 }, new string('0', 64), pack.Pois, pack.Itineraries);
    }

    private static Task<Phone.Seen> AskAsync(Phone phone, string path, EntityTagHeaderValue tag)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/" + path);
        request.Headers.IfNoneMatch.Add(tag);
        return phone.SendAsync(request);
    }

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString()!;

    private static string Words(JsonElement list) => string.Join(' ', list.EnumerateArray().Select(e => e.GetString()));

    private static string Ids(JsonElement list) => string.Join(' ', list.EnumerateArray().Select(e => Text(e, "id")));
}
