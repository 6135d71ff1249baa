using System.Xml;
using System.Xml.Linq;
using System.Xml.Schema;

namespace Samagam.Wire.Warnings;

/// <summary>What CAP 1.2 documents are made of and judged by.</summary>
public static class CapXml
{
    /// <summary>Content type of a document (RFC 6838 registration of OASIS).</summary>
    public const string ContentType = "application/cap+xml";

    public static readonly XNamespace Names = "urn:oasis:names:tc:emergency:cap:1.2";

    /// <summary>Deepest element of a document is on level 5; signatures go deeper.</summary>
    public const int MaxDepth = 12;

    /// <summary>Elements, texts and comments of a document.</summary>
    public const int MaxNodes = 20_000;

    /// <summary>The schema in force, compiled: safe for concurrent use.</summary>
    internal static readonly XmlSchemaSet Schemas = LoadSchemas();

    /// <summary>No DTD, nothing fetched, no entity of its own.</summary>
    internal static XmlReaderSettings Plain(int maxChars) => new()
    {
        DtdProcessing = DtdProcessing.Prohibit,
        XmlResolver = null,
        MaxCharactersInDocument = maxChars,
        CloseInput = false,
    };

    private static XmlSchemaSet LoadSchemas()
    {
        using var stream = typeof(CapXml).Assembly.GetManifestResourceStream("cap-1.2.xsd")!;
        using var reader = XmlReader.Create(stream, Plain(64 * 1024));
        var schemas = new XmlSchemaSet { XmlResolver = null };
        schemas.Add(Names.NamespaceName, reader);
        schemas.Compile();
        return schemas;
    }
}
