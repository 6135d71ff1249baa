using System.Globalization;
using System.Text;
using System.Xml;
using Samagam.Core.Geo;
using Samagam.Core.Warnings;

namespace Samagam.Wire.Warnings;

/// <summary>Writes warnings as CAP 1.2 documents, valid by its schema.</summary>
public static class CapWriter
{
    internal const string TimeFormat = "yyyy-MM-dd'T'HH:mm:sszzz";

    /// <summary>UTF-8, with declaration.</summary>
    public static byte[] Write(WarningMessage message)
    {
        using var bytes = new MemoryStream();
        using (var xml = XmlWriter.Create(bytes, new XmlWriterSettings { Encoding = new UTF8Encoding(false), Indent = true, NewLineChars = "\n", NewLineHandling = NewLineHandling.None }))
        {
            Write(xml, message);
        }
        return bytes.ToArray();
    }

    /// <summary>The message as an element, for a document or a feed.</summary>
    public static void Write(XmlWriter xml, WarningMessage message)
    {
        xml.WriteStartElement("alert", CapXml.Names.NamespaceName);
        Put(xml, "identifier", message.Identifier);
        Put(xml, "sender", message.Sender);
        Put(xml, "sent", Time(message, message.SentMs));
        Put(xml, "status", message.Status.ToString());
        Put(xml, "msgType", message.Type.ToString());
        Maybe(xml, "source", message.Source);
        Put(xml, "scope", "Public");
        foreach (var code in message.Codes)
        {
            Put(xml, "code", code);
        }
        Maybe(xml, "note", message.Note);
        Maybe(xml, "references", string.Join(' ', message.References.Select(r => $"{r.Sender},{r.Identifier},{Time(message, r.SentMs)}")));
        Maybe(xml, "incidents", string.Join(' ', message.Incidents));
        foreach (var info in message.Infos)
        {
            Write(xml, message, info);
        }
        xml.WriteEndElement();
    }

    private static void Write(XmlWriter xml, WarningMessage message, WarningInfo info)
    {
        xml.WriteStartElement("info", CapXml.Names.NamespaceName);
        Put(xml, "language", info.Language);
        foreach (var category in info.Categories)
        {
            Put(xml, "category", category.ToString());
        }
        Put(xml, "event", info.Event);
        foreach (var response in info.Responses)
        {
            Put(xml, "responseType", response.ToString());
        }
        Put(xml, "urgency", info.Urgency.ToString());
        Put(xml, "severity", info.Severity.ToString());
        Put(xml, "certainty", info.Certainty.ToString());
        Maybe(xml, "audience", info.Audience);
        PutCodes(xml, "eventCode", info.EventCodes);
        Maybe(xml, "effective", Time(message, info.EffectiveMs));
        Maybe(xml, "onset", Time(message, info.OnsetMs));
        Maybe(xml, "expires", Time(message, info.ExpiresMs));
        Maybe(xml, "senderName", info.SenderName);
        Maybe(xml, "headline", info.Headline);
        Maybe(xml, "description", info.Description);
        Maybe(xml, "instruction", info.Instruction);
        Maybe(xml, "web", info.Web);
        Maybe(xml, "contact", info.Contact);
        PutCodes(xml, "parameter", info.Parameters);
        foreach (var resource in info.Resources)
        {
            xml.WriteStartElement("resource", CapXml.Names.NamespaceName);
            Put(xml, "resourceDesc", resource.Description);
            Put(xml, "mimeType", resource.MimeType);
            Maybe(xml, "size", resource.SizeBytes?.ToString(CultureInfo.InvariantCulture) ?? "");
            Maybe(xml, "uri", resource.Uri);
            Maybe(xml, "digest", resource.Digest);
            xml.WriteEndElement();
        }
        foreach (var area in info.Areas)
        {
            Write(xml, area);
        }
        xml.WriteEndElement();
    }

    private static void Write(XmlWriter xml, WarningArea area)
    {
        xml.WriteStartElement("area", CapXml.Names.NamespaceName);
        Put(xml, "areaDesc", area.Description);
        foreach (var ring in area.Rings)
        {
            Put(xml, "polygon", string.Join(' ', ring.Append(ring[0]).Select(Point)));
        }
        foreach (var circle in area.Circles)
        {
            Put(xml, "circle", $"{Point(circle.Middle)} {Number(circle.RadiusKm)}");
        }
        PutCodes(xml, "geocode", area.Codes);
        Maybe(xml, "altitude", area.AltitudeFt is { } altitude ? Number(altitude) : "");
        Maybe(xml, "ceiling", area.CeilingFt is { } ceiling ? Number(ceiling) : "");
        xml.WriteEndElement();
    }

    /// <summary>In the message's own zone; UTC as <c>-00:00</c> (CAP 1.2 §3.3.2).</summary>
    internal static string Time(WarningMessage message, long? ms)
    {
        if (ms is null)
        {
            return "";
        }
        var text = DateTimeOffset.FromUnixTimeMilliseconds(ms.Value).ToOffset(TimeSpan.FromMinutes(message.OffsetMinutes)).ToString(TimeFormat, CultureInfo.InvariantCulture);
        return message.OffsetMinutes == 0 ? text[..^6] + "-00:00" : text;
    }

    private static string Point(GeoPoint point) => $"{Number(point.LatitudeDeg)},{Number(point.LongitudeDeg)}";

    private static string Number(double number) => number.ToString("0.#######", CultureInfo.InvariantCulture);

    private static void PutCodes(XmlWriter xml, string name, IReadOnlyList<WarningCode> codes)
    {
        foreach (var code in codes)
        {
            xml.WriteStartElement(name, CapXml.Names.NamespaceName);
            Put(xml, "valueName", code.Name);
            Put(xml, "value", code.Value);
            xml.WriteEndElement();
        }
    }

    private static void Maybe(XmlWriter xml, string name, string text)
    {
        if (text.Length > 0)
        {
            Put(xml, name, text);
        }
    }

    private static void Put(XmlWriter xml, string name, string text) => xml.WriteElementString(name, CapXml.Names.NamespaceName, text);
}
