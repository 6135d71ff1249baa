namespace Samagam.Mqtt;

/// <summary>The protocol level a CONNECT names (MQTT 3.1.1 §3.1.2.2, 5.0 §3.1.2.2). Older levels are refused.</summary>
public enum MqttVersion : byte
{
    V311 = 4,
    V5 = 5,
}

/// <summary>How hard a message is delivered. Level 2 is understood on the wire and refused by this broker.</summary>
public enum MqttQos : byte
{
    AtMostOnce = 0,
    AtLeastOnce = 1,
    ExactlyOnce = 2,
}

/// <summary>Control packet types (5.0 §2.1.2), the high four bits of the first byte.</summary>
public enum MqttPacketType : byte
{
    Connect = 1,
    ConnAck = 2,
    Publish = 3,
    PubAck = 4,
    PubRec = 5,
    PubRel = 6,
    PubComp = 7,
    Subscribe = 8,
    SubAck = 9,
    Unsubscribe = 10,
    UnsubAck = 11,
    PingReq = 12,
    PingResp = 13,
    Disconnect = 14,
    Auth = 15,
}
