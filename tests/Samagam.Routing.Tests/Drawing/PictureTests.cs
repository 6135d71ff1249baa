using System.Globalization;
using System.Text;
using System.Xml;
using System.Xml.Linq;
using Samagam.Routing.Conditions;
using Samagam.Routing.Drawing;
using Samagam.Routing.Guidance;
using Samagam.Routing.Tests.Search;
using Samagam.TestKit;

namespace Samagam.Routing.Tests.Drawing;

public sealed class PictureTests
{
    private static readonly string[] Hostile =
    [
        "<script>alert(1)</script>", "]]><svg onload='x'>", "a\" onclick=\"b", "&amp;&#0;&", "مسجد الحرام", "\u202Egnp.exe\u202C", "🕉️👨‍👩‍👧‍👦🚻", "राम\u0000घाट\uFFFE", "\uD800 alone", "क्ष्म्य" + new string('\u0301', 300),
    ];

    [Fact]
    public void The_picture_of_any_walk_is_sound_XML_within_its_bytes_and_shows_the_walk()
    {
        Seeds.ForEach(1, (seed, luck) =>
        {
            for (var round = 0; round < 6; round++)
            {
                var town = new DrawnTown(luck, 14);
                var name = Hostile[luck.Next(Hostile.Length)];
                for (var i = 0; i < 40; i++)
                {
                    town.Text.Node(50_000 + i, 50 + (luck.NextDouble() * 0.014), 8 + (luck.NextDouble() * 0.014), $"amenity=hospital;name=name {i:00}");
                }
                // The map file is XML as well: it can only hold what XML may.
                var text = Enumerable.Range(0, 40).Aggregate(town.Text.ToString(), (xml, i) => xml.Replace($"name {i:00}", SvgText.Escaped(Hostile[luck.Next(Hostile.Length)]), StringComparison.Ordinal));
                var view = MapSnapshot.Load(() => new MemoryStream(Encoding.UTF8.GetBytes(text), writable: false), cancel: TestContext.Current.CancellationToken).Usual;
                for (var pair = 0; pair < 20; pair++)
                {
                    if (view.Route(town.At(luck.Next(town.Count)), town.At(luck.Next(town.Count))) is not RouteFound route)
                    {
                        continue;
                    }
                    var order = new PictureOrder(route.Geometry, luck.Next(2) == 0 ? "hi" : "en", name, string.Join(' ', Hostile)) { Credit = name, StartName = name, GoalName = Hostile[luck.Next(Hostile.Length)] };
                    var svg = RoutePicture.Draw(view, order);
                    Assert.True(Encoding.UTF8.GetByteCount(svg) <= order.MaxBytes, $"seed {seed}: {Encoding.UTF8.GetByteCount(svg)} bytes");
                    var picture = Parse(svg);
                    Assert.Equal(2, picture.Descendants().Count(e => (string?)e.Attribute("stroke") is "#0b3fa8" && e.Name.LocalName is "path" or "circle" && (string?)e.Attribute("stroke") == "#0b3fa8"));
                    Assert.All(picture.DescendantsAndSelf(), e => Assert.Contains(e.Name.LocalName, (string[])["svg", "title", "desc", "defs", "pattern", "g", "path", "circle", "text"]));
                    Assert.All(picture.DescendantsAndSelf().Attributes(), a => Assert.DoesNotContain("on", a.Name.LocalName[..Math.Min(2, a.Name.LocalName.Length)], StringComparison.Ordinal));
                }
            }
        });
    }

    [Theory]
    [InlineData(0.001, 0.004)]
    [InlineData(0.004, 0.001)]
    [InlineData(-0.001, 0.004)]
    [InlineData(-0.004, -0.001)]
    [InlineData(0.0001, 0.004)]
    public void The_scale_bar_covers_no_mark_wherever_the_walk_begins_and_ends(double north, double east)
    {
        var from = new Coordinate(50, 8);
        foreach (var walk in (Coordinate[][])[[from, new(50 + north, 8 + east)], [new(50 + north, 8 + east), from]])
        {
            var picture = Parse(RoutePicture.Draw(null, new PictureOrder(walk, "en", "", "")));
            // The start is a circle with a rim; the bar the last path that goes down, along and up again.
            var start = picture.Descendants().Single(e => e.Name.LocalName == "circle" && (string?)e.Attribute("r") == "70");
            var (x, y) = (Whole(start, "cx"), Whole(start, "cy"));
            var bar = System.Text.RegularExpressions.Regex.Match(picture.ToString(), "M(\\d+) (\\d+)v50h(\\d+)v-50", System.Text.RegularExpressions.RegexOptions.None, TimeSpan.FromSeconds(1));
            var (left, top, length) = (int.Parse(bar.Groups[1].Value, CultureInfo.InvariantCulture), int.Parse(bar.Groups[2].Value, CultureInfo.InvariantCulture), int.Parse(bar.Groups[3].Value, CultureInfo.InvariantCulture));
            Assert.False(x > left - 90 && x < left + length + 90 && y > top - 190 && y < top + 140, $"mark at {x},{y} under the bar at {left},{top}");
        }

        static int Whole(XElement element, string name) => int.Parse(element.Attribute(name)!.Value, CultureInfo.InvariantCulture);
    }

    [Fact]
    public void The_stretch_beside_the_paths_is_dotted_up_to_where_people_really_are()
    {
        Coordinate[] line = [new(50, 8), new(50.002, 8.004)];
        var on = RoutePicture.Draw(null, new PictureOrder(line, "en", "", ""));
        Assert.DoesNotContain("stroke-dasharray", on, StringComparison.Ordinal);
        Assert.Equal(on, RoutePicture.Draw(null, new PictureOrder(line, "en", "", "") { Start = line[0], Goal = line[^1] }));
        var beside = Parse(RoutePicture.Draw(null, new PictureOrder(line, "en", "", "") { Start = new(50.001, 7.999), Goal = new(50.001, 8.005) }));
        var gaps = beside.Descendants().Where(e => e.Attribute("stroke-dasharray") is not null).Select(e => e.Attribute("d")!.Value).ToList();
        Assert.Equal(2, gaps.Count);
        // The mark stands where the walker does.
        var start = beside.Descendants().Single(e => e.Name.LocalName == "circle" && (string?)e.Attribute("r") == "70");
        Assert.StartsWith($"M{start.Attribute("cx")!.Value} {start.Attribute("cy")!.Value}L", gaps[0], StringComparison.Ordinal);
    }

    [Fact]
    public void Whoever_cannot_see_the_picture_has_its_title_and_the_walk_in_words()
    {
        var (view, route) = SampleWalk(PathConditions.Usual);
        var words = string.Join(' ', view.Map.Guide(route).Select(m => GuidanceText.Say(m, "hi")));
        var picture = Parse(RoutePicture.Draw(view, new PictureOrder(route.Geometry, "hi", "रामघाट तक", words)));
        XNamespace svg = "http://www.w3.org/2000/svg";
        Assert.Equal(("रामघाट तक", words, "img", "hi"), ((string)picture.Element(svg + "title")!, (string)picture.Element(svg + "desc")!, (string)picture.Attribute("role")!, (string)picture.Attribute(XNamespace.Xml + "lang")!));
        Assert.Contains(picture.Descendants(svg + "text"), t => t.Value == "मंज़िल");
        Assert.Contains(picture.Descendants(svg + "text"), t => t.Value.Contains("मीटर", StringComparison.Ordinal));
    }

    [Fact]
    public void Crowd_and_closures_are_hatched_and_said_not_only_coloured()
    {
        var conditions = new PathConditions
        {
            Epoch = 1,
            Zones = new Dictionary<string, ZoneCondition> { ["ram-ghat"] = new(5.4, true), ["mahakal"] = new(4.2, false) },
            Orders = [new(PathOrderEffect.Closed, [], [new(23.1780, 75.7680), new(23.1800, 75.7680), new(23.1800, 75.7690), new(23.1780, 75.7690)])],
        };
        var (view, route) = SampleWalk(conditions);
        var picture = Parse(RoutePicture.Draw(view, new PictureOrder(route.Geometry, "en", "t", "d")));
        Assert.Contains(picture.Descendants(), e => (string?)e.Attribute("fill") == "url(#hd)");
        Assert.Contains(picture.Descendants(), e => (string?)e.Attribute("fill") == "url(#hc)");
        var said = picture.Descendants().Where(e => e.Name.LocalName == "text").Select(e => e.Value).ToList();
        Assert.Subset(said.ToHashSet(), new HashSet<string> { "DANGER", "crowded", "closed" });
    }

    [Fact]
    public void A_walk_to_where_one_stands_and_one_without_a_map_are_drawn_too()
    {
        var here = new Coordinate(23.18, 75.77);
        Parse(RoutePicture.Draw(null, new PictureOrder([here, here], "en", "t", "d")));
        var around = Enumerable.Range(0, 5_000).Select(i => new Coordinate(23.18 + (Math.Sin(i / 7.0) * i * 1e-6), 75.77 + (Math.Cos(i / 7.0) * i * 1e-6))).ToList();
        Assert.InRange(Encoding.UTF8.GetByteCount(RoutePicture.Draw(null, new PictureOrder(around, "en", "t", "d"))), 1_000, 30_000);
        Assert.Throws<ArgumentOutOfRangeException>(() => RoutePicture.Draw(null, new PictureOrder([here], "en", "t", "d")));
    }

    [Fact]
    public void The_scale_bar_is_as_long_as_it_says()
    {
        // 1,000 m of a meridian: 0.0089932° of latitude.
        var order = new PictureOrder([new(23.18, 75.77), new(23.1889932, 75.77)], "en", "t", "d");
        var picture = Parse(RoutePicture.Draw(null, order));
        var line = picture.Descendants().First(e => (string?)e.Attribute("stroke") == "#0b3fa8" && e.Name.LocalName == "path").Attribute("d")!.Value;
        var rise = -double.Parse(line[(line.LastIndexOf('-') + 1)..], CultureInfo.InvariantCulture);
        var bar = picture.Descendants().Last(e => (string?)e.Attribute("stroke") == "#1b1b1b" && e.Name.LocalName == "path").Attribute("d")!.Value;
        var length = double.Parse(bar[(bar.IndexOf('h', StringComparison.Ordinal) + 1)..bar.LastIndexOf('v')], CultureInfo.InvariantCulture);
        Assert.Contains(picture.Descendants(), e => e.Value == "200 m");
        Assert.InRange(length / -rise * 1000, 198, 202);
    }

    [Fact]
    public void The_lines_of_an_order_are_joined_and_have_a_limit()
    {
        var map = MapSnapshot.Sample();
        var everywhere = new PathOrder(PathOrderEffect.Closed, [], [new(20, 70), new(20, 80), new(30, 80), new(30, 70)]);
        var drawn = Assert.Single(map.Under(new PathConditions { Epoch = 1, Orders = [everywhere] }).DrawnOrders);
        Assert.False(drawn.IsCut);
        Assert.InRange(drawn.Lines.Count, 10, map.Report.Edges - 1);
        var many = map.Under(new PathConditions { Epoch = 1, Orders = [.. Enumerable.Range(0, 40).Select(_ => everywhere with { })] }).DrawnOrders;
        Assert.InRange(many.Sum(o => o.Lines.Sum(l => l.Count)), 1, OrderLines.MaxPoints);
        Assert.True(many[^1].IsCut);
    }

    [Fact]
    public void A_walk_through_a_real_city_keeps_to_its_bytes()
    {
        var view = SharedMaps.Load("porto.osm.pbf").Under(PathConditions.Usual);
        Seeds.ForEach(1, (seed, luck) =>
        {
            var most = 0;
            for (var i = 0; i < 60; i++)
            {
                var from = new Coordinate(41.15 + (luck.NextDouble() * 0.02), -8.63 + (luck.NextDouble() * 0.04));
                var to = new Coordinate(from.LatitudeDeg + ((luck.NextDouble() - 0.5) * 0.02), from.LongitudeDeg + ((luck.NextDouble() - 0.5) * 0.02));
                if (view.Route(from, to) is RouteFound route)
                {
                    var svg = RoutePicture.Draw(view, new PictureOrder(route.Geometry, "en", "t", new string('द', 2_000)));
                    Parse(svg);
                    most = Math.Max(most, Encoding.UTF8.GetByteCount(svg));
                }
            }
            Assert.True(most is > 5_000 and <= 30_000, $"seed {seed}: {most} bytes");
        });
    }

    private static (MapView View, RouteFound Route) SampleWalk(PathConditions conditions)
    {
        var view = MapSnapshot.Sample().Under(conditions);
        Coordinate At(string name) => view.Map.Amenities.First(a => a.Name.En == name).Point;
        return (view, Assert.IsType<RouteFound>(view.Route(At("Ujjain Junction"), At("Ram Ghat"), WalkMetric.Crowd)));
    }

    private static XElement Parse(string svg)
    {
        using var reader = XmlReader.Create(new StringReader(svg), new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, CheckCharacters = true });
        return XDocument.Load(reader).Root!;
    }
}
