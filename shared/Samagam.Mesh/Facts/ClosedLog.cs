using Samagam.Core.Facts;

namespace Samagam.Mesh.Facts;

/// <summary>
/// The log of a box whose store could not be opened: holds nothing, refuses every write, and says why. It is no fallback to memory:
/// nothing given to it is ever kept, so nothing is ever acknowledged.
/// </summary>
/// <param name="why">For an operator.</param>
public sealed class ClosedLog(string why) : IFactLog
{
    public string StoreIdentity => "none";

    public StoreCondition Condition { get; } = new(false, why);

    public ValueTask<T> WriteAsync<T>(Lane lane, Func<IFactTransaction, T> decide, CancellationToken cancellation) =>
        ValueTask.FromException<T>(new StoreRefusedException(why));

    /// <summary>Nothing is ever committed here.</summary>
    public void OnCommitted(Action<FactCommit> handler)
    {
    }

    public Knowledge Known() => new();

    public Fact? Find(FactId id) => null;

    public IReadOnlyList<Fact> BySubject(string subject) => [];

    public IReadOnlyList<Fact> Below(string subject) => [];

    public (IReadOnlyList<Fact> Facts, long Cursor) ReadFrom(long cursor, int limit) => ([], cursor);

    public FactPage Read(Knowledge wanted, int budgetBytes) => new([], More: false, new Knowledge());
}
