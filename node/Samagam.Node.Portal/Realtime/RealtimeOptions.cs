namespace Samagam.Node.Portal.Realtime;

/// <summary>Limits of <c>/realtime</c>. Each default says its reason.</summary>
public sealed record RealtimeOptions
{
    /// <summary>Connections of this box: 6,000; measured at 5,000.</summary>
    public int MaxConnections { get; init; } = 6_000;

    /// <summary>Connections of one address: 40, as streams.</summary>
    public int MaxConnectionsPerAddress { get; init; } = 40;

    /// <summary>Messages a second of one connection, and at once: 20. A call for help is not counted.</summary>
    public int MessagesPerSecond { get; init; } = 20;

    /// <summary>Messages beyond that in a row until the connection is ended: 200.</summary>
    public int MaxRefusedInARow { get; init; } = 200;

    /// <summary>Longest message: 64 KiB; a longer one ends the connection. A longer call for help goes by POST.</summary>
    public int MaxMessageBytes { get; init; } = 64 * 1024;

    /// <summary>Groups one connection listens to: 10, as many as a person may be in.</summary>
    public int MaxGroups { get; init; } = 10;

    /// <summary>Calls for help one connection follows: 5.</summary>
    public int MaxCalls { get; init; } = 5;

    /// <summary>Changes that wait for one slow feed; beyond, it is told what stands in their place: 64.</summary>
    public int Backlog { get; init; } = 64;

    /// <summary>How long one event may take to leave; then the connection is ended, and its phone comes back with a cursor: 10 s.</summary>
    public int SlowSeconds { get; init; } = 10;

    /// <summary>Silence after which each side says it is there: 15 s.</summary>
    public int KeepAliveSeconds { get; init; } = 15;

    /// <summary>Longest cursor that is read: 6,000 letters, ten full groups; it must fit an address line.</summary>
    public int MaxCursorLetters { get; init; } = 6_000;

    /// <summary>Throws when a value makes no sense; called at start.</summary>
    public void Validate()
    {
        Require(MaxConnections is >= 1 and <= 100_000 && MaxConnectionsPerAddress is >= 1 and <= 100_000, "Realtime:MaxConnections and MaxConnectionsPerAddress must be 1 to 100000");
        Require(MessagesPerSecond is >= 1 and <= 10_000 && MaxRefusedInARow is >= 1 and <= 100_000, "Realtime:MessagesPerSecond must be 1 to 10000, MaxRefusedInARow 1 to 100000");
        Require(MaxMessageBytes is >= 4 * 1024 and <= 1024 * 1024, "Realtime:MaxMessageBytes must be 4 KiB to 1 MiB");
        Require(MaxGroups is >= 1 and <= 100 && MaxCalls is >= 1 and <= 100, "Realtime:MaxGroups and MaxCalls must be 1 to 100");
        Require(Backlog is >= 1 and <= 10_000, "Realtime:Backlog must be 1 to 10000");
        Require(SlowSeconds is >= 1 and <= 300 && KeepAliveSeconds is >= 1 and <= 300, "Realtime:SlowSeconds and KeepAliveSeconds must be 1 to 300");
        Require(MaxCursorLetters is >= 100 and <= 7_000, "Realtime:MaxCursorLetters must be 100 to 7000");
    }

    private static void Require(bool holds, string otherwise)
    {
        if (!holds)
        {
            throw new ArgumentException(otherwise);
        }
    }
}
