namespace Samagam.Routing.Search;

/// <summary>Keeps the working memory of finished questions for the next ones, up to a limit. Safe for many threads.</summary>
/// <param name="make">A new one.</param>
/// <param name="most">How many lie idle at most.</param>
internal sealed class Spares<T>(Func<T> make, int most)
{
    // To count what a concurrent bag holds takes the locks of all its threads.
    private readonly Lock _gate = new();
    private readonly Stack<T> _idle = new();

    public T Rent()
    {
        lock (_gate)
        {
            if (_idle.TryPop(out var spare))
            {
                return spare;
            }
        }
        return make();
    }

    public void Return(T used)
    {
        lock (_gate)
        {
            if (_idle.Count < most)
            {
                _idle.Push(used);
            }
        }
    }
}
