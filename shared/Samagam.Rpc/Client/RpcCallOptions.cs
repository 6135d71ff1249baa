namespace Samagam.Rpc;

/// <summary>What one call asks for beyond its message. The default: no deadline, no metadata.</summary>
public readonly record struct RpcCallOptions
{
    /// <summary>
    /// How long the whole call may take, connecting included; it is told to the server and kept here as well. Over it:
    /// DEADLINE_EXCEEDED. Null: for ever. Cut to 24 days.
    /// </summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>Custom metadata for the request.</summary>
    public RpcMetadata? Metadata { get; init; }
}
