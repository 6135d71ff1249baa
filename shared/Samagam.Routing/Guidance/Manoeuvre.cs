using Samagam.Routing.Graph;

namespace Samagam.Routing.Guidance;

/// <summary>What a walker does next; the same in every language.</summary>
public enum ManoeuvreKind : byte
{
    Depart,
    Continue,
    SlightLeft,
    Left,
    SharpLeft,
    SlightRight,
    Right,
    SharpRight,
    TurnBack,
    StepsUp,
    StepsDown,
    Steps,
    CrossGround,
    Boat,
    Gate,

    /// <summary>From the asked place to the nearest path.</summary>
    ToPath,

    /// <summary>From the path to the asked place.</summary>
    OffPath,
    Arrive,
}

/// <summary>One instruction, and what follows until the next.</summary>
/// <param name="Kind">What to do.</param>
/// <param name="FirstPoint">Where: index into the route's geometry.</param>
/// <param name="LengthMetres">How far until the next one; 0 at the end.</param>
/// <param name="Seconds">How long.</param>
/// <param name="Name">The path or ground walked on; at the end, what is reached. Often empty.</param>
/// <param name="Towards">A landmark this stretch leads to; often none.</param>
/// <param name="Heading">Eighths of a turn from north, clockwise: 0 north, 2 east, 4 south, 6 west.</param>
/// <param name="Flags">What to know of the stretch: all that is true of any part of it.</param>
public readonly record struct Manoeuvre(
    ManoeuvreKind Kind, int FirstPoint, double LengthMetres, double Seconds, PathName Name, PathName Towards, int Heading, LegFlags Flags);
