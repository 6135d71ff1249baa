using System.Net.Security;

namespace Samagam.Mqtt.Client;

/// <summary>Where a client connects, as whom, and its limits.</summary>
public sealed class MqttClientOptions
{
    /// <summary>Name or address to dial.</summary>
    public required string Host { get; set; }

    /// <summary>1 to 65,535.</summary>
    public required int Port { get; set; }

    /// <summary>At most 65,535 bytes of UTF-8; empty lets a 5.0 broker choose, which then chooses anew at each reconnect.</summary>
    public required string ClientId { get; set; }

    public MqttVersion Version { get; set; } = MqttVersion.V5;

    /// <summary>
    /// TLS when set; certificate, validation and target host are the caller's. The same object serves every reconnect.
    /// </summary>
    public SslClientAuthenticationOptions? Tls { get; set; }

    public string? UserName { get; set; }

    public ReadOnlyMemory<byte>? Password { get; set; }

    /// <summary>
    /// Begin with an empty session. In 5.0 only the first connection does, later ones resume; in 3.1.1, where the flag also
    /// means "forget me when I go", all do.
    /// </summary>
    public bool CleanStart { get; set; }

    /// <summary>How long a 5.0 broker is asked to keep the session while the link is down.</summary>
    public TimeSpan SessionExpiry { get; set; } = TimeSpan.FromHours(1);

    /// <summary>Longest silence on the link before it is tested. A 5.0 broker may shorten it.</summary>
    public TimeSpan KeepAlive { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>How long the answer to a test may take before the link counts as dead (half-open links never answer).</summary>
    public TimeSpan PingTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Dialling, TLS and CONNACK together.</summary>
    public TimeSpan ConnectTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>The first wait before a reconnect; doubles up to <see cref="LongestBackoff"/>, with jitter.</summary>
    public TimeSpan ShortestBackoff { get; set; } = TimeSpan.FromMilliseconds(100);

    /// <summary>At most five seconds: a neighbour that is back must be heard of soon.</summary>
    public TimeSpan LongestBackoff { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>QoS 1 messages sent and not acknowledged; the broker's Receive Maximum may be lower.</summary>
    public int MaximumInflight { get; set; } = 64;

    /// <summary>QoS 1 messages held, those in flight included. One more is answered with <see cref="MqttReason.QuotaExceeded"/>.</summary>
    public int MaximumHeld { get; set; } = 1_000;

    /// <summary>Largest packet taken from the broker, header included; a 5.0 broker is told.</summary>
    public int MaximumPacketBytes { get; set; } = 256 * 1024;

    /// <summary>Messages received and not yet handled (Receive Maximum); then reading pauses.</summary>
    public ushort MaximumUnhandled { get; set; } = 256;

    /// <summary>Bytes waiting for the socket.</summary>
    public int MaximumOutputBytes { get; set; } = 1024 * 1024;

    /// <summary>What the broker publishes when the link dies.</summary>
    public MqttPublish? Will { get; set; }

    /// <summary>
    /// Called for each message, one at a time, in order. A QoS 1 message is acknowledged when it returns; when it throws, the
    /// link is dropped so that the broker repeats the message. The token fires when the link ends.
    /// </summary>
    public Func<MqttPublish, CancellationToken, ValueTask>? Received { get; set; }

    /// <summary>Called with true after each CONNACK and with false after each loss. Must return at once.</summary>
    public Action<bool>? LinkChanged { get; set; }

    /// <summary>Throws <see cref="ArgumentException"/> naming the first option that makes no sense.</summary>
    public void Validate()
    {
        ArgumentException.ThrowIfNullOrEmpty(Host);
        ArgumentOutOfRangeException.ThrowIfLessThan(Port, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Port, 65_535);
        ArgumentOutOfRangeException.ThrowIfLessThan(KeepAlive, TimeSpan.FromSeconds(1));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(KeepAlive, TimeSpan.FromSeconds(ushort.MaxValue));
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(PingTimeout, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(ConnectTimeout, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(ShortestBackoff, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThan(LongestBackoff, ShortestBackoff);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(LongestBackoff, TimeSpan.FromSeconds(5));
        ArgumentOutOfRangeException.ThrowIfLessThan(MaximumInflight, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(MaximumInflight, 32_000);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaximumHeld, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaximumPacketBytes, 64);
        ArgumentOutOfRangeException.ThrowIfZero(MaximumUnhandled);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaximumOutputBytes, 2 * 1024);
        if (Will is { } will && (!Topics.IsName(will.Topic) || will.Qos > MqttQos.AtLeastOnce))
        {
            throw new ArgumentException("the will has no topic that can be published to, or a QoS above 1", nameof(Will));
        }
    }
}
