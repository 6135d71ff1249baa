namespace Samagam.Mqtt.Broker;

/// <summary>
/// Limits of a broker. Every one is a promise that a stranger cannot make the box slow or big; defaults suit a small box
/// with a few hundred devices.
/// </summary>
public sealed class MqttBrokerOptions
{
    /// <summary>Open sockets, connected or not. One more is closed at once.</summary>
    public int MaximumConnections { get; set; } = 2_000;

    /// <summary>A socket that has not sent a whole CONNECT after this is closed.</summary>
    public TimeSpan ConnectTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Bytes of a packet before it is known who sends it.</summary>
    public int MaximumConnectPacketBytes { get; set; } = 16 * 1024;

    /// <summary>Bytes of any later packet, header included. Refused from the header on, before anything is allocated.</summary>
    public int MaximumPacketBytes { get; set; } = 256 * 1024;

    /// <summary>UTF-8 bytes of a client identifier. The standard asks for at least 23.</summary>
    public int MaximumClientIdBytes { get; set; } = 128;

    /// <summary>
    /// Longest keep-alive granted to a 5.0 client, which is told (5.0 §3.2.2.3.14); none becomes this one. 3.1.1 cannot be
    /// told, its wish is obeyed. A client silent for one and a half times its keep-alive is dropped.
    /// </summary>
    public TimeSpan MaximumKeepAlive { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>QoS 1 publishes of one client that wait for the owner at a time (Receive Maximum). More waits in the socket.</summary>
    public ushort ReceiveMaximum { get; set; } = 256;

    /// <summary>Topic aliases a 5.0 publisher may use.</summary>
    public ushort TopicAliasMaximum { get; set; } = 16;

    /// <summary>Levels of a topic or filter.</summary>
    public int MaximumTopicLevels { get; set; } = 32;

    /// <summary>Characters of a topic or filter.</summary>
    public int MaximumTopicLength { get; set; } = 1_024;

    /// <summary>Subscriptions of one session.</summary>
    public int MaximumSubscriptions { get; set; } = 128;

    /// <summary>Sessions, connected or waiting. A client that would be one more is refused.</summary>
    public int MaximumSessions { get; set; } = 4_000;

    /// <summary>Longest a session outlives its connection; a 3.1.1 session that is not clean gets this.</summary>
    public TimeSpan MaximumSessionExpiry { get; set; } = TimeSpan.FromDays(1);

    /// <summary>QoS 1 messages sent to one client and not acknowledged; its own Receive Maximum may be lower.</summary>
    public int MaximumInflight { get; set; } = 256;

    /// <summary>QoS 1 messages waiting for one session, those in flight included. Newer ones are dropped and counted.</summary>
    public int MaximumQueuedMessages { get; set; } = 10_000;

    /// <summary>Bytes of the same.</summary>
    public long MaximumQueuedBytes { get; set; } = 8 * 1024 * 1024;

    /// <summary>Bytes written for one client and not yet taken by its socket. QoS 0 beyond it is dropped and counted, QoS 1 waits. At least two packets and two KiB.</summary>
    public int MaximumOutputBytes { get; set; } = 1024 * 1024;

    /// <summary>Bytes all queues and outputs may hold together.</summary>
    public long MaximumHeldBytes { get; set; } = 128 * 1024 * 1024;

    /// <summary>A client that takes no byte for this long while some wait is dropped.</summary>
    public TimeSpan WriteStallTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Retained messages.</summary>
    public int MaximumRetained { get; set; } = 10_000;

    /// <summary>Bytes of the same.</summary>
    public long MaximumRetainedBytes { get; set; } = 16 * 1024 * 1024;

    /// <summary>How long a refused peer is given to read the reason before its socket closes.</summary>
    public TimeSpan Linger { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>How often time-outs are looked at.</summary>
    public TimeSpan StepInterval { get; set; } = TimeSpan.FromMilliseconds(250);

    /// <summary>Throws <see cref="ArgumentOutOfRangeException"/> naming the first limit that makes no sense.</summary>
    public void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(MaximumConnections, 1);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(ConnectTimeout, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaximumConnectPacketBytes, 64);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaximumPacketBytes, 64);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(MaximumPacketBytes, Codec.VarInt.Max);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaximumClientIdBytes, 23);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaximumKeepAlive, TimeSpan.FromSeconds(1));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(MaximumKeepAlive, TimeSpan.FromSeconds(ushort.MaxValue));
        ArgumentOutOfRangeException.ThrowIfZero(ReceiveMaximum);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaximumTopicLevels, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaximumTopicLength, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaximumSubscriptions, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaximumSessions, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaximumSessionExpiry, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaximumInflight, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(MaximumInflight, ushort.MaxValue - 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaximumQueuedMessages, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaximumQueuedBytes, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaximumOutputBytes, 2 * (MaximumPacketBytes + 1024L));
        ArgumentOutOfRangeException.ThrowIfLessThan(MaximumHeldBytes, MaximumOutputBytes);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(WriteStallTimeout, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfNegative(MaximumRetained);
        ArgumentOutOfRangeException.ThrowIfNegative(MaximumRetainedBytes);
        ArgumentOutOfRangeException.ThrowIfLessThan(Linger, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(StepInterval, TimeSpan.Zero);
    }
}
