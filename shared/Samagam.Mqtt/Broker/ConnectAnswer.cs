using System.Text;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http.Features;
using Samagam.Mqtt.Codec;

namespace Samagam.Mqtt.Broker;

/// <summary>From CONNECT to CONNACK (§3.1.4): what the client asks, who it is, which session it gets.</summary>
internal sealed class ConnectAnswer(ClientConnection connection, MqttBroker broker)
{
    /// <summary>
    /// In which version a CONNECT that could not be read is answered, or null when it is no MQTT at all and the socket
    /// simply closes.
    /// </summary>
    public static MqttVersion? VersionFor(ReadOnlySpan<byte> body)
    {
        if (body.StartsWith("\0\u0006MQIsdp"u8))
        {
            return MqttVersion.V311;
        }
        if (body.Length < 7 || !body.StartsWith("\0\u0004MQTT"u8))
        {
            return null;
        }
        // The high bit is how Mosquitto's bridge asks for its own dialect; it falls back when told "not this version".
        return body[6] is >= 5 and < 0x80 ? MqttVersion.V5 : MqttVersion.V311;
    }

    public async ValueTask AnswerAsync(ConnectPacket connect)
    {
        var clientId = connect.ClientId.Length == 0 ? broker.AssignClientId() : connect.ClientId;
        var refusal = Check(connect);
        MqttClientIdentity? identity = null;
        if (refusal == MqttReason.Success)
        {
            (identity, refusal) = Ask(connect, clientId);
        }
        if (identity is null)
        {
            connection.RefuseConnect(refusal, connect.Version);
            return;
        }
        if (connect.Will is { } will && broker.MayPublish(identity, will) is var mayWill && mayWill.IsRefusal())
        {
            connection.RefuseConnect(mayWill, connect.Version);
            return;
        }
        var expiry = ExpiryOf(connect);
        var (session, present) = broker.Attach(connection, identity, connect, expiry);
        if (session is null)
        {
            connection.RefuseConnect(MqttReason.QuotaExceeded, connect.Version);
            return;
        }
        await broker.FlushSessionsAsync();
        var answer = Encode(connect, clientId, expiry, present);
        var receiveMaximum = (int)(connect.Properties?.Number(MqttProperty.ReceiveMaximum) ?? ushort.MaxValue);
        if (!broker.GoLive(connection, session, answer, receiveMaximum))
        {
            connection.Close(MqttReason.SessionTakenOver);
            return;
        }
        BrokerLog.Connected(broker.Log, clientId, identity.RemoteEndPoint?.ToString() ?? "unknown", connect.Version, present);
    }

    private MqttReason Check(ConnectPacket connect)
    {
        if (connect.Properties?.Text(MqttProperty.AuthenticationMethod) is not null)
        {
            return MqttReason.BadAuthenticationMethod;
        }
        // 3.1.1 §3.1.3.1: a nameless client cannot ask for a session to come back to.
        var nameless = connect is { ClientId.Length: 0, Version: MqttVersion.V311, CleanStart: false };
        if (nameless || Encoding.UTF8.GetByteCount(connect.ClientId) > broker.Options.MaximumClientIdBytes)
        {
            return MqttReason.ClientIdentifierNotValid;
        }
        // 5.0 clients are told of Maximum QoS 1 and know what this means; a 3.1.1 will is delivered at 1 like any grant.
        return connect is { Version: MqttVersion.V5, Will.Qos: MqttQos.ExactlyOnce } ? MqttReason.QosNotSupported : MqttReason.Success;
    }

    private (MqttClientIdentity? Identity, MqttReason Refusal) Ask(ConnectPacket connect, string clientId)
    {
        var context = connection.Context;
        var certificate = context.Features.Get<ITlsConnectionFeature>()?.ClientCertificate;
        var verdict = broker.Access.Connect(new MqttConnectRequest(
            clientId, connect.UserName, connect.Password, certificate, context.RemoteEndPoint, connect.Version));
        return verdict.Reason == MqttReason.Success
            ? (new MqttClientIdentity(clientId, connect.UserName, verdict.Principal, certificate, context.RemoteEndPoint, connect.Version), MqttReason.Success)
            : (null, verdict.Reason);
    }

    private uint ExpiryOf(ConnectPacket connect)
    {
        var longest = (uint)Math.Min(uint.MaxValue, broker.Options.MaximumSessionExpiry.TotalSeconds);
        if (connect.Version == MqttVersion.V311)
        {
            return connect.CleanStart ? 0 : longest;
        }
        return Math.Min(longest, connect.Properties?.Number(MqttProperty.SessionExpiryInterval) ?? 0);
    }

    private byte[] Encode(ConnectPacket connect, string clientId, uint expiry, bool present)
    {
        connection.KeepAlive = TimeSpan.FromSeconds(connect.KeepAliveSeconds);
        var writer = new ByteWriter(64);
        PacketEncoder.Write(writer, new ConnAckPacket { SessionPresent = present, Properties = Announce(connect, clientId, expiry) }, connect.Version);
        return writer.ToArray();
    }

    private MqttProperties? Announce(ConnectPacket connect, string clientId, uint expiry)
    {
        if (connect.Version != MqttVersion.V5)
        {
            return null;
        }
        var options = broker.Options;
        var said = new MqttProperties()
            .With(MqttProperty.ReceiveMaximum, options.ReceiveMaximum)
            .With(MqttProperty.MaximumQos, 1)
            .With(MqttProperty.MaximumPacketSize, (uint)options.MaximumPacketBytes)
            .With(MqttProperty.TopicAliasMaximum, options.TopicAliasMaximum)
            .With(MqttProperty.SharedSubscriptionAvailable, 0);
        if (connect.ClientId.Length == 0)
        {
            said.With(MqttProperty.AssignedClientIdentifier, clientId);
        }
        if (expiry != (connect.Properties?.Number(MqttProperty.SessionExpiryInterval) ?? 0))
        {
            said.With(MqttProperty.SessionExpiryInterval, expiry);
        }
        var longest = (uint)options.MaximumKeepAlive.TotalSeconds;
        if (connect.KeepAliveSeconds == 0 || connect.KeepAliveSeconds > longest)
        {
            connection.KeepAlive = TimeSpan.FromSeconds(longest);
            said.With(MqttProperty.ServerKeepAlive, longest);
        }
        return said;
    }
}
