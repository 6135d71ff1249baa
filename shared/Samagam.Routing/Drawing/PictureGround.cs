using Samagam.Routing.Amenities;
using Samagam.Routing.Conditions;
using Samagam.Routing.Zones;

namespace Samagam.Routing.Drawing;

/// <summary>What lies under a route in its picture: water, open ground, crowd, ways, orders, landmarks. Each has its own share of the room.</summary>
internal sealed class PictureGround(MapView view, PictureFrame frame, PictureWords words, string language, LabelRoom room)
{
    private const int MaxLandmarks = 7;
    private const int MaxNameLetters = 22;
    private const double BusyFrom = 2;

    private readonly List<((int X, int Y) At, string Word, string Colour)> _words = [];
    private int _all;
    private double _spare;
    private readonly DrawnMap _drawn = view.Map.Drawn;
    private readonly List<Shape> _near = [.. view.Map.Drawn.Near(frame.Box).Select(s => view.Map.Drawn.Shapes.All[s]).Where(s => DrawRules.IsDrawnAt(s, frame.Zoom))];

    /// <param name="maxChars">Of all path data together.</param>
    public void Draw(SvgText svg, int maxChars)
    {
        _all = maxChars;
        Areas(svg, s => s.Layer == DrawLayer.Water && DrawRules.IsArea(s), 0.16, "fill=\"#9ec7e6\" fill-rule=\"evenodd\"");
        Lines(svg, s => s.Layer == DrawLayer.Water && !DrawRules.IsArea(s), 0.06, "stroke=\"#9ec7e6\" stroke-width=\"30\"");
        Areas(svg, s => s.Layer == DrawLayer.Areas, 0.1, "fill=\"#e6dcc3\" stroke=\"#cdbf9c\" stroke-width=\"5\" fill-rule=\"evenodd\"");
        Crowd(svg, 0.08);
        // Light on the ground, so that the route stands out on any screen in the sun.
        Ways(svg, 0.1, "#fff", 55, WayClass.Major);
        Ways(svg, 0.18, "#fff", 35, WayClass.Road);
        Ways(svg, 0.06, "#fff", 22, WayClass.Service);
        Ways(svg, 0.1, "#9b8f7d", 10, WayClass.Path);
        Ways(svg, 0.06, "#9b8f7d", 22, WayClass.Steps, "stroke-dasharray=\"8 12\"");
        Ways(svg, 0.02, "#3f7fb0", 12, WayClass.Ferry, "stroke-dasharray=\"40 30\"");
        Orders(svg, 0.08);
    }

    /// <summary>What is to be read, above everything drawn: crowd and closures first, then the landmarks nearest to the line.</summary>
    public void Words(SvgText svg, IReadOnlyList<(int X, int Y)> line)
    {
        foreach (var (at, word, colour) in _words)
        {
            Word(svg, at, word, colour);
        }
        var marks = _near.Where(s => s.Layer == DrawLayer.Amenities && DrawRules.IsLandmark((AmenityType)s.Class))
            .Select(s => (Amenity: view.Map.Amenities[s.Subject], At: frame.Of(_drawn.Shapes.X[_drawn.Shapes.FirstPoint[s.FirstLine]], _drawn.Shapes.Y[_drawn.Shapes.FirstPoint[s.FirstLine]])))
            .Where(m => m.Amenity.Name.In(language).Length > 0)
            .OrderBy(m => FromLine(line, m.At)).ThenBy(m => m.Amenity.Id, StringComparer.Ordinal);
        var named = new HashSet<string>(StringComparer.Ordinal);
        svg.Raw("<g font-size=\"120\" fill=\"#1b1b1b\" stroke=\"#fff\" stroke-width=\"30\" stroke-linejoin=\"round\" paint-order=\"stroke\">");
        foreach (var (amenity, at) in marks)
        {
            var name = SvgText.Shortened(amenity.Name.In(language), MaxNameLetters);
            if (named.Count >= MaxLandmarks || !named.Add(name) || room.Place(at, name, 120, 70) is not { } place)
            {
                continue;
            }
            room.Take(at.X - 50, at.Y - 50, at.X + 50, at.Y + 50);
            svg.Raw($"<circle cx=\"{at.X}\" cy=\"{at.Y}\" r=\"40\" fill=\"#7a2e0b\" stroke-width=\"15\"/><text x=\"{place.X}\" y=\"{place.Y}\">").Text(name).Raw("</text>");
        }
        svg.Raw("</g>");
    }

    private static double FromLine(IReadOnlyList<(int X, int Y)> line, (int X, int Y) mark)
    {
        var least = double.MaxValue;
        for (var i = 1; i < line.Count; i++)
        {
            least = Math.Min(least, PlaneSegment.SquaredDistance(mark.X, mark.Y, line[i - 1].X, line[i - 1].Y, line[i].X, line[i].Y));
        }
        return least;
    }

    private void Ways(SvgText svg, double share, string colour, int width, WayClass kind, string more = "") =>
        Lines(svg, s => s.Layer == DrawLayer.Ways && s.Class == (byte)kind, share, $"stroke=\"{colour}\" stroke-width=\"{width}\" {more}");

    private void Lines(SvgText svg, Predicate<Shape> wanted, double share, string look) =>
        Fill(svg, wanted, share, $"fill=\"none\" stroke-linecap=\"round\" stroke-linejoin=\"round\" {look}", (path, shape, zoom) =>
        {
            for (var l = shape.FirstLine; l < shape.FirstLine + shape.Lines; l++)
            {
                path.Line(Points(l, zoom));
            }
        });

    private void Areas(SvgText svg, Predicate<Shape> wanted, double share, string look) => Fill(svg, wanted, share, look, Rings);

    // What does not fit is drawn more coarsely; what still does not, from the largest down: that is what one sees.
    private void Fill(SvgText svg, Predicate<Shape> wanted, double share, string look, Action<SvgPath, Shape, int> draw)
    {
        var shapes = _near.Where(s => wanted(s)).OrderByDescending(s => s.Box.Side).ToList();
        SvgPath path;
        for (var zoom = frame.Zoom; ; zoom--)
        {
            path = Room(share);
            foreach (var shape in shapes)
            {
                draw(path, shape, zoom);
            }
            if (!path.IsFull || zoom <= frame.Zoom - 2)
            {
                break;
            }
        }
        Write(svg, path, look);
        Used(share, path);
    }

    // A layer has its share, and what those before it have left.
    private SvgPath Room(double share) => new(frame, (int)((share * _all) + _spare));

    private void Used(double share, SvgPath path) => _spare += (share * _all) - path.Length;

    private void Rings(SvgPath path, Shape shape, int zoom)
    {
        for (var l = shape.FirstLine; l < shape.FirstLine + shape.Lines; l++)
        {
            var ring = Points(l, zoom);
            ring.RemoveAt(ring.Count - 1);
            path.Ring(ring);
        }
    }

    // Not by colour alone: hatched, and said in a word.
    private void Crowd(SvgText svg, double share)
    {
        var left = share;
        foreach (var shape in _near.Where(s => s.Layer == DrawLayer.Zones && s.Class == (byte)ZoneKind.Crowd))
        {
            if (!view.Conditions.Zones.TryGetValue(view.Map.Zones[shape.Subject].Id, out var condition) || (condition.DensityPerM2 < BusyFrom && !condition.IsDangerous))
            {
                continue;
            }
            var path = Room(left);
            Rings(path, shape, frame.Zoom);
            Used(left, path);
            left = 0;
            var packed = condition.DensityPerM2 >= ZoneCondition.SafeBelow;
            Write(svg, path, condition.IsDangerous ? "fill=\"url(#hd)\" stroke=\"#b00020\" stroke-width=\"20\""
                : packed ? "fill=\"url(#hc)\" stroke=\"#9a5b00\" stroke-width=\"12\"" : "fill=\"#f2b84b\" fill-opacity=\".3\"");
            if (packed || condition.IsDangerous)
            {
                var middle = frame.Of((int)((shape.Box.MinX + (long)shape.Box.MaxX) / 2), (int)((shape.Box.MinY + (long)shape.Box.MaxY) / 2));
                _words.Add((middle, condition.IsDangerous ? words.Danger : words.Crowded, condition.IsDangerous ? "#b00020" : "#6b3f00"));
            }
        }
    }

    private void Orders(SvgText svg, double share)
    {
        var (shut, seen) = (Room(share), (List<(int X, int Y)>?)null);
        foreach (var order in view.DrawnOrders.Where(o => o.Effect == PathOrderEffect.Closed))
        {
            foreach (var line in order.Lines)
            {
                var points = line.Select(frame.Of).ToList();
                shut.Line(points);
                var middle = points[points.Count / 2];
                if (seen is null && middle.X >= 0 && middle.Y >= 0 && middle.X <= frame.Width * PictureFrame.PerPixel && middle.Y <= frame.Height * PictureFrame.PerPixel)
                {
                    seen = points;
                }
            }
        }
        Write(svg, shut, "fill=\"none\" stroke=\"#b00020\" stroke-width=\"50\" stroke-dasharray=\"20 40\"");
        if (seen is not null && !shut.IsEmpty)
        {
            _words.Add((seen[seen.Count / 2], words.Closed, "#b00020"));
        }
    }

    private void Word(SvgText svg, (int X, int Y) at, string word, string colour)
    {
        if ((room.Place(at, word, 130, 40) ?? room.Place(at, word, 130, 220) ?? room.Place(at, word, 130, 400)) is { } place)
        {
            svg.Raw($"<text x=\"{place.X}\" y=\"{place.Y}\" font-size=\"130\" font-weight=\"700\" fill=\"{colour}\" stroke=\"#fff\" stroke-width=\"30\" paint-order=\"stroke\">").Text(word).Raw("</text>");
        }
    }

    private List<(int X, int Y)> Points(int line, int zoom)
    {
        var shapes = _drawn.Shapes;
        var points = new List<(int X, int Y)>();
        for (var p = shapes.FirstPoint[line]; p < shapes.FirstPoint[line + 1]; p++)
        {
            if (shapes.FromZoom[p] <= zoom && frame.Of(shapes.X[p], shapes.Y[p]) is var at && (points.Count == 0 || points[^1] != at))
            {
                points.Add(at);
            }
        }
        return points;
    }

    private static void Write(SvgText svg, SvgPath path, string look)
    {
        if (!path.IsEmpty)
        {
            svg.Raw("<path ").Raw(look).Raw(" d=\"").Raw(path.ToString()).Raw("\"/>");
        }
    }
}
