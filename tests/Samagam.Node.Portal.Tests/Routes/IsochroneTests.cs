using System.Net;
using System.Text.Json;
using Samagam.Node.Portal.Tests.Support;

namespace Samagam.Node.Portal.Tests.Routes;

public sealed class IsochroneTests
{
    [Fact]
    public async Task Outlines_are_GeoJSON_the_widest_first()
    {
        await using var box = await PortalBox.StartAsync();
        using var phone = box.Phone();
        var data = (await phone.GetAsync("/api/v1/routes/isochrone?from=23.1850,75.7670&minutes=1,3")).Data;
        Assert.Equal("FeatureCollection", data.GetProperty("type").GetString());
        Assert.Matches("^[0-9a-f]{16}$", data.GetProperty("mapVersion").GetString());
        var features = data.GetProperty("features").EnumerateArray().ToList();
        Assert.Equal([3, 1], features.Select(f => f.GetProperty("properties").GetProperty("minutes").GetInt32()));
        Assert.All(features, f => Assert.Equal(("Feature", "Polygon", "crowd"),
            (f.GetProperty("type").GetString(), f.GetProperty("geometry").GetProperty("type").GetString(), f.GetProperty("properties").GetProperty("profile").GetString())));
        // 250 m in three minutes: north along the ghat road, not to its end at 333 m; the outline may be some 60 m wider.
        var north = Outer(features[0]).Max(p => p.Lat);
        Assert.InRange(north, 23.1850 + (240 / 111_195.0), 23.1850 + (320 / 111_195.0));
        Assert.True(Outer(features[1]).Max(p => p.Lat) < north);
        Assert.All(features, f => Assert.Equal(Outer(f)[0], Outer(f)[^1]));
    }

    [Theory]
    [InlineData("from=23.1850&minutes=5", "from")]
    [InlineData("from=23.1850,75.7670", "minutes")]
    [InlineData("from=23.1850,75.7670&minutes=0", "minutes")]
    [InlineData("from=23.1850,75.7670&minutes=61", "minutes")]
    [InlineData("from=23.1850,75.7670&minutes=5,", "minutes")]
    [InlineData("from=23.1850,75.7670&minutes=1,2,3,4,5", "minutes")]
    [InlineData("from=23.1850,75.7670&minutes=5&profile=swim", "profile")]
    [InlineData("from=23.1850,75.7670&minutes=5&colour=red", "colour")]
    public async Task What_is_wrong_is_named(string query, string field)
    {
        await using var box = await PortalBox.StartAsync();
        using var phone = box.Phone();
        var answer = await phone.GetAsync("/api/v1/routes/isochrone?" + query);
        Assert.Equal((HttpStatusCode.BadRequest, "INVALID_FIELD", field), (answer.Status, answer.ErrorCode, answer.Json.GetProperty("error").GetProperty("field").GetString()));
    }

    [Fact]
    public async Task Limits_hold_to_the_last_and_far_off_hidden_and_mapless_places_are_told_apart()
    {
        await using var box = await PortalBox.StartAsync();
        using var phone = box.Phone();
        Assert.Equal(4, (await phone.GetAsync("/api/v1/routes/isochrone?from=23.1850,75.7670&minutes=60,60,1,2")).Data.GetProperty("features").GetArrayLength());
        Assert.Equal("FAR_FROM_PATHS", (await phone.GetAsync("/api/v1/routes/isochrone?from=10,10&minutes=5")).ErrorCode);
        Assert.Equal("NOT_SIGNED_IN", (await phone.GetAsync("/api/v1/routes/isochrone?from=23.1850,75.7670&minutes=5&profile=emergency")).ErrorCode);
        // 1.5 km from the town: not even its paths are reached in a minute.
        var nowhere = (await phone.GetAsync("/api/v1/routes/isochrone?from=23.1985,75.7670&minutes=1")).Data.GetProperty("features")[0];
        Assert.Equal(JsonValueKind.Null, nowhere.GetProperty("geometry").ValueKind);
        await using var empty = await PortalBox.StartAsync(withMap: false);
        using var other = empty.Phone();
        Assert.Equal("NO_MAP", (await other.GetAsync("/api/v1/routes/isochrone?from=23.1850,75.7670&minutes=5")).ErrorCode);
    }

    private static List<(double Lon, double Lat)> Outer(JsonElement feature) =>
        [.. feature.GetProperty("geometry").GetProperty("coordinates")[0].EnumerateArray().Select(p => (p[0].GetDouble(), p[1].GetDouble()))];
}
