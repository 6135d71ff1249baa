namespace Samagam.Routing;

/// <summary>How a question for a route ended: <see cref="RouteFound"/> or <see cref="NoRoute"/>, nothing else.</summary>
public abstract record RouteOutcome
{
    private protected RouteOutcome()
    {
    }
}
