namespace Samagam.Routing;

/// <summary>An order in force and what it has to do with a route.</summary>
/// <param name="IsOnIt">It is about paths of the route; else about paths that meet it.</param>
/// <param name="IsStop">It is why the route can not be walked.</param>
public readonly record struct OrderOnRoute(Conditions.PathOrder Order, bool IsOnIt, bool IsStop);
