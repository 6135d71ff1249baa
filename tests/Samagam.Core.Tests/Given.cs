using System.Text;
using Samagam.Core.Facts;
using Samagam.Core.Geo;
using Samagam.Core.Ids;
using Samagam.Core.Sos;
using Samagam.Core.Time;

namespace Samagam.Core.Tests;

/// <summary>Facts and steps as tests say them, short.</summary>
internal static class Given
{
    public const long NoonMs = 1_838_800_000_000;

    public static HybridTime At(long ms, ClockQuality quality = ClockQuality.Trusted, ushort counter = 0) => new(NoonMs + ms, counter, quality);

    public static FactId Id(int origin, ulong seq, uint epoch = 1) => new(new StreamKey(new NodeId((ushort)origin), epoch, StreamId.Mesh), seq);

    public static Fact Fact(FactId id, string kind = "later.word", string subject = "s/1", HybridTime? time = null, uint edits = 0, Lane? lane = null, int bytes = 0) => new()
    {
        Id = id,
        Time = time ?? At((long)id.Seq),
        Lane = lane ?? FactKinds.Find(kind)?.Lane ?? Lane.Shared,
        Kind = kind,
        Subject = subject,
        Edits = edits,
        Body = default,
        Statement = Encoding.ASCII.GetBytes($"{id}|{kind}|{subject}|{edits}|{new string('x', bytes)}"),
        Signature = default,
    };

    public static readonly SosId Case = new(new Guid("00000000-0000-4000-8000-000000000001"));

    /// <summary>Where the call comes from in these tests: Ram Ghat.</summary>
    public static readonly GeoPoint Ghat = new(23.1844, 75.7652);

    public static GeoPoint MetresNorth(double metres) => new(Ghat.LatitudeDeg + (metres / 111_195), Ghat.LongitudeDeg);

    public static SosFact Step(int origin, ulong seq, SosStep step, long atMs, ClockQuality quality = ClockQuality.Trusted) => new(Case, Id(origin, seq), At(atMs, quality), step);

    public static SosFact Raised(int origin = 1, ulong seq = 1, long atMs = 0, params string[] skills) =>
        Step(origin, seq, new SosRaised { Place = new Place(Ghat, 50, PlaceSource.Node), Skills = skills }, atMs);

    public static SosFact Offered(int origin, ulong seq, long atMs, RingLevel level, params string[] to) =>
        Step(origin, seq, new SosOffered(level, [.. to.Select(t => new SosOffer(new ResponderId(t), 60))], 30_000), atMs);

    public static SosFact Accepted(int origin, ulong seq, long atMs, string by, int eta = 100, ClockQuality quality = ClockQuality.Trusted) =>
        Step(origin, seq, new SosAccepted(new ResponderId(by), "Call " + by, eta), atMs, quality);

    public static SosCase CaseOf(params IEnumerable<SosFact> facts) => SosCase.From(Case, facts);

    public static T[] Shuffled<T>(this IEnumerable<T> items, Random luck)
    {
        var all = items.ToArray();
        luck.Shuffle(all);
        return all;
    }
}
