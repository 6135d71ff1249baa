using Samagam.Core.Facts;
using Samagam.Core.Ids;
using Samagam.Core.Time;
using Samagam.Wire.Facts;

namespace Samagam.Compliance;

/// <summary>Facts made by hand, each with true statement bytes. Later sequence numbers have later stamps.</summary>
public static class SampleFacts
{
    private const long StartMs = 1_860_000_000_000;

    public static StreamKey Stream(int origin = 1, uint epoch = 1, StreamId? stream = null) =>
        new(new NodeId((ushort)origin), epoch, stream ?? StreamId.Mesh);

    /// <summary>A fact of an unknown kind (law <em>all</em>), so that only the store's own rules act.</summary>
    public static Fact Make(ulong seq, int origin = 1, uint epoch = 1, Lane lane = Lane.Life, string subject = "sample/1", int bodyBytes = 40, StreamId? stream = null, byte fill = 7)
    {
        var id = new FactId(Stream(origin, epoch, stream), seq);
        var body = new byte[bodyBytes];
        body.AsSpan().Fill(fill);
        var time = new HybridTime(StartMs + (long)Math.Min(seq, 1_000_000), 3, ClockQuality.Trusted);
        var statement = FactCodec.Serialise(id, time, lane, "sample.said", subject, edits: 5, expiresMs: StartMs * 2, body);
        var signature = new byte[lane.IsSigned() ? 64 : 0];
        signature.AsSpan().Fill((byte)seq);
        return FactCodec.Parse(statement, signature);
    }

    /// <summary>Knowledge of these facts.</summary>
    public static Knowledge KnowledgeOf(params IEnumerable<Fact> facts)
    {
        var known = new Knowledge();
        foreach (var fact in facts)
        {
            known.Add(fact.Id);
        }
        return known;
    }
}
