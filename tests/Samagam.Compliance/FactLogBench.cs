using Samagam.Mesh.Facts;

namespace Samagam.Compliance;

/// <summary>
/// One store under test and what can be done to it from outside. Each implementation of <see cref="IFactLog"/> brings
/// one; a test makes its own, so nothing is shared between tests.
/// </summary>
public abstract class FactLogBench : IAsyncDisposable
{
    /// <summary>The store as it is open now; another object after each reopening.</summary>
    public abstract IFactLog Log { get; }

    /// <summary>How many facts the store keeps apart at most.</summary>
    public abstract int KeptApartLimit { get; }

    /// <summary>Closes in order and opens the same file again.</summary>
    public abstract Task ReopenAsync();

    /// <summary>Ends without any closing (kill -9, power cut) and opens the same file again.</summary>
    public abstract Task KillAndReopenAsync();

    /// <summary>Closes, copies the file to another place (an image of the disk, a backup brought back) and opens the copy instead.</summary>
    public abstract Task MoveToACopyAsync();

    /// <summary>From now on nothing fits on the disk.</summary>
    public abstract Task FillDiskAsync();

    /// <summary>There is room again; the store notices by itself at the next write.</summary>
    public abstract Task FreeDiskAsync();

    /// <summary>How many facts are kept apart just now.</summary>
    public abstract Task<int> CountKeptApartAsync();

    /// <summary>Waits for a write. A store under virtual time moves its clock here.</summary>
    public virtual async Task<T> Settle<T>(ValueTask<T> write) => await write.AsTask().WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken).ConfigureAwait(false);

    public abstract ValueTask DisposeAsync();
}
