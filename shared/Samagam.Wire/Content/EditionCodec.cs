using Google.Protobuf;
using Samagam.Core.Content;
using Samagam.Core.Facts;
using W = Samagam.Wire.Content.V1;

namespace Samagam.Wire.Content;

/// <summary>Editions boxes have, and their bodies (<c>samagam/content/v1/content.proto</c>).</summary>
public static class EditionCodec
{
    public static byte[] Serialise(EditionSaid said) => new W.Announced
    {
        Pack = said.Pack,
        Version = (uint)said.Version,
        ManifestSha256 = ByteString.CopyFrom(Convert.FromHexString(said.ManifestSha256)),
        Bytes = (ulong)said.Bytes,
    }.ToByteArray();

    /// <summary>Null when the fact is of another kind or cannot be read.</summary>
    public static EditionSaid? TryRead(Fact fact)
    {
        if (fact.Kind != FactKinds.ContentAnnounced.Name)
        {
            return null;
        }
        try
        {
            var wire = W.Announced.Parser.ParseFrom(fact.Body.Span);
            if (wire.Version > int.MaxValue || wire.Bytes > long.MaxValue || wire.ManifestSha256.Length != 32)
            {
                return null;
            }
            var said = new EditionSaid(wire.Pack, (int)wire.Version, Convert.ToHexStringLower(wire.ManifestSha256.Span), (long)wire.Bytes);
            return said.IsValid && fact.Subject == said.Subject ? said : null;
        }
        catch (InvalidProtocolBufferException)
        {
            return null;
        }
    }
}
