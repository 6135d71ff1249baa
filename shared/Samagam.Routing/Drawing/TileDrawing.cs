using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Samagam.Routing.Graph;
using Samagam.Routing.Zones;

namespace Samagam.Routing.Drawing;

/// <summary>
/// One tile as JSON. Its meaning is that of Mapbox Vector Tiles 2.1 (layers of features in whole numbers across a square tile, cut at a buffer, y
/// downwards); its text needs no library: a line or ring is an encoded polyline of those numbers, x first, the first from the tile's
/// north-west corner. Rings of one feature are taken together by the even-odd rule; the first point is not repeated.
/// </summary>
internal sealed class TileDrawing
{
    private static readonly JsonWriterOptions Writing = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    private readonly MapSnapshot _map;
    private readonly DrawnShapes _shapes;
    private readonly TileAddress _tile;
    private readonly TileLimits _limits;
    private readonly PlaneClip _clip = new(-DrawScale.Buffer, -DrawScale.Buffer, DrawScale.Extent + DrawScale.Buffer, DrawScale.Extent + DrawScale.Buffer);
    private readonly Dictionary<PathName, int> _nameNumber = [];
    private readonly List<PathName> _names = [];
    private readonly List<(int X, int Y)> _line = [];
    private readonly List<(int X, int Y, bool Starts)> _pieces = [];
    private readonly StringBuilder _text = new();
    private int _points;

    public TileDrawing(MapSnapshot map, DrawnShapes shapes, TileAddress tile, TileLimits limits) =>
        (_map, _shapes, _tile, _limits) = (map, shapes, tile, limits);

    public byte[] Draw(ShapeGrid grid, string version)
    {
        var (features, isCut) = Features(grid);
        var bytes = new ArrayBufferWriter<byte>(4096);
        using (var json = new Utf8JsonWriter(bytes, Writing))
        {
            json.WriteStartObject();
            json.WriteString("version", version);
            json.WriteNumber("z", _tile.Zoom);
            json.WriteNumber("x", _tile.Column);
            json.WriteNumber("y", _tile.Row);
            json.WriteNumber("extent", DrawScale.Extent);
            if (isCut)
            {
                json.WriteBoolean("cut", true);
            }
            WriteNames(json);
            json.WriteStartObject("layers");
            foreach (var layer in features.GroupBy(f => f.Shape.Layer).OrderBy(g => g.Key))
            {
                json.WriteStartArray(DrawRules.Layers[(int)layer.Key].Word);
                foreach (var feature in layer)
                {
                    Write(json, feature);
                }
                json.WriteEndArray();
            }
            json.WriteEndObject();
            json.WriteEndObject();
        }
        return bytes.WrittenSpan.ToArray();
    }

    // Lines of one look and one name are one feature.
    private (List<Feature> Features, bool IsCut) Features(ShapeGrid grid)
    {
        var features = new List<Feature>();
        var alike = new Dictionary<(DrawLayer, byte, int), Feature>();
        var near = grid.Near(Reach()).Where(s => DrawRules.IsDrawnAt(_shapes.All[s], _tile.Zoom)).OrderBy(s => DrawRules.Rank(_shapes.All[s])).ThenBy(s => s);
        foreach (var s in near)
        {
            var shape = _shapes.All[s];
            var lines = LinesOf(shape, out var points);
            if (lines.Count == 0)
            {
                continue;
            }
            if (_points + points > _limits.MaxPoints || features.Count >= _limits.MaxFeatures)
            {
                return (features, true);
            }
            _points += points;
            var name = NameOf(shape);
            if (DrawRules.IsArea(shape) || shape.Layer == DrawLayer.Amenities)
            {
                features.Add(new Feature(shape, name, lines));
            }
            else if (alike.TryGetValue((shape.Layer, shape.Class, name), out var known))
            {
                known.Lines.AddRange(lines);
            }
            else
            {
                features.Add(alike[(shape.Layer, shape.Class, name)] = new Feature(shape, name, lines));
            }
        }
        return (features, false);
    }

    private PlaneBox Reach()
    {
        var (side, buffer) = (1 << (WebMercator.WorldBits - _tile.Zoom), DrawScale.Buffer * DrawScale.Unit(_tile.Zoom));
        return new PlaneBox(_tile.MinX - buffer, _tile.MinY - buffer, _tile.MinX + side + buffer, _tile.MinY + side + buffer);
    }

    private List<string> LinesOf(Shape shape, out int points)
    {
        points = 0;
        var lines = new List<string>();
        var isArea = DrawRules.IsArea(shape);
        // What is smaller than a pixel at a zoom that is not enlarged is not seen.
        if (shape.Layer != DrawLayer.Amenities && _tile.Zoom < DrawScale.MaxZoom && shape.Box.Side < 8L * DrawScale.Unit(_tile.Zoom))
        {
            return lines;
        }
        for (var l = shape.FirstLine; l < shape.FirstLine + shape.Lines; l++)
        {
            Gather(l);
            if (shape.Layer == DrawLayer.Amenities)
            {
                // No buffer for points: each belongs to one tile.
                if (_line[0] is { X: >= 0 and < DrawScale.Extent, Y: >= 0 and < DrawScale.Extent })
                {
                    lines.Add("");
                    points++;
                }
            }
            else if (isArea)
            {
                _line.RemoveAt(_line.Count - 1);
                var ring = _clip.Ring(_line);
                if (ring.Count >= 3)
                {
                    points += ring.Count;
                    lines.Add(Encode(ring.Select(p => (p.X, p.Y))));
                }
            }
            else
            {
                _pieces.Clear();
                _clip.Line(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_line), _pieces);
                for (var first = 0; first < _pieces.Count;)
                {
                    var last = first + 1;
                    while (last < _pieces.Count && !_pieces[last].Starts)
                    {
                        last++;
                    }
                    if (last - first >= 2)
                    {
                        points += last - first;
                        lines.Add(Encode(_pieces.Skip(first).Take(last - first).Select(p => (p.X, p.Y))));
                    }
                    first = last;
                }
            }
        }
        return lines;
    }

    // The points of a line that count at this zoom, in the numbers of the tile; what falls together is one.
    private void Gather(int line)
    {
        _line.Clear();
        for (var p = _shapes.FirstPoint[line]; p < _shapes.FirstPoint[line + 1]; p++)
        {
            if (_shapes.FromZoom[p] <= _tile.Zoom)
            {
                var at = (Number(_shapes.X[p] - _tile.MinX), Number(_shapes.Y[p] - _tile.MinY));
                if (_line.Count == 0 || _line[^1] != at)
                {
                    _line.Add(at);
                }
            }
        }

        int Number(int steps)
        {
            var unit = DrawScale.Unit(_tile.Zoom);
            return (int)Math.Floor((steps + (unit / 2.0)) / unit);
        }
    }

    private string Encode(IEnumerable<(int X, int Y)> points)
    {
        _text.Clear();
        var (x, y) = (0, 0);
        foreach (var point in points)
        {
            Polyline.Append(_text, point.X - x);
            Polyline.Append(_text, point.Y - y);
            (x, y) = point;
        }
        return _text.ToString();
    }

    private int NameOf(Shape shape)
    {
        var name = shape.Layer switch
        {
            DrawLayer.Zones => _map.Zones[shape.Subject].Name,
            DrawLayer.Amenities => _map.Amenities[shape.Subject].Name,
            _ => _tile.Zoom < DrawRules.NamesFrom ? PathName.None : _shapes.NameOf(shape),
        };
        if (name.IsEmpty)
        {
            return -1;
        }
        if (!_nameNumber.TryGetValue(name, out var number))
        {
            _nameNumber[name] = number = _names.Count;
            _names.Add(name);
        }
        return number;
    }

    // English first, Hindi only where it differs.
    private void WriteNames(Utf8JsonWriter json)
    {
        json.WriteStartArray("names");
        foreach (var name in _names)
        {
            var (en, hi) = (Cut(name.In("en")), Cut(name.In("hi")));
            json.WriteStartArray();
            json.WriteStringValue(en);
            if (hi != en)
            {
                json.WriteStringValue(hi);
            }
            json.WriteEndArray();
        }
        json.WriteEndArray();
    }

    private string Cut(string name) => name.Length <= _limits.MaxNameChars ? name
        : name[..(char.IsHighSurrogate(name[_limits.MaxNameChars - 1]) ? _limits.MaxNameChars - 1 : _limits.MaxNameChars)];

    private void Write(Utf8JsonWriter json, Feature feature)
    {
        var shape = feature.Shape;
        json.WriteStartObject();
        json.WriteString("class", DrawRules.WordOf(shape));
        if (shape.Layer is DrawLayer.Zones or DrawLayer.Amenities)
        {
            json.WriteString("id", shape.Layer == DrawLayer.Zones ? _map.Zones[shape.Subject].Id : _map.Amenities[shape.Subject].Id);
        }
        if (feature.Name >= 0)
        {
            json.WriteNumber("name", feature.Name);
        }
        if (shape.Layer == DrawLayer.Amenities)
        {
            var p = _shapes.FirstPoint[shape.FirstLine];
            var unit = DrawScale.Unit(_tile.Zoom);
            json.WriteStartArray("at");
            json.WriteNumberValue((int)Math.Floor((_shapes.X[p] - _tile.MinX + (unit / 2.0)) / unit));
            json.WriteNumberValue((int)Math.Floor((_shapes.Y[p] - _tile.MinY + (unit / 2.0)) / unit));
            json.WriteEndArray();
        }
        else
        {
            json.WriteStartArray(DrawRules.IsArea(shape) ? "rings" : "lines");
            feature.Lines.ForEach(json.WriteStringValue);
            json.WriteEndArray();
        }
        json.WriteEndObject();
    }

    private sealed record Feature(Shape Shape, int Name, List<string> Lines);
}
