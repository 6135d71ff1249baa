using Samagam.Routing.Profiles;

namespace Samagam.Routing;

/// <summary>A walk that uses only what a walker may use.</summary>
public sealed record RouteFound : RouteOutcome
{
    private readonly Coordinate[] _points = [];
    private readonly RouteLeg[] _legs = [];

    /// <summary>From the place nearest to the start on a path or on open ground to the one nearest to the end; at least two points.</summary>
    public required IReadOnlyList<Coordinate> Geometry
    {
        get => _points;
        init => _points = value as Coordinate[] ?? [.. value];
    }

    /// <summary>The <see cref="Geometry"/>, for those who go through all of it.</summary>
    public ReadOnlySpan<Coordinate> Points => _points;

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
    public required IReadOnlyList<RouteLeg> Legs
    {
        get => _legs;
        init => _legs = value as RouteLeg[] ?? [.. value];
    }

    /// <summary>The <see cref="Legs"/>, for those who go through all of them.</summary>
    public ReadOnlySpan<RouteLeg> Pieces => _legs;

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
