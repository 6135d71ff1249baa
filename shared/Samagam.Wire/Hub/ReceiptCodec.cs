using Google.Protobuf;
using Samagam.Core.Facts;
using Samagam.Wire.Facts;
using W = Samagam.Wire.Hub.V1;

namespace Samagam.Wire.Hub;

/// <summary>Receipts of the hub (<c>samagam/hub/v1/hub.proto</c>).</summary>
public static class ReceiptCodec
{
    /// <summary>
    /// Most ranges in one receipt, so that it fits a fact whatever the numbers: a hub that is being refilled holds a stream in
    /// pieces. The newest are told; the older ones follow when the gaps have closed.
    /// </summary>
    public const int MaxRanges = 500;

    /// <summary>One register per stream: <c>receipt/{origin}.{epoch}.{stream}</c>.</summary>
    public static string SubjectOf(StreamKey key) => "receipt/" + key;

    public static byte[] Serialise(StreamKey key, RangeSet held) => new W.Receipt { Held = KnowledgeCodec.ToWire(key, held.Newest(MaxRanges)) }.ToByteArray();

    /// <summary>Null when the fact is of another kind or cannot be read.</summary>
    public static (StreamKey Key, RangeSet Held)? TryRead(Fact fact)
    {
        if (fact.Kind != FactKinds.HubReceipt.Name)
        {
            return null;
        }
        try
        {
            var held = W.Receipt.Parser.ParseFrom(fact.Body.Span).Held;
            return held is null ? null : KnowledgeCodec.FromWire(held);
        }
        catch (Exception e) when (e is InvalidProtocolBufferException or MalformedException)
        {
            return null;
        }
    }
}
