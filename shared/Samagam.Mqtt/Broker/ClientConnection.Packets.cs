using System.Buffers;
using Samagam.Mqtt.Codec;

namespace Samagam.Mqtt.Broker;

/// <summary>The reading half of a connection: what each packet does.</summary>
internal sealed partial class ClientConnection
{
    /// <summary>Reads until an end; true when the peer ended it.</summary>
    private async Task<bool> ReadAsync()
    {
        var input = _context.Transport.Input;
        while (true)
        {
            // No token: what a peer sent before it closed is still read.
            var read = await input.ReadAsync(CancellationToken.None);
            var buffer = read.Buffer;
            Volatile.Write(ref _lastHeard, _broker.Time.GetTimestamp());
            while (!Closing && TryNext(ref buffer, out var packet))
            {
                var handled = HandleAsync(packet);
                if (!handled.IsCompletedSuccessfully)
                {
                    await handled;
                    Volatile.Write(ref _lastHeard, _broker.Time.GetTimestamp());
                }
            }
            input.AdvanceTo(buffer.Start, buffer.End);
            if (Closing || read.IsCompleted)
            {
                return read.IsCompleted && !Closing;
            }
        }
    }

    private bool TryNext(ref ReadOnlySequence<byte> buffer, out MqttPacket packet)
    {
        packet = null!;
        var limit = Session is null ? _broker.Options.MaximumConnectPacketBytes : _broker.Options.MaximumPacketBytes;
        switch (FrameReader.TryRead(ref buffer, limit, out var first, out var body))
        {
            case FrameOutcome.NeedMore:
                return false;
            case FrameOutcome.Malformed:
                Violate(MqttReason.MalformedPacket);
                return false;
            case FrameOutcome.TooLarge:
                Violate(MqttReason.PacketTooLarge);
                return false;
        }
        var fault = Decode(first, body, out var decoded);
        if (decoded is null)
        {
            if (Session is null && first >> 4 == (int)MqttPacketType.Connect && ConnectAnswer.VersionFor(body.FirstSpan) is { } version)
            {
                RefuseConnect(fault, version);
            }
            else
            {
                Violate(fault);
            }
            return false;
        }
        packet = decoded;
        return true;
    }

    private MqttReason Decode(byte first, in ReadOnlySequence<byte> body, out MqttPacket? packet)
    {
        if (body.IsSingleSegment)
        {
            return PacketDecoder.TryDecode(first, body.FirstSpan, Version, _topics, out packet);
        }
        var length = (int)body.Length;
        var rented = ArrayPool<byte>.Shared.Rent(length);
        body.CopyTo(rented);
        var fault = PacketDecoder.TryDecode(first, rented.AsSpan(0, length), Version, _topics, out packet);
        ArrayPool<byte>.Shared.Return(rented);
        return fault;
    }

    private ValueTask HandleAsync(MqttPacket packet)
    {
        if (Session is not { } session)
        {
            return packet is ConnectPacket connect ? new ConnectAnswer(this, _broker).AnswerAsync(connect) : Violation(MqttReason.ProtocolError);
        }
        switch (packet)
        {
            case MqttPublish publish:
                return PublishAsync(publish);
            case AckPacket { Type: MqttPacketType.PubAck } ack:
                session.Acknowledged(ack.PacketId);
                return ValueTask.CompletedTask;
            case SubscribePacket subscribe:
                return new SubscribeAnswer(this, session, _broker).SubscribeAsync(subscribe);
            case UnsubscribePacket unsubscribe:
                return new SubscribeAnswer(this, session, _broker).UnsubscribeAsync(unsubscribe);
            case PingPacket { Type: MqttPacketType.PingReq }:
                Write(new PingPacket(MqttPacketType.PingResp));
                return ValueTask.CompletedTask;
            case ReasonPacket { Type: MqttPacketType.Disconnect } goodbye:
                return Goodbye(session, goodbye);
            default:
                // A second CONNECT, a packet only servers send, or QoS 2 traffic nobody was granted.
                return Violation(MqttReason.ProtocolError);
        }
    }

    private ValueTask PublishAsync(MqttPublish publish)
    {
        _broker.Meter.PublishIn();
        if (publish.Qos == MqttQos.ExactlyOnce)
        {
            return Violation(MqttReason.QosNotSupported);
        }
        if (publish.TopicAlias is > 0 and var alias)
        {
            if (alias >= _aliases.Length || (publish.Topic.Length == 0 && _aliases[alias] is null))
            {
                return Violation(publish.Topic.Length == 0 && alias < _aliases.Length ? MqttReason.ProtocolError : MqttReason.TopicAliasInvalid);
            }
            if (publish.Topic.Length == 0)
            {
                publish = publish.WithTopic(_aliases[alias]!);
            }
            else if (!_broker.TooDeepOrLong(publish.Topic))
            {
                _aliases[alias] = publish.Topic;
            }
        }
        if (Version == MqttVersion.V5 && publish.Qos == MqttQos.AtLeastOnce && _lane.Qos1Exhausted)
        {
            return Violation(MqttReason.ReceiveMaximumExceeded);
        }
        var refusal = _broker.MayPublish(Identity, publish);
        if (refusal != MqttReason.Success)
        {
            RefusePublish(publish, refusal);
            return ValueTask.CompletedTask;
        }
        return _lane.AcceptAsync(publish);
    }

    private ValueTask Goodbye(Session session, ReasonPacket goodbye)
    {
        if (goodbye.Properties?.Number(MqttProperty.SessionExpiryInterval) is { } expiry)
        {
            if (session.ExpirySeconds == 0 && expiry > 0)
            {
                // A session that was to end with its connection cannot be given a longer life now (5.0 §3.14.2.2.2).
                return Violation(MqttReason.ProtocolError);
            }
            _broker.ChangeExpiry(this, expiry);
        }
        if (goodbye.Reason == MqttReason.Success)
        {
            Will = null;
        }
        Interlocked.Exchange(ref _closing, 1);
        _why = "goodbye";
        Outbox.Close();
        return ValueTask.CompletedTask;
    }

    private ValueTask Violation(MqttReason reason)
    {
        Violate(reason);
        return ValueTask.CompletedTask;
    }

    private void Violate(MqttReason reason)
    {
        _broker.Meter.Refused(reason);
        if (Session is null)
        {
            BrokerLog.Refused(_broker.Log, Remote, reason);
        }
        Close(reason);
    }
}
