using System.Net;
using System.Text.Json;
using Samagam.Core.Amenities;
using Samagam.Node.Portal.Tests.Support;
using Samagam.TestKit;
using Samagam.Trust;

namespace Samagam.Node.Portal.Tests.Amenities;

/// <summary>Staff keep amenities over the map, and the next who asks sees it.</summary>
public sealed class AmenityUpkeepTests
{
    private const string NewId = "s0123456789abcdef";
    private static readonly object Tap = new { amenityId = NewId, type = "water", lat = 23.1851, lng = 75.7670, name = "Tap at the gate", nameHi = "द्वार का नल", drinkable = true };

    [Fact]
    public async Task What_staff_add_is_found_by_walk_by_word_and_on_the_page()
    {
        await using var box = await PortalBox.StartAsync(town: FindTown.Load());
        using var manager = await EnterAsync(box, StaffRole.Manager);
        using var phone = box.Phone();
        Assert.Equal("n42", Ids((await phone.GetAsync("/api/v1/amenities/nearest?type=water&lat=23.185&lng=75.767")).Data));
        var added = await manager.CallAsync(HttpMethod.Post, "amenities", Tap);
        Assert.Equal((HttpStatusCode.Created, "/api/v1/amenities/" + NewId), (added.Status, added.Location));
        Assert.True(box.Node.Map.Step());
        Assert.Equal($"{NewId} n42", Ids((await phone.GetAsync("/api/v1/amenities/nearest?type=water&lat=23.185&lng=75.767")).Data));
        Assert.Equal(NewId, Ids((await phone.GetAsync("/api/v1/amenities/search?q=gate")).Data));
        var one = (await phone.GetAsync("/api/v1/amenities/" + NewId)).Data;
        Assert.Equal(("water", "Tap at the gate", "3", true), (one.GetProperty("type").GetString(), one.GetProperty("name").GetString(), one.GetProperty("sector").GetString(), one.GetProperty("drinkable").GetBoolean()));
        Assert.Equal(2, Category((await phone.GetAsync("/api/v1/amenities/categories")).Data, "water").GetProperty("count").GetInt32());
        Assert.Contains("Tap at the gate", (await phone.GetAsync("/find?type=water")).Text, StringComparison.Ordinal);
        // A retry adds it once.
        Assert.Equal(HttpStatusCode.Created, (await manager.CallAsync(HttpMethod.Post, "amenities", Tap)).Status);
        Assert.False(box.Node.Map.Step());
    }

    [Fact]
    public async Task What_staff_correct_and_take_away_is_so_for_everybody_and_may_be_taken_back()
    {
        await using var box = await PortalBox.StartAsync(town: FindTown.Load());
        using var technician = await EnterAsync(box, StaffRole.Technician);
        using var phone = box.Phone();
        Assert.Equal(HttpStatusCode.OK, (await technician.CallAsync(HttpMethod.Put, "amenities/n31", new { name = "Clean toilets", lat = 23.1857, lng = 75.7670 })).Status);
        Assert.Equal(HttpStatusCode.NoContent, (await technician.CallAsync(HttpMethod.Delete, "amenities/n32")).Status);
        box.Node.Map.Step();
        // What was not corrected is as the map has it; it is walked to where it stands now.
        Assert.Equal("n33 n31 n34", Ids((await phone.GetAsync("/api/v1/amenities/nearest?type=toilet&lat=23.185&lng=75.767")).Data));
        var one = (await phone.GetAsync("/api/v1/amenities/n31")).Data;
        Assert.Equal(("Clean toilets", 12), (one.GetProperty("name").GetString(), one.GetProperty("capacity").GetInt32()));
        Assert.Equal("AMENITY_UNKNOWN", (await phone.GetAsync("/api/v1/amenities/n32")).ErrorCode);
        Assert.Equal(HttpStatusCode.NotFound, (await phone.GetAsync("/find/n32")).Status);
        Assert.Equal("AMENITY_UNKNOWN", (await technician.CallAsync(HttpMethod.Delete, "amenities/n32")).ErrorCode);
        Assert.Equal(HttpStatusCode.OK, (await technician.CallAsync(HttpMethod.Put, "amenities/n32", new { })).Status);
        box.Node.Map.Step();
        Assert.Equal(HttpStatusCode.OK, (await phone.GetAsync("/api/v1/amenities/n32")).Status);
    }

    [Fact]
    public async Task How_staff_found_it_is_told_at_once_and_volunteers_may_say_that_much()
    {
        await using var box = await PortalBox.StartAsync(town: FindTown.Load());
        using var volunteer = await EnterAsync(box, StaffRole.Volunteer);
        using var phone = box.Phone();
        var tag = (await phone.GetAsync("/api/v1/amenities/n31")).Response.Headers.ETag!.ToString();
        var said = await volunteer.CallAsync(HttpMethod.Put, "amenities/n31/status", new { operational = false, crowdLevel = 4, note = "Pump is broken" });
        Assert.Equal((HttpStatusCode.OK, false), (said.Status, said.Data.GetProperty("isOperational").GetBoolean()));
        var one = await phone.GetAsync("/api/v1/amenities/n31");
        Assert.NotEqual(tag, one.Response.Headers.ETag!.ToString());
        Assert.Equal((false, 4, "Pump is broken"), (one.Data.GetProperty("isOperational").GetBoolean(), one.Data.GetProperty("currentCrowdLevel").GetInt32(), one.Data.GetProperty("staff").GetProperty("note").GetString()));
        Assert.Equal("n32 n33", Ids((await phone.GetAsync("/api/v1/amenities/nearest?type=toilet&operational=true&lat=23.185&lng=75.767")).Data));
        Assert.Equal("n31", Ids((await phone.GetAsync("/api/v1/amenities/nearest?type=toilet&min_crowd=4&lat=23.185&lng=75.767")).Data));
        Assert.Contains("Pump is broken", (await phone.GetAsync("/find/n31")).Text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Forbidden, (await volunteer.CallAsync(HttpMethod.Delete, "amenities/n31")).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await volunteer.CallAsync(HttpMethod.Post, "amenities", Tap)).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await phone.JsonAsync(HttpMethod.Put, "/api/v1/amenities/n31/status", new { operational = true })).Status);
    }

    [Fact]
    public async Task A_category_of_staff_is_asked_for_by_its_word_and_goes_only_when_unused()
    {
        await using var box = await PortalBox.StartAsync(town: FindTown.Load());
        using var admin = await EnterAsync(box, StaffRole.Manager);
        using var phone = box.Phone();
        Assert.Equal("INVALID_FIELD", (await phone.GetAsync("/api/v1/amenities/nearest?type=langar&lat=23.185&lng=75.767")).ErrorCode);
        Assert.Equal(HttpStatusCode.Created, (await admin.CallAsync(HttpMethod.Post, "amenities/categories", new { category = "langar", under = "food", name = "Free kitchen", nameHi = "लंगर" })).Status);
        Assert.Equal(HttpStatusCode.Created, (await admin.CallAsync(HttpMethod.Post, "amenities", new { amenityId = NewId, type = "langar", lat = 23.186, lng = 75.767 })).Status);
        box.Node.Map.Step();
        var found = (await phone.GetAsync("/api/v1/amenities/nearest?type=langar&lat=23.185&lng=75.767")).Data.EnumerateArray().Single();
        Assert.Equal(("food", "Free kitchen", "langar"), (found.GetProperty("type").GetString(), found.GetProperty("typeName").GetString(), found.GetProperty("category").GetString()));
        Assert.Equal(NewId, Ids((await phone.GetAsync("/api/v1/amenities/search?q=free+kitchen")).Data));
        Assert.Equal((1, "food"), (Category((await phone.GetAsync("/api/v1/amenities/categories")).Data, "langar").GetProperty("count").GetInt32(), Category((await phone.GetAsync("/api/v1/amenities/categories")).Data, "langar").GetProperty("under").GetString()));
        Assert.Equal("CATEGORY_IN_USE", (await admin.CallAsync(HttpMethod.Delete, "amenities/categories/langar")).ErrorCode);
        Assert.Equal("CATEGORY_IN_USE", (await admin.CallAsync(HttpMethod.Delete, "amenities/categories/food")).ErrorCode);
        Assert.Equal("CATEGORY_IN_USE", (await admin.CallAsync(HttpMethod.Put, "amenities/categories/langar", new { under = "shelter", name = "X", nameHi = "य" })).ErrorCode);
        Assert.Equal("CATEGORY_UNKNOWN", (await admin.CallAsync(HttpMethod.Delete, "amenities/categories/kitchen")).ErrorCode);
        Assert.Equal(HttpStatusCode.NoContent, (await admin.CallAsync(HttpMethod.Delete, "amenities/" + NewId)).Status);
        Assert.Equal(HttpStatusCode.NoContent, (await admin.CallAsync(HttpMethod.Delete, "amenities/categories/langar")).Status);
        // A type takes another name, and no other place.
        Assert.Equal("Wash rooms", (await admin.CallAsync(HttpMethod.Put, "amenities/categories/toilet", new { under = "toilet", name = "Wash rooms", nameHi = "शौचालय" })).Data.GetProperty("name").GetString());
        Assert.Equal("$.under", (await admin.CallAsync(HttpMethod.Put, "amenities/categories/toilet", new { under = "food", name = "Wash rooms", nameHi = "शौचालय" })).Json.GetProperty("error").GetProperty("field").GetString());
    }

    [Theory]
    [InlineData("POST", "amenities", """{"type":"water"}""", "$.lat")]
    [InlineData("POST", "amenities", """{"lat":23.1,"lng":75.7}""", "$.type")]
    [InlineData("POST", "amenities", """{"type":"palace","lat":23.1,"lng":75.7}""", "$.type")]
    [InlineData("POST", "amenities", """{"type":"water","lat":91,"lng":75.7}""", "$.lat")]
    [InlineData("POST", "amenities", """{"amenityId":"n1","type":"water","lat":23,"lng":75.7}""", "$.amenityId")]
    [InlineData("PUT", "amenities/n31", """{"name":"<b>"}""", "$.name")]
    [InlineData("PUT", "amenities/n31", """{"capacity":0}""", "$.capacity")]
    [InlineData("PUT", "amenities/n31", """{"stepFree":"perhaps"}""", "$.stepFree")]
    [InlineData("PUT", "amenities/n31", """{"colour":"red"}""", "$.colour")]
    [InlineData("PUT", "amenities/n31/status", "{}", "$.operational")]
    [InlineData("PUT", "amenities/n31/status", """{"crowdLevel":6}""", "$.crowdLevel")]
    [InlineData("PUT", "amenities/n31/status", """{"operational":true,"until":"2001-01-01T00:00:00Z"}""", "$.until")]
    [InlineData("POST", "amenities/categories", """{"category":"Langar","under":"food","name":"a","nameHi":"क"}""", "$.category")]
    [InlineData("POST", "amenities/categories", """{"category":"langar","under":"palace","name":"a","nameHi":"क"}""", "$.under")]
    public async Task What_is_wrong_is_named_and_changes_nothing(string method, string path, string body, string field)
    {
        await using var box = await PortalBox.StartAsync(town: FindTown.Load());
        using var manager = await EnterAsync(box, StaffRole.Manager);
        var seen = await manager.CallAsync(new HttpMethod(method), path, body);
        Assert.Equal((HttpStatusCode.BadRequest, field), (seen.Status, seen.Json.GetProperty("error").GetProperty("field").GetString()));
        Assert.DoesNotContain(box.Log.ReadFrom(0, 1_000).Facts, f => f.Kind.StartsWith("amenity", StringComparison.Ordinal) || f.Kind.StartsWith("category", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Pilgrims_are_counted_together_nobody_is_named_and_notes_stay_at_the_box()
    {
        await using var box = await PortalBox.StartAsync(town: FindTown.Load());
        using var staff = await EnterAsync(box, StaffRole.Volunteer);
        using var phone = box.Phone();
        Assert.Equal(HttpStatusCode.Created, (await phone.JsonAsync(HttpMethod.Post, "/api/v1/amenities/n31/reports", new { status = "closed", note = "Call me at 98765" })).Status);
        // Another device pass from the same address is no second voice.
        using var again = box.Phone();
        await again.GetAsync("/");
        Assert.Equal("unchanged", (await again.JsonAsync(HttpMethod.Post, "/api/v1/amenities/n31/reports", new { status = "closed" })).Data.GetProperty("result").GetString());
        var one = (await phone.GetAsync("/api/v1/amenities/n31")).Data;
        Assert.Equal(("closed", 1, true), (one.GetProperty("reported").GetProperty("status").GetString(), one.GetProperty("reported").GetProperty("people").GetInt32(), one.GetProperty("isOperational").GetBoolean()));
        Assert.Contains("said by one person", (await phone.GetAsync("/find/n31")).Text, StringComparison.Ordinal);
        Assert.Equal("Call me at 98765", (await staff.CallAsync(HttpMethod.Get, "amenities/n31/reports")).Data.GetProperty("notes")[0].GetProperty("note").GetString());
        Assert.Equal(HttpStatusCode.Unauthorized, (await phone.GetAsync("/api/v1/amenities/n31/reports")).Status);
        Assert.DoesNotContain(box.Log.ReadFrom(0, 1_000).Facts, f => System.Text.Encoding.UTF8.GetString(f.Statement.Span).Contains("98765", StringComparison.Ordinal));
        // Two signed-in people more make three.
        for (var i = 0; i < 2; i++)
        {
            using var person = await box.Phone().RegisterAsync();
            Assert.Equal(HttpStatusCode.Created, (await person.CallAsync(HttpMethod.Post, "amenities/n31/reports", new { status = "closed" })).Status);
        }
        Assert.False((await phone.GetAsync("/api/v1/amenities/n31")).Data.GetProperty("isOperational").GetBoolean());
        // Staff look, and their word stands.
        await staff.CallAsync(HttpMethod.Put, "amenities/n31/status", new { operational = true });
        one = (await phone.GetAsync("/api/v1/amenities/n31")).Data;
        Assert.True(one.GetProperty("isOperational").GetBoolean());
        Assert.False(one.TryGetProperty("reported", out _));
    }

    [Fact]
    public async Task One_press_on_the_page_tells_without_script()
    {
        await using var box = await PortalBox.StartAsync(town: FindTown.Load());
        using var phone = box.Phone();
        Assert.Contains("action=\"/find/n42/report\"", (await phone.GetAsync("/find/n42")).Text, StringComparison.Ordinal);
        var told = await phone.PostAsync("/find/n42/report", ("status", "no-water"));
        Assert.Equal((HttpStatusCode.SeeOther, "/find/n42?told=1"), (told.Status, told.Location));
        Assert.Contains("No water", (await phone.GetAsync(told.Location!)).Text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.BadRequest, (await phone.PostAsync("/find/n42/report", ("status", "haunted"))).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await phone.PostAsync("/find/n99/report", ("status", "ok"))).Status);
    }

    [Theory]
    [InlineData("n31", """{"status":"haunted"}""", HttpStatusCode.BadRequest, "INVALID_FIELD")]
    [InlineData("n31", """{"status":"ok","note":"a\nb"}""", HttpStatusCode.BadRequest, "INVALID_FIELD")]
    [InlineData("n99", """{"status":"ok"}""", HttpStatusCode.NotFound, "AMENITY_UNKNOWN")]
    public async Task A_wrong_report_is_refused(string id, string body, HttpStatusCode status, string code)
    {
        await using var box = await PortalBox.StartAsync(town: FindTown.Load());
        using var phone = box.Phone();
        var seen = await phone.JsonAsync(HttpMethod.Post, $"/api/v1/amenities/{id}/reports", body);
        Assert.Equal((status, code), (seen.Status, seen.ErrorCode));
    }

    [Fact]
    public void A_box_remembers_so_many_phones_and_amenities_and_no_more()
    {
        var time = new ManualTime();
        var voices = new Node.Amenities.AmenityVoices(new AmenityOptions { MaxPhones = 2, MaxReportedHere = 2 }, time);
        Assert.NotNull(voices.Take("n1", "a", FoundState.Dirty, "", null).Report);
        Assert.Equal(2, voices.Take("n1", "b", FoundState.Dirty, "", null).Report!.Voices.Count);
        Assert.True(voices.Take("n1", "c", FoundState.Dirty, "", null).IsFull);
        Assert.NotNull(voices.Take("n2", "a", FoundState.Ok, "", null).Report);
        Assert.True(voices.Take("n3", "a", FoundState.Ok, "", null).IsFull);
        // Whom nobody speaks of any more makes room.
        time.Advance(TimeSpan.FromMilliseconds(new AmenityOptions().ForgottenMs + 1_000));
        Assert.NotNull(voices.Take("n3", "a", FoundState.Ok, "", null).Report);
    }

    [Fact]
    public void Who_spoke_before_a_box_was_started_is_still_heard()
    {
        var voices = new Node.Amenities.AmenityVoices(new AmenityOptions(), new ManualTime());
        var before = new AmenityReport("n1", [new Voice(FoundState.Closed, 0), new Voice(FoundState.Closed, 30)]);
        var now = voices.Take("n1", "a", FoundState.Closed, "", (before, TimeSpan.FromSeconds(60))).Report!;
        Assert.Equal([0, 60, 90], now.Voices.Select(v => v.AgeS));
    }

    private static Task<Volunteer> EnterAsync(PortalBox box, StaffRole role) => Volunteer.EnterAsync(box, "RAM-" + role, onDuty: false, role);

    private static JsonElement Category(JsonElement all, string word) => all.EnumerateArray().Single(c => c.GetProperty("type").GetString() == word);

    private static string Ids(JsonElement list) => string.Join(' ', list.EnumerateArray().Select(e => e.GetProperty("id").GetString()));
}
