using System.Collections.Concurrent;
using Samagam.Routing.Graph;

namespace Samagam.Routing.Search;

/// <summary>Keeps the working memory of finished searches for the next ones, up to a limit. Safe for many threads.</summary>
internal sealed class ScratchPool(int vertices, int maxIdle)
{
    private readonly ConcurrentBag<SearchScratch> _idle = [];

    public SearchScratch Rent() => _idle.TryTake(out var scratch) ? scratch : new SearchScratch(vertices);

    public void Return(SearchScratch scratch)
    {
        // Two threads may both see room for one; one spare more is harmless.
        if (_idle.Count < maxIdle)
        {
            _idle.Add(scratch);
        }
    }
}

/// <summary>The same for choices among alternatives.</summary>
internal sealed class ChoicePool(WalkGraph graph, int maxIdle)
{
    private readonly ConcurrentBag<AlternativeChoice> _idle = [];

    public AlternativeChoice Rent() => _idle.TryTake(out var choice) ? choice : new AlternativeChoice(graph);

    public void Return(AlternativeChoice choice)
    {
        if (_idle.Count < maxIdle)
        {
            _idle.Add(choice);
        }
    }
}

/// <summary>The same for isochrones.</summary>
internal sealed class ReachPool(WalkGraph graph, WalkLimits limits)
{
    private readonly ConcurrentBag<Reach> _idle = [];

    public Reach Rent() => _idle.TryTake(out var reach) ? reach : new Reach(graph, limits);

    public void Return(Reach reach)
    {
        if (_idle.Count < limits.MaxIdleScratch)
        {
            _idle.Add(reach);
        }
    }
}
