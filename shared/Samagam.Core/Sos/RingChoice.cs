using Samagam.Core.Geo;
using Samagam.Core.Ids;

namespace Samagam.Core.Sos;

/// <summary>A responder on duty as the dispatching box knows them.</summary>
/// <param name="WalkSeconds">Walking time to the caller on the current map; null when no way is known.</param>
/// <param name="Busy">Holds a standing claim on another open case.</param>
public sealed record Candidate(ResponderId Responder, ushort Sector, GeoPoint Point, IReadOnlyList<string> Skills, int? WalkSeconds, bool Busy);

/// <summary>Whom a ring asks. Pure; sorted by walking time, then by id, so that every box would ask the same.</summary>
public static class RingChoice
{
    /// <summary>The offers of one level; empty when nobody is there to be asked.</summary>
    public static IReadOnlyList<SosOffer> Choose(SosCase sos, RingLevel level, ushort sector, IEnumerable<Candidate> onDuty, DispatchOptions options)
    {
        var asked = sos.Offers.ToDictionary(o => o.Responder);
        var skills = sos.Raised?.Skills ?? [];
        var willing = onDuty
            .Where(c => !(asked.TryGetValue(c.Responder, out var offer) && offer.Declined))
            .OrderBy(c => skills.All(s => c.Skills.Contains(s)) ? 0 : 1)
            .ThenBy(c => c.WalkSeconds ?? int.MaxValue)
            .ThenBy(c => c.Responder)
            .ToList();
        IEnumerable<Candidate> ring = level switch
        {
            // The near rings leave alone who is already on a case or too far to walk.
            RingLevel.Nearest or RingLevel.NextNearest => willing
                .Where(c => !c.Busy && !asked.ContainsKey(c.Responder) && c.WalkSeconds is { } walk && walk <= options.MaxNearWalkSeconds)
                .Take(options.RingSize),
            RingLevel.Sector => willing.Where(c => c.Sector == sector),
            RingLevel.Neighbours or RingLevel.ControlRoom or RingLevel.Siren => willing,
            _ => [],
        };
        return [.. ring.Take(SosOffered.MaxOffers).Select(c => new SosOffer(c.Responder, c.WalkSeconds))];
    }

    /// <summary>
    /// The first level from <paramref name="from"/> on that has somebody to ask. From the control room on a ring is
    /// opened even if it is empty: the hub's board, the siren and the signs are its audience.
    /// </summary>
    public static (RingLevel Level, IReadOnlyList<SosOffer> Offers) Open(SosCase sos, RingLevel from, ushort sector, IReadOnlyList<Candidate> onDuty, DispatchOptions options)
    {
        for (var level = from < RingLevel.Nearest ? RingLevel.Nearest : from; level < RingLevel.ControlRoom; level++)
        {
            var offers = Choose(sos, level, sector, onDuty, options);
            if (offers.Count > 0)
            {
                return (level, offers);
            }
        }
        var top = from > RingLevel.ControlRoom ? from : RingLevel.ControlRoom;
        return (top, Choose(sos, top, sector, onDuty, options));
    }
}
