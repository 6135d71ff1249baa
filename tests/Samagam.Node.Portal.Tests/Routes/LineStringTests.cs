using System.Text.Json;
using Samagam.Node.Portal.Routes;
using Samagam.Routing;
using Samagam.TestKit;

namespace Samagam.Node.Portal.Tests.Routes;

/// <summary>The geometry of an answer.</summary>
public sealed class LineStringTests
{
    [Theory]
    [InlineData(23.1844, 75.7652, "[75.7652,23.1844]")]
    [InlineData(-90, 180, "[180,-90]")]
    [InlineData(-0.0000001, 0.0000004, "[0,0]")]
    [InlineData(-0.000001, -0.1, "[-0.1,-0.000001]")]
    [InlineData(50.000001, 8.1000049, "[8.100005,50.000001]")]
    public void A_point_is_written_shortest_longitude_first(double latitude, double longitude, string expected) =>
        Assert.Equal($$"""{"type":"LineString","coordinates":[{{expected}}]}""", JsonSerializer.Serialize(new LineString([new Coordinate(latitude, longitude)])));

    [Fact]
    public void Any_line_is_read_back_to_a_tenth_of_a_metre() => Seeds.ForEach(fresh: 20, (_, luck) =>
    {
        var points = Enumerable.Range(0, luck.Next(1, 500)).Select(_ => new Coordinate((luck.NextDouble() * 180) - 90, (luck.NextDouble() * 360) - 180)).ToArray();
        using var read = JsonDocument.Parse(JsonSerializer.Serialize(new LineString(points)));
        var back = read.RootElement.GetProperty("coordinates").EnumerateArray().Select(p => new Coordinate(p[1].GetDouble(), p[0].GetDouble())).ToArray();
        Assert.Equal(points.Length, back.Length);
        for (var i = 0; i < points.Length; i++)
        {
            Assert.Equal(points[i].LatitudeDeg, back[i].LatitudeDeg, 6e-7);
            Assert.Equal(points[i].LongitudeDeg, back[i].LongitudeDeg, 6e-7);
        }
    });
}
