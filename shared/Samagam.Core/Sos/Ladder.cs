using Samagam.Core.Ids;
using Samagam.Core.Time;

namespace Samagam.Core.Sos;

/// <summary>Rungs of the honest ladder a caller sees; each is shown only when it is true, with its time.</summary>
public enum LadderRung
{
    SavedHere,
    CopiedToBoxes,
    OnAPhone,
    Accepted,
    Arrived,
    HubKnows,
}

/// <summary>One rung: reached or not, and when.</summary>
public sealed record LadderStep(LadderRung Rung, bool Reached, HybridTime? At, int Count);

/// <summary>What the caller is shown. Never "sent!".</summary>
public sealed record Ladder(SosId Case, SosStatus Status, IReadOnlyList<LadderStep> Steps, Claim? Standing, bool Cancelled)
{
    /// <summary>Pure. <paramref name="copies"/>: neighbours that have the call on disk; <paramref name="hubAt"/>: stamp of the hub's receipt.</summary>
    public static Ladder Of(SosCase sos, int copies, HybridTime? copiedAt, HybridTime? hubAt)
    {
        var received = sos.Offers.Where(o => o.ReceivedAt is not null).Select(o => o.ReceivedAt!.Value).OrderBy(t => t.Packed).ToList();
        var claim = sos.Standing ?? sos.Claims.FirstOrDefault(c => c.ArrivedAt is not null);
        HybridTime? reachedAt = received.Count > 0 ? received[0] : sos.Claims.Count > 0 ? sos.Claims[0].Time : null;
        return new Ladder(
            sos.Id,
            sos.Status,
            [
                new(LadderRung.SavedHere, sos.Raised is not null, sos.RaisedFact?.Time, 1),
                new(LadderRung.CopiedToBoxes, copies > 0, copiedAt, copies),
                new(LadderRung.OnAPhone, reachedAt is not null, reachedAt, received.Count),
                new(LadderRung.Accepted, claim is not null, claim?.Time, sos.Claims.Count),
                new(LadderRung.Arrived, sos.Arrived, sos.Claims.Select(c => c.ArrivedAt).FirstOrDefault(t => t is not null), 0),
                new(LadderRung.HubKnows, hubAt is not null, hubAt, 0),
            ],
            claim,
            sos.EndedBy?.Step is SosCancelled);
    }
}
