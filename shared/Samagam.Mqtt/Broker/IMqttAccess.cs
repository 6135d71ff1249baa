using System.Net;
using System.Security.Cryptography.X509Certificates;

namespace Samagam.Mqtt.Broker;

/// <summary>
/// Who may connect, publish and subscribe. Asked each time and never remembered, so an owner that changes its mind is
/// obeyed at the next packet; <see cref="MqttBroker.Disconnect"/> ends what is already open. Must answer at once, from any thread.
/// </summary>
public interface IMqttAccess
{
    ConnectVerdict Connect(MqttConnectRequest request);

    /// <summary><paramref name="topic"/> is a valid topic name; asked for wills too, when they are registered.</summary>
    bool MayPublish(MqttClientIdentity client, string topic);

    /// <summary><paramref name="filter"/> is a valid filter and may hold wildcards.</summary>
    bool MaySubscribe(MqttClientIdentity client, string filter);
}

/// <summary>
/// What a client says of itself. The password is the client's bytes and is not kept after the answer. The certificate is
/// what TLS was shown, already accepted by the listener's own validation; null without TLS or without one.
/// </summary>
public sealed record MqttConnectRequest(
    string ClientId,
    string? UserName,
    ReadOnlyMemory<byte>? Password,
    X509Certificate2? ClientCertificate,
    EndPoint? RemoteEndPoint,
    MqttVersion Version);

/// <summary>
/// The answer to a CONNECT. <paramref name="Principal"/> is whom the owner recognised; it comes back in
/// <see cref="MqttClientIdentity"/> with every later question.
/// </summary>
public readonly record struct ConnectVerdict(MqttReason Reason, string? Principal)
{
    public static ConnectVerdict Allow(string? principal = null) => new(MqttReason.Success, principal);

    /// <summary>3.1.1 clients get the nearest of its five return codes.</summary>
    public static ConnectVerdict Refuse(MqttReason reason) => reason.IsRefusal()
        ? new(reason, null)
        : throw new ArgumentOutOfRangeException(nameof(reason), reason, "a refusal has a reason code of 0x80 or above");
}

/// <summary>A connected client.</summary>
public sealed record MqttClientIdentity(
    string ClientId,
    string? UserName,
    string? Principal,
    X509Certificate2? ClientCertificate,
    EndPoint? RemoteEndPoint,
    MqttVersion Version);
