using Microsoft.Extensions.Logging;

namespace Samagam.Mqtt.Client;

/// <summary>What a client says. Events 4050 to 4099.</summary>
internal static partial class ClientLog
{
    [LoggerMessage(4050, LogLevel.Information, "MQTT link {ClientId} to {Host}:{Port} is up, session present {SessionPresent}")]
    public static partial void Up(ILogger log, string clientId, string host, int port, bool sessionPresent);

    [LoggerMessage(4051, LogLevel.Warning, "MQTT link {ClientId} to {Host}:{Port} is down: {Why}; next attempt in {WaitMs} ms")]
    public static partial void Down(ILogger log, string clientId, string host, int port, string why, long waitMs);

    [LoggerMessage(4053, LogLevel.Error, "MQTT link {ClientId} ended by a fault of ours; it is opened again")]
    public static partial void Fault(ILogger log, string clientId, Exception fault);

    [LoggerMessage(4052, LogLevel.Error, "MQTT link {ClientId}: a message could not be handled; the link is dropped so that it comes again")]
    public static partial void HandlerFailed(ILogger log, string clientId, Exception fault);
}
