using Samagam.Mqtt.Sessions;

namespace Samagam.Compliance.Sessions;

/// <summary>One session store under test and what can be done to it from outside.</summary>
public abstract class SessionStoreBench : IAsyncDisposable
{
    /// <summary>The store as it is open now; may be another object after each reopening.</summary>
    public abstract ISessionStore Store { get; }

    /// <summary>Closes in order and opens again.</summary>
    public abstract Task ReopenAsync();

    /// <summary>Ends its owner without any closing, as far as this store outlives that, and opens again.</summary>
    public abstract Task KillAndReopenAsync();

    public abstract ValueTask DisposeAsync();
}
