using Microsoft.Extensions.Logging;

namespace Samagam.Node.Links;

/// <summary>Events 3000 to 3099.</summary>
internal static partial class MqttDoorLog
{
    [LoggerMessage(3000, LogLevel.Information, "Panic button {Device} was pressed: case {Case}")]
    public static partial void Pressed(ILogger logger, string device, string @case);

    [LoggerMessage(3001, LogLevel.Error, "Panic button {Device} was pressed and is not saved on this box: {Reason}")]
    public static partial void NotSaved(ILogger logger, string device, string reason);

    [LoggerMessage(3002, LogLevel.Warning, "Facts of box {Peer} could not be read: {Reason}")]
    public static partial void Malformed(ILogger logger, int peer, string reason);
}
