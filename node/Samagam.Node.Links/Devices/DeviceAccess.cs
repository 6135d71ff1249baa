using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using Samagam.Core.Ids;
using Samagam.Mesh.Facts;
using Samagam.Mqtt;
using Samagam.Mqtt.Broker;
using Samagam.Trust;

namespace Samagam.Node.Links.Devices;

/// <summary>
/// Who may use the MQTT door: neighbours by the certificate of the mesh (they push facts), devices by user name and secret from the
/// list provisioning signed (each only its own topics). Everything else is closed.
/// </summary>
public sealed class DeviceAccess(MeshTls tls, IOriginTrust trust, DeviceList devices, TimeProvider time) : IMqttAccess
{
    /// <summary>Wrong secrets from one address before it has to wait: guessing is slow, a mistyped secret is not punished.</summary>
    public const int MaxFailures = 10;

    /// <summary>Client identifiers of neighbours begin so; devices may not use them.</summary>
    public const string PeerClientPrefix = "box-";

    private const string PeerMark = "peer:";
    private const string DeviceMark = "device:";
    private static readonly TimeSpan Forget = TimeSpan.FromMinutes(1);
    private readonly ConcurrentDictionary<string, (int Count, long Since)> _failures = new();

    /// <summary>The neighbour a client is, if it is one.</summary>
    public static NodeId? PeerOf(MqttClientIdentity client) =>
        client.Principal?.StartsWith(PeerMark, StringComparison.Ordinal) == true
        && ushort.TryParse(client.Principal.AsSpan(PeerMark.Length), CultureInfo.InvariantCulture, out var number)
            ? new NodeId(number)
            : null;

    /// <summary>The device a client is, if it is one.</summary>
    public DeviceCredential? DeviceOf(MqttClientIdentity client) =>
        client.Principal?.StartsWith(DeviceMark, StringComparison.Ordinal) == true ? devices.Find(client.Principal[DeviceMark.Length..]) : null;

    public ConnectVerdict Connect(MqttConnectRequest request)
    {
        if (request.ClientCertificate is { } certificate)
        {
            var member = tls.Check(certificate, MemberUse.Client, null);
            return member.Ok && trust.MayConnect(new NodeId((ushort)member.Value.Number))
                ? ConnectVerdict.Allow(string.Create(CultureInfo.InvariantCulture, $"{PeerMark}{member.Value.Number}"))
                : ConnectVerdict.Refuse(MqttReason.NotAuthorized);
        }
        if (request.ClientId.StartsWith(PeerClientPrefix, StringComparison.Ordinal))
        {
            // A device that took a neighbour's name would take over its session.
            return ConnectVerdict.Refuse(MqttReason.ClientIdentifierNotValid);
        }
        var from = request.RemoteEndPoint is System.Net.IPEndPoint ip ? ip.Address.ToString() : "";
        if (IsGuessing(from))
        {
            return ConnectVerdict.Refuse(MqttReason.ServerBusy);
        }
        if (request is { UserName: { } name, Password: { } password } && devices.Verify(name, Encoding.UTF8.GetString(password.Span)).Ok)
        {
            _failures.TryRemove(from, out _);
            return ConnectVerdict.Allow(DeviceMark + name);
        }
        Remember(from);
        return ConnectVerdict.Refuse(MqttReason.BadUserNameOrPassword);
    }

    public bool MayPublish(MqttClientIdentity client, string topic) =>
        // Asked anew at each publish: a neighbour may be revoked while its connection stands.
        PeerOf(client) is { } peer ? MqttTopics.IsFacts(topic) && trust.MayConnect(peer) : Own(client, topic);

    public bool MaySubscribe(MqttClientIdentity client, string filter) =>
        filter is MqttTopics.Siren or MqttTopics.Warnings ? client.Principal is not null : Own(client, filter);

    /// <summary>Topics below the device's own name, and those its credential names.</summary>
    private bool Own(MqttClientIdentity client, string topic) =>
        DeviceOf(client) is { } device
        && device.Topics.Append(DeviceCredential.OwnTopics(device.Id)).Any(allowed => Covers(allowed, topic));

    private static bool Covers(string allowed, string topic) =>
        allowed.EndsWith("/#", StringComparison.Ordinal)
            ? topic.StartsWith(allowed.AsSpan(0, allowed.Length - 1), StringComparison.Ordinal)
            : topic == allowed;

    private bool IsGuessing(string from) =>
        _failures.TryGetValue(from, out var failures) && failures.Count >= MaxFailures && time.GetElapsedTime(failures.Since) < Forget;

    private void Remember(string from)
    {
        if (_failures.Count > 10_000)
        {
            _failures.Clear();
        }
        var now = time.GetTimestamp();
        _failures.AddOrUpdate(from, (1, now), (_, known) => time.GetElapsedTime(known.Since) < Forget ? (known.Count + 1, known.Since) : (1, now));
    }
}
