using Samagam.Mqtt.Sessions;

namespace Samagam.Mqtt.Broker;

/// <summary>A will of a client that left without goodbye, and when it is due (5.0 §3.1.3.2.2).</summary>
internal sealed record PendingWill(MqttPublish Message, MqttClientIdentity Client, long LeftAt, TimeSpan Delay)
{
    public StoredWill ToStore(TimeProvider time)
    {
        var left = Delay - time.GetElapsedTime(LeftAt);
        return new StoredWill(Message, (uint)Math.Max(0, Math.Ceiling(left.TotalSeconds)), Client.UserName, Client.Principal);
    }

    /// <summary>Only 5.0 knows delays, so a will that was kept is of that version.</summary>
    public static PendingWill Restored(StoredWill will, string clientId, long now) => new(
        will.Message,
        new MqttClientIdentity(clientId, will.UserName, will.Principal, null, null, MqttVersion.V5),
        now,
        TimeSpan.FromSeconds(will.DelaySeconds));
}
