using System.Net;
using Samagam.Node.Portal.Routes;
using Samagam.Node.Portal.Tests.Support;
using Samagam.Routing;

namespace Samagam.Node.Portal.Tests.Routes;

public sealed class RouteTests
{
    [Fact]
    public async Task A_route_has_geometry_length_time_and_steps()
    {
        await using var box = await PortalBox.StartAsync();
        using var phone = box.Phone();
        var route = (await phone.JsonAsync(HttpMethod.Post, "/api/v1/routes/calculate", new { from = new { lat = 23.1850, lng = 75.7690 }, to = new { lat = 23.1870, lng = 75.7670 } })).Data;
        // 204 m east to west, then 222 m north.
        Assert.InRange(route.GetProperty("distanceMeters").GetInt32(), 425, 429);
        Assert.InRange(route.GetProperty("durationSeconds").GetInt32(), 300, 312);
        Assert.Equal("LineString", route.GetProperty("geometry").GetProperty("type").GetString());
        var points = route.GetProperty("geometry").GetProperty("coordinates").EnumerateArray().Select(p => (p[0].GetDouble(), p[1].GetDouble())).ToList();
        Assert.Equal([(75.769, 23.185), (75.767, 23.185), (75.767, 23.187)], points);
        Assert.Equal(["Mahakal road", "Ghat road"], route.GetProperty("steps").EnumerateArray().Select(s => s.GetProperty("name").GetString()));
        Assert.Matches("^[0-9a-f]{16}$", route.GetProperty("mapVersion").GetString());
        Assert.Equal(points.Select(p => (Math.Round(p.Item2, 5), Math.Round(p.Item1, 5))), Decode(route.GetProperty("polyline").GetString()!));
    }

    [Fact]
    public void The_polyline_is_the_published_example()
    {
        // Google, "Encoded Polyline Algorithm Format".
        Assert.Equal("_p~iF~ps|U_ulLnnqC_mqNvxq`@", RouteView.Encode([new(38.5, -120.2), new(40.7, -120.95), new(43.252, -126.453)]));
    }

    [Theory]
    [InlineData("""{"to":{"lat":23.1,"lng":75.7}}""", "$.from")]
    [InlineData("""{"from":{"lat":23.1,"lng":75.7}}""", "$.to")]
    [InlineData("""{"from":{"lat":91,"lng":75.7},"to":{"lat":23.1,"lng":75.7}}""", "$.from")]
    [InlineData("""{"from":{"lat":23.1,"lng":75.7},"to":{"lat":23.1,"lng":75.7},"metric":"scenic"}""", "$.metric")]
    [InlineData("""{"from":{"lat":"north","lng":75.7},"to":{"lat":23.1,"lng":75.7}}""", "$.from.lat")]
    [InlineData("""{"from":{"lat":1,"lat":2,"lng":75.7},"to":{"lat":23.1,"lng":75.7}}""", "$.from.lat")]
    [InlineData("null", "$")]
    [InlineData("[1]", "$")]
    public async Task What_is_wrong_in_a_question_is_named(string body, string field)
    {
        await using var box = await PortalBox.StartAsync();
        using var phone = box.Phone();
        var answer = await phone.JsonAsync(HttpMethod.Post, "/api/v1/routes/calculate", body);
        Assert.Equal((HttpStatusCode.BadRequest, field), (answer.Status, answer.Json.GetProperty("error").GetProperty("field").GetString()));
    }

    [Fact]
    public async Task A_body_that_is_not_JSON_is_415_and_no_way_is_422()
    {
        await using var box = await PortalBox.StartAsync();
        using var phone = box.Phone();
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, (await phone.PostAsync("/api/v1/routes/calculate", ("from", "here"))).Status);
        var far = await phone.JsonAsync(HttpMethod.Post, "/api/v1/routes/calculate", new { from = new { lat = 23.185, lng = 75.767 }, to = new { lat = 10, lng = 10 } });
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "FAR_FROM_PATHS", "$.to"), (far.Status, far.ErrorCode, far.Json.GetProperty("error").GetProperty("field").GetString()));
    }

    /// <summary>The other direction, written from the published description.</summary>
    private static List<(double, double)> Decode(string text)
    {
        var points = new List<(double, double)>();
        var (at, lat, lng) = (0, 0L, 0L);
        while (at < text.Length)
        {
            lat += Next();
            lng += Next();
            points.Add((Math.Round(lat / 1e5, 5), Math.Round(lng / 1e5, 5)));
        }
        return points;

        long Next()
        {
            long value = 0;
            for (var shift = 0; ; shift += 5)
            {
                var bits = text[at++] - 63;
                value |= (long)(bits & 0x1f) << shift;
                if (bits < 0x20)
                {
                    return (value & 1) == 0 ? value >> 1 : ~(value >> 1);
                }
            }
        }
    }
}
