using System.Net;
using Samagam.Core.Facts;
using Samagam.Node.Portal.Tests.Support;

namespace Samagam.Node.Portal.Tests.People;

/// <summary>Two real boxes cut apart and healed: what one person says at both.</summary>
public sealed class PeopleSplitTests
{
    [Fact]
    public async Task What_a_person_typed_on_both_sides_of_a_split_stands_once_and_the_other_word_stays_readable_until_typed_again()
    {
        await using var split = await Split.StartAsync();
        using var me = await split.AtA.Phone().RegisterAsync();
        using var there = split.AtB.Phone();
        Assert.Equal(HttpStatusCode.OK, (await me.CallAsync(HttpMethod.Put, "users/profile", new { name = "Asha", medicalConditions = new[] { "asthma" } })).Status);
        await split.AgreeAsync();
        Assert.Equal("Asha", Name(await there.JsonAsync(HttpMethod.Get, "/api/v1/users/profile", null, me.Token)));

        await split.CutAsync();
        await me.CallAsync(HttpMethod.Put, "users/profile", new { name = "Asha Verma", languagePreference = "mr" });
        var late = await there.JsonAsync(HttpMethod.Put, "/api/v1/users/profile", new { name = "Asha V.", ageGroup = "elder" }, me.Token);
        Assert.Equal(HttpStatusCode.OK, late.Status);
        await split.MendAsync();

        var here = await me.CallAsync(HttpMethod.Get, "users/profile");
        var beside = await there.JsonAsync(HttpMethod.Get, "/api/v1/users/profile", null, me.Token);
        Assert.Equal(here.Data.ToString(), beside.Data.ToString());
        Assert.Equal(here.Response.Headers.ETag, beside.Response.Headers.ETag);
        // Typed later, by clocks that are both trusted.
        Assert.Equal("Asha V.", Name(here));
        var also = Assert.Single(here.Data.GetProperty("alsoSaid").EnumerateArray());
        Assert.Equal("Asha Verma", also.GetProperty("name").GetString());
        Assert.Equal("mr", also.GetProperty("languagePreference").GetString());
        Assert.Equal("n1", also.GetProperty("savedAtBox").GetString());
        Assert.Equal("Ghat 1", also.GetProperty("savedAtPlace").GetString());
        Assert.True(also.TryGetProperty("savedAt", out _));

        // Saying the standing word again decides between them.
        await me.CallAsync(HttpMethod.Put, "users/profile", new { name = "Asha V.", ageGroup = "elder" });
        await split.AgreeAsync();
        var decided = await there.JsonAsync(HttpMethod.Get, "/api/v1/users/profile", null, me.Token);
        Assert.Equal(0, decided.Data.GetProperty("alsoSaid").GetArrayLength());
        Assert.Equal("Asha V.", Name(decided));
    }

    [Fact]
    public async Task Pins_of_both_sides_are_together_after_healing_and_one_removed_does_not_come_back()
    {
        await using var split = await Split.StartAsync();
        using var me = await split.AtA.Phone().RegisterAsync();
        using var there = split.AtB.Phone();
        var car = await me.CallAsync(HttpMethod.Post, "users/pins", Pin("Car"));
        await split.AgreeAsync();
        await split.CutAsync();
        var shared = Guid.NewGuid();
        Assert.Equal(HttpStatusCode.Created, (await me.CallAsync(HttpMethod.Post, "users/pins", Pin("Tent", shared))).Status);
        Assert.Equal(HttpStatusCode.Created, (await there.JsonAsync(HttpMethod.Post, "/api/v1/users/pins", Pin("Tent", shared), me.Token)).Status);
        Assert.Equal(HttpStatusCode.Created, (await there.JsonAsync(HttpMethod.Post, "/api/v1/users/pins", Pin("Shoes"), me.Token)).Status);
        Assert.Equal(HttpStatusCode.NoContent, (await there.JsonAsync(HttpMethod.Delete, "/api/v1/users/pins/" + car.Data.GetProperty("pinId").GetString(), null, me.Token)).Status);
        await split.MendAsync();
        foreach (var seen in new[] { await me.CallAsync(HttpMethod.Get, "users/pins"), await there.JsonAsync(HttpMethod.Get, "/api/v1/users/pins", null, me.Token) })
        {
            Assert.Equal(["Shoes", "Tent"], seen.Data.EnumerateArray().Select(p => p.GetProperty("name").GetString()!).Order());
        }
        Assert.Equal("PIN_REMOVED", (await me.CallAsync(HttpMethod.Post, "users/pins", Pin("Car", car.Data.GetProperty("pinId").GetGuid()))).ErrorCode);
    }

    [Fact]
    public async Task Who_is_erased_on_one_side_is_read_nowhere_after_healing_whatever_they_said_on_the_other()
    {
        await using var split = await Split.StartAsync();
        using var me = await split.AtA.Phone().RegisterAsync();
        using var there = split.AtB.Phone();
        await me.CallAsync(HttpMethod.Put, "users/profile", new { name = "Asha" });
        await split.AgreeAsync();
        await split.CutAsync();
        await there.JsonAsync(HttpMethod.Put, "/api/v1/users/profile", new { name = "Asha again" }, me.Token);
        await there.JsonAsync(HttpMethod.Post, "/api/v1/users/pins", Pin("Tent"), me.Token);
        await split.A.Node.Desk.WriteAsync(Lane.Answer, scope => scope.Author(FactKinds.PersonErased, "person/" + me.UserId, []), PortalBox.Cancel);
        await split.MendAsync();
        foreach (var box in new[] { split.A, split.B })
        {
            var person = "person/" + me.UserId;
            Assert.All(box.Mesh.Log.BySubject(person).Concat(box.Mesh.Log.Below(person)), f => Assert.Equal(FoldingLaw.Gone, FactKinds.LawOf(f.Kind)));
        }
    }

    private static string? Name(Phone.Seen seen) => seen.Data.GetProperty("profile").GetProperty("name").GetString();

    private static object Pin(string name, Guid? id = null) =>
        id is { } own ? new { pinId = own, name, location = new { lat = 23.18, lng = 75.77 } } : new { name, location = new { lat = 23.18, lng = 75.77 } };
}
