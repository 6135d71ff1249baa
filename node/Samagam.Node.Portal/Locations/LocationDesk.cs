using Samagam.Core.Ids;
using Samagam.Core.Locations;
using Samagam.Node.Locations;
using Samagam.Node.Portal.Http;
using Samagam.Node.Portal.Language;
using Samagam.Web.Requests;

namespace Samagam.Node.Portal.Locations;

/// <summary>How an update at one of the doors ended.</summary>
/// <param name="WaitSeconds">More than 0 when it came too soon.</param>
/// <param name="Wrong">The field at fault, or null.</param>
internal readonly record struct PointEnding(int WaitSeconds, string? Wrong, bool IsNotYou, UpdateEnding Update);

/// <summary>The one way in for live places, whichever door they come by: their pace, whose they are, and what they say.</summary>
internal sealed class LocationDesk(PortalParts parts, PortalCounters counters)
{
    private readonly Pace _pace = new(parts.Node.LocationLimits.UpdatesPerSecond, TimeSpan.FromSeconds(1), parts.Options.MaxPacedClients, parts.Time);

    public PointEnding Take(PersonId person, PointRequest request)
    {
        if (_pace.Take(person.ToString()) is var wait && wait > TimeSpan.Zero)
        {
            counters.Refused("location-pace");
            return new((int)Math.Ceiling(wait.TotalSeconds), null, false, default);
        }
        if (request.UserId is { } user && user != person.ToString())
        {
            counters.Refused("not-you");
            return new(0, null, true, default);
        }
        var (fix, wrong) = request.Read();
        if (fix is null || request.ClientId is not null)
        {
            return new(0, "$." + (wrong ?? "clientId"), false, default);
        }
        var ending = parts.Node.UpdateLocation.Run(person, fix);
        if (ending.Verdict != FixVerdict.Good)
        {
            counters.Refused("point-" + ending.Verdict.Word());
        }
        return new(0, null, false, ending);
    }

    public static Say Why(FixVerdict verdict) => verdict switch
    {
        FixVerdict.TooVague => Say.ErrorPointVague,
        FixVerdict.FromTheFuture => Say.ErrorPointAhead,
        FixVerdict.TooOld => Say.ErrorPointOld,
        FixVerdict.NotLater => Say.ErrorPointNotLater,
        FixVerdict.TooFast => Say.ErrorPointFast,
        _ => Say.ErrorPointNowhere,
    };
}
