namespace Samagam.Routing;

/// <summary>How near-equal routes are shared out.</summary>
public sealed record ShareOutOptions
{
    /// <summary>A route that costs more than so many times the cheapest is never given to anybody for the sake of others.</summary>
    public double MaxStretch { get; init; } = 1.1;

    /// <summary>What a route may cost more, as a share of the cheapest, until only one in e takes it.</summary>
    public double Ease { get; init; } = 0.05;

    /// <summary>How hard those are turned away from a route that all before them were given: one in e to this power still takes it.</summary>
    public double Push { get; init; } = 2;

    public void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxStretch, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(MaxStretch, 2);
        ArgumentOutOfRangeException.ThrowIfLessThan(Ease, 0.001);
        ArgumentOutOfRangeException.ThrowIfNegative(Push);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Push, 100);
    }
}

/// <summary>A route that may be given to somebody.</summary>
/// <param name="Cost">Under the metric asked for.</param>
/// <param name="EntersDanger">Whether it comes into a zone too full to be safe.</param>
/// <param name="Load">How many were sent that way of late, in any unit all offers share.</param>
public readonly record struct ShareOffer(double Cost, bool EntersDanger, double Load);

/// <summary>
/// Who is sent which of several near-equal routes, so that the best is not made the worst by everybody taking it: a logit choice
/// (McFadden 1974) over cost and over what was handed out already. Pure: luck is an argument.
/// </summary>
/// <remarks>The law: never a route beyond <see cref="ShareOutOptions.MaxStretch"/>, never one into danger while another does not go there.</remarks>
public static class ShareOut
{
    /// <summary>Which offer is taken.</summary>
    /// <param name="offers">At least one.</param>
    /// <param name="luck">0 to 1, 1 left out.</param>
    /// <param name="options">How.</param>
    public static int Choose(ReadOnlySpan<ShareOffer> offers, double luck, ShareOutOptions options)
    {
        ArgumentOutOfRangeException.ThrowIfZero(offers.Length);
        ArgumentOutOfRangeException.ThrowIfNegative(luck);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(luck, 1);
        var best = 0;
        var load = 0.0;
        for (var i = 0; i < offers.Length; i++)
        {
            best = offers[i].EntersDanger == offers[best].EntersDanger ? (offers[i].Cost < offers[best].Cost ? i : best) : offers[best].EntersDanger ? i : best;
        }
        foreach (var offer in offers)
        {
            load += IsFair(offer, offers[best], options) ? offer.Load : 0;
        }
        var whole = 0.0;
        foreach (var offer in offers)
        {
            whole += Weight(offer, offers[best], load, options);
        }
        var at = luck * whole;
        for (var i = 0; i < offers.Length; i++)
        {
            at -= Weight(offers[i], offers[best], load, options);
            if (at < 0)
            {
                return i;
            }
        }
        // Rounding may leave a hair over.
        return best;
    }

    private static bool IsFair(in ShareOffer offer, in ShareOffer best, ShareOutOptions options)
        => offer.Cost <= best.Cost * options.MaxStretch && (!offer.EntersDanger || best.EntersDanger);

    private static double Weight(in ShareOffer offer, in ShareOffer best, double load, ShareOutOptions options) => !IsFair(offer, best, options)
        ? 0
        : Math.Exp(-((best.Cost > 0 ? (offer.Cost / best.Cost) - 1 : 0) / options.Ease) - (load > 0 ? options.Push * offer.Load / load : 0));
}
