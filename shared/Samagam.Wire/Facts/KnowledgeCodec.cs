using Samagam.Core.Facts;
using Samagam.Wire.Facts.V1;

namespace Samagam.Wire.Facts;

/// <summary>Knowledge and its wire form. Streams and ranges are written sorted.</summary>
public static class KnowledgeCodec
{
    /// <summary>Most ranges we read in one message: far above an honest neighbour's gaps.</summary>
    public const int MaxRanges = 100_000;

    public static V1.Knowledge ToWire(Core.Facts.Knowledge known)
    {
        var wire = new V1.Knowledge();
        foreach (var (key, ranges) in known.Streams)
        {
            wire.Streams.Add(ToWire(key, ranges));
        }
        return wire;
    }

    public static StreamRanges ToWire(StreamKey key, RangeSet ranges)
    {
        var wire = new StreamRanges { Origin = key.Origin.Number, Epoch = key.Epoch, Stream = key.Stream.Packed };
        foreach (var range in ranges.Ranges)
        {
            wire.Ranges.Add(new V1.Range { From = range.From, To = range.To });
        }
        return wire;
    }

    public static (StreamKey Key, RangeSet Ranges) FromWire(StreamRanges wire)
    {
        if (wire.Ranges.Count > MaxRanges)
        {
            throw new MalformedException($"{wire.Ranges.Count} ranges; at most {MaxRanges} allowed");
        }
        var key = FactCodec.KeyOf(wire.Origin, wire.Epoch, wire.Stream);
        foreach (var range in wire.Ranges)
        {
            if (range.From == 0 || range.From > range.To || range.To > FactId.MaxSeq)
            {
                throw new MalformedException("impossible range");
            }
        }
        return (key, RangeSet.From(wire.Ranges.Select(r => new SeqRange(r.From, r.To))));
    }

    public static Core.Facts.Knowledge FromWire(V1.Knowledge? wire)
    {
        var known = new Core.Facts.Knowledge();
        var ranges = 0;
        foreach (var stream in wire?.Streams ?? [])
        {
            ranges += stream.Ranges.Count;
            if (ranges > MaxRanges)
            {
                throw new MalformedException($"more than {MaxRanges} ranges");
            }
            var (key, set) = FromWire(stream);
            known.Add(key, set);
        }
        return known;
    }
}
