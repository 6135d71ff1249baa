using Microsoft.Extensions.Logging;

namespace Samagam.Mqtt.Broker;

/// <summary>What a broker says. Events 4000 to 4049. Client identifiers are device names; topics and payloads are never logged.</summary>
internal static partial class BrokerLog
{
    [LoggerMessage(4000, LogLevel.Information, "MQTT client {ClientId} connected from {Remote}, version {Version}, session present {SessionPresent}")]
    public static partial void Connected(ILogger log, string clientId, string remote, MqttVersion version, bool sessionPresent);

    [LoggerMessage(4001, LogLevel.Information, "MQTT client {ClientId} left: {Reason}")]
    public static partial void Left(ILogger log, string clientId, string reason);

    [LoggerMessage(4002, LogLevel.Warning, "MQTT connection from {Remote} refused: {Reason}")]
    public static partial void Refused(ILogger log, string remote, MqttReason reason);

    [LoggerMessage(4003, LogLevel.Error, "MQTT client {ClientId}: a message could not be decided or kept; it is not acknowledged")]
    public static partial void GateFailed(ILogger log, string clientId, Exception fault);

    [LoggerMessage(4004, LogLevel.Error, "MQTT client {ClientId}: connection dropped by a fault of ours")]
    public static partial void Fault(ILogger log, string clientId, Exception fault);

    [LoggerMessage(4005, LogLevel.Information, "MQTT broker started with {Sessions} sessions kept from before")]
    public static partial void Started(ILogger log, int sessions);

    [LoggerMessage(4006, LogLevel.Error, "MQTT broker: a will could not be published")]
    public static partial void WillFailed(ILogger log, Exception fault);

    [LoggerMessage(4007, LogLevel.Error, "MQTT broker: its clock step failed and is tried again")]
    public static partial void StepFailed(ILogger log, Exception fault);
}
