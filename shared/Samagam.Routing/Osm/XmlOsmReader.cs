using System.Globalization;
using System.Xml;

namespace Samagam.Routing.Osm;

/// <summary>
/// Reads OSM XML (OSM wiki "OSM XML", API 0.6). No DTD, no entities, no document in memory; deleted elements
/// (<c>visible="false"</c>, <c>action="delete"</c>) are left out. Positions in errors are byte offsets near the place.
/// </summary>
internal sealed class XmlOsmReader(Stream stream, Func<long> position, OsmLimits limits, OsmSink sink)
{
    private readonly OsmTags _tags = new();
    private long[] _refs = new long[256];
    private OsmMember[] _members = new OsmMember[64];

    public void Read()
    {
        var settings = new XmlReaderSettings
        {
            DtdProcessing = DtdProcessing.Prohibit,
            XmlResolver = null,
            IgnoreComments = true,
            IgnoreWhitespace = true,
            IgnoreProcessingInstructions = true,
            MaxCharactersFromEntities = 1024,
            CloseInput = false,
        };
        try
        {
            using var xml = XmlReader.Create(stream, settings);
            if (xml.MoveToContent() != XmlNodeType.Element || xml.Name != "osm")
            {
                throw Bad(MapFault.UnknownFormat, $"it is XML, but its root is “{Short(xml.Name)}” and not “osm”");
            }
            while (xml.Read())
            {
                if (xml.NodeType == XmlNodeType.Element && xml.Depth == 1)
                {
                    ReadElement(xml);
                }
            }
        }
        catch (XmlException e)
        {
            var truncated = e.Message.Contains("end of file", StringComparison.OrdinalIgnoreCase);
            throw new MapFormatException(truncated ? MapFault.Truncated : MapFault.Malformed,
                $"its XML is broken: {e.Message}", position(), e);
        }
    }

    private void ReadElement(XmlReader xml)
    {
        switch (xml.Name)
        {
            case "node" when sink.WantsNodes:
                ReadNode(xml);
                break;
            case "way" when sink.WantsWays:
                ReadWay(xml);
                break;
            case "relation" when sink.WantsRelations:
                ReadRelation(xml);
                break;
        }
    }

    private void ReadNode(XmlReader xml)
    {
        var id = Id(xml, "id");
        var deleted = IsDeleted(xml);
        var (lat, lon) = deleted ? (0, 0) : (Degrees(xml, "lat", 90), Degrees(xml, "lon", 180));
        ReadChildren(xml, null, out _, out _);
        if (!deleted)
        {
            sink.OnNode(id, lat, lon, _tags);
        }
    }

    private void ReadWay(XmlReader xml)
    {
        var id = Id(xml, "id");
        var deleted = IsDeleted(xml);
        ReadChildren(xml, "nd", out var count, out _);
        if (!deleted)
        {
            sink.OnWay(id, _refs.AsSpan(0, count), _tags);
        }
    }

    private void ReadRelation(XmlReader xml)
    {
        var id = Id(xml, "id");
        var deleted = IsDeleted(xml);
        ReadChildren(xml, "member", out _, out var count);
        if (!deleted)
        {
            sink.OnRelation(id, _members.AsSpan(0, count), _tags);
        }
    }

    private void ReadChildren(XmlReader xml, string? wanted, out int refs, out int members)
    {
        refs = members = 0;
        _tags.Clear();
        if (xml.IsEmptyElement)
        {
            return;
        }
        var depth = xml.Depth;
        while (xml.Read() && xml.Depth > depth)
        {
            if (xml.NodeType != XmlNodeType.Element)
            {
                continue;
            }
            if (xml.Name == "tag")
            {
                AddTag(xml);
            }
            else if (xml.Name == "nd" && wanted == "nd")
            {
                OsmGrowth.Append(ref _refs, ref refs, Id(xml, "ref"), limits.MaxNodesPerWay,
                    "node references in one way", position());
            }
            else if (xml.Name == "member" && wanted == "member")
            {
                OsmGrowth.Append(ref _members, ref members, Member(xml), limits.MaxMembersPerRelation,
                    "members in one relation", position());
            }
        }
    }

    private void AddTag(XmlReader xml)
    {
        var key = xml.GetAttribute("k");
        var value = xml.GetAttribute("v");
        if (key is null || value is null)
        {
            throw Bad(MapFault.Malformed, "a tag has no k or no v");
        }
        if (key.Length > limits.MaxTagLength || value.Length > limits.MaxTagLength || _tags.Count == limits.MaxTagsPerElement)
        {
            throw Bad(MapFault.TooLarge, $"an element has a tag longer than {limits.MaxTagLength} characters or more than {limits.MaxTagsPerElement} tags");
        }
        _tags.Add(key, value);
    }

    private OsmMember Member(XmlReader xml)
    {
        var kind = xml.GetAttribute("type") switch
        {
            "node" => OsmKind.Node,
            "way" => OsmKind.Way,
            "relation" => OsmKind.Relation,
            var other => throw Bad(MapFault.Malformed, $"a relation member has the type “{Short(other)}”"),
        };
        return new OsmMember(kind, Id(xml, "ref"), xml.GetAttribute("role") ?? "");
    }

    private long Id(XmlReader xml, string attribute)
        => long.TryParse(xml.GetAttribute(attribute), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var id)
            ? id
            : throw Bad(MapFault.Malformed, $"a <{Short(xml.Name)}> has no number in “{attribute}”");

    private int Degrees(XmlReader xml, string attribute, int most)
        => double.TryParse(xml.GetAttribute(attribute), NumberStyles.Float, CultureInfo.InvariantCulture, out var degrees)
            && Math.Abs(degrees) <= most
                ? (int)Math.Round(degrees * 1e7)
                : throw Bad(MapFault.Malformed, $"a node has no usable “{attribute}”: “{Short(xml.GetAttribute(attribute))}”");

    private static bool IsDeleted(XmlReader xml)
        => xml.GetAttribute("visible") == "false" || xml.GetAttribute("action") == "delete";

    // A stranger's text goes into an operator's message, but not all of it.
    private static string Short(string? text) => text is null ? "" : text.Length <= 40 ? text : text[..40] + "…";

    private MapFormatException Bad(MapFault fault, string why) => new(fault, why, position());
}
