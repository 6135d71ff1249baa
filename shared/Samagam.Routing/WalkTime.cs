namespace Samagam.Routing;

/// <summary>The walk to one of several targets.</summary>
/// <param name="Outcome">Null when it was found, else why not.</param>
/// <param name="Seconds">Walking time with both gaps at 5 km/h; infinite when not found.</param>
/// <param name="LengthMetres">With both gaps; infinite when not found.</param>
public readonly record struct WalkTime(NoRouteReason? Outcome, double Seconds, double LengthMetres)
{
    public bool IsFound => Outcome is null;

    internal static WalkTime None(NoRouteReason why) => new(why, double.PositiveInfinity, double.PositiveInfinity);
}
