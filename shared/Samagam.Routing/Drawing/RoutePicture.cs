namespace Samagam.Routing.Drawing;

/// <summary>What a picture of a walk is to be.</summary>
/// <param name="Line">Where the walk goes; at least two points.</param>
/// <param name="Language">Of names and words: <c>hi</c>, <c>en</c>.</param>
/// <param name="Title">What it is, for whoever cannot see it; also shown where a pointer rests.</param>
/// <param name="Description">The walk in words; cut at <see cref="MaxDescriptionLetters"/>.</param>
public sealed record PictureOrder(IReadOnlyList<Coordinate> Line, string Language, string Title, string Description)
{
    public const int MaxDescriptionLetters = 1_200;

    /// <summary>Whose data is drawn, in small letters at the foot; empty for none.</summary>
    public string Credit { get; init; } = "";

    /// <summary>What stands at the start and at the goal; words for the two where left empty.</summary>
    public string StartName { get; init; } = "";

    public string GoalName { get; init; } = "";

    /// <summary>Where people really begin and end, off the paths; the ends of the line when left out. The stretch between is dotted: it is straight, and nobody knows the ground.</summary>
    public Coordinate? Start { get; init; }

    public Coordinate? Goal { get; init; }

    /// <summary>CSS pixels at its natural size; it scales.</summary>
    public int Width { get; init; } = 360;

    public int MinHeight { get; init; } = 230;

    public int MaxHeight { get; init; } = 430;

    /// <summary>Most bytes of the whole file as UTF-8. What is least needed is left out first; the route never.</summary>
    public int MaxBytes { get; init; } = 30_000;
}

/// <summary>
/// The picture of a walk as one SVG 1.1 file that needs nothing else: no script, no style sheet, no font, no host. North is up. Pure: the same view
/// and order give the same bytes.
/// </summary>
public static class RoutePicture
{
    // Marks, scale, words and landmarks at their longest; names of up to 22 letters take up to four bytes and combine.
    private const int Furniture = 6_000;
    private const int MaxLineChars = 3_500;
    private const int LeastBytes = 12_000;
    private const int LeastGap = 100;

    /// <param name="view">The map under the conditions of now; null draws the walk on bare ground.</param>
    public static string Draw(MapView? view, PictureOrder order)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(order.Line.Count, 2);
        ArgumentOutOfRangeException.ThrowIfLessThan(order.MaxBytes, LeastBytes);
        ArgumentOutOfRangeException.ThrowIfLessThan(order.Width, 200);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(order.Width, 2_000);
        var frame = new PictureFrame([order.Start ?? order.Line[0], .. order.Line, order.Goal ?? order.Line[^1]], order.Width, order.MinHeight, order.MaxHeight);
        var words = PictureWords.In(order.Language);
        var (line, path) = Walk(frame, order.Line);
        var room = new LabelRoom(frame);
        var ends = (Start: frame.Of(order.Start ?? order.Line[0]), Goal: frame.Of(order.Goal ?? order.Line[^1]));
        var scale = PictureScale.Of(frame, ends.Start, ends.Goal, line, order.Language);
        Reserve(room, frame, line, ends, scale);
        var svg = new SvgText();
        Begin(svg, frame, order);
        var description = svg.Length;
        var ground = view is null ? null : new PictureGround(view, frame, words, order.Language, room);
        // A letter of a description may be three bytes; everything else on the ground is ASCII.
        ground?.Draw(svg, order.MaxBytes - Furniture - MaxLineChars - (description * 3 / 2));
        svg.Raw($"<path d=\"{path}\" fill=\"none\" stroke=\"#fff\" stroke-width=\"110\" stroke-linecap=\"round\" stroke-linejoin=\"round\"/>");
        svg.Raw($"<path d=\"{path}\" fill=\"none\" stroke=\"#0b3fa8\" stroke-width=\"65\" stroke-linecap=\"round\" stroke-linejoin=\"round\"/>");
        Gap(svg, ends.Start, line[0]);
        Gap(svg, line[^1], ends.Goal);
        Ends(svg, ends, order, words, room);
        ground?.Words(svg, line);
        Furnish(svg, frame, order, words);
        scale.Draw(svg);
        return svg.Raw("</svg>").ToString();
    }

    /// <summary>Whose data a map's pictures and tiles are made of.</summary>
    public static string CreditOf(MapSnapshot map, string language) => !map.IsSample ? "© OpenStreetMap contributors, ODbL"
        : language == "hi" ? "नमूना, हाथ से बना; रास्ता खोजने के लिए नहीं" : "Sample, drawn by hand, not for navigation";

    private static (List<(int X, int Y)> Line, string Path) Walk(PictureFrame frame, IReadOnlyList<Coordinate> geometry)
    {
        var all = new List<(int X, int Y)>(geometry.Count);
        foreach (var point in geometry)
        {
            if (frame.Of(point) is var at && (all.Count == 0 || all[^1] != at))
            {
                all.Add(at);
            }
        }
        if (all.Count == 1)
        {
            all.Add(all[0]);
        }
        // Coarser until it has room: a line of four thousand letters bends at every second pixel.
        for (var tolerance = 3.0; ; tolerance *= 1.6)
        {
            var line = Thin(all, tolerance);
            var path = new SvgPath(frame, MaxLineChars);
            path.Line(line);
            if (path is { IsFull: false, IsEmpty: false })
            {
                return (line, path.ToString());
            }
            if (line.Count <= 2)
            {
                // Start and goal at one place: a dot.
                return (line, FormattableString.Invariant($"M{line[0].X} {line[0].Y}h1"));
            }
        }
    }

    private static List<(int X, int Y)> Thin(List<(int X, int Y)> all, double tolerance)
    {
        var keep = new bool[all.Count];
        keep[0] = keep[^1] = true;
        var open = new Stack<(int First, int Last)>([(0, all.Count - 1)]);
        while (open.TryPop(out var piece))
        {
            var (at, most) = (-1, tolerance * tolerance);
            for (var i = piece.First + 1; i < piece.Last; i++)
            {
                var far = PlaneSegment.SquaredDistance(all[i].X, all[i].Y, all[piece.First].X, all[piece.First].Y, all[piece.Last].X, all[piece.Last].Y);
                (at, most) = far > most ? (i, far) : (at, most);
            }
            if (at >= 0)
            {
                keep[at] = true;
                open.Push((piece.First, at));
                open.Push((at, piece.Last));
            }
        }
        return [.. all.Where((_, i) => keep[i])];
    }

    private static void Begin(SvgText svg, PictureFrame frame, PictureOrder order)
    {
        var (wide, high) = (frame.Width * PictureFrame.PerPixel, frame.Height * PictureFrame.PerPixel);
        svg.Raw($"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{frame.Width}\" height=\"{frame.Height}\" viewBox=\"0 0 {wide} {high}\" role=\"img\" xml:lang=\"")
            .Text(order.Language).Raw("\" font-family=\"system-ui,sans-serif\"><title>").Text(SvgText.Shortened(order.Title, 200)).Raw("</title><desc>")
            .Text(SvgText.Shortened(order.Description, PictureOrder.MaxDescriptionLetters)).Raw("</desc>");
        svg.Raw("<defs><pattern id=\"hd\" width=\"60\" height=\"60\" patternUnits=\"userSpaceOnUse\" patternTransform=\"rotate(45)\"><path d=\"M0 0h60v60H0z\" fill=\"#b00020\" fill-opacity=\".18\"/><path d=\"M0 30h60\" stroke=\"#b00020\" stroke-width=\"16\"/></pattern>");
        svg.Raw("<pattern id=\"hc\" width=\"80\" height=\"80\" patternUnits=\"userSpaceOnUse\" patternTransform=\"rotate(-45)\"><path d=\"M0 0h80v80H0z\" fill=\"#f2b84b\" fill-opacity=\".3\"/><path d=\"M0 40h80\" stroke=\"#9a5b00\" stroke-width=\"8\"/></pattern></defs>");
        svg.Raw($"<path d=\"M0 0h{wide}v{high}H0z\" fill=\"#f0ece4\"/>");
    }

    private static void Reserve(LabelRoom room, PictureFrame frame, List<(int X, int Y)> line, ((int X, int Y) Start, (int X, int Y) Goal) ends, PictureScale scale)
    {
        foreach (var (x, y) in (ReadOnlySpan<(int X, int Y)>)[ends.Start, ends.Goal])
        {
            room.Take(x - 90, y - 150, x + 90, y + 90);
        }
        var (wide, high) = (frame.Width * PictureFrame.PerPixel, frame.Height * PictureFrame.PerPixel);
        for (var i = 1; i < line.Count; i++)
        {
            var (a, b) = (line[i - 1], line[i]);
            var parts = Math.Max(1, (int)Math.Ceiling(Math.Max(Math.Abs((double)a.X - b.X), Math.Abs((double)a.Y - b.Y)) / 80));
            for (var p = 0; p <= parts; p++)
            {
                room.TakeLine((int)(a.X + (((double)b.X - a.X) * p / parts)), (int)(a.Y + (((double)b.Y - a.Y) * p / parts)), reach: 40);
            }
        }
        room.Take(wide - 320, 0, wide, 400);
        room.Take(scale.Left, scale.Top, scale.Right, scale.Bottom);
        room.Take(0, high - 110, wide, high);
    }

    // Between a path and where people really are; shorter ones are under the mark.
    private static void Gap(SvgText svg, (int X, int Y) from, (int X, int Y) to)
    {
        if (Math.Max(Math.Abs(from.X - to.X), Math.Abs(from.Y - to.Y)) >= LeastGap)
        {
            svg.Raw($"<path d=\"M{from.X} {from.Y}L{to.X} {to.Y}\" fill=\"none\" stroke=\"#1b1b1b\" stroke-width=\"45\" stroke-linecap=\"round\" stroke-dasharray=\"1 95\"/>");
        }
    }

    // Told apart by shape and word, not by colour.
    private static void Ends(SvgText svg, ((int X, int Y) Start, (int X, int Y) Goal) ends, PictureOrder order, PictureWords words, LabelRoom room)
    {
        var (start, goal) = ends;
        svg.Raw($"<circle cx=\"{start.X}\" cy=\"{start.Y}\" r=\"70\" fill=\"#fff\" stroke=\"#0b3fa8\" stroke-width=\"40\"/>");
        svg.Raw($"<path d=\"M{goal.X} {goal.Y}l-85-130a100 100 0 1 1 170 0z\" fill=\"#b00020\" stroke=\"#fff\" stroke-width=\"20\"/><circle cx=\"{goal.X}\" cy=\"{goal.Y - 185}\" r=\"38\" fill=\"#fff\"/>");
        foreach (var (at, word) in (ReadOnlySpan<((int X, int Y), string)>)[(start, Either(order.StartName, words.Start)), (goal, Either(order.GoalName, words.Goal))])
        {
            if ((room.Place(at, word, 130, 120) ?? room.Place(at, word, 130, 120, overLine: true)) is { } place)
            {
                svg.Raw($"<text x=\"{place.X}\" y=\"{place.Y}\" font-size=\"130\" font-weight=\"700\" fill=\"#1b1b1b\" stroke=\"#fff\" stroke-width=\"35\" stroke-linejoin=\"round\" paint-order=\"stroke\">").Text(word).Raw("</text>");
            }
        }
    }

    private static string Either(string name, string otherwise) => name.Length == 0 ? otherwise : SvgText.Shortened(name, 22);

    private static void Furnish(SvgText svg, PictureFrame frame, PictureOrder order, PictureWords words)
    {
        var (wide, high) = (frame.Width * PictureFrame.PerPixel, frame.Height * PictureFrame.PerPixel);
        svg.Raw($"<path d=\"M{wide - 160} 70l-80 230 80-60 80 60z\" fill=\"#1b1b1b\" stroke=\"#fff\" stroke-width=\"15\"/><text x=\"{wide - 160}\" y=\"390\" text-anchor=\"middle\" font-size=\"110\" font-weight=\"700\" fill=\"#1b1b1b\">").Text(words.North).Raw("</text>");
        if (order.Credit.Length > 0)
        {
            svg.Raw($"<text x=\"{wide - 50}\" y=\"{high - 40}\" text-anchor=\"end\" font-size=\"90\" fill=\"#3a3a3a\" stroke=\"#fff\" stroke-width=\"20\" paint-order=\"stroke\">").Text(SvgText.Shortened(order.Credit, 80)).Raw("</text>");
        }
    }
}
