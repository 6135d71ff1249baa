using Samagam.Routing.Graph;
using Samagam.Routing.Profiles;

namespace Samagam.Routing;

/// <summary>How a question for a route ended: <see cref="RouteFound"/> or <see cref="NoRoute"/>, nothing else.</summary>
public abstract record RouteOutcome
{
    private protected RouteOutcome()
    {
    }
}

/// <summary>A walk that uses only what a walker may use.</summary>
public sealed record RouteFound : RouteOutcome
{
    /// <summary>From the place nearest to the start on a path or on open ground to the one nearest to the end; at least two points.</summary>
    public required IReadOnlyList<Coordinate> Geometry { get; init; }

    /// <summary>The asked start.</summary>
    public Coordinate Start { get; init; }

    /// <summary>The asked end.</summary>
    public Coordinate End { get; init; }

    /// <summary>Along the paths, metres; without the gaps.</summary>
    public required double LengthMetres { get; init; }

    /// <summary>Walking time along the paths, seconds; without the gaps.</summary>
    public required double Seconds { get; init; }

    /// <summary>Straight distance from the asked start to the path, metres.</summary>
    public required double StartGapMetres { get; init; }

    /// <summary>Straight distance from the path to the asked end, metres.</summary>
    public required double EndGapMetres { get; init; }

    /// <summary>Walking time with both gaps at 5 km/h, seconds; comparable with <see cref="WalkTime.Seconds"/>.</summary>
    public double DoorToDoorSeconds => Seconds + ((StartGapMetres + EndGapMetres) * FootRules.WalkingMsPerMetre / 1000);

    /// <summary>Length with both gaps, metres: what <see cref="DoorToDoorSeconds"/> is the time of.</summary>
    public double DoorToDoorMetres => LengthMetres + StartGapMetres + EndGapMetres;

    /// <summary>It comes into a zone too full to be safe, because there is no other way.</summary>
    public bool EntersDanger { get; init; }

    /// <summary>The walk in pieces, each on one named path of one kind.</summary>
    public required IReadOnlyList<RouteLeg> Legs { get; init; }

    /// <summary>What it costs under its metric, with the ends and without the gaps.</summary>
    internal long Cost { get; init; }

    /// <summary>What it costs under its metric without gaps and without what danger adds; comparable between routes of one metric and one view.</summary>
    public double PlainCost => Cost % Conditions.ArcCosts.DangerPenalty;

    /// <summary>The arcs walked, whole or in part, in order: what must stay open for the walk to stay good.</summary>
    internal IReadOnlyList<int> Arcs { get; init; } = [];

    /// <summary>The straight lines across open ground at its ends, in walking direction.</summary>
    internal IReadOnlyList<Conditions.GroundLine> Lines { get; init; } = [];

    /// <summary>Whether the first of the arcs is where the walker stands; else it is walked from its beginning.</summary>
    internal bool BeginsOnEdge { get; init; } = true;

    /// <summary>This walk and then another from where it ends.</summary>
    internal RouteFound Then(RouteFound next)
    {
        // The two meet at one point, unless the place between lies off the paths and was left to one side.
        var joined = Geometry[^1] == next.Geometry[0];
        var shift = Geometry.Count - (joined ? 1 : 0);
        return this with
        {
            Geometry = [.. Geometry, .. next.Geometry.Skip(joined ? 1 : 0)],
            LengthMetres = LengthMetres + next.LengthMetres,
            Seconds = Seconds + next.Seconds,
            End = next.End,
            EndGapMetres = next.EndGapMetres,
            EntersDanger = EntersDanger || next.EntersDanger,
            Cost = Cost + next.Cost,
            Arcs = [.. Arcs, .. next.Arcs],
            Lines = [.. Lines, .. next.Lines],
            Legs = [.. Legs, .. next.Legs.Select(l => l with { FirstPoint = l.FirstPoint + shift })],
        };
    }
}

/// <summary>The best walk and what else is worth walking.</summary>
/// <param name="Best">As it would be without alternatives.</param>
/// <param name="Alternatives">None enters more danger than the best; empty where there is no best, or no other good one.</param>
public sealed record RouteChoice(RouteOutcome Best, IReadOnlyList<RouteFound> Alternatives);

/// <summary>An order in force and what it has to do with a route.</summary>
/// <param name="IsOnIt">It is about paths of the route; else about paths that meet it.</param>
/// <param name="IsStop">It is why the route can not be walked.</param>
public readonly record struct OrderOnRoute(Conditions.PathOrder Order, bool IsOnIt, bool IsStop);

/// <summary>Whether a route that was given can still be walked.</summary>
public enum RouteState : byte
{
    Good,

    /// <summary>A path on it is closed, or may only be walked the other way.</summary>
    Closed,

    /// <summary>It now leads into a zone too full to be safe.</summary>
    Dangerous,
}

/// <summary>No walk, and why.</summary>
public sealed record NoRoute(NoRouteReason Reason) : RouteOutcome
{
    /// <summary>Which of the places of the question it is about, from 0; −1 when it is about none, or the two ends say it themselves.</summary>
    public int Stop { get; init; } = -1;

    /// <summary>Which of the rings to avoid it is about, from 0; −1 when it is about none.</summary>
    public int Ring { get; init; } = -1;
}

/// <summary>Why there is no walk.</summary>
public enum NoRouteReason : byte
{
    /// <summary>A coordinate is not on the Earth.</summary>
    InvalidCoordinate,

    /// <summary>No path within <see cref="WalkLimits.MaxSnapMetres"/> of the start.</summary>
    StartFarFromPaths,

    /// <summary>No path within <see cref="WalkLimits.MaxSnapMetres"/> of the end.</summary>
    EndFarFromPaths,

    /// <summary>A place in between is further than <see cref="WalkLimits.MaxViaGapMetres"/> from the path the walk passes it on.</summary>
    ViaFarFromPaths,

    /// <summary>One of the places lies in a ring that is to be avoided, or stands on a path that does.</summary>
    StopInAvoided,

    /// <summary>The two lie on paths that do not meet, or meet only the other way round.</summary>
    NotConnected,

    /// <summary>Longer than <see cref="WalkLimits.MaxWalkMetres"/>, or too much work to find out.</summary>
    LimitReached,
}

/// <summary>A piece of a route on one path.</summary>
/// <param name="WayId">OSM way or, for areas drawn as relations, relation.</param>
/// <param name="Name">Its name, maybe empty.</param>
/// <param name="Kind">What it is.</param>
/// <param name="FirstPoint">Index of its first point in <see cref="RouteFound.Geometry"/>.</param>
/// <param name="LengthMetres">Its length.</param>
/// <param name="Seconds">Its walking time.</param>
/// <param name="Flags">What a walker should know of it.</param>
public readonly record struct RouteLeg(
    long WayId, PathName Name, PathKind Kind, int FirstPoint, double LengthMetres, double Seconds, LegFlags Flags = LegFlags.None);

/// <summary>What a walker should know of a leg.</summary>
[Flags]
public enum LegFlags : byte
{
    None = 0,

    /// <summary>It climbs.</summary>
    Up = 1,

    /// <summary>It falls.</summary>
    Down = 2,

    /// <summary>Through a gate that stands open by order.</summary>
    Gate = 4,

    /// <summary>It cannot be walked back.</summary>
    OneWay = 8,

    /// <summary>Packed: crowd level 4.</summary>
    Crowded = 16,

    /// <summary>Dangerously full: crowd level 5.</summary>
    Dangerous = 32,

    /// <summary>The map does not say whether wheels get along.</summary>
    MaybeNotStepFree = 64,

    /// <summary>Steps with a ramp for wheels.</summary>
    Ramp = 128,
}

/// <summary>The walk to one of several targets.</summary>
/// <param name="Outcome">Null when it was found, else why not.</param>
/// <param name="Seconds">Walking time with both gaps at 5 km/h; infinite when not found.</param>
/// <param name="LengthMetres">With both gaps; infinite when not found.</param>
public readonly record struct WalkTime(NoRouteReason? Outcome, double Seconds, double LengthMetres)
{
    public bool IsFound => Outcome is null;

    internal static WalkTime None(NoRouteReason why) => new(why, double.PositiveInfinity, double.PositiveInfinity);
}
