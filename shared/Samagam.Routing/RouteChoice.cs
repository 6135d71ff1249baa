namespace Samagam.Routing;

/// <summary>The best walk and what else is worth walking.</summary>
/// <param name="Best">As it would be without alternatives.</param>
/// <param name="Alternatives">None enters more danger than the best; empty where there is no best, or no other good one.</param>
public sealed record RouteChoice(RouteOutcome Best, IReadOnlyList<RouteFound> Alternatives);
