using Microsoft.Extensions.Logging;

namespace Samagam.Mqtt.Store;

/// <summary>What the file of sessions says. Events 4050 to 4069. Topics and payloads are never logged.</summary>
internal static partial class SessionStoreLog
{
    [LoggerMessage(4050, LogLevel.Error, "MQTT sessions are kept in memory only and end with this process: {Reason}")]
    public static partial void Lost(ILogger log, string reason);

    [LoggerMessage(4051, LogLevel.Error, "MQTT sessions are kept in memory only until their file can be written again: {Reason}")]
    public static partial void Behind(ILogger log, string reason);

    [LoggerMessage(4052, LogLevel.Warning, "MQTT sessions are on disk again")]
    public static partial void Recovered(ILogger log);

    [LoggerMessage(4053, LogLevel.Error, "the file of MQTT sessions is damaged and was set aside as {Aside}; sessions begin anew: {Reason}")]
    public static partial void Damaged(ILogger log, string aside, string reason);

    [LoggerMessage(4054, LogLevel.Error, "{Count} messages of MQTT sessions could not be read back: their bytes have rotted")]
    public static partial void Rotten(ILogger log, int count);
}
