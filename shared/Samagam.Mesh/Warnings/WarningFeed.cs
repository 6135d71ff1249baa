using System.Globalization;
using System.Text;
using System.Xml;
using Samagam.Core.Warnings;
using Samagam.Wire.Warnings;

namespace Samagam.Mesh.Warnings;

/// <summary>What is in force as an Atom feed (RFC 4287) of CAP documents, as aggregators read it.</summary>
public static class WarningFeed
{
    public const string ContentType = "application/atom+xml";
    private const string Atom = "http://www.w3.org/2005/Atom";

    /// <param name="title">Of the feed: the box's name.</param>
    /// <param name="root">Address of the API as the reader sees it, without a slash at the end.</param>
    public static byte[] Write(IReadOnlyList<WarningMessage> messages, long nowMs, string title, string root, string language)
    {
        using var bytes = new MemoryStream();
        using (var xml = XmlWriter.Create(bytes, new XmlWriterSettings { Encoding = new UTF8Encoding(false), Indent = true, NewLineChars = "\n", CheckCharacters = true }))
        {
            xml.WriteStartElement("feed", Atom);
            Put("id", $"{root}/warnings/feed");
            Put("title", title);
            Put("updated", Time(messages.Count == 0 ? nowMs : messages.Max(m => m.SentMs)));
            Link("self", ContentType, $"{root}/warnings/feed");
            foreach (var message in messages)
            {
                var info = message.InfoIn(language)!;
                xml.WriteStartElement("entry", Atom);
                Put("id", $"urn:samagam:warning:{message.Id}");
                Put("title", info.Headline.Length > 0 ? info.Headline : info.Event);
                Put("updated", Time(message.SentMs));
                xml.WriteStartElement("author", Atom);
                Put("name", message.Sender);
                xml.WriteEndElement();
                Link("alternate", CapXml.ContentType, $"{root}/warnings/{message.Id}.cap");
                xml.WriteStartElement("content", Atom);
                xml.WriteAttributeString("type", CapXml.ContentType);
                CapWriter.Write(xml, message);
                xml.WriteEndElement();
                xml.WriteEndElement();
            }
            xml.WriteEndElement();

            void Put(string name, string text) => xml.WriteElementString(name, Atom, text);

            void Link(string relation, string type, string address)
            {
                xml.WriteStartElement("link", Atom);
                xml.WriteAttributeString("rel", relation);
                xml.WriteAttributeString("type", type);
                xml.WriteAttributeString("href", address);
                xml.WriteEndElement();
            }
        }
        return bytes.ToArray();
    }

    private static string Time(long ms) => DateTimeOffset.FromUnixTimeMilliseconds(ms).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
