using System.Globalization;
using System.Text;

namespace Samagam.Routing.Tests;

/// <summary>Writes a small OSM XML map by hand; tags as <c>key=value;key=value</c>.</summary>
internal sealed class OsmText
{
    private readonly StringBuilder _xml = new("<?xml version='1.0' encoding='UTF-8'?>\n<osm version='0.6'>\n");

    public OsmText Node(long id, double lat, double lon, string tags = "")
    {
        _xml.Append(CultureInfo.InvariantCulture, $"<node id='{id}' lat='{lat:F9}' lon='{lon:F9}'>{Tags(tags)}</node>\n");
        return this;
    }

    public OsmText Way(long id, string tags, params long[] nodes)
    {
        _xml.Append(CultureInfo.InvariantCulture, $"<way id='{id}'>{string.Concat(nodes.Select(n => $"<nd ref='{n}'/>"))}{Tags(tags)}</way>\n");
        return this;
    }

    public OsmText Relation(long id, string tags, params (long Way, string Role)[] members)
    {
        _xml.Append(CultureInfo.InvariantCulture, $"<relation id='{id}'>{string.Concat(members.Select(m => $"<member type='way' ref='{m.Way}' role='{m.Role}'/>"))}{Tags(tags)}</relation>\n");
        return this;
    }

    public override string ToString() => _xml + "</osm>\n";

    public byte[] Bytes() => Encoding.UTF8.GetBytes(ToString());

    public MapSnapshot Load(MapLoadOptions? options = null)
    {
        var bytes = Bytes();
        return MapSnapshot.Load(() => new MemoryStream(bytes, writable: false), options, cancel: TestContext.Current.CancellationToken);
    }

    private static string Tags(string tags) => string.Concat(tags.Split(';', StringSplitOptions.RemoveEmptyEntries)
        .Select(t => t.Split('=', 2)).Select(t => $"<tag k='{t[0]}' v='{t[1]}'/>"));
}
