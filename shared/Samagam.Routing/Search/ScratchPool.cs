using System.Collections.Concurrent;

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
