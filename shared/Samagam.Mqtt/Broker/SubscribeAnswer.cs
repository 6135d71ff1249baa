using Samagam.Mqtt.Codec;
using Samagam.Mqtt.Sessions;

namespace Samagam.Mqtt.Broker;

/// <summary>SUBSCRIBE and UNSUBSCRIBE of one client (§3.8, §3.10). Answered after the session is flushed.</summary>
internal sealed class SubscribeAnswer(ClientConnection connection, Session session, MqttBroker broker)
{
    public async ValueTask SubscribeAsync(SubscribePacket packet)
    {
        var identifier = packet.Properties?.Number(MqttProperty.SubscriptionIdentifier) ?? 0;
        var granted = new List<(Subscription Subscription, bool Retained)>();
        var reasons = new List<MqttReason>();
        foreach (var asked in packet.Filters)
        {
            var reason = Judge(asked.Filter);
            if (reason == MqttReason.Success)
            {
                var qos = asked.Qos == MqttQos.ExactlyOnce ? MqttQos.AtLeastOnce : asked.Qos;
                var subscription = new Subscription(asked.Filter, qos, asked.NoLocal, asked.RetainAsPublished, identifier);
                reason = session.Subscribe(subscription, out var isNew) ? (MqttReason)qos : MqttReason.QuotaExceeded;
                if (!reason.IsRefusal())
                {
                    granted.Add((subscription, asked.RetainHandling == 0 || (asked.RetainHandling == 1 && isNew)));
                }
            }
            if (reason.IsRefusal())
            {
                broker.Meter.Refused(reason);
            }
            reasons.Add(reason);
        }
        await KeepAsync();
        broker.Subscribe(session, granted, () => Answer(new FiltersAckPacket(MqttPacketType.SubAck, packet.PacketId, reasons)));
    }

    public async ValueTask UnsubscribeAsync(UnsubscribePacket packet)
    {
        var reasons = new List<MqttReason>();
        foreach (var filter in packet.Filters)
        {
            var had = session.Unsubscribe(filter);
            broker.Unsubscribe(session, filter);
            reasons.Add(had ? MqttReason.Success : MqttReason.NoSubscriptionExisted);
        }
        await KeepAsync();
        Answer(new FiltersAckPacket(MqttPacketType.UnsubAck, packet.PacketId, reasons));
    }

    private void Answer(FiltersAckPacket ack)
    {
        if (!connection.Write(ack))
        {
            connection.Close(MqttReason.QuotaExceeded);
        }
    }

    private ValueTask KeepAsync()
    {
        if (!session.Kept)
        {
            return ValueTask.CompletedTask;
        }
        broker.Save(session);
        return broker.FlushSessionsAsync();
    }

    private MqttReason Judge(string filter)
    {
        if (Topics.IsShared(filter))
        {
            return MqttReason.SharedSubscriptionsNotSupported;
        }
        if (!Topics.IsFilter(filter) || broker.TooDeepOrLong(filter))
        {
            return MqttReason.TopicFilterInvalid;
        }
        return broker.Access.MaySubscribe(connection.Identity, filter) ? MqttReason.Success : MqttReason.NotAuthorized;
    }
}
