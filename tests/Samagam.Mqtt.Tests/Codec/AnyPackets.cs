using Samagam.Mqtt.Codec;

namespace Samagam.Mqtt.Tests.Codec;

/// <summary>One packet of each type with lucky contents, valid in the version asked for.</summary>
internal static class AnyPackets
{
    private static readonly MqttProperty[] Ids = Enum.GetValues<MqttProperty>();

    public static IEnumerable<MqttPacket> All(Random luck, MqttVersion version)
    {
        ushort Id() => (ushort)luck.Next(1, 65_536);
        var five = version == MqttVersion.V5;
        MqttProperties? Some(MqttPacketType type) => five ? Properties(luck, type) : null;
        MqttReason Reason() => five ? (luck.Next(2) == 0 ? MqttReason.Success : MqttReason.NotAuthorized) : MqttReason.Success;
        var qos = (MqttQos)luck.Next(3);
        var will = luck.Next(2) == 0
            ? null
            : new MqttPublish
            {
                Topic = Text(luck) + "w", Payload = Data(luck), Qos = (MqttQos)luck.Next(3), Retain = luck.Next(2) == 0, Properties = Some(PropertyTable.Will),
            };
        var user = luck.Next(2) == 0 ? null : Text(luck);
        var connectProperties = Some(MqttPacketType.Connect);
        if (connectProperties is not null && connectProperties.Has(MqttProperty.AuthenticationData) && !connectProperties.Has(MqttProperty.AuthenticationMethod))
        {
            connectProperties.With(MqttProperty.AuthenticationMethod, "m");
        }
        yield return new ConnectPacket
        {
            Version = version, ClientId = Text(luck), CleanStart = luck.Next(2) == 0, KeepAliveSeconds = Id(), UserName = user,
            Password = user is null || luck.Next(2) == 0 ? null : (ReadOnlyMemory<byte>?)Data(luck), Will = will, Properties = connectProperties,
        };
        yield return new ConnAckPacket { SessionPresent = luck.Next(2) == 0, Reason = five ? Reason() : MqttReason.Success, Properties = Some(MqttPacketType.ConnAck) };
        yield return new MqttPublish
        {
            Topic = Text(luck) + "t", Payload = Data(luck), Qos = qos, Retain = luck.Next(2) == 0, PacketId = qos == 0 ? (ushort)0 : Id(),
            Duplicate = qos > 0 && luck.Next(2) == 0, Properties = Some(MqttPacketType.Publish),
        };
        foreach (var type in new[] { MqttPacketType.PubAck, MqttPacketType.PubRec, MqttPacketType.PubRel, MqttPacketType.PubComp })
        {
            yield return new AckPacket(type, Id(), Reason()) { Properties = Some(type) };
        }
        yield return new SubscribePacket
        {
            PacketId = Id(), Properties = Some(MqttPacketType.Subscribe),
            Filters = [.. Enumerable.Range(0, luck.Next(1, 4)).Select(_ => new FilterRequest(
                Text(luck) + "/#", (MqttQos)luck.Next(3), five && luck.Next(2) == 0, five && luck.Next(2) == 0, five ? (byte)luck.Next(3) : (byte)0))],
        };
        yield return new UnsubscribePacket { PacketId = Id(), Properties = Some(MqttPacketType.Unsubscribe), Filters = [Text(luck) + "/+", "b"] };
        yield return new FiltersAckPacket(MqttPacketType.SubAck, Id(), [MqttReason.GrantedQos1, five ? MqttReason.NotAuthorized : MqttReason.UnspecifiedError])
        {
            Properties = Some(MqttPacketType.SubAck),
        };
        yield return new FiltersAckPacket(MqttPacketType.UnsubAck, Id(), five ? [MqttReason.Success] : []) { Properties = Some(MqttPacketType.UnsubAck) };
        yield return new PingPacket(MqttPacketType.PingReq);
        yield return new PingPacket(MqttPacketType.PingResp);
        yield return new ReasonPacket(MqttPacketType.Disconnect, Reason()) { Properties = Some(MqttPacketType.Disconnect) };
        if (five)
        {
            yield return new ReasonPacket(MqttPacketType.Auth, Reason()) { Properties = Some(MqttPacketType.Auth) };
        }
    }

    private static MqttProperties? Properties(Random luck, MqttPacketType type)
    {
        MqttProperties? some = null;
        foreach (var id in Ids.Where(i => PropertyTable.Allowed((uint)i, type) && luck.Next(3) == 0))
        {
            some ??= new MqttProperties();
            switch (PropertyTable.Form((uint)id))
            {
                case PropertyForm.Text:
                    some.With(id, Text(luck));
                    break;
                case PropertyForm.Data:
                    some.With(id, (ReadOnlyMemory<byte>)Data(luck));
                    break;
                case PropertyForm.Pair:
                    some.WithUser(Text(luck), Text(luck)).WithUser("again", Text(luck));
                    break;
                case PropertyForm.Flag or PropertyForm.Byte:
                    some.With(id, (uint)luck.Next(2));
                    break;
                case PropertyForm.U16:
                    some.With(id, (uint)luck.Next(1, 65_536));
                    break;
                case PropertyForm.VarInt:
                    some.With(id, (uint)luck.Next(1, VarInt.Max));
                    break;
                default:
                    some.With(id, (uint)luck.Next(1, int.MaxValue));
                    break;
            }
        }
        return some;
    }

    private static string Text(Random luck)
    {
        string[] parts = ["a", "घाट", "/", "✓", "ram", "\U0001F64F", "-"];
        return string.Concat(Enumerable.Range(0, luck.Next(0, 20)).Select(_ => parts[luck.Next(parts.Length)]));
    }

    private static byte[] Data(Random luck)
    {
        var bytes = new byte[luck.Next(0, 300)];
        luck.NextBytes(bytes);
        return bytes;
    }
}
