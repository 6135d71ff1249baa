namespace Samagam.Mqtt.Broker;

/// <summary>A will of a client that left without goodbye, and when it is due (5.0 §3.1.3.2.2).</summary>
internal sealed record PendingWill(MqttPublish Message, MqttClientIdentity Client, long LeftAt, TimeSpan Delay);
