using System.Net;
using Samagam.Core.Ids;
using Samagam.Core.Sos;
using Samagam.Mesh.People;
using Samagam.Node.Portal.Tests.Support;

namespace Samagam.Node.Portal.Tests.Sos;

public sealed class SosApiTests
{
    [Fact]
    public async Task Unknown_fields_are_ignored_on_an_SOS_and_named_elsewhere()
    {
        await using var box = await PortalBox.StartAsync();
        using var phone = box.Phone();
        var alert = await phone.JsonAsync(HttpMethod.Post, "/api/v1/emergency/alert", """{"emergencyType":"fire","colour":"red","location":{"lat":23.186,"lng":75.767,"planet":"earth"},"people":"many"}""");
        Assert.Equal(HttpStatusCode.Created, alert.Status);
        Assert.Equal(SosType.Fire, Assert.Single(box.Node.Picture.Snapshot.Sos.Open).Raised!.Type);
        var elsewhere = await phone.JsonAsync(HttpMethod.Post, "/api/v1/routes/calculate", """{"from":{"lat":23.185,"lng":75.767},"to":{"lat":23.186,"lng":75.767},"colour":"red"}""");
        Assert.Equal((HttpStatusCode.BadRequest, "INVALID_FIELD"), (elsewhere.Status, elsewhere.ErrorCode));
        Assert.Equal("$.colour", elsewhere.Json.GetProperty("error").GetProperty("field").GetString());
    }

    [Fact]
    public async Task Status_cancel_and_place_speak_of_the_same_case()
    {
        await using var box = await PortalBox.StartAsync();
        using var phone = box.Phone();
        var id = "0b7e6f2a-93c4-4d0e-8a51-3a1f2b4c5d6e";
        var alert = await phone.JsonAsync(HttpMethod.Post, "/api/v1/emergency/alert", new { alertId = id, name = "Sita", phone = "98", note = "n", poleCode = "RG-1" });
        Assert.Equal((id, true, "this-box"), (alert.Data.GetProperty("alertId").GetString(), alert.Data.GetProperty("isNew").GetBoolean(), alert.Data.GetProperty("savedAt").GetString()));
        var again = await phone.JsonAsync(HttpMethod.Post, "/api/v1/emergency/alert", new { alertId = id });
        Assert.Equal((HttpStatusCode.OK, false), (again.Status, again.Data.GetProperty("isNew").GetBoolean()));
        Assert.Equal("pending", (await phone.GetAsync("/api/v1/emergency/status/" + id)).Data.GetProperty("status").GetString());
        var moved = await phone.JsonAsync(HttpMethod.Post, $"/api/v1/emergency/{id}/location", new { lat = 23.186, lng = 75.768, accuracy = 5, source = "map" });
        Assert.Equal(("map-tap", 23.186), (moved.Data.GetProperty("place").GetProperty("source").GetString(), moved.Data.GetProperty("place").GetProperty("lat").GetDouble()));
        Assert.Equal("INVALID_FIELD", (await phone.JsonAsync(HttpMethod.Post, $"/api/v1/emergency/{id}/location", new { lat = 91, lng = 0 })).ErrorCode);
        Assert.Equal("INVALID_FIELD", (await phone.JsonAsync(HttpMethod.Post, $"/api/v1/emergency/{id}/location", new { })).ErrorCode);
        Assert.Equal("resolved", (await phone.JsonAsync(HttpMethod.Post, $"/api/v1/emergency/{id}/cancel", new { reason = "false-alarm" })).Data.GetProperty("status").GetString());
        Assert.Equal(new SosDetails("Sita", "98", "n"), SealedDetails.Open(box.Log, box.Node.Vault, box.Node.Picture.Snapshot.Sos.Find(new SosId(Guid.Parse(id)))!.Raised!));
    }

    [Fact]
    public async Task An_idempotency_key_makes_a_repeat_the_same_call_but_only_for_the_same_caller()
    {
        await using var box = await PortalBox.StartAsync();
        using var one = box.Phone();
        using var two = box.Phone();
        await one.GetAsync("/");
        await two.GetAsync("/");
        async Task<string> Press(Phone phone)
        {
            var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/emergency/alert");
            request.Headers.Add("Idempotency-Key", "1");
            return (await phone.SendAsync(request)).Data.GetProperty("alertId").GetString()!;
        }
        var first = await Press(one);
        Assert.Equal(first, await Press(one));
        Assert.NotEqual(first, await Press(two));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("")]
    [InlineData("""{"alertId":7,"location":[1,2],"note":"\ud800","name":null,"skills":[1,"\udfff","x"],"people":1e308,"lat":"here"}""")]
    public async Task A_call_that_says_little_or_nonsense_is_taken_all_the_same(string body)
    {
        await using var box = await PortalBox.StartAsync();
        using var phone = box.Phone();
        Assert.Equal(HttpStatusCode.Created, (await phone.JsonAsync(HttpMethod.Post, "/api/v1/emergency/alert", body)).Status);
        var sos = Assert.Single(box.Node.Picture.Snapshot.Sos.Open);
        Assert.Equal((SosDoor.Json, SampleTown.Crossing), (sos.Raised!.Door, sos.Place.Point));
    }

    [Fact]
    public async Task When_nothing_can_be_saved_the_answer_is_503_and_never_saved()
    {
        await using var box = await PortalBox.StartAsync();
        using var phone = box.Phone("hi");
        box.Log.Refuses = true;
        var answer = await phone.JsonAsync(HttpMethod.Post, "/api/v1/emergency/alert", "{}");
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "NOT_SAVED"), (answer.Status, answer.ErrorCode));
        Assert.NotNull(answer.Response.Headers.RetryAfter);
        Assert.Contains("कुछ दर्ज नहीं हुआ", answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Calls_for_help_are_never_limited()
    {
        await using var box = await PortalBox.StartAsync(new PortalOptions { RequestsPerMinute = 1 });
        using var phone = box.Phone();
        for (var i = 0; i < 30; i++)
        {
            Assert.Equal(HttpStatusCode.Created, (await phone.JsonAsync(HttpMethod.Post, "/api/v1/emergency/alert", new { forSomebodyElse = true })).Status);
            Assert.Equal(HttpStatusCode.SeeOther, (await phone.PressAsync()).Status);
        }
    }

    [Fact]
    public async Task Nobody_learns_the_id_of_a_strangers_call_with_which_it_could_be_cancelled()
    {
        await using var box = await PortalBox.StartAsync();
        using var one = box.Phone();
        using var two = box.Phone();
        var first = (await one.PressAsync()).Location!["/sos/".Length..];
        var second = await two.JsonAsync(HttpMethod.Post, "/api/v1/emergency/alert", "{}");
        var id = second.Data.GetProperty("alertId").GetString()!;
        Assert.Equal(first, box.Node.Picture.Snapshot.Sos.Find(new SosId(Guid.Parse(id)))!.Raised!.PossiblySameAs.ToString());
        foreach (var text in (string[])[second.Text, (await two.GetAsync("/sos/" + id)).Text, (await two.GetAsync("/api/v1/emergency/status/" + id)).Text])
        {
            Assert.DoesNotContain(first[..8], text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task What_is_too_long_is_cut_not_refused()
    {
        await using var box = await PortalBox.StartAsync();
        using var phone = box.Phone();
        var smile = string.Concat(Enumerable.Repeat("😀", 400));
        await phone.JsonAsync(HttpMethod.Post, "/api/v1/emergency/alert", new { note = smile, name = smile, phone = new string('1', 100), poleCode = smile, people = 5000 });
        var raised = Assert.Single(box.Node.Picture.Snapshot.Sos.Open).Raised!;
        var details = SealedDetails.Open(box.Log, box.Node.Vault, raised)!;
        Assert.Equal((500, 80, 20, 80, 1000), (details.Note.Length, details.Name.Length, details.Phone.Length, raised.PlaceLabel.Length, raised.People));
        Assert.DoesNotContain('\uFFFD', details.Note);
    }
}
