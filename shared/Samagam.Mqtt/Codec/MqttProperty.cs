namespace Samagam.Mqtt;

/// <summary>Property identifiers of MQTT 5.0 §2.2.2.2.</summary>
public enum MqttProperty : byte
{
    PayloadFormatIndicator = 1,
    MessageExpiryInterval = 2,
    ContentType = 3,
    ResponseTopic = 8,
    CorrelationData = 9,
    SubscriptionIdentifier = 11,
    SessionExpiryInterval = 17,
    AssignedClientIdentifier = 18,
    ServerKeepAlive = 19,
    AuthenticationMethod = 21,
    AuthenticationData = 22,
    RequestProblemInformation = 23,
    WillDelayInterval = 24,
    RequestResponseInformation = 25,
    ResponseInformation = 26,
    ServerReference = 28,
    ReasonString = 31,
    ReceiveMaximum = 33,
    TopicAliasMaximum = 34,
    TopicAlias = 35,
    MaximumQos = 36,
    RetainAvailable = 37,
    UserProperty = 38,
    MaximumPacketSize = 39,
    WildcardSubscriptionAvailable = 40,
    SubscriptionIdentifierAvailable = 41,
    SharedSubscriptionAvailable = 42,
}

/// <summary>How a property is written.</summary>
internal enum PropertyForm : byte
{
    None,
    Flag,
    Byte,
    U16,
    U32,
    VarInt,
    Text,
    Data,
    Pair,
}

/// <summary>Which property may stand in which packet and how it is written: the table of 5.0 §2.2.2.2 as data.</summary>
internal static class PropertyTable
{
    /// <summary>A will's properties sit inside CONNECT with a set of their own; type 0 is free for them.</summary>
    public const MqttPacketType Will = 0;

    private static readonly (PropertyForm Form, ushort In)[] Rows = Build();

    public static PropertyForm Form(uint id) => id < (uint)Rows.Length ? Rows[id].Form : PropertyForm.None;

    public static bool Allowed(uint id, MqttPacketType packet) => id < (uint)Rows.Length && (Rows[id].In & (1 << (int)packet)) != 0;

    private static (PropertyForm, ushort)[] Build()
    {
        var rows = new (PropertyForm, ushort)[43];
        const MqttPacketType connect = MqttPacketType.Connect, connAck = MqttPacketType.ConnAck, publish = MqttPacketType.Publish;
        MqttPacketType[] acks =
        [
            connAck, MqttPacketType.PubAck, MqttPacketType.PubRec, MqttPacketType.PubRel, MqttPacketType.PubComp,
            MqttPacketType.SubAck, MqttPacketType.UnsubAck, MqttPacketType.Disconnect, MqttPacketType.Auth,
        ];
        void Row(MqttProperty id, PropertyForm form, params MqttPacketType[] packets) =>
            rows[(int)id] = (form, (ushort)packets.Aggregate(0, (mask, p) => mask | (1 << (int)p)));

        Row(MqttProperty.PayloadFormatIndicator, PropertyForm.Flag, publish, Will);
        Row(MqttProperty.MessageExpiryInterval, PropertyForm.U32, publish, Will);
        Row(MqttProperty.ContentType, PropertyForm.Text, publish, Will);
        Row(MqttProperty.ResponseTopic, PropertyForm.Text, publish, Will);
        Row(MqttProperty.CorrelationData, PropertyForm.Data, publish, Will);
        Row(MqttProperty.SubscriptionIdentifier, PropertyForm.VarInt, publish, MqttPacketType.Subscribe);
        Row(MqttProperty.SessionExpiryInterval, PropertyForm.U32, connect, connAck, MqttPacketType.Disconnect);
        Row(MqttProperty.AssignedClientIdentifier, PropertyForm.Text, connAck);
        Row(MqttProperty.ServerKeepAlive, PropertyForm.U16, connAck);
        Row(MqttProperty.AuthenticationMethod, PropertyForm.Text, connect, connAck, MqttPacketType.Auth);
        Row(MqttProperty.AuthenticationData, PropertyForm.Data, connect, connAck, MqttPacketType.Auth);
        Row(MqttProperty.RequestProblemInformation, PropertyForm.Flag, connect);
        Row(MqttProperty.WillDelayInterval, PropertyForm.U32, Will);
        Row(MqttProperty.RequestResponseInformation, PropertyForm.Flag, connect);
        Row(MqttProperty.ResponseInformation, PropertyForm.Text, connAck);
        Row(MqttProperty.ServerReference, PropertyForm.Text, connAck, MqttPacketType.Disconnect);
        Row(MqttProperty.ReasonString, PropertyForm.Text, acks);
        Row(MqttProperty.ReceiveMaximum, PropertyForm.U16, connect, connAck);
        Row(MqttProperty.TopicAliasMaximum, PropertyForm.U16, connect, connAck);
        Row(MqttProperty.TopicAlias, PropertyForm.U16, publish);
        Row(MqttProperty.MaximumQos, PropertyForm.Flag, connAck);
        Row(MqttProperty.RetainAvailable, PropertyForm.Flag, connAck);
        Row(MqttProperty.UserProperty, PropertyForm.Pair,
            [.. acks, connect, publish, Will, MqttPacketType.Subscribe, MqttPacketType.Unsubscribe]);
        Row(MqttProperty.MaximumPacketSize, PropertyForm.U32, connect, connAck);
        Row(MqttProperty.WildcardSubscriptionAvailable, PropertyForm.Flag, connAck);
        Row(MqttProperty.SubscriptionIdentifierAvailable, PropertyForm.Flag, connAck);
        Row(MqttProperty.SharedSubscriptionAvailable, PropertyForm.Flag, connAck);
        return rows;
    }
}
