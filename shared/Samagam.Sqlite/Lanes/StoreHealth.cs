namespace Samagam.Sqlite;

/// <summary>Whether the store takes writes.</summary>
public enum StoreCondition
{
    /// <summary>The last commit succeeded.</summary>
    Ok,

    /// <summary>The last commit found no room. Each write is still tried, one a commit, until one succeeds.</summary>
    DiskFull,

    /// <summary>The disk, the file or the owner failed. Every write is refused until the store is opened anew.</summary>
    Broken,
}

/// <summary>State of the writer at one moment.</summary>
/// <param name="Condition">Whether it takes writes.</param>
/// <param name="Reason">Why not; null while it does.</param>
/// <param name="Message">A sentence for the operator; empty while it does.</param>
public sealed record StoreHealth(StoreCondition Condition, StoreUnavailableReason? Reason, string Message)
{
    /// <summary>All is well.</summary>
    public static StoreHealth Well { get; } = new(StoreCondition.Ok, null, "");
}
