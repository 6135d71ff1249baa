using System.Globalization;
using System.Text;
using System.Xml;
using System.Xml.Linq;
using System.Xml.Schema;
using Samagam.Core.Geo;
using Samagam.Core.Warnings;

namespace Samagam.Wire.Warnings;

/// <summary>Why a document was not taken in.</summary>
public enum CapRefusal : byte
{
    None,

    /// <summary>Too many bytes, elements or levels.</summary>
    TooLarge,

    /// <summary>No well-formed XML 1.0 in UTF-8, or one with a document type.</summary>
    NotXml,

    /// <summary>Not by the schema of CAP 1.2.</summary>
    NotCap,

    /// <summary>Not for the public.</summary>
    Scope,

    /// <summary>Neither for real nor an exercise.</summary>
    Status,

    /// <summary>An acknowledgement or an error, which warn nobody.</summary>
    MsgType,

    /// <summary>A polygon, circle or reference that is none.</summary>
    Value,

    /// <summary>More, or longer, than this mesh carries.</summary>
    Limit,
}

/// <param name="Detail">For whoever sent it, English: which element, and what of it.</param>
public readonly record struct CapOutcome(WarningMessage? Message, CapRefusal Refusal, string Detail);

/// <summary>Reads CAP 1.2 documents of strangers; total: whatever comes, it answers, within the limits of memory it is given.</summary>
public static class CapReader
{
    private const int MaxDetailChars = 300;

    /// <param name="by">Id of who lets it in.</param>
    public static CapOutcome Read(ReadOnlyMemory<byte> document, int maxBytes, string by)
    {
        if (document.Length > maxBytes)
        {
            return Refuse(CapRefusal.TooLarge, string.Create(CultureInfo.InvariantCulture, $"longer than {maxBytes} bytes"));
        }
        try
        {
            var text = new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(document.Span is [0xEF, 0xBB, 0xBF, ..] ? document.Span[3..] : document.Span);
            return Small(text) ? Parse(text, by) : Refuse(CapRefusal.TooLarge, "too many elements or levels");
        }
        catch (XmlSchemaValidationException e)
        {
            return Refuse(CapRefusal.NotCap, e.Message);
        }
        catch (Exception e) when (e is XmlException or DecoderFallbackException)
        {
            return Refuse(CapRefusal.NotXml, e.Message);
        }
        catch (FormatException e)
        {
            return Refuse(CapRefusal.Value, e.Message);
        }
    }

    /// <summary>A pass that keeps nothing, before anything is built.</summary>
    private static bool Small(string text)
    {
        using var reader = XmlReader.Create(new StringReader(text), CapXml.Plain(text.Length + 1));
        var nodes = 0;
        while (reader.Read())
        {
            if (++nodes > CapXml.MaxNodes || reader.Depth > CapXml.MaxDepth)
            {
                return false;
            }
        }
        return true;
    }

    private static CapOutcome Parse(string text, string by)
    {
        var settings = CapXml.Plain(text.Length + 1);
        settings.ValidationType = ValidationType.Schema;
        settings.Schemas = CapXml.Schemas;
        // What the document itself says of schemas is not followed; a root no schema knows is refused below.
        settings.ValidationFlags = XmlSchemaValidationFlags.None;
        using var reader = XmlReader.Create(new StringReader(text), settings);
        var alert = XDocument.Load(reader).Root!;
        if (alert.Name != CapXml.Names + "alert")
        {
            return Refuse(CapRefusal.NotCap, $"the root is {alert.Name}, not an alert of CAP 1.2");
        }
        var (scope, status, type) = (Text(alert, "scope"), Word<WarningStatus>(alert, "status"), Word<WarningMsgType>(alert, "msgType"));
        if (scope != "Public")
        {
            return Refuse(CapRefusal.Scope, $"the scope is {scope}");
        }
        if (status is not (WarningStatus.Actual or WarningStatus.Exercise))
        {
            return Refuse(CapRefusal.Status, $"the status is {status}");
        }
        if (type is not (WarningMsgType.Alert or WarningMsgType.Update or WarningMsgType.Cancel))
        {
            return Refuse(CapRefusal.MsgType, $"the msgType is {type}");
        }
        var sent = Moment(alert, "sent")!.Value;
        var message = new WarningMessage
        {
            Identifier = Text(alert, "identifier"),
            Sender = Text(alert, "sender"),
            SentMs = sent.ToUnixTimeMilliseconds(),
            OffsetMinutes = (int)sent.Offset.TotalMinutes,
            Status = status,
            Type = type,
            Source = Text(alert, "source"),
            Note = Text(alert, "note"),
            By = by,
            Codes = [.. All(alert, "code").Select(c => c.Value.Trim())],
            Incidents = [.. Text(alert, "incidents").Split(default(char[]), StringSplitOptions.RemoveEmptyEntries)],
            References = [.. Text(alert, "references").Split(default(char[]), StringSplitOptions.RemoveEmptyEntries).Select(Reference)],
            Infos = [.. All(alert, "info").Select(Info)],
        };
        return message.IsValid ? new CapOutcome(message, CapRefusal.None, "") : Refuse(CapRefusal.Limit, "a name, text, list, time or area is outside what is carried here, or an alert refers to another");
    }

    private static WarningInfo Info(XElement info) => new()
    {
        Language = Text(info, "language") is { Length: > 0 } language ? language : "en-US",
        Categories = [.. All(info, "category").Select(c => Enum.Parse<WarningCategory>(c.Value.Trim()))],
        Event = Text(info, "event"),
        Responses = [.. All(info, "responseType").Select(c => Enum.Parse<WarningResponse>(c.Value.Trim()))],
        Urgency = Word<WarningUrgency>(info, "urgency"),
        Severity = Word<WarningSeverity>(info, "severity"),
        Certainty = Word<WarningCertainty>(info, "certainty"),
        Audience = Text(info, "audience"),
        EventCodes = [.. All(info, "eventCode").Select(Code)],
        EffectiveMs = Moment(info, "effective")?.ToUnixTimeMilliseconds(),
        OnsetMs = Moment(info, "onset")?.ToUnixTimeMilliseconds(),
        ExpiresMs = Moment(info, "expires")?.ToUnixTimeMilliseconds(),
        SenderName = Text(info, "senderName"),
        Headline = Text(info, "headline"),
        Description = Text(info, "description"),
        Instruction = Text(info, "instruction"),
        Web = Text(info, "web"),
        Contact = Text(info, "contact"),
        Parameters = [.. All(info, "parameter").Select(Code)],
        Resources = [.. All(info, "resource").Select(r => new WarningResource(Text(r, "resourceDesc"), Text(r, "mimeType"), Text(r, "uri"), Size(r), Text(r, "digest")))],
        Areas = [.. All(info, "area").Select(Area)],
    };

    private static WarningArea Area(XElement area) => new()
    {
        Description = Text(area, "areaDesc"),
        Rings = [.. All(area, "polygon").Select(p => Ring(p.Value))],
        Circles = [.. All(area, "circle").Select(c => Circle(c.Value))],
        Codes = [.. All(area, "geocode").Select(Code)],
        AltitudeFt = Number(area, "altitude"),
        CeilingFt = Number(area, "ceiling"),
    };

    private static IReadOnlyList<GeoPoint> Ring(string text)
    {
        var points = text.Split(default(char[]), StringSplitOptions.RemoveEmptyEntries).Select(Point).ToList();
        if (points.Count < 4 || points[0] != points[^1])
        {
            throw new FormatException("a polygon has at least four points, the last of them the first again (CAP 1.2 §3.2.4)");
        }
        points.RemoveAt(points.Count - 1);
        return points;
    }

    private static WarningCircle Circle(string text)
    {
        var parts = text.Split(default(char[]), StringSplitOptions.RemoveEmptyEntries);
        return parts.Length == 2 && double.TryParse(parts[1], NumberStyles.Float, CultureInfo.InvariantCulture, out var radius)
            ? new WarningCircle(Point(parts[0]), radius)
            : throw new FormatException("a circle is \"latitude,longitude radius\" (CAP 1.2 §3.2.4)");
    }

    private static GeoPoint Point(string text) =>
        text.Split(',') is [var lat, var lng]
        && double.TryParse(lat, NumberStyles.Float, CultureInfo.InvariantCulture, out var latitude) && double.TryParse(lng, NumberStyles.Float, CultureInfo.InvariantCulture, out var longitude)
        && new GeoPoint(latitude, longitude) is { IsValid: true } point
            ? point
            : throw new FormatException("a point is \"latitude,longitude\" in degrees of WGS 84");

    private static WarningReference Reference(string text) =>
        text.Split(',') is [var sender, var identifier, var sent] && DateTimeOffset.TryParseExact(sent, CapWriter.TimeFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out var time)
            ? new WarningReference(sender, identifier, time.ToUnixTimeMilliseconds())
            : throw new FormatException("a reference is \"sender,identifier,sent\" (CAP 1.2 §3.2.1)");

    private static WarningCode Code(XElement code) => new(Text(code, "valueName"), Text(code, "value"));

    private static IEnumerable<XElement> All(XElement parent, string name) => parent.Elements(CapXml.Names + name);

    private static string Text(XElement parent, string name) => WarningText.Clean(parent.Element(CapXml.Names + name)?.Value);

    private static T Word<T>(XElement parent, string name) where T : struct, Enum => Enum.Parse<T>(Text(parent, name));

    // The schema has seen to the form; years before 1970 and the like are left to the limits.
    private static DateTimeOffset? Moment(XElement parent, string name) =>
        Text(parent, name) is not { Length: > 0 } text ? null
        : DateTimeOffset.TryParseExact(text, CapWriter.TimeFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out var time) ? time
        : throw new FormatException($"{name} is no time");

    private static double? Number(XElement parent, string name) =>
        Text(parent, name) is not { Length: > 0 } text ? null
        : double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) ? number
        : throw new FormatException($"{name} is no number");

    private static long? Size(XElement resource) =>
        Text(resource, "size") is not { Length: > 0 } text ? null
        : long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var size) ? size
        : throw new FormatException("size is too large");

    private static CapOutcome Refuse(CapRefusal why, string detail) => new(null, why, detail.Length > MaxDetailChars ? detail[..MaxDetailChars] : detail);
}
